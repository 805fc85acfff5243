// SPDX-License-Identifier: Apache-2.0
// Bugs in how an entry of transformers-skip is read.
#include "matchers/regex.h"
#include "planted/bugs/dialects/entry_reading.h"

namespace overmatch::plant {
namespace {

// The regex of an entry of transformers-skip.
std::string bounded(View entry) { return expand(Mode::transformers_skip, entry).front().pattern; }

}  // namespace

std::vector<Planted> transformers_skip() {
  std::vector<Planted> all;
  const auto add = [&](View name, View bug, Read read, std::vector<Ask> witness) {
    all.push_back(wrong(name, Mode::transformers_skip, bug,
                        reading(Mode::transformers_skip, std::move(read)), std::move(witness)));
  };
  // The regex part and the text part of a reading.
  const auto two = [](Mode mode, const std::string& regex, Mode end, View entry) {
    return ModePatterns{{mode, regex}, {end, std::string(entry)}};
  };
  add("transformers-skip-no-ends", "an entry is not looked for at the end of names",
      [](Mode, View entry) { return one(Mode::match, bounded(entry)); }, {{{"b"}, {"ab"}}});
  add("transformers-skip-ends-only", "an entry is looked for at the end of names only",
      [](Mode, View entry) { return one(Mode::endswith, entry); }, {{{"a"}, {"a.b"}}});
  add("transformers-skip-open", "a match may end in the middle of a segment, as until 5.20",
      [two](Mode, View entry) {
        return two(Mode::match, std::string(entry), Mode::endswith, entry);
      },
      {{{"a"}, {"ab"}}});
  add("transformers-skip-substring", "an entry is looked for everywhere in names",
      [two](Mode, View entry) { return two(Mode::match, bounded(entry), Mode::substring, entry); },
      {{{"b"}, {"abc"}}});
  add("transformers-skip-search", "re.search instead of re.match",
      [two](Mode, View entry) { return two(Mode::search, bounded(entry), Mode::endswith, entry); },
      {{{"b"}, {"ab.c"}}});
  add("transformers-skip-fullmatch", "re.fullmatch instead of re.match",
      [two](Mode, View entry) { return two(Mode::regex, bounded(entry), Mode::endswith, entry); },
      {{{"a"}, {"a.b"}}});
  add("transformers-skip-dotted-only", "a match must be followed by a dot",
      [two](Mode, View entry) {
        return two(Mode::match, "(?:" + std::string(entry) + ")\\.", Mode::endswith, entry);
      },
      {{{"[a]"}, {"a"}}});
  add("transformers-skip-whole-only", "a match must end with the name",
      [two](Mode, View entry) {
        return two(Mode::match, "(?:" + std::string(entry) + ")$", Mode::endswith, entry);
      },
      {{{"a"}, {"a.b"}}});
  add("transformers-skip-no-dot-at-end", "a dot at the end of an entry is no boundary",
      [two](Mode, View entry) {
        return two(Mode::match, "(?:" + std::string(entry) + ")(?=\\.|$)", Mode::endswith, entry);
      },
      {{{"a."}, {"a.b"}}});
  add("transformers-skip-word-boundary", "\\b is taken for the end of a segment",
      [two](Mode, View entry) {
        return two(Mode::match, "(?:" + std::string(entry) + ")(?:(?<=\\.)|\\b)", Mode::endswith,
                   entry);
      },
      {{{"a"}, {"a-b"}}});
  add("transformers-skip-not-grouped", "an alternation is not grouped",
      [two](Mode, View entry) {
        return two(Mode::match, std::string(entry) + R"((?:(?<=\.)|(?=\.|$)))", Mode::endswith,
                   entry);
      },
      {{{"a|b"}, {"ac"}}});
  add("transformers-skip-escaped", "the entry is escaped before it is matched",
      [two](Mode, View entry) {
        return two(Mode::match, bounded(escape_regex(entry)), Mode::endswith, entry);
      },
      {{{"a.*c"}, {"abc"}}});
  add("transformers-skip-subtree", "compares whole segments instead of matching",
      [two](Mode, View entry) {
        return two(Mode::subtree, std::string(entry), Mode::endswith, entry);
      },
      {{{"[a]"}, {"a"}}});
  add("transformers-skip-segment", "the end of a name must be whole segments",
      [two](Mode, View entry) { return two(Mode::match, bounded(entry), Mode::segment, entry); },
      {{{"b"}, {"ab"}}});
  add("transformers-skip-end-is-regex", "the end of a name is matched by a regex",
      [two](Mode, View entry) {
        const std::string end = "(?:" + std::string(entry) + ")\\Z";
        return two(Mode::match, bounded(entry), regex_compiles(end) ? Mode::search : Mode::endswith,
                   regex_compiles(end) ? View(end) : entry);
      },
      {{{"[b]"}, {"ab"}}});
  add("transformers-skip-small", "compares small letters",
      [two](Mode, View entry) {
        const std::string small = lower(entry);
        return two(Mode::match, bounded(small), Mode::endswith, small);
      },
      {{{"A"}, {"A"}}});
  add("transformers-skip-bad-regex", "a regex that does not compile is compared as text only",
      [](Mode dialect, View entry) {
        return regex_compiles(bounded(entry)) ? expand(dialect, entry) : one(Mode::endswith, entry);
      },
      {{{"("}, {"a"}}});
  add("transformers-skip-empty", "the empty entry selects nothing",
      [](Mode dialect, View entry) {
        return entry.empty() ? ModePatterns{} : expand(dialect, entry);
      },
      {{{""}, {"a"}}});

  return all;
}

}  // namespace overmatch::plant
