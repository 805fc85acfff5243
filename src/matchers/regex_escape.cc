// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/python_source.h"
#include "matchers/regex.h"

namespace overmatch {
namespace {

constexpr std::string_view kMetacharacters = ".*+?[](){}^$|\\";

}  // namespace

void append_escaped_regex(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (kMetacharacters.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

std::string escape_regex(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  append_escaped_regex(out, text);
  return out;
}

// A backslash before any character but an ASCII letter or digit stands for that character.
bool unescape_regex(std::string_view pattern, std::string& text) {
  text.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c == '\\') {
      if (++i == pattern.size()) return false;
      c = pattern[i];
      if (is_digit(c) || is_letter(c)) return false;
    } else if (kMetacharacters.find(c) != std::string_view::npos) {
      return false;
    }
    text += c;
  }
  return true;
}

}  // namespace overmatch
