// SPDX-License-Identifier: Apache-2.0
#include "search/property_runner.h"

#include <algorithm>

namespace overmatch {

// Wants the violations of a property that are new.
class PropertyRunner::New final : public Wanted {
 public:
  New(const PropertyRunner& runner, const Property& property)
      : runner_(runner), property_(property) {}
  [[nodiscard]] bool operator()(Direction direction, KindGroup group) const override {
    return runner_.is_new(property_, direction, group);
  }

 private:
  const PropertyRunner& runner_;
  const Property& property_;
};

PropertyRunner::PropertyRunner(Probe& probe, std::span<const Property* const> properties,
                               Statistics& statistics, Report report)
    : properties_(properties),
      statistics_(statistics),
      report_(std::move(report)),
      has_agreement_(std::find(properties.begin(), properties.end(), &kAgreement) !=
                     properties.end()),
      trial_(probe),
      own_trial_(probe) {}

void PropertyRunner::run_agreement(const Case& content) {
  trial_.begin(content);
  if (!has_agreement_ || (run_property(kAgreement, trial_, content) && !trial_.accepted()))
    run(content);
}

void PropertyRunner::run(const Case& content, const CaseFacts* facts) {
  trial_.begin(content);
  bool broken = false;
  for (const Property* const property : properties_) {
    if (!property->applies(content.mode, trial_.order())) continue;
    const bool holds = run_property(*property, trial_, content);
    broken = broken || !holds;
    if (!holds && property == &kAgreement) break;
  }
  if (facts == nullptr) return;
  if (broken) ++statistics_.broken[static_cast<std::size_t>(facts->strategy)];
  const Answer& expected = trial_.expected();
  const auto selected = static_cast<std::ptrdiff_t>(expected.selected().size()) -
                        std::count(expected.selected().begin(), expected.selected().end(), kNull);
  const auto situation = expected.rejected() ? Statistics::rejects
                         : selected == 0     ? Statistics::nothing
                         : static_cast<std::size_t>(selected) == content.modules.size()
                             ? Statistics::everything
                             : Statistics::some;
  ++statistics_.situations[situation];
}

bool PropertyRunner::run_property(const Property& property, Trial& trial, const Case& content) {
  auto& count = statistics_.properties[index_of(property)];
  violation_ = {};
  try {
    switch (trial.check(property, New(*this, property), violation_)) {
      case Verdict::holds:
        ++count.checked;
        return &property != &kAgreement || trial.answer() == trial.expected();
      case Verdict::vacuous: ++count.vacuous; return true;
      case Verdict::violated: break;
    }
  } catch (const SubjectFailure& failure) {
    if (!is_new(kTotality, Direction::other, KindGroup::whole_list)) return false;
    violation_ = {};
    violation_.what = failure.what();
    ++statistics_.properties[index_of(kTotality)].violated;
    report(kTotality, violation_, trial.failed());
    return false;
  }
  ++count.checked;
  ++count.violated;
  report_simplest(property, content);
  return false;
}

// A property may break on a question of its own. Where the answer to that question is plainly
// wrong, it is the better case to show, and it explains the property's violation.
void PropertyRunner::report_simplest(const Property& property, const Case& content) {
  if (&property == &kAgreement || !has_agreement_ || violation_.question.modules.empty())
    return report(property, violation_, content);
  const Case question = violation_.question;
  own_trial_.begin(question);
  own_violation_ = {};
  const Verdict verdict = own_trial_.check(kAgreement, New(*this, kAgreement), own_violation_);
  const bool is_wrong = verdict == Verdict::violated ||
                        (own_trial_.accepted() && !(own_trial_.answer() == own_trial_.expected()));
  if (!is_wrong) return report(property, violation_, content);
  mark_known({&property, violation_.direction, violation_.group});
  if (verdict == Verdict::violated) report(kAgreement, own_violation_, question);
}

void PropertyRunner::report(const Property& property, const Violation& violation,
                            const Case& content) {
  Discovery discovery;
  discovery.key = {&property, violation.direction, violation.group};
  discovery.content = content;
  discovery.what = violation.what;
  mark_known(discovery.key);
  report_(discovery);
}

}  // namespace overmatch
