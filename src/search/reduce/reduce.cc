// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/reduce.h"

#include <algorithm>
#include <array>

#include "properties/registry.h"
#include "search/byte_stream.h"
#include "search/reduce/limits.h"
#include "search/violations.h"

namespace overmatch {

namespace {

// One part in so many of the time is reserved for confirming and describing after shrinking.
constexpr int kShareToConfirm = 3;

// The discovery as a finding, not reduced.
Finding finding_of(const Discovery& discovery) {
  Finding finding;
  finding.key = discovery.key;
  finding.original = discovery.content;
  finding.minimal = discovery.content;
  finding.what = discovery.what;
  finding.found_after = discovery.found_after;
  finding.phase = discovery.phase;
  finding.strategy = discovery.strategy;
  return finding;
}

class Reducer {
 public:
  Reducer(const Runner& runner, std::span<const Property* const> properties,
          const Discovery& discovery, Effort effort)
      : runner_(runner),
        properties_(properties),
        effort_(effort),
        may_become_(discovery.content),
        finding_(finding_of(discovery)) {
    finding_.as_given = effort == Effort::confirm;
    shrink_until_ = runner.deadline();
    if (shrink_until_ != kNever) {
      const auto now = std::chrono::steady_clock::now();
      const auto left = std::max(shrink_until_ - now, Deadline::duration::zero());
      shrink_until_ -= left / kShareToConfirm;
    }
  }

  Finding run(const std::optional<IsolatedRun>& crash) {
    bool reduced = false;
    try {
      if (crash) {
        reduce_crash(runner_, properties_, *crash, effort_, finding_);
      } else {
        reduce_violation();
      }
      reduced = true;
      describe();
    } catch (const WorkEnded&) {
      if (!reduced) finding_.not_reduced = kInterrupted;
    }
    finding_.stateful = finding_.stateful || finding_.key.property == &kDeterminism ||
                        std::find(finding_.also.begin(), finding_.also.end(), kDeterminism.name) !=
                            finding_.also.end();
    return std::move(finding_);
  }

 private:
  // One evaluation in a fresh process.
  [[nodiscard]] bool fails_fresh(const ViolationKey& key, const Case& content) {
    if (!may_become_(content)) return false;
    told_ = tell(key, content);
    return told_.fails;
  }

  // A fresh subject's result on one case.
  struct Told {
    ViolationKey key;
    Case content;
    bool fails = false;
    std::string what;
    std::string pattern;
    std::string module;
    bool rejected = false;
    std::vector<std::uint8_t> selected;
    std::optional<FollowUp> follow_up;
  };
  // Asks one question more; false if the answer is invalid.
  static bool write_answer(Probe& probe, const Case& content, const Sink& sink) {
    Answer answer;
    try {
      probe.ask(content.question(), answer);
    } catch (const SubjectFailure&) {
      return false;
    }
    ByteWriter said;
    const auto flags = answer.selected();
    said.number(answer.rejected() ? 1 : 0)
        .text({reinterpret_cast<const char*>(flags.data()), flags.size()});
    sink.write(said.bytes());
    return true;
  }
  // Also keeps the answer if it violates the property, and that to the question that the property
  // derived.
  [[nodiscard]] Told tell(const ViolationKey& key, const Case& content) const {
    const IsolatedRun run = runner_.run([&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      trial.thorough = true;
      Violation violation;
      const bool fails = violates(trial, key, content, violation);
      ByteWriter out;
      out.number(fails ? 1 : 0).text(violation.what).text(violation.pattern).text(violation.module);
      sink.write(out.bytes());
      if (!fails || !write_answer(probe, content, sink)) return;
      const Case& derived = violation.question;
      if (derived.modules.empty() || key.property == &kTotality) return;
      ByteWriter question;
      question.content(derived);
      sink.write(question.bytes());
      static_cast<void>(write_answer(probe, derived, sink));
    });
    ByteReader in(run.output);
    Told told{key, content, in.number() != 0, {}, {}, {}, false, {}, {}};
    told.what = in.text();
    told.pattern = in.text();
    told.module = in.text();
    told.rejected = in.number() != 0;
    const std::string_view flags = in.text();
    told.selected.assign(flags.begin(), flags.end());
    FollowUp derived;
    in.content(derived.question);
    derived.rejected = in.number() != 0;
    const std::string_view answered = in.text();
    derived.selected.assign(answered.begin(), answered.end());
    if (in.ok()) told.follow_up = std::move(derived);
    return told;
  }

