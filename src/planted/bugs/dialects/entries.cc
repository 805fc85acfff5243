// SPDX-License-Identifier: Apache-2.0
// Bugs in how an entry of a dialect without a marker is read.
#include <algorithm>
#include <span>

#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"
#include "planted/bugs/dialects/entry_reading.h"

namespace overmatch::plant {
namespace {

// Every entry as a pattern of another mode.
Read as(Mode mode) {
  return [mode](Mode, View entry) { return one(mode, entry); };
}
// Every entry as it should be read, once it is changed.
template <class Change>
Read with_entry_changed(Change change) {
  return [change](Mode dialect, View entry) { return expand(dialect, change(entry)); };
}
// The entry itself, and what it is split into.
ModePatterns split_entry(Mode dialect, View entry, char at) {
  ModePatterns parts;
  for (View rest = entry;;) {
    const std::size_t end = rest.find(at);
    for (ModePattern& part : expand(dialect, rest.substr(0, end))) parts.push_back(std::move(part));
    if (end == View::npos) return parts;
    rest.remove_prefix(end + 1);
  }
}
std::string trimmed(View text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}
ModePatterns nothing_for_empty(Mode dialect, View entry) {
  return entry.empty() ? ModePatterns{} : expand(dialect, entry);
}
ModePatterns nothing_for_bad(Mode dialect, View entry) {
  return regex_compiles(without_sign(dialect, entry)) ? expand(dialect, entry) : ModePatterns{};
}
ModePatterns name_for_bad(Mode dialect, View entry) {
  const View regex = without_sign(dialect, entry);
  return regex_compiles(regex) ? expand(dialect, entry) : as_name(regex);
}
// The signs of gptqmodel belong to the regex, which is none if it begins so.
ModePatterns with_sign(Mode, View entry) {
  return regex_compiles(entry) ? one(Mode::match, entry) : as_name(entry);
}

constexpr Mode kLlama = Mode::llama_cpp;
constexpr Mode kGptq = Mode::gptqmodel;
constexpr Mode kModelopt = Mode::modelopt;
constexpr Mode kDtensor = Mode::dtensor;
constexpr Mode kPeft = Mode::peft_targets;

// The mode that an entry is read in instead, and what shows it.
struct OtherMode {
  Mode dialect;
  Mode mode;
  View entry;
  View module;
};
constexpr OtherMode kOtherModes[] = {
    {kLlama, Mode::regex, "a", "ab"},       {kLlama, Mode::match, "b", "ab"},
    {kLlama, Mode::substring, "a.", "ab"},  {kLlama, Mode::exact, "a", "ab"},
    {kLlama, Mode::endswith, "a", "ab"},    {kLlama, Mode::prefix, "b", "ab"},
    {kLlama, Mode::segment, "a", "ab"},     {kLlama, Mode::glob, "a", "ab"},
    {kGptq, Mode::regex, "a", "ab"},        {kGptq, Mode::search, "b", "ab"},
    {kGptq, Mode::prefix, "a.", "ab"},      {kGptq, Mode::exact, "a", "ab"},
    {kGptq, Mode::subtree, "a", "ab"},      {kGptq, Mode::glob, "a", "ab"},
    {kModelopt, Mode::exact, "a*", "ab"},   {kModelopt, Mode::path_glob, "*", "a.b"},
    {kModelopt, Mode::endswith, "b", "ab"}, {kModelopt, Mode::substring, "b", "abc"},
    {kModelopt, Mode::segment, "b", "a.b"}, {kModelopt, Mode::prefix, "a", "ab"},
    {kDtensor, Mode::exact, "a*", "ab"},    {kDtensor, Mode::glob, "*", "a.b"},
    {kDtensor, Mode::subtree, "a", "a.b"},  {kDtensor, Mode::segment, "b", "a.b"},
    {kDtensor, Mode::endswith, "b", "ab"},  {kDtensor, Mode::run, "a", "a.b"},
    {kPeft, Mode::exact, "b", "a.b"},       {kPeft, Mode::endswith, "b", "ab"},
    {kPeft, Mode::substring, "b", "abc"},   {kPeft, Mode::run, "a", "a.b"},
    {kPeft, Mode::subtree, "a", "a.b"},     {kPeft, Mode::prefix, "a", "ab"},
    {kPeft, Mode::glob, "*", "a"},
};

std::vector<ReadMistake> mistakes() {
  std::vector<ReadMistake> all = {
      {kLlama,
       "value-cut-off",
       "cuts an entry off at its last `=`",
       with_entry_changed(
           [](View entry) { return std::string(entry.substr(0, entry.rfind('='))); }),
       {{"a=b"}, {"a"}}},
      {kLlama,
       "comma-splits",
       "takes a comma for the end of an entry",
       [](Mode dialect, View entry) { return split_entry(dialect, entry, ','); },
       {{"a,b"}, {"a"}}},
      {kGptq, "signs-in-regex", "leaves the sign in the regex", with_sign, {{"+:a"}, {"a"}}},
      {kGptq,
       "sign-anywhere",
       "removes a sign in the middle of an entry",
       with_entry_changed([](View entry) {
         const std::size_t at = entry.find(":", 1);
         return at == View::npos || at < 2 || (entry[at - 1] != '+' && entry[at - 1] != '-')
                    ? std::string(entry)
                    : std::string(entry.substr(0, at - 1)).append(entry.substr(at + 1));
       }),
       {{"a-:b"}, {"ab"}}},
      {kGptq,
       "exact-when-signed",
       "compares an entry with a sign as a name",
       [](Mode dialect, View entry) {
         const View regex = without_sign(dialect, entry);
         return regex.size() < entry.size() ? as_name(regex) : expand(dialect, entry);
       },
       {{"+:a"}, {"ab"}}},
      {kGptq,
       "fullmatch-when-signed",
       "re.fullmatch for an entry with a sign",
       [](Mode dialect, View entry) {
         const View regex = without_sign(dialect, entry);
         return regex.size() < entry.size() ? one(Mode::regex, regex) : expand(dialect, entry);
       },
       {{"+:a"}, {"ab"}}},
      {kModelopt,
       "stars-added",
       "puts a star at both ends",
       with_entry_changed([](View entry) { return "*" + std::string(entry) + "*"; }),
       {{"b"}, {"abc"}}},
      {kModelopt,
       "any-case",
       "ignores case, as fnmatch does on Windows",
       [](Mode dialect, View entry) {
         ModePatterns readings = expand(dialect, entry);
         readings.push_back({Mode::glob, lower(entry)});
         return readings;
       },
       {{"A"}, {"a"}}},
      {kModelopt,
       "no-brackets",
       "takes brackets for text",
       with_entry_changed([](View entry) { return replace(entry, "[", "[[]"); }),
       {{"[a]"}, {"a"}}},
      {kModelopt,
       "question-is-star",
       "takes `?` for a star",
       with_entry_changed([](View entry) { return replace(entry, "?", "*"); }),
       {{"?"}, {"ab"}}},
      {kModelopt,
       "as-regex",
       "takes an entry for a regex where it compiles",
       [](Mode dialect, View entry) {
         return regex_compiles(entry) ? one(Mode::regex, entry) : expand(dialect, entry);
       },
       {{"a*"}, {"ab"}}},
      {kModelopt,
       "braces",
       "expands braces, as a shell does",
       [](Mode dialect, View entry) {
         if (!entry.starts_with('{') || !entry.ends_with('}')) return expand(dialect, entry);
         return split_entry(dialect, entry.substr(1, entry.size() - 2), ',');
       },
       {{"{a,b}"}, {"a"}}},
      {kDtensor,
       "star-is-some",
       "lets a star alone stand for several segments",
       [](Mode dialect, View entry) {
         return entry == "*" || entry.ends_with(".*") ? one(Mode::glob, entry)
                                                      : expand(dialect, entry);
       },
       {{"a.*"}, {"a.b.c"}}},
      {kDtensor,
       "star-needs-text",
       "lets a star stand for at least one character",
       with_entry_changed([](View entry) { return replace(entry, "*", "?*"); }),
       {{"*"}, {""}}},
      {kDtensor,
       "first-level",
       "looks at the first segment only",
       with_entry_changed([](View entry) { return std::string(entry.substr(0, entry.find('.'))); }),
       {{"a.b"}, {"a"}}},
      {kDtensor,
       "last-level",
       "takes the last segment of an entry for a name",
       [](Mode dialect, View entry) {
         const View last = last_segment(entry);
         std::string text(entry.substr(0, entry.size() - last.size()));
         return expand(dialect, text + replace(last, "*", "[*]"));
       },
       {{"a.*"}, {"a.b"}}},
      {kDtensor,
       "any-case",
       "ignores case, as fnmatch does on Windows",
       [](Mode dialect, View entry) {
         ModePatterns readings = expand(dialect, entry);
         readings.push_back({Mode::path_glob, lower(entry)});
         return readings;
       },
       {{"A"}, {"a"}}},
      {kPeft,
       "one-is-regex",
       "takes an entry for a regex where it compiles",
       [](Mode dialect, View entry) {
         return regex_compiles(entry) ? one(Mode::regex, entry) : expand(dialect, entry);
       },
       {{"a"}, {"b.a"}}},
      {kPeft,
       "last-segment-only",
       "compares the last segment of an entry only",
       with_entry_changed([](View entry) { return std::string(last_segment(entry)); }),
       {{"a.b"}, {"b"}}},
      {kPeft,
       "comma-splits",
       "takes a comma for the end of an entry",
       [](Mode dialect, View entry) { return split_entry(dialect, entry, ','); },
       {{"a,b"}, {"a"}}},
      {kPeft,
       "all-linear",
       "takes all-linear in a list for every module",
       [](Mode dialect, View entry) {
         return entry == "all-linear" ? one(Mode::search, "") : expand(dialect, entry);
       },
       {{"all-linear"}, {"a"}}},
  };
  for (const Mode dialect : {kLlama, kGptq}) {
    all.push_back({dialect,
                   "bad-regex-is-nothing",
                   "a regex that does not compile selects nothing",
                   nothing_for_bad,
                   {{"("}, {"a"}}});
    all.push_back({dialect,
                   "bad-regex-is-name",
                   "a regex that does not compile is a name",
                   name_for_bad,
                   {{"("}, {"a"}}});
    all.push_back({dialect,
                   "small",
                   "writes entries in small letters",
                   with_entry_changed(lower),
                   {{"A"}, {"A"}}});
    all.push_back({dialect,
                   "dots-escaped",
                   "takes a dot for itself",
                   with_entry_changed([](View entry) { return replace(entry, ".", "[.]"); }),
                   {{"a.b"}, {"acb"}}});
  }
  for (const Mode dialect : {kLlama, kGptq, kModelopt, kDtensor, kPeft}) {
    all.push_back({dialect,
                   "trims-entries",
                   "trims spaces around an entry",
                   with_entry_changed(trimmed),
                   {{"a "}, {"a"}}});
    all.push_back({dialect,
                   "empty-is-nothing",
                   "the empty entry selects nothing",
                   nothing_for_empty,
                   {{""}, {""}}});
  }
  return all;
}

}  // namespace

std::vector<Planted> entries() {
  std::vector<Planted> all;
  for (const ReadMistake& mistake : mistakes()) all.push_back(planted_in(mistake));
  for (const OtherMode& other : kOtherModes) {
    const View name = kept("as-" + std::string(to_string(other.mode)));
    const View bug =
        kept("reads an entry as the mode " + std::string(to_string(other.mode)) + " does");
    all.push_back(planted_in({other.dialect,
                              name,
                              bug,
                              as(other.mode),
                              {{std::string(other.entry)}, {std::string(other.module)}}}));
  }
  return all;
}

}  // namespace overmatch::plant
