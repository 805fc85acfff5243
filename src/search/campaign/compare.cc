// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/compare.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <unordered_set>

#include "cases/case_file.h"
#include "cases/collision_kind.h"
#include "generate/case_generator.h"
#include "names/ascii.h"
#include "names/path.h"
#include "search/reduce/shrink.h"
#include "subjects/isolation.h"
#include "subjects/probe.h"
#include "subjects/remote.h"

namespace overmatch {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kShrinkBudget = 20'000;

// Asks both sides in turn; the heartbeat's phase says which one is asked.
class Pair {
 public:
  // `a` and `b`: the matchers that answer for the two subjects.
  Pair(const Comparison& comparison, Matcher& a, Matcher& b, Heartbeat& heartbeat)
      : a_(a, comparison.a->mode, &heartbeat, kNever, comparison.a->order),
        b_(b, comparison.b->mode, &heartbeat, kNever, comparison.b->order),
        heartbeat_(heartbeat),
        goes_on_(comparison.goes_on) {}

  // A list with labels is decided in the order of each side.
  void ask(Question question, Answer& a, Answer& b) {
    const bool labelled = !question.labels.empty();
    if (heartbeat_.stop.load() || (goes_on_ && !goes_on_())) throw WorkEnded{};
    heartbeat_.phase.store(0, std::memory_order_relaxed);
    if (labelled) question.order = a_.order();
    a_.ask(question, a);
    heartbeat_.phase.store(1, std::memory_order_relaxed);
    if (labelled) question.order = b_.order();
    b_.ask(question, b);
  }

 private:
  Probe a_;
  Probe b_;
  Heartbeat& heartbeat_;
  const std::function<bool()>& goes_on_;
};

Said said(const Answer& answer, std::size_t module) {
  return answer.rejected() ? Said::rejected : static_cast<Said>(answer.label(module));
}

// A plugin, asked each question in a child process of its own: for a comparison with a command,
// which must be asked from this process.
class Isolated final : public Matcher {
 public:
  Isolated(Subject& subject, const Limits& limits) : subject_(subject), limits_(limits) {}
  [[nodiscard]] std::string_view name() const override { return subject_.matcher->name(); }
  [[nodiscard]] Mode mode() const override { return subject_.mode; }
  [[nodiscard]] bool takes_labels() const override { return subject_.matcher->takes_labels(); }

  void match(const Question& question, Answer& answer) override {
    const IsolatedRun run = run_isolated(
        [&](const Sink& sink, Heartbeat& heartbeat) {
          load_here(*subject_.matcher, heartbeat);
          Json line;
          try {
            Answer given;
            Probe(*subject_.matcher, subject_.mode, &heartbeat, kNever, subject_.order)
                .ask(question, given);
            line["rejected"] = given.rejected() ? Json(given.reason()) : Json(nullptr);
            line["labels"] = given.selected();
          } catch (const SubjectFailure& failure) {
            line["failure"] = failure.what();
          }
          sink.write(line.dump(-1, ' ', true, Json::error_handler_t::replace));
        },
        limits_);
    if (run.ending != Ending::finished)
      throw SubjectCrash(run.ending, run.signal, run.describe(), run.diagnostics);
    const Json line = Json::parse(run.output);
    if (line.contains("failure")) throw SubjectFailure(line["failure"].get<std::string>());
    answer.start(question.modules.size());
    if (!line["rejected"].is_null()) return answer.reject(line["rejected"].get<std::string>());
    for (std::size_t at = 0; at < question.modules.size(); ++at)
      answer.assign(at, line["labels"][at].get<Label>());
  }

