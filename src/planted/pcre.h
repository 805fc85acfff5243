// SPDX-License-Identifier: Apache-2.0
// PCRE2 is wrapped here as the planted regex matchers use it
// (https://www.pcre.org/current/doc/html/pcre2api.html).
//
// Patterns get the reference's translation of Python's syntax, with other options, so that a bug
// differs from the reference in one thing only.
#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <string>
#include <string_view>

#include "planted/plant.h"

namespace overmatch::plant {

// The options of Python's `str` patterns, and those of a match of the whole path.
inline constexpr std::uint32_t kUnicode = PCRE2_UTF | PCRE2_UCP;
inline constexpr std::uint32_t kWholePath = PCRE2_ANCHORED | PCRE2_ENDANCHORED;

// How a pattern is compiled and matched; the defaults are the reference's.
struct PcreOptions {
  std::uint32_t compile = kUnicode | kWholePath;
  std::string_view before;  // text in front of the translated pattern, and after it
  std::string_view after;
  bool jit = true;
  std::uint32_t match_limit = 1'000'000;
  bool translate = true;  // false: the pattern is not translated
};

// A compiled pattern; copies share it, and its match data.
class Pcre {
 public:
  // Compiles the pattern; see ok().
  explicit Pcre(std::string_view python_pattern, const PcreOptions& options = {});

  [[nodiscard]] bool ok() const noexcept { return code_ != nullptr; }
  // Why the pattern was rejected, "" if ok.
  [[nodiscard]] const std::string& why() const noexcept { return why_; }
  // A positive number, PCRE2_ERROR_NOMATCH, or another error of pcre2_match. Call only if ok.
  // Matching begins at the byte `from`.
  [[nodiscard]] int match(std::string_view path, std::size_t from = 0) const;
  // What match finds happens to be the whole path
  [[nodiscard]] bool full_match(std::string_view path) const;

 private:
  std::shared_ptr<pcre2_code> code_;
  std::shared_ptr<pcre2_match_data> data_;
  std::shared_ptr<pcre2_match_context> context_;
  std::string why_;
};

// A matcher with the rule of `regex` and other options.
[[nodiscard]] Behaviour pcre(const PcreOptions& options);

}  // namespace overmatch::plant
