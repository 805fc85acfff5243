// SPDX-License-Identifier: Apache-2.0
// The one interface behind which every matcher stands: the references, plugins, commands and a
// user's own class.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/mode.h"

namespace overmatch {

// What a matcher is asked: which of these modules do these patterns select? The views are valid
// UTF-8, are never null, and live as long as the call. Modules may repeat and come in any order;
// patterns may be malformed.
struct Question {
  std::span<const std::string_view> patterns;
  std::span<const std::string_view> modules;
};

// Bytes of all patterns and modules, and one for each: how long a question is on its way.
[[nodiscard]] inline std::uint64_t text_size(const Question& question) noexcept {
  std::uint64_t bytes = 0;
  for (const auto& names : {question.patterns, question.modules}) {
    for (const std::string_view name : names) bytes += name.size() + 1;
  }
  return bytes;
}

// What it answers: a selection, one flag a module, or a rejection of the patterns. Reused between
// calls to save allocations.
class Answer {
 public:
  static constexpr std::uint8_t kNo = 0;
  static constexpr std::uint8_t kYes = 1;

  // Starts a selection of `size` flags, each `fill`.
  void start(std::size_t size, std::uint8_t fill = kNo) {
    rejected_ = false;
    reason_.clear();
    selected_.assign(size, fill);
  }
  void select(std::size_t module) { selected_[module] = kYes; }
  void reject(std::string_view reason) {
    rejected_ = true;
    reason_ = reason;
    selected_.clear();
  }

  [[nodiscard]] bool rejected() const noexcept { return rejected_; }
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  [[nodiscard]] bool selects(std::size_t module) const noexcept { return selected_[module] != kNo; }
  // One flag a module; empty for a rejection. Mutable for matchers that fill it in bulk.
  [[nodiscard]] std::span<const std::uint8_t> selected() const noexcept { return selected_; }
  [[nodiscard]] std::span<std::uint8_t> flags() noexcept { return selected_; }

  // Equal selections, or both rejections: the reasons may differ.
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
  // The mode whose semantics it claims to have.
  [[nodiscard]] virtual Mode mode() const = 0;
  // Answers the question: `answer.start(modules.size())` and `select`, or `reject`. Not const: a
  // matcher may cache, and whether its cache is right is one of the things that overmatch tests.
  virtual void match(const Question& question, Answer& answer) = 0;
  // Answers the first of several questions that don't depend on each other, as many as it likes,
  // and returns how many: for a matcher far away, to which many questions can be on their way at
  // once. What it does not answer here, `match` is asked.
  virtual std::size_t match_ahead(std::span<const Question> /*questions*/,
                                  std::span<Answer> /*answers*/) {
    return 0;
  }
};

// The slow, obvious reference for a mode.
[[nodiscard]] std::unique_ptr<Matcher> make_reference(Mode mode);

}  // namespace overmatch
