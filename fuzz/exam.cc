#include "fuzz/exam.h"

#include <algorithm>

#include "fuzz/specification.h"
#include "matchers/portable_regex.h"

namespace overmatch::fuzz {

namespace {

class Unknown final : public Wanted {
 public:
  Unknown(std::span<const Sort> known, const Property& property) : known_(known), property_(property) {}
  [[nodiscard]] bool operator()(Direction direction, Shape shape) const override {
    return std::find(known_.begin(), known_.end(), Sort{&property_, direction, shape}) == known_.end();
  }

 private:
  std::span<const Sort> known_;
  const Property& property_;
};

}  // namespace

Exam::Exam(Probe& probe, std::span<const Property* const> properties) : trial_(probe) {
  for (const Property* const property : properties) {
    if (property == &kAgreement) {
      asks_agreement_ = true;
    } else if (property->modes.contains(probe.mode())) {
      laws_.push_back(property);
    }
  }
}

// FNV-1a over the names.
std::size_t Exam::choose_law(const Case& content, std::size_t count) noexcept {
  std::uint32_t hash = 2166136261U;
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const std::string_view name : *names) {
      for (const char c : name.substr(0, 32)) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
      hash = (hash ^ 0xFFU) * 16777619U;
    }
  }
  return count == 0 ? 0 : (hash >> 8U) % count;
}

const Property* Exam::ask(const Property& property, const Case& content, Violation& violation, const Case*& culprit) {
  culprit = &content;
  try {
    if (property.check(trial_, Unknown(known_, property), violation) != Verdict::violated) return nullptr;
    return &property;
  } catch (const SubjectFailure& failure) {
    violation = {};
    violation.what = failure.what();
    culprit = &trial_.failed();
    return Unknown(known_, kTotality)(Direction::other, Shape::whole_list) ? &kTotality : nullptr;
  }
}

const Property* Exam::examine(const Case& content, Violation& violation, const Case*& culprit) {
  if (content.mode == Mode::regex && !wide_ && !is_portable(content.question())) return nullptr;
  trial_.begin(content);
  cover_specification(content, trial_.expected());
  if (asks_agreement_) {
    if (const Property* const broken = ask(kAgreement, content, violation, culprit)) return broken;
  }
  if (laws_.empty()) return nullptr;
  return ask(*laws_[choose_law(content, laws_.size())], content, violation, culprit);
}

}  // namespace overmatch::fuzz
