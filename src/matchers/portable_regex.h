// SPDX-License-Identifier: Apache-2.0
// The portable core of regexes: what Python's `re`, PCRE2 and RE2 read alike, so that a right
// matcher on any of them agrees with the reference. Everything else is asked in a wide search only.
//
// In the core: literals; `.`; escaped ASCII punctuation but `_`; \n \t \r \f \A; classes of these
// and of ranges; `(…)`,
// `(?:…)`, one `(?P<name>…)`; `|`; `*` `+` `?` `{n}` `{n,}` `{n,m}` and their lazy forms, the
// counts of a pattern multiplying to 1000 at most (RE2's limit); `^`, and `$` where no name has a
// newline (RE2 has none before the last one). \d \w \s \b and a leading `(?i)` belong to it for
// ASCII names without control characters only: RE2, and PCRE2 without UCP, know no others. What all
// three refuse belongs to it too: unbalanced groups and classes, a quantifier with nothing before
// it, `**`, a backslash at the end.
//
// Not in the core, by engine: possessive quantifiers (RE2 refuses), `(?)` (PCRE2 accepts), `^*`
// (Python refuses), `{,n}` (PCRE2 takes it as text), `{01}` (RE2 takes it as text), `\B` (of the
// empty name Python before 3.14 says no, the others yes), \u (RE2, PCRE2 refuse), \Q…\E (Python
// refuses), look-around and back-references (RE2 refuses).
#pragma once

#include "matchers/matcher.h"

namespace overmatch {

// What a regex asks of the names that it is matched against, to be read alike by all three engines.
struct Portability {
  bool core = true;         // false: whatever the names are, it is outside of the core
  bool ascii = false;       // needs names of printable ASCII
  bool no_newline = false;  // needs names without newlines
};

// Whether the engines read a regex with these needs alike on that name. O(size).
[[nodiscard]] bool is_read_alike(const Portability& needs, std::string_view name) noexcept;

// O(size); allocates nothing.
[[nodiscard]] Portability portability(std::string_view regex) noexcept;

// Whether all patterns of the question, read as regexes, and its modules stay inside the core.
[[nodiscard]] bool is_portable(const Question& question) noexcept;

}  // namespace overmatch
