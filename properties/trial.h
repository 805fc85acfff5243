// SPDX-License-Identifier: Apache-2.0
// A trial puts one case to one subject and caches the answers that several properties need.
#pragma once

#include <array>
#include <string>

#include "cases/case.h"
#include "matchers/matcher.h"
#include "properties/property.h"
#include "subjects/probe.h"

namespace overmatch {

// One case and one subject. Reused for case after case, so that buffers are allocated once.
class Trial {
 public:
  // `probe` must outlive the trial.
  explicit Trial(Probe& probe);

  // Starts with a case, which must live until the next `begin`.
  void begin(const Case& content);

  [[nodiscard]] const Case& content() const noexcept { return *content_; }
  [[nodiscard]] Mode mode() const noexcept { return probe_.mode(); }
  // The question of the case; without its labels for a property of plain lists.
  [[nodiscard]] Question question() const noexcept {
    if (plain_) return {content_->patterns.views(), content_->modules.views()};
    return content_->question();
  }
  // Checks a property on the case: shows it the case with labels, or without. What it does and
  // throws is what Property::check says.
  [[nodiscard]] Verdict check(const Property& property, const Wanted& wanted, Violation& violation);
  // The order of the lists with labels that the subject is asked; any: it is asked plain lists.
  [[nodiscard]] Order order() const noexcept { return probe_.order(); }

  // The subject's answer to the case, asked at the first call. Throws SubjectFailure.
  [[nodiscard]] const Answer& answer();
  // The reference's answer to the case, computed at the first call.
  [[nodiscard]] const Answer& expected();
  // Whether both the subject and the reference accept the patterns.
  [[nodiscard]] bool accepted() { return !answer().rejected() && !expected().rejected(); }
  // Whether properties may ask some hundred questions about a case: true where a single case is
  // replayed or reduced, false in a search.
  bool thorough = false;

  // Asks the subject another question; the answer is in `into`. Throws SubjectFailure, and keeps
  // the question in `failed`.
  void ask(const Question& question, Answer& into);
  // The question of the last SubjectFailure. A property may have derived it; it shows the failure
  // alone.
  [[nodiscard]] const Case& failed() const noexcept { return failed_; }
  // Asks the reference another question.
  void ask_reference(const Question& question, Answer& into) { reference_->match(question, into); }

  // Scratch buffers for properties; their content means nothing between calls.
  Names patterns;
  Names modules;
  Answer first;
  Answer second;
  static constexpr std::size_t kSeveral = 4;
  std::array<Answer, kSeveral> several;
  std::string text;
  Answer alone;

 private:
  Probe& probe_;
  std::unique_ptr<Matcher> reference_;
  const Case* content_ = nullptr;
  bool plain_ = false;  // the case is seen without its labels
  // The answers to the case as it is seen, and what is known of them.
  struct Answers {
    Answer answer;
    Answer expected;
    bool asked = false;
    bool asked_reference = false;
  };
  [[nodiscard]] Answers& answers() noexcept { return answers_[plain_ ? 1 : 0]; }
  std::array<Answers, 2> answers_;
  Case failed_;
};

// For properties: fills in a violation about one module's wrong verdict and returns whether it is
// wanted. Blames the first pattern that alone gets the module wrong; if none does, the whole list
// (KindGroup::whole_list). Asks the subject once per pattern at most.
bool blame(Trial& trial, const Question& question, std::size_t module, bool selected,
           const Wanted& wanted, Violation& violation);

// For properties: fills in a violation about no single module and returns whether it is wanted.
bool blame_all(Direction direction, const Wanted& wanted, Violation& violation);

// For properties: keeps a derived question as a case, without repeated modules. In a run with
// labels (of this order) a plain list is kept as it is asked, with one label.
void keep_question(Mode mode, Order order, const Question& question, Case& kept);

}  // namespace overmatch