  void adopt(const Minimised& minimised) {
    finding_.minimal = minimised.content;
    finding_.minimality = minimised.proof.minimality;
    finding_.tried = minimised.proof.tried;
    finding_.alphabet = minimised.proof.alphabet;
  }

  void reduce_violation() {
    if (!fails_fresh(finding_.key, finding_.original)) {
      if (is_late()) return;
      // It depended on earlier questions. A property about state may show it in a fresh process.
      finding_.stateful = true;
      std::string crash;
      auto fresh = violations_of(runner_, properties_, finding_.original, crash);
      if (runner_.ended()) throw WorkEnded{};
      if (fresh.empty() && is_late()) return;
      if (fresh.empty() || !crash.empty()) {
        finding_.reproducible = false;
        return;
      }
      std::stable_sort(fresh.begin(), fresh.end(),
                       [](const Discovery& left, const Discovery& right) {
                         return telling(*left.key.property) < telling(*right.key.property);
                       });
      finding_.key = fresh.front().key;
      finding_.what = fresh.front().what;
    }
    if (effort_ == Effort::confirm) return;
    const Case start = finding_.original;
    if (!finding_.stateful) {
      if (minimise_here(start) || is_late()) return;
      // A smaller case crashes it, or its answers depend on earlier questions.
      finding_.stateful = true;
    }
    // Evaluate each case in a process of its own.
    if (!runner_.isolated() || effort_ == Effort::minimal_once) return;
    const ViolationKey key = finding_.key;
    const InTime in_time(
        start, [&](const Case& content) { return fails_fresh(key, content); }, shrink_until_);
    adopt(in_time.minimised(kForkedBudget));
    finding_.out_of_time = is_past(shrink_until_);
  }

  // Whether time is up; then the last result means nothing.
  bool is_late() {
    finding_.out_of_time = finding_.out_of_time || runner_.out_of_time();
    return finding_.out_of_time;
  }

