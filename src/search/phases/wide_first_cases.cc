// SPDX-License-Identifier: Apache-2.0
#include "search/phases/wide_first_cases.h"

#include <array>
#include <span>
#include <string_view>

#include "matchers/plain_text.h"

namespace overmatch {

namespace {

using View = std::string_view;

// clang-format off: it gives each word of a long list a line of its own

// Letters, digits, blanks and marks on which classes differ, alone and beside ASCII.
constexpr View kNames[] = {
    "", "a", "A", "_", "-", "1", " ", "k", "K", "s", "i", "I", "ss", "b", "aa", "ab", "a1", "1a",
    "a b", "a.b", "a\n", "\n",
    "\u00e9", "\u00c9", "e\u0301", "\u0301", "\u00aa", "\u00b5", "\u03bc", "\u00df", "\u1e9e",
    "\u0130", "\u0131", "\u017f", "\u212a", "\u00e5", "\u212b", "\u03c3", "\u03c2", "\u4e2d",
    "\u0661", "\u0967", "\uff11", "\u00b2", "\u00bd", "\u2167", "\u2460", "\u203f", "\u00b7",
    "\u00a0", "\u2028", "\u2003", "\u3000", "\u0085", "\u180e", "\u200b", "\ufeff", "\x1c", "\x1f",
    "\t", "\v", "\f", "\r",
    "a\u00e9", "\u00e9" "a", "a\u0661", "\u0661" "a", "1\u0661", "1\u00b2", "a\u00a0" "a",
    "\u00e9.\u00e9", "a-\u00e9", "\u00e9-a", "a.\u00e9", "a\u2028" "a", "a\u0301",
};
constexpr View kFirstPatterns[] = {
    "\\w", "\\d", "\\s", "\\W", "\\D", "\\S", "\\w+", "\\d+", "\\w*", "[\\w]", "[^\\w]", "[\\d_]",
    "[^\\d]", "[\\s]", "[^\\s]+", "[^\\W_]+", "[\\w.-]+", "a\\d", "\\d.*", "a\\s.", "a\\b.*",
    ".*\\ba", ".*\\b\u00e9", "\u00e9\\b.*", "a\\B.*", "\\b.*", ".*\\b", "(?i)a", "(?i)\u00e9",
    "(?i)k", "(?i)s", "(?i)i", "(?i)\u00df", "(?i)ss", "(?i)\u03c3", "(?i)\u00b5", "(?i)\u00e5",
    "(?i)[a-z]", "(?i)[^k]", "(?i)\u0131", "a$", "a\\Z", "a\\s", "(a)\\1", "(?P<n>a)(?P=n)",
    "(?=a)a.*", "a(?!\\.).*", ".*(?<=a)", "(?<!a)b", "[^.]++", "(?>a|ab)", "(?s).+", "(?m)a$\\n?",
    "(?x) a  # b", "(?i:a)b", "\\x61", "\\u00e9", "\\N", "\\pL", "[[:alpha:]]", "\\Qa\\E", "a{,2}",
    "\\h", "\\R", "\\X", "(?|a|b)", "(?R)",
};

// clang-format on

// Joined with `|`, these mean something else.
constexpr std::size_t kMost = 4;
constexpr std::array<View, kMost> kLists[] = {
    {"(a)b", "(c)\\1"},
    {"(c)\\1", "(a)b"},
    {"(?P<n>a)", "(?P<n>c)(?P=n)"},
    {"a", "(b)?(?(1)c|d)"},
    {"(a)", "(b)?(?(1)c|d)"},
    {"(?x)a # b", "c"},
    {"(?s)a.", "b."},
    {"(?m)a$\\n?", "b$\\n?"},
    {"(?i)a", "(b)\\1"},
    {"(a)(b)", "(c)\\2", "b"},
    {"(?P<n>a)\\1", "(b)\\1"},
    {"(a|b)\\1", "(c)d\\1"},
    {"(?:a)", "(b)(c)\\2\\1"},
    {"a\\Z", "b"},
    {"\\d", "\\w\\w"},
};
constexpr View kListed[] = {"a",  "b",  "c", "d", "ab",  "aa",  "bb",  "cc",   "bc",    "cd",
                            "ac", "ba", "A", "B", "a\n", "b\n", "cdc", "bccb", "a # b", "1"};

}  // namespace

bool search_wide_first_cases(Tester& tester) {
  for (const View pattern : kFirstPatterns) {
    if (!tester.test_pairs(regex_entry(tester.mode(), pattern), kNames)) return false;
  }
  Case content;
  for (const auto& list : kLists) {
    content.clear();
    content.mode = tester.mode();
    for (const View pattern : list) {
      if (!pattern.empty()) content.patterns.push_back(regex_entry(tester.mode(), pattern));
    }
    for (const View module : kListed) content.modules.push_back(module);
    if (!tester.test(content)) return false;
  }
  return true;
}

}  // namespace overmatch
