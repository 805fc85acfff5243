// SPDX-License-Identifier: Apache-2.0
// A trial: one case put to one subject. The answers that every property needs are asked once and
// shared by all.
#pragma once

#include <array>
#include <string>

#include "cases/case.h"
#include "matchers/matcher.h"
#include "properties/property.h"
#include "subjects/probe.h"

namespace overmatch {

class Trial {
 public:
  // `probe` must outlive the trial. A trial is reused for case after case: its scratch memory is
  // what makes that cheap.
  explicit Trial(Probe& probe);

  // Begins with a case, which must live until the next `begin`.
  void begin(const Case& content);

  [[nodiscard]] const Case& content() const noexcept { return *content_; }
  [[nodiscard]] Mode mode() const noexcept { return probe_.mode(); }
  [[nodiscard]] Question question() const noexcept { return content_->question(); }

  // The subject's answer to the case, asked at the first call.
  [[nodiscard]] const Answer& answer();
  // What the reference of the mode answers to the case.
  [[nodiscard]] const Answer& expected();
  // Both accept: neither the subject nor the reference rejects the patterns.
  [[nodiscard]] bool accepted() { return !answer().rejected() && !expected().rejected(); }
  // Whether properties may take their time (some hundred questions): set where one case is looked
  // at, not in a search.
  bool thorough = false;

  // Asks the subject another question. The answer lives in `into`. Throws SubjectFailure, and keeps
  // the question in `failed`.
  void ask(const Question& question, Answer& into);
  // The question that the last SubjectFailure was about: a property may have made it, and it shows
  // the failure by itself.
  [[nodiscard]] const Case& failed() const noexcept { return failed_; }
  // Asks the reference another question.
  void ask_reference(const Question& question, Answer& into) { reference_->match(question, into); }

  // Memory for properties, with no meaning between calls.
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
// wanted. The pattern to blame is the one that gets the module wrong alone; if none does, it takes
// the whole list, and the shape says so. Asks the subject.
bool blame(Trial& trial, const Question& question, std::size_t module, bool selected,
           const Wanted& wanted, Violation& violation);

// For properties: a violation about no single module.
bool blame_all(Direction direction, const Wanted& wanted, Violation& violation);

// For properties: keeps the question that a property made for itself.
void keep_question(Mode mode, const Question& question, Case& kept);

}  // namespace overmatch
