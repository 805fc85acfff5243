#include "search/reduce.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "matchers/portable_regex.h"
#include "properties/registry.h"
#include "properties/trial.h"
#include "search/prove.h"
#include "search/wire.h"

namespace overmatch {

namespace {

using std::chrono::milliseconds;

// What a finding may cost. A subject may compile a regex each time it is asked.
Budget usual_budget(Mode mode) {
  if (mode == Mode::regex) return {{1, 1, 4}, 30'000, 150'000};
  return {{1, 1, 6}, 30'000, 1'500'000};
}
// Steps of shrinking a hang, each of which waits for the time limit, and runaway memory, each of which fills it.
constexpr std::uint64_t kHangSteps = 25;
constexpr std::uint64_t kMemorySteps = 100;
// Memory that runaway memory may take beyond what the process has from the start, once it is known for what it is.
constexpr std::uint64_t kEnoughMemory = 128ULL << 20U;
// How often a question is asked of a subject that may lose memory with every call.
constexpr int kOften = 400;
constexpr std::size_t kHugeTree = 1000;
// The same where every evaluation costs a process.
constexpr Budget kForkedBudget = {{1, 2, 3}, 400, 500};

// Wants one sort only.
class Only final : public Wanted {
 public:
  explicit Only(const Sort& sort) : sort_(sort) {}
  [[nodiscard]] bool operator()(Direction direction, Shape shape) const override {
    return direction == sort_.direction && shape == sort_.shape;
  }

 private:
  Sort sort_;
};

// Wants what it has not been told of.
class Rest final : public Wanted {
 public:
  [[nodiscard]] bool operator()(Direction direction, Shape shape) const override {
    return std::none_of(seen.begin(), seen.end(),
                        [&](const Sort& sort) { return sort.direction == direction && sort.shape == shape; });
  }
  std::vector<Sort> seen;
};

bool violates(Trial& trial, const Sort& sort, const Case& content, Violation& violation) {
  trial.begin(content);
  try {
    return sort.property->check(trial, Only(sort), violation) == Verdict::violated;
  } catch (const SubjectFailure& failure) {
    violation.what = failure.what();
    return sort.property == &kTotality && sort.shape == Shape::whole_list;
  }
}

void write_sort(WireWriter& out, const Sort& sort) {
  out.text(sort.property->name)
      .number(static_cast<std::uint64_t>(sort.direction))
      .number(static_cast<std::uint64_t>(sort.shape));
}

Sort read_sort(WireReader& in) {
  Sort sort;
  sort.property = find_property(in.text());
  sort.direction = static_cast<Direction>(in.number());
  sort.shape = static_cast<Shape>(in.number());
  return sort;
}

bool died(const IsolatedRun& run) { return run.ending != Ending::finished; }

// Asks the subject about the case, and every property if the question alone is harmless.
void ask_all(Probe& probe, std::span<const Property* const> properties, const Case& content) {
  Trial trial(probe);
  trial.begin(content);
  for (const Property* const property : properties) {
    if (!property->modes.contains(probe.mode())) continue;
    Violation violation;
    try {
      static_cast<void>(property->check(trial, Rest{}, violation));
    } catch (const SubjectFailure&) {  // an answer, though a bad one
    }
  }
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// How a case is put to a subject that dies of it.
enum class Asking : std::uint8_t { once, every_law, often };

void ask_plainly(Probe& probe, const Case& content) {
  Answer answer;
  try {
    probe.ask(content.question(), answer);
  } catch (const SubjectFailure&) {  // an answer, though a bad one
  }
}

void ask_in_that_way(Asking asking, Probe& probe, std::span<const Property* const> properties, const Case& content) {
  if (asking == Asking::every_law) return ask_all(probe, properties, content);
  for (int time = asking == Asking::often ? kOften : 1; time > 0; --time) ask_plainly(probe, content);
}

class Reducer {
 public:
  Reducer(const Runner& runner, std::span<const Property* const> properties, const Discovery& discovery, Effort effort)
      : runner_(runner), properties_(properties), effort_(effort) {
    finding_.sort = discovery.sort;
    finding_.original = discovery.content;
    finding_.minimal = discovery.content;
    finding_.what = discovery.what;
    finding_.found_after = discovery.found_after;
    finding_.phase = discovery.phase;
    finding_.strategy = discovery.strategy;
    finding_.as_given = effort == Effort::confirm;
    portable_ = is_portable(finding_.original);
  }

  Finding run(const std::optional<IsolatedRun>& death) {
    if (death) {
      reduce_death(*death);
    } else {
      reduce_violation();
    }
    describe();
    finding_.stateful = finding_.stateful || finding_.sort.property == &kDeterminism ||
                        std::find(finding_.also.begin(), finding_.also.end(), kDeterminism.name) != finding_.also.end();
    return std::move(finding_);
  }

 private:
  [[nodiscard]] static bool is_portable(const Case& content) {
    return content.mode != Mode::regex || overmatch::is_portable(content.question());
  }

  // A case that all engines read alike must not end as one that they don't: there, another mistake may be at work, or none.
  [[nodiscard]] bool may_become(const Case& content) const { return !portable_ || is_portable(content); }

  // One evaluation in a process of its own: from the state that the subject has after loading.
  [[nodiscard]] bool fails_fresh(const Sort& sort, const Case& content) const {
    if (!may_become(content)) return false;
    const IsolatedRun run = runner_.run([&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      trial.thorough = true;
      Violation violation;
      if (violates(trial, sort, content, violation)) sink.write("y");
    });
    return run.output == "y";
  }

  void adopt(const Minimised& minimised) {
    finding_.minimal = minimised.content;
    finding_.minimality = minimised.proof.minimality;
    finding_.tried = minimised.proof.tried;
    finding_.alphabet = minimised.proof.alphabet;
  }

  void reduce_violation() {
    if (!fails_fresh(finding_.sort, finding_.original)) {
      // It needed what was asked before. A law about just that may show it from a fresh start.
      finding_.stateful = true;
      std::string crash;
      auto fresh = violations_of(runner_, properties_, finding_.original, crash);
      if (fresh.empty() || !crash.empty()) {
        finding_.reproducible = false;
        return;
      }
      std::stable_sort(fresh.begin(), fresh.end(), [](const Discovery& left, const Discovery& right) {
        return telling(*left.sort.property) < telling(*right.sort.property);
      });
      finding_.sort = fresh.front().sort;
      finding_.what = fresh.front().what;
    }
    if (effort_ == Effort::confirm) return;
    const Case start = finding_.original;
    if (!finding_.stateful) {
      if (minimise_here(start)) return;
      // It dies on a smaller case, or its answers depend on earlier ones.
      finding_.stateful = true;
    }
    // Every evaluation in a process of its own.
    if (!runner_.isolated() || effort_ == Effort::minimal_once) return;
    const Sort sort = finding_.sort;
    adopt(minimise(start, [&](const Case& content) { return fails_fresh(sort, content); }, kForkedBudget));
  }

  // Of a subject with a memory, the laws that say so.
  static std::size_t telling(const Property& property) {
    static constexpr std::array<const Property*, 5> order = {&kAgreement, &kRejection, &kDeterminism, &kIndependence, &kUnion};
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), &property) - order.begin());
  }

