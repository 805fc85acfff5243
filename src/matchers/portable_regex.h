// SPDX-License-Identifier: Apache-2.0
// Recognises the portable core: the regexes that Python's `re`, PCRE2 and RE2 read alike.
//
// A correct matcher on any of these engines agrees with the reference on the core. Other regexes
// are asked in a wide run only. The engines' syntax is documented at
// https://docs.python.org/3.11/library/re.html#regular-expression-syntax,
// https://pcre2project.github.io/pcre2/doc/pcre2pattern/ and
// https://github.com/google/re2/wiki/Syntax.
//
// In the core: literals; `.`; escaped ASCII punctuation but `_`; \n \t \r \f \A; classes of these
// and of ranges; `(…)`, `(?:…)`, one `(?P<name>…)`; `|`; `*` `+` `?` `{n}` `{n,}` `{n,m}` and their
// lazy forms, the counts of a pattern multiplying to 1000 at most (RE2's limit); `^`, and `$` where
// no name has a newline (RE2's does not match before a final one). \d \w \s \b and a leading `(?i)`
// belong to it only for names of printable ASCII: RE2, and PCRE2 without UCP, know no other
// characters. What all three refuse also belongs to it: unbalanced groups and classes, a quantifier
// with nothing before it, `**`, a backslash at the end.
//
// Not in the core: possessive quantifiers (RE2 refuses), `(?)` (PCRE2 accepts), `^*` (Python
// refuses), `{,n}` (PCRE2 reads it as text), `{01}` (RE2 reads it as text), `\B` (on the empty name
// it matches in all but Python before 3.14), \u (RE2 and PCRE2 refuse), \Q…\E (Python refuses),
// look-around and back-references (RE2 refuses).
#pragma once

#include "matchers/matcher.h"

namespace overmatch {

// The conditions under which all three engines read a regex alike.
struct Portability {
  bool core = true;         // false: the regex is outside the core, whatever the names are
  bool ascii = false;       // holds only for names of printable ASCII
  bool no_newline = false;  // holds only for names without newlines
};

// Whether `name` fulfils the conditions. O(size of `name`).
[[nodiscard]] bool is_read_alike(const Portability& needs, std::string_view name) noexcept;

// The conditions of one regex. O(size of `regex`); allocates nothing.
[[nodiscard]] Portability portability(std::string_view regex) noexcept;

// Whether all regexes among the patterns of the question are in the core, and its modules fulfil
// their conditions. Always true in the modes that have no regexes.
[[nodiscard]] bool is_portable(Mode mode, const Question& question) noexcept;

}  // namespace overmatch
