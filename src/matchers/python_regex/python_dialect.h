// SPDX-License-Identifier: Apache-2.0
// Python's regex dialect for PCRE2: a translation, not a lint. The pattern is parsed as Python
// 3.11's `re` parses it and is written anew in the part of PCRE2 10.42's syntax that leaves no room
// for another reading, so what Python refuses is refused here, whatever PCRE2 would make of it.
//
// Read otherwise by PCRE2, and translated:
//   a{,3} a{,}           a{0,3} a{0,}                    (PCRE2 before 10.43: literal text)
//   [[:alpha:]]          a set of [ : a l p h, then ]    (PCRE2: a POSIX class)
//   \Z  \v  \uXXXX       \z, one character, the character
//   \1 \12 \101 \08      group, group, octal, octal and 8
//   \s  \B               Python's white space; \B never matches in the empty string
//   (?m)^  (?m)$         also after a newline at the very end
//   (?i)i                also matches dotted capital and dotless small i
//   (?x)                 blanks and comments removed
//   \w  \b               see WordSyntax
//   (?:aa?){2}+          (?:(?>aa?)){2,2}+              (PCRE2: a round may go back into another)
//   (?<=(?:){2,}a{0}b)   counts of what is empty resolved (PCRE2: "not fixed length")
//
// Accepted by Python, refused here ("not supported"):
//   (?a) (?t)            flags ASCII and TEMPLATE; (?L) is refused by Python too
//   \N{DIGIT ONE}        characters by name
//   \ud800               surrogates: no name has them
//   (?P<é>a) (?(+1)a)    group names beyond ASCII; group numbers other than plain digits
//   (?i)(a)\1           back-references that ignore case: the engines disagree on letters with
//                       more than two forms
//   (?i)[𐐀a]  (?i)𐐀|a    capital letters beyond U+FFFF in a class of several, or in alternatives,
//                       of which Python makes a class: there they never match
//   ((?(1)a|b))*         a condition on the group it stands in
//   (?:(a)|(?(1)b))*     a condition on a group of the same repeat
//   (?:(a)?\1)*          a back-reference to a group of the same repeat, if a round may be empty
//   ((a)|)*+\2           a reference to a group of a possessive repeat, if a round may be empty
//   (?:(a)b|c)++\1       or has alternatives: Python keeps what a failed one has matched
//   a{65536}             repeat bounds above 65,535, groups nested more than 200 deep
//   (?<=(?:a{300}){300}) look-behinds of more than 65,535 characters
//                        and those with a back-reference to a group of counted look-arounds
//   (?:a{9999}){9999}    what needs more than 16 MiB compiled
//
// What still differs: nothing that is known of Python 3.11.5 and later, but for characters newer
// than Unicode 14 where PCRE2 is newer than 10.42. Earlier releases of 3.11
// have a defect of their own (python/cpython#106052): after a failed round of a possessive group,
// `(a??b){1,2}+`, they go on from the wrong place. In 3.10 and before, (?i) may stand anywhere and
// there is no a++ and no (?>a).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace overmatch {

// How `\w` and `\b` are written: PCRE2 10.43 and later count marks and all connecting punctuation
// among the characters of a word, Python does not.
enum class WordSyntax : std::uint8_t {
  escape,  // as \w, which means the same to this PCRE2
  spelled  // as [\p{L}\p{N}_]
};
// What the PCRE2 that is linked needs; it is asked once.
[[nodiscard]] WordSyntax word_syntax_of_pcre2();

struct Translation {
  bool ok = false;
  std::string pattern;  // for PCRE2, if ok
  std::string why;      // what Python says against the pattern, or what we don't support, if not ok
};

// Rewrites a Python pattern (Python 3.11's `re`, str patterns) so that PCRE2 reads it as Python
// does, or refuses it.
void translate_python_regex(std::string_view pattern, Translation& out,
                            WordSyntax words = word_syntax_of_pcre2());

}  // namespace overmatch
