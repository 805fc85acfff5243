// SPDX-License-Identifier: Apache-2.0
// Twins are pairs of different texts that some comparison confuses: comparisons of bytes, of a few
// bits, of UTF-16 units, of normalised or case-folded text, of numbers, of hashes.
//
// The search asks whether a matcher tells them apart (search/phases/special_words.h), and the
// generators put the first group into names. Sources: Unicode normalisation forms,
// https://unicode.org/reports/tr15/; case folding,
// https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt.
#pragma once

#include <span>
#include <string_view>

namespace overmatch {

// Two different texts.
struct Twins {
  std::string_view left;
  std::string_view right;
};

// Twins that one kind of comparison confuses.
struct TwinGroup {
  std::string_view comparison;  // the comparison, for reports
  std::span<const Twins> pairs;
};

namespace twins {

// clang-format off: it gives each pair of a long list a line of its own

// UTF-8 or UTF-16 cut to fewer bits, look-alikes, compatibility forms, composed and decomposed
// letters.
inline constexpr Twins kUnicode[] = {
    {"\u00e9", "C)"}, {"\u0161", "a"}, {"\u0161", "\xc3\xa1"}, {"\U0001F600", "\U00020600"},
    {"\U0001F600", "\uf600"}, {"\u00e9", "e\u0301"}, {"\uff41", "a"}, {"\u212a", "K"},
    {"\ufb01", "fi"}, {"\u00df", "ss"}, {"\u0130", "i\u0307"}, {"\u00b5", "\u03bc"},
    {"\u2024", "\u3002"}, {"a\u200b", "a"}, {"\ufeff" "a", "a"}, {"a\u00a0", "a "}, {"\u0661", "1"},
    {"\u00b2", "2"}, {"\u017f", "s"}, {"\U00010400", "\U00010428"}, {"\u0430", "a"},
    {"\u03bf", "o"}, {"\u00c9", "\u00e9"}, {"\u00e9", "e"},
};
// Letters with more than two case forms, or whose case depends on the language.
inline constexpr Twins kCases[] = {
    {"A", "a"}, {"\u0131", "i"}, {"\u0130", "i"}, {"I", "\u0131"}, {"\u1e9e", "\u00df"},
    {"\u00df", "SS"}, {"\u03c3", "\u03c2"}, {"\u01c6", "\u01c5"}, {"\u212b", "\u00e5"},
    {"\u2126", "\u03c9"}, {"\ufb00", "FF"},
};
// Texts that are equal in a normalisation form (https://unicode.org/reports/tr15/).
inline constexpr Twins kNormalised[] = {
    {"\u212b", "\u00c5"}, {"\uac00", "\u1100\u1161"}, {"\u2460", "1"}, {"\u00bd", "1\u20442"},
    {"a\u0323\u0307", "a\u0307\u0323"}, {"\u2167", "VIII"},
};
// Characters that parsers, trimming and terminals drop, or treat as a line end or a space.
inline constexpr Twins kInvisible[] = {
    {"a\ufeff" "b", "ab"}, {"a\ufeff", "a"}, {"a\u00ad" "b", "ab"}, {"a\u200d" "b", "ab"},
    {"a\u2060" "b", "ab"}, {"a\ufe0f", "a"}, {"\u202e" "a", "a"}, {"a\r", "a"}, {"a\r", "a\n"},
    {"a\r\n", "a\n"}, {"a\r\n", "a"}, {"a\u2028", "a"}, {"a\u2028" "b", "a"}, {"a\u2029" "b", "b"},
    {"a\u0085", "a"}, {"a\u0085" "b", "b"}, {"a\x1e" "b", "a"}, {"a\x0b" "b", "a"},
    {"a\x0c" "b", "b"}, {"a\x1c", "a"}, {"a\tb", "a b"}, {"a  b", "a b"}, {"a\u3000", "a "},
    {"a\u2009b", "a b"}, {"a\b", ""}, {"ab\b", "a"},
};
// Texts that are equal as numbers, in 8 to 64 bits or as floating point.
inline constexpr Twins kNumbers[] = {
    {"1", "01"}, {"1", "1.0"}, {"1", "257"}, {"1", "65537"}, {"1", "4294967297"},
    {"1", "18446744073709551617"}, {"128", "-128"}, {"255", "-1"}, {"65535", "-1"},
    {"4294967295", "-1"}, {"9007199254740993", "9007199254740992"}, {"16777217", "16777216"},
    {"1000", "1e3"}, {"16", "0x10"}, {"8", "010"}, {"8", "0o10"}, {"2", "0b10"}, {"10", "1_0"},
    {"1", "+1"}, {"0", "-0"}, {"0", "00"}, {"1", "1e0"}, {"1", " 1"}, {"1", "\uff11"},
    {"10", "\u0661\u0660"}, {"inf", "Infinity"}, {"nan", "NaN"}, {"1", "1st"}, {"1", "1L"},
};
// Words for the same value in YAML, Python or JavaScript.
inline constexpr Twins kValues[] = {
    {"yes", "true"}, {"on", "true"}, {"1", "true"}, {"True", "true"}, {"TRUE", "true"},
    {"no", "false"}, {"off", "false"}, {"0", "false"}, {"None", "null"}, {"none", "null"},
    {"~", "null"}, {"undefined", "null"}, {"null", ""}, {"y", "yes"}, {"n", "no"},
};
// Spellings of the same text in URLs, HTML, file names or identifiers.
inline constexpr Twins kSpelling[] = {
    {"_", "-"}, {"a%61", "aa"}, {"a\\x61", "aa"}, {"a+b", "a b"}, {"a&amp;", "a&"},
    {"a\\\\", "a\\"}, {"a//b", "a/b"}, {"a/./b", "a/b"}, {"a/", "a"}, {"./a", "a"},
};
// Each pair has equal hashes under a common hash function: sums (ab), Java's and .NET's
// polynomial (Aa), djb2 with + and with ^, sdbm, PJW/ELF, FNV-1a and FNV-1 of 32 bits, CRC-32,
// CRC-16/XMODEM, Adler-32, MurmurHash3 x86_32, Jenkins' one-at-a-time, libstdc++'s std::hash
// truncated to 32 bits, and the first 32 and 16 bits of MD5, SHA-1 and SHA-256.
inline constexpr Twins kHashes[] = {
    {"ab", "ba"}, {"Aa", "BB"}, {"ab", "bA"}, {"ad2", "afp"}, {"axjgjz", "ziieqj"}, {"aq", "ba"},
    {"costarring", "liquid"}, {"creamwove", "quists"}, {"plumless", "buckeroo"}, {"acq", "paa"},
    {"aca", "bab"}, {"dszz", "aabgz"}, {"aqaa", "elue"}, {"bxtr", "ehna"}, {"kot", "bwma"},
    {"fm", "nr"}, {"beo", "ewpk"}, {"nj", "zc"}, {"ever", "hgwj"}, {"bj", "ps"},
};

// clang-format on

}  // namespace twins

// All groups.
inline constexpr TwinGroup kTwinGroups[] = {
    {"bytes of UTF-8 or UTF-16 cut, look-alikes, compatibility forms", twins::kUnicode},
    {"case folding", twins::kCases},
    {"Unicode normalisation", twins::kNormalised},
    {"lines and blanks trimmed, split or dropped", twins::kInvisible},
    {"numbers parsed, in 8 to 64 bits or as floating point", twins::kNumbers},
    {"words read as a value by YAML, Python, JavaScript", twins::kValues},
    {"spellings of URLs, HTML, files and separators", twins::kSpelling},
    {"hashes", twins::kHashes},
};

}  // namespace overmatch