 private:
  Subject& subject_;
  Limits limits_;
};

bool is_remote(const Subject& subject) {
  return dynamic_cast<const RemoteMatcher*>(subject.matcher.get()) != nullptr;
}

std::string name_of(const Subject& subject) { return std::string(subject.matcher->name()); }

struct Lines {
  std::vector<Json> lines;
  bool interrupted = false;
  std::string broke_off;
};

// Runs the work and returns the lines that it wrote until its end or a failure.
Lines run(const Comparison& comparison, const std::function<void(Pair&, const Sink&)>& work) {
  Lines result;
  std::string output;
  const bool remote = is_remote(*comparison.a) || is_remote(*comparison.b);
  const bool here = remote || (comparison.a->in_process && comparison.b->in_process);
  Isolated isolated_a(*comparison.a, comparison.limits);
  Isolated isolated_b(*comparison.b, comparison.limits);
  const auto asked = [&](Subject& subject, Isolated& isolated) -> Matcher& {
    const bool alone = here && !subject.in_process && !is_remote(subject);
    return alone ? static_cast<Matcher&>(isolated) : *subject.matcher;
  };
  const auto guarded = [&](const Sink& sink, Heartbeat& heartbeat) {
    for (const Subject* const subject : {comparison.a, comparison.b}) {
      if (!here) load_here(*subject->matcher, heartbeat);
    }
    Pair pair(comparison, asked(*comparison.a, isolated_a), asked(*comparison.b, isolated_b),
              heartbeat);
    try {
      work(pair, sink);
    } catch (const SubjectFailure& failure) {
      sink.write(Json({{"failure", failure.what()}, {"side", heartbeat.phase.load()}})
                     .dump(-1, ' ', true, Json::error_handler_t::replace) +
                 "\n");
    } catch (const WorkEnded&) {
      sink.write(Json({{"interrupted", true}}).dump() + "\n");
    }
  };
  const auto who = [&](std::uint32_t phase) {
    return name_of(phase == 0 ? *comparison.a : *comparison.b);
  };
  if (here) {
    Heartbeat heartbeat;
    try {
      guarded(Sink(output), heartbeat);
    } catch (const SubjectCrash& crash) {
      result.broke_off = who(heartbeat.phase.load()) + ": while it was compared it " + crash.what();
    }
  } else {
    IsolatedRun run = run_isolated(guarded, comparison.limits, [&](const Heartbeat&) {
      result.interrupted = result.interrupted || (comparison.goes_on && !comparison.goes_on());
      return !result.interrupted;
    });
    if (run.ending != Ending::finished && !result.interrupted)
      result.broke_off = who(run.phase) + ": while it was compared it " + run.describe();
    output = std::move(run.output);
  }
  for (std::size_t at = 0; at < output.size();) {
    const std::size_t end = output.find('\n', at);
    if (end == std::string::npos) break;  // truncated by a crash
    Json line = Json::parse(output.substr(at, end - at));
    at = end + 1;
    if (line.contains("failure")) {
      result.broke_off =
          who(line["side"].get<std::uint32_t>()) + ": " + line["failure"].get<std::string>();
    } else if (line.contains("interrupted")) {
      result.interrupted = true;
    } else {
      result.lines.push_back(std::move(line));
    }
  }
  return result;
}

// The first pattern and module on which the two disagree, each pattern asked alone; a list with
// labels is asked as a whole.
std::optional<Difference> first_difference(Pair& pair, const Case& content, Answer& a, Answer& b) {
  if (!content.labels.empty()) {
    pair.ask(content.question(), a, b);
    for (std::size_t module = 0; module < content.modules.size(); ++module) {
      if (said(a, module) != said(b, module))
        return Difference{
            "", std::string(content.modules[module]), said(a, module), said(b, module), {}, true};
    }
    return std::nullopt;
  }
  for (const std::string_view pattern : content.patterns) {
    pair.ask({{&pattern, 1}, content.modules.views()}, a, b);
    for (std::size_t module = 0; module < content.modules.size(); ++module) {
      if (said(a, module) == said(b, module)) continue;
      return Difference{std::string(pattern),
                        std::string(content.modules[module]),
                        said(a, module),
                        said(b, module),
                        {},
                        true};
    }
  }
  return std::nullopt;
}

using DifferenceKey = std::tuple<Said, Said, KindGroup>;

DifferenceKey key_of(const Case& content, const Difference& difference) {
  if (!content.labels.empty()) {
    const auto verdict = [](Said said) {
      return said == Said::no || said == Said::rejected ? said : Said::yes;
    };
    return {verdict(difference.a), verdict(difference.b), KindGroup::whole_list};
  }
  const Mode mode = content.mode;
  return {difference.a, difference.b, kind_group_of(mode, difference.pattern, difference.module)};
}

void write_generated(const Sink& sink, const Difference& difference, const Case& content,
                     bool reduced) {
  sink.write(Json({{"pattern", difference.pattern},
                   {"module", difference.module},
                   {"a", difference.a},
                   {"b", difference.b},
                   {"case", format_case({content, {}})},
                   {"reduced", reduced}})
                 .dump() +
             "\n");
}

}  // namespace

std::vector<std::string> patterns_of(const ModuleTree& tree) {
  std::vector<std::string> patterns;
  std::unordered_set<std::string_view> known;
  for (const std::string_view path : tree.modules) {
    const std::string_view name = last_segment(path);
    if (!name.empty() && !is_number(name) && known.insert(name).second) patterns.emplace_back(name);
  }
  return patterns;
}

