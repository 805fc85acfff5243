// SPDX-License-Identifier: Apache-2.0
// Mode `glob` selects each module whose whole path the pattern matches by Python's
// `fnmatch.fnmatchcase` (https://docs.python.org/3.11/library/fnmatch.html).
//
//   *      any text, dots and newlines too
//   ?      any one character
//   [ab]   one of these characters; [a-c] a range by code point; [!ab] one that is not of these
//
// As in Python: `]` directly behind `[` or `[!` is a member; a `[` without its `]` is plain text; a
// range whose ends are in the wrong order has no members; `^` and a backslash are plain text.
// CPython drops such ranges before it looks for `!`, so that `[b-a!c]` is `[!c]`
// (https://github.com/python/cpython/blob/v3.11.0/Lib/fnmatch.py), and so does this reference.
//
// NVIDIA ModelOpt (quantizer lists) and vLLM's ModelOpt loader (exclude_modules) read patterns so
// (https://github.com/NVIDIA/TensorRT-Model-Optimizer, https://github.com/vllm-project/vllm).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matchers/mode.h"

namespace overmatch {

// What one item of a glob stands for.
enum class GlobItemKind : std::uint8_t {
  any_text,       // *
  any_character,  // ?
  one_of,         // [...]
  character,      // itself
};

struct GlobItem {
  GlobItemKind kind = GlobItemKind::character;
  // The bytes of the pattern that the item takes.
  std::string_view text;
  // The members of one_of, as they stand between the brackets; may start with '!'.
  std::string_view members;
};

// The first item of a pattern that is not empty. O(size) for an unclosed bracket, else O(item).
[[nodiscard]] GlobItem first_glob_item(std::string_view pattern) noexcept;

// Whether the members of a bracket, as they stand in GlobItem, include the code point.
[[nodiscard]] bool glob_members_include(std::string_view members, char32_t code) noexcept;

// The characters of a bracket: the ranges, both ends included, or all characters but those.
struct GlobMembers {
  std::vector<std::pair<char32_t, char32_t>> ranges;
  bool inverted = false;
};
[[nodiscard]] GlobMembers read_glob_members(std::string_view members);

// Whether the glob matches the whole path. Both are valid UTF-8. O(size of both, multiplied).
[[nodiscard]] bool glob_selects(std::string_view path, std::string_view pattern) noexcept;

// Appends the glob that matches exactly `text`: each of `*`, `?` and `[` in brackets.
void append_escaped_glob(std::string& out, std::string_view text);
// Whether the glob has neither `*` nor `?` and no bracket but of one character; if so, stores the
// text that it matches in `text`.
[[nodiscard]] bool unescape_glob(std::string_view pattern, std::string& text);

// Appends the regex that matches the same paths, in the syntax that Python, PCRE2 and RE2 share.
// `mode` must be of Syntax::glob. Returns false, with `out` incomplete, for a bracket that includes
// no character, or of one segment a range with the separator in it, which these syntaxes cannot
// write alike. O(size).
[[nodiscard]] bool append_glob_as_regex(Mode mode, std::string& out, std::string_view glob);

}  // namespace overmatch
