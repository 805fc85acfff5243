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
  [[nodiscard]] Question question() const noexcept { return content_->question(); }

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
  Answer answer_;
  Answer expected_;
  Case failed_;
  bool asked_ = false;
  bool asked_reference_ = false;
};

// For properties: fills in a violation about one module's wrong verdict and returns whether it is
// wanted. Blames the first pattern that alone gets the module wrong; if none does, the whole list
// (KindGroup::whole_list). Asks the subject once per pattern at most.
bool blame(Trial& trial, const Question& question, std::size_t module, bool selected,
           const Wanted& wanted, Violation& violation);

// For properties: fills in a violation about no single module and returns whether it is wanted.
bool blame_all(Direction direction, const Wanted& wanted, Violation& violation);

// For properties: keeps a derived question as a case, without repeated modules.
void keep_question(Mode mode, const Question& question, Case& kept);

}  // namespace overmatch