Differences compare_on_tree(const Comparison& comparison, const ModuleTree& tree,
                            std::span<const std::string> patterns) {
  Lines told = run(comparison, [&](Pair& pair, const Sink& sink) {
    Answer a;
    Answer b;
    for (std::size_t at = 0; at < patterns.size(); ++at) {
      const std::string_view pattern = patterns[at];
      pair.ask({{&pattern, 1}, tree.modules.views()}, a, b);
      if (a == b) continue;
      Json modules = Json::array();
      for (std::size_t module = 0; module < tree.modules.size(); ++module) {
        if (said(a, module) != said(b, module))
          modules.push_back({module, said(a, module), said(b, module)});
      }
      sink.write(Json({{"pattern", at}, {"modules", modules}}).dump() + "\n");
    }
  });
  Differences differences{{}, told.interrupted, std::move(told.broke_off)};
  for (const Json& line : told.lines) {
    for (const Json& module : line["modules"]) {
      differences.found.push_back({patterns[line["pattern"].get<std::size_t>()],
                                   std::string(tree.modules[module[0].get<std::size_t>()]),
                                   module[1].get<Said>(),
                                   module[2].get<Said>(),
                                   {},
                                   true});
    }
  }
  return differences;
}

Differences compare_labels_on_tree(const Comparison& comparison, const ModuleTree& tree,
                                   std::span<const std::string> patterns,
                                   std::span<const Label> labels) {
  Lines told = run(comparison, [&](Pair& pair, const Sink& sink) {
    const std::vector<std::string_view> views(patterns.begin(), patterns.end());
    Answer a;
    Answer b;
    pair.ask({views, tree.modules.views(), labels}, a, b);
    Json modules = Json::array();
    for (std::size_t module = 0; module < tree.modules.size(); ++module) {
      if (said(a, module) != said(b, module))
        modules.push_back({module, said(a, module), said(b, module)});
    }
    sink.write(modules.dump() + "\n");
  });
  Differences differences{{}, told.interrupted, std::move(told.broke_off)};
  for (const Json& line : told.lines) {
    for (const Json& module : line) {
      differences.found.push_back({"",
                                   std::string(tree.modules[module[0].get<std::size_t>()]),
                                   module[1].get<Said>(),
                                   module[2].get<Said>(),
                                   {},
                                   true});
    }
  }
  std::stable_sort(differences.found.begin(), differences.found.end(),
                   [](const Difference& left, const Difference& right) {
                     return std::pair(left.a, left.b) < std::pair(right.a, right.b);
                   });
  return differences;
}

Differences compare_on_generated(const Comparison& comparison, std::uint64_t cases,
                                 std::uint64_t seed) {
  const Mode mode = comparison.a->mode;
  Lines told = run(comparison, [&](Pair& pair, const Sink& sink) {
    CaseGenerator generator(mode, false, comparison.a->order);
    std::set<DifferenceKey> known;
    Case content;
    CaseFacts facts;
    Answer a;
    Answer b;
    for (std::uint64_t index = 0; index < cases; ++index) {
      Choices choices(mix_seed(seed, index));
      generator.generate(choices, content, facts);
      const auto difference = first_difference(pair, content, a, b);
      if (!difference || !known.insert(key_of(content, *difference)).second) continue;
      const DifferenceKey key = key_of(content, *difference);
      Case start;
      start.mode = mode;
      if (content.labels.empty()) {
        start.patterns.push_back(difference->pattern);
      } else {
        start.patterns = content.patterns;
        start.labels = content.labels;
      }
      start.modules.push_back(difference->module);
      // Written before shrinking, which may crash a subject.
      write_generated(sink, *difference, start, false);
      const ShrinkResult small = shrink(
          start,
          [&](const Case& tried) {
            const auto found = first_difference(pair, tried, a, b);
            return found && key_of(tried, *found) == key;
          },
          kShrinkBudget);
      write_generated(sink, *first_difference(pair, small.content, a, b), small.content, true);
    }
  });
  Differences differences{{}, told.interrupted, std::move(told.broke_off)};
  for (const Json& line : told.lines) {
    Difference difference{line["pattern"].get<std::string>(),
                          line["module"].get<std::string>(),
                          line["a"].get<Said>(),
                          line["b"].get<Said>(),
                          parse_case(line["case"].get<std::string>(), "a shrunk case").content,
                          line["reduced"].get<bool>()};
    if (difference.reduced) differences.found.pop_back();  // the unshrunk one
    differences.found.push_back(std::move(difference));
  }
  return differences;
}

}  // namespace overmatch
