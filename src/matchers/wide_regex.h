// SPDX-License-Identifier: Apache-2.0
// A regex too large for PCRE2's 8-bit library.
//
// The 8-bit library holds 64 KiB of compiled pattern, a limit set where it was compiled; some 32 KB
// of alternatives exceed it. The 32-bit library has no such limit: patterns and names are converted
// to UTF-32 for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace overmatch {

// What both libraries are told, beside the match limit (matchers/regex.h).
[[nodiscard]] std::uint32_t regex_compile_options(std::string_view translated) noexcept;
inline constexpr std::uint32_t kRegexHeapLimitKiB = 256 * 1024;
// Above the parser's limit: a quantified group may get two more pairs of parentheses.
inline constexpr std::uint32_t kRegexNestingLimit = 1000;

class WideRegex {
 public:
  // The size of a compiled pattern: some 2,000,000 characters of text.
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

  // `translated` is what translate_python_regex wrote. Null if PCRE2 refuses it, with the reason.
  [[nodiscard]] static std::unique_ptr<WideRegex> compile(std::string_view translated,
                                                          std::string& why);
  WideRegex(const WideRegex&) = delete;
  WideRegex& operator=(const WideRegex&) = delete;
  ~WideRegex();

  // As pcre2_match: 0 or more for yes, PCRE2_ERROR_NOMATCH for no, else another PCRE2_ERROR.
  [[nodiscard]] int match(std::string_view name);

 private:
  struct State;
  explicit WideRegex(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace overmatch