  // All evaluations in one process. False when the result does not hold there any more, or not in a fresh one.
  bool minimise_here(const Case& start) {
    const Sort sort = finding_.sort;
    const IsolatedRun run = runner_.run_on([&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      Violation violation;
      const Fails fails = [&](const Case& content) { return may_become(content) && violates(trial, sort, content, violation); };
      const Minimised minimised = minimise(start, fails, usual_budget(start.mode));
      if (!fails(minimised.content)) return;
      WireWriter out;
      out.content(minimised.content).number(static_cast<std::uint64_t>(minimised.proof.minimality));
      out.number(minimised.proof.tried).text(minimised.proof.alphabet);
      sink.write(out.bytes());
    });
    if (died(run) || run.output.empty()) return false;
    WireReader in(run.output);
    Minimised minimised;
    in.content(minimised.content);
    minimised.proof.minimality = static_cast<Minimality>(in.number());
    minimised.proof.tried = in.number();
    minimised.proof.alphabet = in.text();
    if (!in.ok() || !fails_fresh(sort, minimised.content)) return false;
    adopt(minimised);
    return true;
  }

  void reduce_death(const IsolatedRun& death) {
    finding_.crash = death.describe();
    if (!death.diagnostics.empty()) finding_.crash += "\n" + death.diagnostics;
    Limits limits = runner_.limits();
    if (death.ending == Ending::out_of_memory) {
      limits.memory = std::min(limits.memory, resident_bytes() + kEnoughMemory);
      limits.call = std::max(limits.call, milliseconds(2000));  // filling memory takes CPU time, and is no hang
    } else {
      limits.call = std::min(limits.call, milliseconds(100));  // for shrinking a hang: each step waits for it
    }
    auto asking = Asking::once;
    const auto dies = [&](const Case& content) {
      if (!may_become(content)) return false;
      const IsolatedRun run = runner_.run_with(
          limits, [&](Probe& probe, const Sink&, Heartbeat&) { ask_in_that_way(asking, probe, properties_, content); });
      return run.ending == death.ending;
    };
    if (!dies(finding_.original)) {
      asking = Asking::every_law;
      if (!dies(finding_.original)) {
        asking = Asking::often;
        if (death.ending != Ending::out_of_memory || !dies(finding_.original)) {
          finding_.reproducible = false;
          return;
        }
      }
    }
    if (effort_ == Effort::confirm) return;
    if (!start_tiny(limits, asking, dies)) {
      if (death.ending == Ending::hung && finding_.original.modules.size() > kHugeTree) return;  // each step would take long
      const std::uint64_t steps = death.ending == Ending::crashed         ? kForkedBudget.shrink
                                  : death.ending == Ending::out_of_memory ? kMemorySteps
                                                                          : kHangSteps;
      finding_.minimal = shrink(finding_.original, dies, steps).content;
    }
    prove_death(limits, asking, dies);
  }

