// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/required_text.h"

#include "matchers/python_regex/python_source.h"

namespace overmatch {
namespace {

// Reads the translation, in which all punctuation that stands for itself is escaped.
class RequiredText {
 public:
  RequiredText(std::string_view translated, std::string& out) : rest_(translated), out_(out) {}

  // Returns false at an alternative outside of groups: then no text is required.
  [[nodiscard]] bool read() {
    while (!rest_.empty()) {
      const char c = take();
      if (c == '|') return false;
      if (c == '(') {
        end_run();
        skip_group();
      } else if (c == '[') {
        end_run();
        skip_class();
      } else if (c == '\\') {
        escape();
      } else if (c == '*' || c == '+' || c == '?' || c == '{') {
        repeat(c);
      } else if (c == '.') {
        end_run();
      } else {
        append(c);
      }
    }
    end_run();
    return true;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void append(char c) {
    if (!is_continuation(c)) last_ = run_.size();
    run_ += c;
  }

  void end_run() {
    if (run_.size() > out_.size()) out_ = run_;
    run_.clear();
  }

  // A letter or digit makes a class, an assertion or a reference of the escape, some with braces.
  void escape() {
    const char c = take();
    if (!is_letter(c) && !is_digit(c)) return append(c);
    end_run();
    if (rest_.starts_with('{') && (c == 'g' || c == 'p' || c == 'P' || c == 'x'))
      rest_.remove_prefix(rest_.find('}') + 1);
  }

  // The last character is required if it must occur; what follows it need not stand behind it.
  void repeat(char sign) {
    const bool optional = sign == '*' || sign == '?' || (sign == '{' && rest_.front() == '0');
    if (optional && !run_.empty()) run_.resize(last_);
    if (sign == '{') rest_.remove_prefix(rest_.find('}') + 1);
    if (rest_.starts_with('?') || rest_.starts_with('+')) rest_.remove_prefix(1);
    end_run();
  }

  void skip_class() {
    while (rest_.front() != ']') rest_.remove_prefix(rest_.front() == '\\' ? 2 : 1);
    rest_.remove_prefix(1);
  }

  void skip_group() {
    for (std::size_t open = 1; open > 0;) {
      const char c = take();
      if (c == '\\') rest_.remove_prefix(1);
      if (c == '[') skip_class();
      if (c == '(') ++open;
      if (c == ')') --open;
    }
  }

  static bool is_continuation(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
  }

  std::string_view rest_;
  std::string& out_;      // the longest run so far
  std::string run_;       // the current one
  std::size_t last_ = 0;  // where the last character of the run begins
};

}  // namespace

void find_required_text(std::string_view translated, std::string& out) {
  out.clear();
  if (translated.find("(?i") != std::string_view::npos) return;
  if (!RequiredText(translated, out).read()) out.clear();
}

}  // namespace overmatch
