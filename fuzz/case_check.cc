// SPDX-License-Identifier: Apache-2.0
#include "fuzz/case_check.h"

#include <algorithm>

#include "fuzz/specification.h"
#include "matchers/portable_regex.h"

namespace overmatch::fuzz {

namespace {

// One case in so many is checked for a property besides agreement.
constexpr std::size_t kOneIn = 3;

class Unknown final : public Wanted {
 public:
  Unknown(std::span<const ViolationKey> known, const Property& property)
      : known_(known), property_(property) {}
  [[nodiscard]] bool operator()(Direction direction, KindGroup group) const override {
    return std::find(known_.begin(), known_.end(), ViolationKey{&property_, direction, group}) ==
           known_.end();
  }

 private:
  std::span<const ViolationKey> known_;
  const Property& property_;
};

}  // namespace

CaseCheck::CaseCheck(Probe& probe, std::span<const Property* const> properties)
    : trial_(probe), pivot_(probe) {
  for (const Property* const property : properties) {
    if (property == &kAgreement) {
      asks_agreement_ = true;
    } else if (property->applies(probe.mode(), probe.order())) {
      properties_.push_back(property);
    }
  }
}

// FNV-1a over the sizes and first bytes of the names: to hash all bytes would take as long as to
// match.
std::size_t CaseCheck::choose_property(const Case& content, std::size_t count) noexcept {
  std::uint32_t hash = 2166136261U;
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const std::string_view name : *names) {
      for (const char c : name.substr(0, 6))
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
      hash = (hash ^ static_cast<std::uint32_t>(name.size())) * 16777619U;
    }
  }
  return count == 0 ? 0 : (hash >> 8U) % count;
}

const Property* CaseCheck::ask(const Property& property, const Case& content, Violation& violation,
                               const Case*& culprit) {
  culprit = &content;
  const auto count = [&](std::uint64_t Statistics::PropertyCount::* verdict) {
    if (counts_ != nullptr) ++((*counts_)[index_of(property)].*verdict);
  };
  try {
    const Verdict verdict = trial_.check(property, Unknown(known_, property), violation);
    count(verdict == Verdict::vacuous ? &Statistics::PropertyCount::vacuous
                                      : &Statistics::PropertyCount::checked);
    if (verdict != Verdict::violated) return nullptr;
    count(&Statistics::PropertyCount::violated);
    return &property;
  } catch (const SubjectFailure& failure) {
    count(&Statistics::PropertyCount::violated);
    violation = {};
    violation.what = failure.what();
    culprit = &trial_.failed();
    return Unknown(known_, kTotality)(Direction::other, KindGroup::whole_list) ? &kTotality
                                                                               : nullptr;
  }
}

const Property* CaseCheck::test(const Case& content, Violation& violation, const Case*& culprit) {
  if (!wide_ && !is_portable(content.mode, content.question())) return nullptr;
  trial_.begin(content);
  cover_specification(content, trial_.expected());
  if (asks_agreement_) {
    if (const Property* const broken = ask(kAgreement, content, violation, culprit)) return broken;
  }
  // Most bugs violate agreement, and more cases find them sooner than more properties.
  const std::size_t property =
      choose_property(content, asks_agreement_ ? kOneIn * properties_.size() : properties_.size());
  if (property >= properties_.size()) return nullptr;
  const Property* const broken = ask(*properties_[property], content, violation, culprit);
  const bool made_a_question =
      broken != nullptr && broken != &kTotality && !violation.question.modules.empty();
  return made_a_question && asks_agreement_ ? pivot(*broken, violation, culprit) : broken;
}

const Property* CaseCheck::pivot(const Property& property, Violation& violation,
                                 const Case*& culprit) {
  question_ = violation.question;
  pivot_.begin(question_);
  pivot_violation_ = {};
  try {
    const Verdict verdict = kAgreement.check(pivot_, Unknown(known_, kAgreement), pivot_violation_);
    const bool differs = verdict == Verdict::violated ||
                         (pivot_.accepted() && !(pivot_.answer() == pivot_.expected()));
    if (!differs) return &property;
    know({&property, violation.direction, violation.group});
    if (verdict != Verdict::violated) return nullptr;  // its key was reported already
  } catch (const SubjectFailure&) {
    return &property;
  }
  violation = pivot_violation_;
  culprit = &question_;
  return &kAgreement;
}

}  // namespace overmatch::fuzz
