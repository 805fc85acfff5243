// SPDX-License-Identifier: Apache-2.0
// Matcher is the interface of everything that overmatch tests or trusts: references, plugins,
// commands and user classes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"
#include "matchers/order.h"

namespace overmatch {

// The input of a matcher: which of these modules do these patterns select? The views are valid
// UTF-8, never null, and valid during the call. Modules may repeat and come in any order; patterns
// may be malformed.
//
// Of a list with labels: which label does each module get? `order` is then not Order::any, and
// there is one label a pattern.
struct Question {
  std::span<const std::string_view> patterns;
  std::span<const std::string_view> modules;
  std::span<const Label> labels = {};
  Order order = Order::any;

  [[nodiscard]] bool has_labels() const noexcept { return order != Order::any; }
};

// The bytes of all patterns and modules, each with a terminator: the size of a question in transit.
[[nodiscard]] inline std::uint64_t text_size(const Question& question) noexcept {
  std::uint64_t bytes = 0;
  for (const auto& names : {question.patterns, question.modules}) {
    for (const std::string_view name : names) bytes += name.size() + 1;
  }
  return bytes;
}

// The output of a matcher: a selection (one flag a module) or a rejection of the patterns. Of a
// list with labels, the flag of a module is the label that it gets, or kNull. Callers reuse one
// Answer to save allocations.
class Answer {
 public:
  static constexpr std::uint8_t kNo = 0;
  static constexpr std::uint8_t kYes = 1;

  // Starts a selection of `size` flags, each set to `fill`.
  void start(std::size_t size, std::uint8_t fill = kNo) {
    rejected_ = false;
    reason_.clear();
    selected_.assign(size, fill);
  }
  // Selects the module at this index of the question, which must be below the size of the
  // selection.
  void select(std::size_t module) { selected_[module] = kYes; }
  // Gives the module at this index a label of the question.
  void assign(std::size_t module, Label label) { selected_[module] = label; }
  // Turns the answer into a rejection: the matcher refuses the patterns.
  void reject(std::string_view reason) {
    rejected_ = true;
    reason_ = reason;
    selected_.clear();
  }

  [[nodiscard]] bool rejected() const noexcept { return rejected_; }
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  [[nodiscard]] bool selects(std::size_t module) const noexcept { return selected_[module] != kNo; }
  // The label that a module gets; of a plain list kYes or kNo.
  [[nodiscard]] Label label(std::size_t module) const noexcept { return selected_[module]; }
  // One flag a module; empty for a rejection. `flags` is for matchers that fill it in bulk.
  [[nodiscard]] std::span<const std::uint8_t> selected() const noexcept { return selected_; }
  [[nodiscard]] std::span<std::uint8_t> flags() noexcept { return selected_; }

  // Equal selections, or both rejections; reasons are ignored.
  friend bool operator==(const Answer& left, const Answer& right) noexcept {
    return left.rejected_ == right.rejected_ && left.selected_ == right.selected_;
  }

 private:
  bool rejected_ = false;
  std::string reason_;
  std::vector<std::uint8_t> selected_;
};

class Matcher {
 public:
  Matcher() = default;
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  virtual ~Matcher() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  // The mode that the matcher implements.
  [[nodiscard]] virtual Mode mode() const = 0;
  // Whether it answers questions with labels. A matcher that does not is never asked one.
  [[nodiscard]] virtual bool takes_labels() const { return false; }
  // The same of questions without labels.
  [[nodiscard]] virtual bool takes_plain_lists() const { return true; }
  // Answers the question: calls `answer.start(modules.size())` and `select`, or `reject`. Not
  // const, because a matcher may cache, and overmatch tests its cache too.
  virtual void match(const Question& question, Answer& answer) = 0;
  // Answers as many of the independent `questions` as it likes, from the first one on, and returns
  // how many. Lets matchers in other processes pipeline; `match` is called for the remaining ones.
  virtual std::size_t match_ahead(std::span<const Question> /*questions*/,
                                  std::span<Answer> /*answers*/) {
    return 0;
  }
};

// Makes the reference for a mode or a dialect: the simple, slow matcher that defines the right
// answers (dialects/reference.cc), of plain lists and of lists with labels.
[[nodiscard]] std::unique_ptr<Matcher> make_reference(Mode mode);

}  // namespace overmatch
