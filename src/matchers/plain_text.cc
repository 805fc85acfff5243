// SPDX-License-Identifier: Apache-2.0
#include "matchers/plain_text.h"

#include "matchers/glob.h"
#include "matchers/regex.h"

namespace overmatch {

namespace {

// What stands in front of a regex: the marker, or before one that begins like a sign another sign.
std::string_view front_of(Mode mode, std::string_view regex) {
  const bool looks_signed = without_sign(mode, regex).size() < regex.size();
  return looks_signed ? traits_of(mode).dialect.label_sign : marker_of(mode);
}

}  // namespace

void append_plain_text(Mode mode, std::string& out, std::string_view text) {
  switch (traits_of(mode).syntax) {
    case Syntax::text: out.append(text); break;
    case Syntax::glob: append_escaped_glob(out, text); break;
    case Syntax::regex:
      out.append(front_of(mode, text));
      append_escaped_regex(out, text);
      break;
  }
}

std::string plain_text(Mode mode, std::string_view text) {
  std::string out;
  append_plain_text(mode, out, text);
  return out;
}

std::string regex_entry(Mode mode, std::string_view regex) {
  return std::string(front_of(mode, regex)).append(regex);
}

bool is_plain_text(Mode mode, std::string_view pattern, std::string& text) {
  switch (traits_of(mode).syntax) {
    case Syntax::text: text = pattern; return true;
    case Syntax::regex: {
      const std::optional<std::string_view> regex = regex_in(mode, pattern);
      return regex && unescape_regex(*regex, text);
    }
    case Syntax::glob: break;
  }
  if (!traits_of(mode).by_segment) return unescape_glob(pattern, text);
  // A separator parts the pattern before brackets are read.
  std::string segment;
  text.clear();
  while (true) {
    const std::size_t end = pattern.find('.');
    if (!unescape_glob(pattern.substr(0, end), segment)) return false;
    text.append(segment);
    if (end == std::string_view::npos) return true;
    text += '.';
    pattern.remove_prefix(end + 1);
  }
}

}  // namespace overmatch
