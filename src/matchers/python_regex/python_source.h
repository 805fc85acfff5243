// SPDX-License-Identifier: Apache-2.0
// PythonSource tokenizes a regex as CPython's re._parser does: a token is one code point, or a
// backslash with one code point.
#pragma once

#include <cstddef>
#include <string_view>

#include "names/ascii.h"
#include "names/utf8.h"

namespace overmatch {

class PythonSource {
 public:
  explicit PythonSource(std::string_view pattern) noexcept : pattern_(pattern) {}

  // The next token, without taking it; empty at the end. A backslash that ends the pattern is a
  // token of one byte.
  [[nodiscard]] std::string_view next() const noexcept {
    if (offset_ == pattern_.size()) return {};
    std::size_t size = code_point_size(pattern_[offset_]);
    if (pattern_[offset_] == '\\' && offset_ + 1 < pattern_.size())
      size += code_point_size(pattern_[offset_ + 1]);
    return pattern_.substr(offset_, size);
  }
  // Takes the next token.
  std::string_view get() noexcept {
    const std::string_view token = next();
    offset_ += token.size();
    return token;
  }
  // Takes the next token if it is `character`, and returns whether it was.
  bool match(char character) noexcept {
    if (!next_is(character)) return false;
    get();
    return true;
  }
  [[nodiscard]] bool next_is(char character) const noexcept {
    return offset_ < pattern_.size() && pattern_[offset_] == character && character != '\\';
  }
  // Takes up to `count` ASCII characters that `belongs` accepts.
  template <typename Predicate>
  std::string_view take_while(std::size_t count, Predicate belongs) noexcept {
    const std::size_t start = offset_;
    while (offset_ < pattern_.size() && offset_ - start < count && belongs(pattern_[offset_]))
      ++offset_;
    return pattern_.substr(start, offset_ - start);
  }
  // Takes the text before `terminator` and the terminator itself; false if there is none.
  bool take_until(char terminator, std::string_view& taken) noexcept {
    const std::size_t start = offset_;
    while (!next().empty()) {
      if (next_is(terminator)) {
        taken = pattern_.substr(start, offset_ - start);
        get();
        return true;
      }
      get();
    }
    return false;
  }

  // The offset in bytes of the next token.
  [[nodiscard]] std::size_t tell() const noexcept { return offset_; }
  void seek(std::size_t offset) noexcept { offset_ = offset; }

 private:
  std::string_view pattern_;
  std::size_t offset_ = 0;
};

[[nodiscard]] constexpr bool is_octal_digit(char c) noexcept { return c >= '0' && c <= '7'; }

}  // namespace overmatch