  // The rank of a property for a finding that may depend on state.
  static std::size_t telling(const Property& property) {
    static constexpr std::array<const Property*, 5> order = {
        &kAgreement, &kRejection, &kDeterminism, &kIndependence, &kUnion};
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), &property) -
                                    order.begin());
  }

  // Evaluates all cases in one process. False if the result no longer fails there, or not in a
  // fresh process.
  bool minimise_here(const Case& start) {
    const ViolationKey key = finding_.key;
    const IsolatedRun run = runner_.run_on([&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      Violation violation;
      const Fails fails = [&](const Case& content) {
        return may_become_(content) && violates(trial, key, content, violation);
      };
      // The blamed pair alone usually fails too.
      Case from = start;
      if (key.group != KindGroup::whole_list && violates(trial, key, start, violation)) {
        Case pair{start.mode, {violation.pattern}, {violation.module}, {}, {}};
        pair.labels.assign_same(start.labels.order, pair.patterns.size());
        if (is_simpler(pair, from) && fails(pair)) from = std::move(pair);
      }
      const InTime in_time(from, fails, shrink_until_);
      const Minimised minimised = in_time.minimised(usual_budget(start.mode));
      if (!fails(minimised.content)) return;
      ByteWriter out;
      out.content(minimised.content).number(static_cast<std::uint64_t>(minimised.proof.minimality));
      out.number(minimised.proof.tried).text(minimised.proof.alphabet);
      sink.write(out.bytes());
    });
    if (run.ending != Ending::finished || run.output.empty()) return false;
    ByteReader in(run.output);
    Minimised minimised;
    in.content(minimised.content);
    minimised.proof.minimality = static_cast<Minimality>(in.number());
    minimised.proof.tried = in.number();
    minimised.proof.alphabet = in.text();
    if (!in.ok()) return false;
    if (!fails_fresh(key, minimised.content) && !is_late()) return false;
    adopt(minimised);
    finding_.out_of_time = finding_.out_of_time || is_past(shrink_until_);
    return true;
  }

  // Adds a fresh subject's answer to the minimal case, and the other properties that it violates.
  void describe() {
    const ViolationKey key = finding_.key;
    if (finding_.crash.empty()) {
      // Usually known since the minimal case was confirmed; another start costs time.
      const bool known = told_.fails && told_.key == key && !told_.selected.empty() &&
                         told_.content == finding_.minimal;
      const Told told = known ? std::move(told_) : tell(key, finding_.minimal);
      if (!told.what.empty()) finding_.what = told.what;
      finding_.pattern = told.pattern;
      finding_.module = told.module;
      finding_.rejected = told.rejected;
      finding_.selected = told.selected;
      finding_.follow_up = told.follow_up;
      std::string crash;
      for (const Discovery& other : violations_of(runner_, properties_, finding_.minimal, crash)) {
        const std::string name(other.key.property->name);
        if (other.key.property != key.property &&
            std::find(finding_.also.begin(), finding_.also.end(), name) == finding_.also.end()) {
          finding_.also.push_back(name);
        }
      }
    }
    if (finding_.out_of_time && finding_.selected.empty()) describe_unasked();
    if (!finding_.module.empty() || !finding_.pattern.empty()) {
      finding_.kind = finding_.key.group == KindGroup::whole_list
                          ? std::nullopt
                          : classify(finding_.minimal.mode, finding_.pattern,
                                     finding_.module.empty() ? "a" : finding_.module);
    }
  }

  // Time was up before the case was asked again: describes one pattern and one module from the
  // violation key.
  void describe_unasked() {
    const Case& content = finding_.minimal;
    if (content.patterns.size() != 1 || content.modules.size() != 1 ||
        finding_.key.direction == Direction::other || finding_.key.property != &kAgreement)
      return;
    finding_.pattern = content.patterns[0];
    finding_.module = content.modules[0];
    finding_.selected = {finding_.key.direction == Direction::overmatch ? Answer::kYes
                                                                        : Answer::kNo};
  }

  const Runner& runner_;
  std::span<const Property* const> properties_;
  Effort effort_;
  MayBecome may_become_;
  Deadline shrink_until_;
  Finding finding_;
  Told told_;  // of the last case that was evaluated alone
};

}  // namespace

Finding reduce(const Runner& runner, std::span<const Property* const> properties,
               const Discovery& discovery, const std::optional<IsolatedRun>& crash, Effort effort) {
  return Reducer(runner, properties, discovery, effort).run(crash);
}

Finding unreduced(const Discovery& discovery, const std::optional<IsolatedRun>& crash,
                  std::string why) {
  Finding finding = finding_of(discovery);
  if (crash) {
    finding.crash = crash->describe();
    if (!crash->diagnostics.empty()) finding.crash += "\n" + crash->diagnostics;
  }
  finding.not_reduced = std::move(why);
  return finding;
}

Finding to_finding(Incident incident) {
  Finding finding;
  finding.key = {&kTotality, Direction::other, KindGroup::whole_list};
  finding.original = std::move(incident.question);
  finding.minimal = finding.original;
  finding.what = incident.crash.what();
  finding.crash = finding.what;
  if (incident.times > 1) finding.crash += " (" + std::to_string(incident.times) + " times)";
  if (!incident.crash.diagnostics().empty()) finding.crash += "\n" + incident.crash.diagnostics();
  finding.reproducible = false;
  finding.as_given = true;
  return finding;
}

SavedCase to_saved(const Finding& finding, const std::string& subject) {
  SavedCase saved{finding.minimal, {}};
  saved.about.title = std::string(finding.key.property->name) + ": " + finding.what;
  if (finding.kind) saved.about.kinds.emplace_back(to_string(*finding.kind));
  saved.about.source = "overmatch check of " + subject;
  return saved;
}

}  // namespace overmatch
