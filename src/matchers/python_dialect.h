// Python's regex dialect, as far as PCRE2's differs from it.
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

struct Translation {
  bool ok = false;
  std::string pattern;  // for PCRE2, if ok
  std::string why;      // what Python says against the pattern, or what we don't support, if not ok
};

// Rewrites a Python pattern (Python 3.11's `re`, str patterns) so that PCRE2 reads it as Python does, or refuses it.
void translate_python_regex(std::string_view pattern, Translation& out);

}  // namespace overmatch