  // Many cases are tried in one process: the first that kills it is the simplest that does. Returns its number, from 1, or 0.
  // `search` puts cases to a predicate until it holds.
  template <typename Search>
  std::uint64_t first_death(const Limits& limits, Asking asking, const Search& search, std::string* output) {
    const IsolatedRun run = runner_.run_with(limits, [&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
      const auto result = search([&](const Case& smaller) {
        heartbeat.progress.fetch_add(1, std::memory_order_relaxed);
        if (!may_become(smaller)) return false;
        ask_in_that_way(asking, probe, properties_, smaller);
        return false;
      });
      if constexpr (requires { result.minimality; }) {
        WireWriter out;
        out.number(static_cast<std::uint64_t>(result.minimality)).number(result.tried).text(result.alphabet);
        sink.write(out.bytes());
      }
    });
    if (output != nullptr) *output = run.output;
    return died(run) ? run.progress : 0;
  }

  // Takes the simplest tiny case that kills, if one does.
  bool start_tiny(const Limits& limits, Asking asking, const Fails& dies) {
    const auto search = [&](const Fails& fails) {
      return simplest_tiny(finding_.original, usual_budget(finding_.original.mode).tiny, fails);
    };
    std::uint64_t left = first_death(limits, asking, search, nullptr);
    if (left == 0) return false;
    const auto tiny = search([&](const Case&) { return --left == 0; });
    if (!tiny || !dies(*tiny)) return false;  // it may have died of what it was asked before
    finding_.minimal = *tiny;
    return true;
  }

  void prove_death(const Limits& limits, Asking asking, const Fails& dies) {
    for (;;) {
      const auto search = [&](const Fails& fails) {
        return prove_minimal(finding_.minimal, fails, usual_budget(finding_.minimal.mode).proof);
      };
      std::string output;
      std::uint64_t left = first_death(limits, asking, search, &output);
      if (left == 0) {
        WireReader in(output);
        finding_.minimality = static_cast<Minimality>(in.number());
        finding_.tried = in.number();
        finding_.alphabet = in.text();
        return;
      }
      const Proof proof = search([&](const Case&) { return --left == 0; });
      // It may have died of what it was asked before: then there is no proof.
      if (!proof.smaller || !dies(*proof.smaller)) return;
      finding_.minimal = *proof.smaller;
    }
  }

  // What the subject says to the minimal case, asked for the first time, and which other laws that breaks.
  void describe() {
    const Sort sort = finding_.sort;
    if (finding_.crash.empty()) {
      const IsolatedRun run = runner_.run([&](Probe& probe, const Sink& sink, Heartbeat&) {
        Trial trial(probe);
        trial.thorough = true;
        Violation violation;
        violates(trial, sort, finding_.minimal, violation);
        WireWriter out;
        out.text(violation.what).text(violation.pattern).text(violation.module);
        sink.write(out.bytes());
        Answer answer;
        try {
          probe.ask(finding_.minimal.question(), answer);
        } catch (const SubjectFailure&) {
          return;
        }
        WireWriter said;
        const auto flags = answer.selected();
        said.number(answer.rejected() ? 1 : 0).text({reinterpret_cast<const char*>(flags.data()), flags.size()});
        sink.write(said.bytes());
      });
      WireReader in(run.output);
      const std::string_view what = in.text();
      if (!what.empty()) finding_.what = what;
      finding_.pattern = in.text();
      finding_.module = in.text();
      finding_.rejected = in.number() != 0;
      const std::string_view flags = in.text();
      finding_.selected.assign(flags.begin(), flags.end());
      std::string crash;
      for (const Discovery& other : violations_of(runner_, properties_, finding_.minimal, crash)) {
        const std::string name(other.sort.property->name);
        if (other.sort.property != sort.property &&
            std::find(finding_.also.begin(), finding_.also.end(), name) == finding_.also.end()) {
          finding_.also.push_back(name);
        }
      }
    }
    if (!finding_.module.empty() || !finding_.pattern.empty()) {
      finding_.kind = finding_.sort.shape == Shape::whole_list
                          ? std::nullopt
                          : classify(finding_.minimal.mode, finding_.pattern, finding_.module.empty() ? "a" : finding_.module);
    }
  }

