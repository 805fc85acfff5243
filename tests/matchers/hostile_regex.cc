// SPDX-License-Identifier: Apache-2.0
#include "hostile_regex.h"

#include <array>
#include <string_view>

namespace overmatch {
namespace {

using std::string_view;

// Fragments for the soup, many of them broken or read otherwise by PCRE2.
constexpr auto kFragments = std::to_array<string_view>(
    {// characters
     "a", "b", "a", "b", "A", ".", "_", "1", "0", "\n", " ", "#", "-", ",", "]", "}", "{", "é", "ß",
     "i", "ı", "😀", "e\u0301",
     // operators
     "*", "+", "?", "|", "(", ")", "^", "$", "[", "{2}", "{,2}", "{1,}", "{,}", "{}", "{1,2}",
     "{2,1}", "{a}", "{1", "{0}", "{ 1}", "*?", "+?", "??", "{1,2}?", "*+", "++", "?+", "{1,2}+",
     "**", "{2}{2}",
     // groups
     "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i)", "(?i:", "(?-i:", "(?s)", "(?s:", "(?m)",
     "(?m:", "(?x)", "(?x:", "(?u)", "(?ims)", "(?im-sx:", "(?-:", "(?i-i:", "(?z)", "(?#x)", "(?#",
     "(?P<n>", "(?P=n)", "(?P>n)", "(?P<1>", "(?P<n", "(?<n>", "(?'n'", "(?&n)", "(?R)", "(?1)",
     "(?|", "(?", "(*FAIL)", "(*UTF)", "(?(1)a|b)", "(?(n)a)", "(?(9)a)", "(?(0)a)", "(?(1)a|b|c)",
     "(?^",
     // escapes
     "\\.", "\\a", "\\b", "\\B", "\\A", "\\Z", "\\z", "\\d", "\\D", "\\s", "\\S", "\\w", "\\W",
     "\\n", "\\r", "\\t", "\\v", "\\f", "\\x41", "\\x4", "\\x{41}", "\\u0061", "\\u61",
     "\\U00000061", "\\U00110000", "\\0", "\\07", "\\08", "\\101", "\\400", "\\1", "\\2", "\\9",
     "\\10", "\\h", "\\H", "\\Q", "\\E", "\\e", "\\K", "\\R", "\\X", "\\G", "\\C", "\\c", "\\p{L}",
     "\\P", "\\g1", "\\k", "\\o{1}", "\\L", "\\N", "\\-", "\\_", "\\#", "\\ ", "\\é", "\\\\", "\\",
     "\\|", "\\[", "\\]", "\\{", "\\/",
     // classes
     "[a]", "[^a]", "[a-c]", "[c-a]", "[]a]", "[^]a]", "[]", "[^]", "[[a]", "[[:alpha:]]",
     "[:alpha:]", "[a-]", "[-a]", "[a-\\d]", "[\\d-a]", "[\\d-]", "[\\w.]", "[\\W]", "[^\\s]",
     "[\\S]", "[^\\S\\n]", "[\\b]", "[\\B]", "[\\A]", "[\\Z]", "[\\x41-\\x43]", "[\\u0061-c]",
     "[\\1]", "[\\8]", "[\\400]", "[\\101]", "[.]", "[*]", "[(]", "[a|b]", "[a&&b]", "[a--b]",
     "[a~~b]", "[\\]]", "[\\[]", "[\\Qa\\E]", "[\\N]", "[\\h]", "[é]", "[à-ü]", "[^é]", "[i]",
     "[h-j]", "[😀]", "[#]", "[ ]", "[\\^]", "[a^]", "[$]"});

constexpr auto kAtoms = std::to_array<string_view>(
    {"a",       "b",      "A",      "é",     "É",     "i",       "I",           "1",
     "_",       " ",      "\\.",    ".",     "[ab]",  "[^a]",    "[a-c]",       "[\\w]",
     "[^\\W_]", "[^\\d]", "[\\s.]", "[i-k]", "[É]",   "\\d",     "\\D",         "\\w",
     "\\W",     "\\s",    "\\S",    "\\n",   "\\x61", "\\u00e9", "\\U0001F600", "\\141",
     "[[]",     "[]]",    "\\-",    "ß",     "😀"});
constexpr auto kAnchors = std::to_array<string_view>({"^", "$", "\\A", "\\Z", "\\b", "\\B"});
constexpr auto kQuantifiers =
    std::to_array<string_view>({"*", "+", "?", "{2}", "{1,2}", "{,2}", "{1,}", "{0}", "*?", "+?",
                                "??", "{1,2}?", "*+", "++", "?+", "{1,2}+"});
constexpr auto kOpeners =
    std::to_array<string_view>({"(", "(", "(?:", "(?:", "(?=", "(?!", "(?>",
                                "(?i:", "(?s:", "(?m:", "(?x:", "(?-i:", "(?im:"});
constexpr auto kLookBehinds = std::to_array<string_view>(
    {"(?<=a)", "(?<!a)", "(?<=\\w)", "(?<!b.)", "(?<=a|b)", "(?<=^)", "(?<![a.])", "(?<=a{2})",
     "(?<=(?:ab|ba))", "(?<!\\B)", "(?<=(?=a)a)", "(?<=a|bc)", "(?<=a?)"});
constexpr auto kGlobals =
    std::to_array<string_view>({"(?i)", "(?s)", "(?m)", "(?x)", "(?ms)", "(?#c)(?i)", "(?is)"});
constexpr auto kGroups = std::to_array<string_view>(
    {"(a|.)", "(.)*?", "(?P<n>[ab])?", "(a)|", "(?:(a)|b)*", "(?=(.))", "(?!(a)b)"});
constexpr auto kReferences =
    std::to_array<string_view>({"\\1", "\\1?", "(?(1)a|b)", "(?(1)a)", "(?:\\1|b)+", "(?<=\\1)",
                                "(?P=n)", "(?(n).|b)", "(?=\\1)", "(?(2)a)(b)"});
constexpr auto kPieces = std::to_array<string_view>(
    {"a", "b", "A",  "ab", ".", "\n", "1", "_", " ",  "é",       "É",    "i",    "I",
     "ı", "ß", "😀", "#",  "c", "-",  "{", "]", "\\", "e\u0301", "a{2}", "\x1c", "٣"});

// By grammar: an alternation of sequences of atoms, anchors and groups.
void write_alternation(Choices& choices, unsigned depth, std::string& out) {
  const std::uint32_t branches = choices.chance(1, 4) ? choices.between(2, 3) : 1;
  for (std::uint32_t branch = 0; branch < branches; ++branch) {
    if (branch > 0) out += '|';
    const std::uint32_t items = choices.below(4);
    for (std::uint32_t item = 0; item < items; ++item) {
      const std::uint32_t kind = choices.below(12);
      if (kind == 0) {
        out += choices.pick(kAnchors);
        continue;
      }
      if (kind == 1) {
        out += choices.pick(kLookBehinds);
      } else if (kind <= 4 && depth < 2) {
        out += choices.pick(kOpeners);
        write_alternation(choices, depth + 1, out);
        out += ')';
      } else {
        out += choices.pick(kAtoms);
      }
      if (choices.chance(1, 3)) out += choices.pick(kQuantifiers);
    }
  }
}

}  // namespace

void write_hostile_regex(Choices& choices, std::string& out) {
  out.clear();
  if (choices.chance(1, 8)) out += choices.pick(kGlobals);
  if (choices.chance(1, 2)) {
    const bool refers = choices.chance(1, 4);
    if (refers) out += choices.pick(kGroups);
    write_alternation(choices, 0, out);
    if (refers) out += choices.pick(kReferences);
    return;
  }
  const std::uint32_t count = choices.between(1, 7);
  for (std::uint32_t i = 0; i < count; ++i) out += choices.pick(kFragments);
}

std::string hostile_name(Choices& choices) {
  std::string name;
  const std::uint32_t pieces = choices.below(6);
  for (std::uint32_t i = 0; i < pieces; ++i)
    name += choices.chance(1, 2) ? kPieces[choices.below(4)] : choices.pick(kPieces);
  return name;
}

}  // namespace overmatch
