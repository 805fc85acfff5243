// SPDX-License-Identifier: Apache-2.0
// WideRegex matches regexes that are too large for PCRE2's 8-bit library.
//
// The 8-bit library, as usually built (LINK_SIZE 2), holds 64 KiB of compiled pattern: some 32 KB
// of alternatives exceed that (https://pcre2project.github.io/pcre2/doc/pcre2limits/). The 32-bit
// library has no such limit; patterns and names are converted to UTF-32 for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace overmatch {

// The compile options and limits for both libraries. `anchors` is PCRE2_ANCHORED,
// PCRE2_ENDANCHORED, both or 0.
[[nodiscard]] std::uint32_t regex_compile_options(std::uint32_t anchors,
                                                  std::string_view translated) noexcept;
class WideRegex {
 public:
  // The largest compiled pattern in bytes, enough for some 2,000,000 characters.
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

  // Compiles the output of translate_python_regex. Returns null, with the reason in `why`, if PCRE2
  // refuses it.
  [[nodiscard]] static std::unique_ptr<WideRegex> compile(std::uint32_t anchors,
                                                          std::string_view translated,
                                                          std::string& why);
  WideRegex(const WideRegex&) = delete;
  WideRegex& operator=(const WideRegex&) = delete;
  ~WideRegex();

  // Returns what pcre2_match returns: at least 0 for a match, PCRE2_ERROR_NOMATCH, or an error.
  [[nodiscard]] int match(std::string_view name);

 private:
  struct State;
  explicit WideRegex(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace overmatch
