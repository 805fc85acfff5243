// SPDX-License-Identifier: Apache-2.0
// Modes `regex`, `match` and `search` select each module whose path the pattern matches by Python's
// `re.fullmatch`, `re.match` (open at the end) and `re.search` (open at both ends)
// (https://docs.python.org/3.11/library/re.html#re.fullmatch).
//
// PEFT 0.21.2 reads target_modules and exclude_modules by `re.fullmatch` when they are strings
// (`match_target_against_key`, which `check_target_module_exists` calls:
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/utils/other.py). compressed-tensors
// reads "re:..." by `re.match` (https://github.com/vllm-project/compressed-tensors), llama.cpp its
// --override-tensor by a search (https://github.com/ggml-org/llama.cpp).
//
// The engine is PCRE2, with UTF, Unicode properties and anchors where the mode is closed
// (https://pcre2project.github.io/pcre2/doc/pcre2api/). Constructs that PCRE2 reads differently
// from Python are translated or rejected by python_regex/python_dialect.h, which lists the
// remaining differences. The list is rejected if a pattern does not compile in Python, or if a
// match exceeds kMatchLimit (of a search: from one place of the path).
#pragma once

#include <cstdint>

#include "matchers/matcher.h"
#include "matchers/python_regex/regex_limits.h"

namespace overmatch {

class RegexMatcher final : public Matcher {
 public:
  // `mode` must be of Syntax::regex.
  explicit RegexMatcher(Mode mode = Mode::regex) : mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return to_string(mode_); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override;

 private:
  // PCRE2's contexts and a cache of compiled patterns, shared by all matchers of one thread.
  struct Engine;
  [[nodiscard]] static Engine& engine();
  Mode mode_;
};

// Whether Python and the reference accept the pattern. If not, stores the reason in `why` unless it
// is null.
[[nodiscard]] bool regex_compiles(std::string_view pattern, std::string* why = nullptr);

// The pattern that matches exactly `text`: escapes each metacharacter that Python, PCRE2 and RE2
// share, and no other character, so that all three read it alike.
[[nodiscard]] std::string escape_regex(std::string_view text);
// Appends that pattern to `out`.
void append_escaped_regex(std::string& out, std::string_view text);

// Whether the pattern consists of literals and escaped characters only; if so, stores the text that
// it matches in `text`. Also reads the output of Python's `re.escape`.
[[nodiscard]] bool unescape_regex(std::string_view pattern, std::string& text);

}  // namespace overmatch
