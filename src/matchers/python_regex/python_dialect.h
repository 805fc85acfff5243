// SPDX-License-Identifier: Apache-2.0
// Translates regexes from the syntax of Python 3.11's `re` to that of PCRE2 10.42.
//
// The parser follows Python's and the output is unambiguous PCRE2, so that what Python refuses is
// refused here, whatever PCRE2 accepts. The two syntaxes:
// https://docs.python.org/3.11/library/re.html#regular-expression-syntax and
// https://pcre2project.github.io/pcre2/doc/pcre2pattern/.
//
// PCRE2 reads these differently; they are translated:
//   a{,3} a{,}           a{0,3} a{0,}                    (PCRE2 before 10.43: literal text)
//   [[:alpha:]]          a set of [ : a l p h, then ]    (PCRE2: a POSIX class)
//   \Z  \v  \uXXXX       \z, one character, the character
//   \1 \12 \101 \08      group, group, octal, octal and 8
//   \s  \B               Python's white space; \B never matches in the empty string
//   (?m)^  (?m)$         also after a newline at the very end
//   (?i)i                also matches dotted capital and dotless small i
//   (?x)                 white space and comments removed
//   \w  \b               see WordSyntax
//   (?:aa?){2}+          (?:(?>aa?)){2,2}+              (PCRE2: backtracks into an iteration)
//   (?<=(?:){2,}a{0}b)   counts of empty items resolved (PCRE2: "not fixed length")
//
// Python accepts these; they are refused here as "not supported":
//   (?a) (?t)            flags ASCII and TEMPLATE; (?L) is refused by Python too
//   \N{DIGIT ONE}        characters by name
//   \ud800               surrogates, which no valid name has
//   (?P<é>a) (?(+1)a)    group names beyond ASCII; group numbers other than plain digits
//   (?i)(a)\1           back-references that ignore case: the engines disagree on letters with
//                       more than two forms
//   (?i)[𐐀a]  (?i)𐐀|a    capital letters beyond U+FFFF in a class of several, or in alternatives,
//                       of which Python makes a class: there they never match
//   ((?(1)a|b))*         a condition on the group that contains it
//   (?:(a)|(?(1)b))*     a condition on a group of the same repeat
//   (?:(a)?\1)*          a back-reference to a group of the same repeat, if its body may be empty
//   ((a)|)*+\2           a reference to a group of a possessive repeat, if its body may be empty
//   (?:(a)b|c)++\1       or has alternatives: Python keeps the groups of a failed alternative
//   a{65536}             repeat bounds above 65,535, groups nested more than 200 deep
//   (?<=(?:a{300}){300}) look-behinds of more than 65,535 characters
//                        and those with a back-reference to a group of counted look-arounds
//   (?:a{9999}){9999}    patterns that compile to more than 16 MiB
//
// Known remaining differences: none to Python 3.11.5 and later, except for characters newer than
// Unicode 14 if PCRE2 is newer than 10.42. Earlier releases of 3.11 have a bug of their own: after
// a failed iteration of a possessive group, `(a??b){1,2}+`, they continue at the wrong place
// (https://github.com/python/cpython/issues/106052). Python 3.10 and earlier allow (?i) anywhere
// and lack a++ and (?>a).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace overmatch {

// How the translation writes `\w` and `\b`: since PCRE2 10.43 they include marks and all connecting
// punctuation, in Python they do not.
enum class WordSyntax : std::uint8_t {
  escape,  // as \w, for PCRE2 before 10.43
  spelled  // as [\p{L}\p{N}_]
};
// The syntax for the linked PCRE2, found out by trying on the first call.
[[nodiscard]] WordSyntax word_syntax_of_pcre2();

struct Translation {
  bool ok = false;
  std::string pattern;  // for PCRE2, if ok
  std::string why;      // Python's error or what is not supported, if not ok
};

// Translates `pattern`, a str pattern of Python 3.11's `re`, or stores why it is refused. Reuses
// the memory of `out`.
void translate_python_regex(std::string_view pattern, Translation& out,
                            WordSyntax words = word_syntax_of_pcre2());

}  // namespace overmatch
