// SPDX-License-Identifier: Apache-2.0
#include "matchers/portable_regex.h"

#include <algorithm>

#include "names/ascii.h"

namespace overmatch {

namespace {

// RE2 refuses a higher repeat count; nested counts multiply.
constexpr std::uint64_t kMostRepeats = 1000;

constexpr bool is_one_of(char c, std::string_view set) noexcept {
  return set.find(c) != std::string_view::npos;
}
constexpr bool is_punctuation(char c) noexcept {
  return c >= ' ' && c <= '~' && !is_digit(c) && !is_letter(c);
}

class Scanner {
 public:
  explicit Scanner(std::string_view regex) noexcept : text_(regex) {}

  Portability scan() noexcept {
    if (text_.starts_with("(?i)")) {
      at_ = 4;
      needs_.ascii = true;
      // Engines differ in case folding beyond ASCII: in Python, ı and i are the same.
      const auto is_beyond_ascii = [](char c) { return static_cast<unsigned char>(c) > 0x7F; };
      if (std::any_of(text_.begin(), text_.end(), is_beyond_ascii)) outside();
    }
    while (at_ < text_.size() && needs_.core) item();
    return needs_;
  }

 private:
  // What stands in front of a quantifier.
  enum class Before : std::uint8_t { nothing, atom, assertion, quantifier };

  void outside() noexcept { needs_.core = false; }
  // All three engines refuse the pattern, whatever follows.
  void refused() noexcept { at_ = text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool has(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size();
  }

  void item() noexcept {
    const char c = text_[at_++];
    switch (c) {
      case '\\': return escape(false);
      case '[': return char_class();
      case '(': return group();
      case '|': before_ = Before::nothing; return;
      case '^': before_ = Before::assertion; return;
      case '$':
        needs_.no_newline = true;
        before_ = Before::assertion;
        return;
      case '*':
        if (before_ == Before::quantifier) return refused();  // a**, a+*, a{2}*
        return quantifier();
      case '+':
      case '?': return quantifier();
      case '{': return braces();
      default: before_ = Before::atom; return;  // `)` too: what it closes can be repeated
    }
  }

  void quantifier() noexcept {
    // All refuse a quantifier with nothing to repeat. After an assertion or a quantifier they
    // differ.
    if (before_ == Before::assertion || before_ == Before::quantifier) return outside();
    if (peek() == '?' && has()) ++at_;  // lazy
    before_ = Before::quantifier;
  }

  // Reads digits as a number with an upper bound; false if there are none.
  bool count(std::uint64_t& value) noexcept {
    const std::size_t start = at_;
    value = 0;
    for (; is_digit(peek()); ++at_)
      value =
          std::min<std::uint64_t>(value * 10 + static_cast<std::uint64_t>(peek() - '0'), 1U << 20U);
    if (at_ - start > 1 && text_[start] == '0') leading_zero_ = true;
    return at_ != start;
  }

  void braces() noexcept {
    const std::size_t start = at_;
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    const bool counted = count(least);
    most = least;
    const bool comma = peek() == ',';
    if (comma) {
      ++at_;
      if (!count(most)) most = least;
    }
    if (peek() != '}' || (!counted && !comma)) {  // not a quantifier: all read it as text
      at_ = start;
      before_ = Before::atom;
      return;
    }
    ++at_;
    repeats_ = std::min(repeats_ * std::max<std::uint64_t>({least, most, 1}), kMostRepeats + 1);
    // RE2 reads braces with a leading zero as text.
    if (!counted || leading_zero_ || before_ != Before::atom || repeats_ > kMostRepeats)
      return outside();
    quantifier();
  }

  void group() noexcept {
    before_ = Before::nothing;
    if (peek() == '*') return outside();  // a backtracking verb of PCRE2
    if (peek() != '?' || !has()) return;
    if (text_.find(')', at_) == std::string_view::npos) return refused();  // never closed
    if (peek(1) == ':') {
      at_ += 2;
      return;
    }
    if (peek(1) != 'P' || peek(2) != '<' || !is_letter(peek(3))) return outside();
    for (at_ += 3; is_letter(peek()) || is_digit(peek()) || peek() == '_'; ++at_) ++name_size_;
    // PCRE2 limits names to 32 characters and wants them unique; one named group needs no check.
    if (peek() != '>' || !has() || name_size_ > 32 || named_) return outside();
    ++at_;
    named_ = true;
  }

  void escape(bool in_class) noexcept {
    before_ = Before::atom;
    if (!has()) return;  // at the end: all refuse
    const char c = text_[at_++];
    if (is_one_of(c, "ntrf")) return;
    if (is_one_of(c, "dwsDWS")) {
      needs_.ascii = true;
    } else if (!in_class && c == 'b') {
      needs_.ascii = true;
      before_ = Before::assertion;
    } else if (!in_class && c == 'A') {
      before_ = Before::assertion;
    } else if (!is_punctuation(c) || c == '_') {
      outside();
    }
  }

  void char_class() noexcept {
    before_ = Before::atom;
    if (peek() == '^') ++at_;
    for (bool first = true; has() && needs_.core; first = false) {
      const char c = text_[at_++];
      if (c == ']' && !first) return;
      if (c == '[' && is_one_of(peek(), ":.="))
        return outside();  // a POSIX class, except in Python
      const bool is_set = c == '\\' && is_one_of(peek(), "dwsDWS");
      if (c == '\\') escape(true);
      // A range whose start or end is a set of characters.
      if (peek() == '-' && has(1) && peek(1) != ']' &&
          (is_set || (peek(1) == '\\' && is_one_of(peek(2), "dwsDWS"))))
        outside();
    }
    // Unterminated: all refuse.
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Before before_ = Before::nothing;
  Portability needs_;
  std::uint64_t repeats_ = 1;
  std::size_t name_size_ = 0;
  bool leading_zero_ = false;
  bool named_ = false;
};

}  // namespace

Portability portability(std::string_view regex) noexcept { return Scanner(regex).scan(); }

bool is_read_alike(const Portability& needs, std::string_view name) noexcept {
  return needs.core &&
         (!needs.ascii ||
          std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; })) &&
         (!needs.no_newline || name.find('\n') == std::string_view::npos);
}

bool is_portable(Mode mode, const Question& question) noexcept {
  if (!is_regex(mode)) return true;
  Portability needs;
  for (const std::string_view pattern : question.patterns) {
    const std::optional<std::string_view> regex = regex_in(mode, pattern);
    if (!regex) continue;
    const Portability one = portability(*regex);
    needs.core = needs.core && one.core;
    needs.ascii |= one.ascii;
    needs.no_newline |= one.no_newline;
  }
  if (!needs.core) return false;
  return std::all_of(question.modules.begin(), question.modules.end(),
                     [&](std::string_view name) { return is_read_alike(needs, name); });
}

}  // namespace overmatch