  const Runner& runner_;
  std::span<const Property* const> properties_;
  Effort effort_;
  bool portable_ = false;
  Finding finding_;
};

}  // namespace

void report_violations(Trial& trial, const Property& property, const Sink& sink) {
  Rest rest;
  for (;;) {
    Violation violation;
    Sort sort{&property, Direction::other, Shape::whole_list};
    bool last = false;
    try {
      if (property.check(trial, rest, violation) != Verdict::violated) return;
      sort = {&property, violation.direction, violation.shape};
      rest.seen.push_back(sort);
      last = sort.shape == Shape::whole_list;
    } catch (const SubjectFailure& failure) {
      violation.what = failure.what();
      sort.property = &kTotality;
      violation.question = trial.failed();
      last = true;
    }
    WireWriter out;
    write_sort(out, sort);
    out.text(violation.what).content(sort.property == &kTotality ? violation.question : trial.content());
    sink.write(out.bytes());
    if (last) return;
  }
}

std::vector<Discovery> violations_of(const Runner& runner, std::span<const Property* const> properties, const Case& content,
                                     std::string& crash) {
  std::vector<Discovery> all;
  crash.clear();
  // A process for each property: what one asks must not change what another sees.
  for (const Property* const property : properties) {
    if (!property->modes.contains(content.mode)) continue;
    const Runner::Work ask = [&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      trial.thorough = true;
      trial.begin(content);
      report_violations(trial, *property, sink);
    };
    const IsolatedRun run = property == properties.front() ? runner.run(ask) : runner.run_on(ask);
    for (WireReader in(run.output); !in.at_end();) {
      Discovery discovery;
      discovery.sort = read_sort(in);
      discovery.what = in.text();
      in.content(discovery.content);
      const auto same = [&](const Discovery& other) { return other.sort == discovery.sort; };
      if (in.ok() && discovery.sort.property != nullptr && std::none_of(all.begin(), all.end(), same)) {
        all.push_back(std::move(discovery));
      }
    }
    if (died(run) && crash.empty()) {
      crash = run.describe();
      if (!run.diagnostics.empty()) crash += "\n" + run.diagnostics;
      return all;  // the next property would most likely die too, and a hang takes its time
    }
  }
  return all;
}

Finding reduce(const Runner& runner, std::span<const Property* const> properties, const Discovery& discovery,
               const std::optional<IsolatedRun>& death, Effort effort) {
  return Reducer(runner, properties, discovery, effort).run(death);
}

IsolatedRun death_on(const Runner& runner, std::span<const Property* const> properties, const Case& content) {
  return runner.run([&](Probe& probe, const Sink&, Heartbeat&) { ask_all(probe, properties, content); });
}

Finding to_finding(Incident incident) {
  Finding finding;
  finding.sort = {&kTotality, Direction::other, Shape::whole_list};
  finding.original = std::move(incident.question);
  finding.minimal = finding.original;
  finding.what = incident.death.what();
  finding.crash = finding.what;
  if (incident.times > 1) finding.crash += " (" + std::to_string(incident.times) + " times)";
  if (!incident.death.diagnostics().empty()) finding.crash += "\n" + incident.death.diagnostics();
  finding.reproducible = false;
  finding.as_given = true;
  return finding;
}

SavedCase to_saved(const Finding& finding, const std::string& subject) {
  SavedCase saved{finding.minimal, {}};
  saved.about.title = std::string(finding.sort.property->name) + ": " + finding.what;
  if (finding.kind) saved.about.kinds.emplace_back(to_string(*finding.kind));
  saved.about.source = "overmatch check of " + subject;
  return saved;
}

bool is_explained(const Finding& finding, std::span<const Finding> others) {
  if (finding.sort.property == &kAgreement || !finding.crash.empty()) return false;
  const auto names_agreement = std::find(finding.also.begin(), finding.also.end(), "agreement") != finding.also.end();
  const auto is_agreement = [](const Finding& other) { return other.sort.property == &kAgreement; };
  return names_agreement && std::any_of(others.begin(), others.end(), is_agreement);
}

}  // namespace overmatch
