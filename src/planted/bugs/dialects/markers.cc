// SPDX-License-Identifier: Apache-2.0
// Bugs in how the marker in front of an entry is read, in each dialect that has one.
#include <algorithm>

#include "matchers/regex.h"
#include "names/ascii.h"
#include "planted/bugs/dialects/entry_reading.h"

namespace overmatch::plant {
namespace {

using MarkedBug = std::function<Behaviour(Mode dialect)>;

// A matcher that reads each entry by itself.
MarkedBug entries_read(Read read) {
  return [read = std::move(read)](Mode dialect) { return reading(dialect, read); };
}
// As it should be, but for names and for regexes, which are read otherwise.
MarkedBug with_names_as(Mode mode) {
  return entries_read([mode](Mode dialect, View entry) {
    return entry.starts_with(marker_of(dialect)) ? expand(dialect, entry) : one(mode, entry);
  });
}
MarkedBug with_regexes_as(Mode mode) {
  return entries_read([mode](Mode dialect, View entry) {
    const View marker = marker_of(dialect);
    return entry.starts_with(marker) ? one(mode, entry.substr(marker.size()))
                                     : expand(dialect, entry);
  });
}
// The entry is changed before it is read.
template <class Change>
MarkedBug with_entries(Change change) {
  return entries_read([change](Mode dialect, View entry) {
    return expand(dialect, change(entry, marker_of(dialect)));
  });
}
// Whether each entry is a regex is told from the whole list.
template <class IsRegex>
MarkedBug with_kind_from_list(IsRegex is_regex_list) {
  return [is_regex_list](Mode in) {
    return reading_lists(in, [is_regex_list](Mode dialect, Patterns entries) {
      const View marker = marker_of(dialect);
      const auto marked = [&](View entry) { return entry.starts_with(marker); };
      const bool regexes = is_regex_list(entries, marked);
      std::vector<ModePatterns> all;
      for (View entry : entries) {
        if (marked(entry)) entry.remove_prefix(marker.size());
        all.push_back(regexes ? as_regex(dialect, entry) : as_name(entry));
      }
      return all;
    });
  };
}

// One bug in each dialect with a marker. Its witness holds "M" in place of the marker.
struct MarkerMistake {
  View name;
  View bug;
  MarkedBug behaviour;
  std::vector<std::string> entries;
  std::vector<std::string> modules;
};

// Regexes that are matched otherwise, and an entry that shows it on the name `ab`.
struct OtherEnd {
  View name;
  Mode mode;
  View witness;
};
constexpr OtherEnd kOtherEnds[] = {{"regex-fullmatch", Mode::regex, "Ma"},
                                   {"regex-match", Mode::match, "Ma"},
                                   {"regex-search", Mode::search, "Mb"}};

}  // namespace

std::vector<Planted> markers() {
  const std::vector<MarkerMistake> marked = {
      {"marker-ignored",
       "knows no marker: each entry is a name",
       entries_read([](Mode, View entry) { return as_name(entry); }),
       {"Ma"},
       {"a"}},
      {"marker-optional",
       "reads each entry as a regex, without its marker",
       entries_read([](Mode dialect, View entry) {
         const View marker = marker_of(dialect);
         return as_regex(dialect, entry.starts_with(marker) ? entry.substr(marker.size()) : entry);
       }),
       {"a.*"},
       {"ab"}},
      {"marker-in-regex",
       "the marker stays in the regex",
       entries_read([](Mode dialect, View entry) {
         return entry.starts_with(marker_of(dialect)) && regex_compiles(entry)
                    ? as_regex(dialect, entry)
                    : as_name(entry);
       }),
       {"Ma"},
       {"a"}},
      {"marker-anywhere",
       "what holds the marker somewhere is a regex",
       entries_read([](Mode dialect, View entry) {
         const View marker = marker_of(dialect);
         const std::size_t at = entry.find(marker);
         return at == View::npos ? as_name(entry)
                                 : as_regex(dialect, entry.substr(at + marker.size()));
       }),
       {"aMb"},
       {"b"}},
      {"marker-twice",
       "removes every marker in front, not one",
       with_entries([](View entry, View marker) {
         std::string text(entry);
         while (text.starts_with(std::string(marker) + std::string(marker)))
           text.erase(0, marker.size());
         return text;
       }),
       {"MMa"},
       {"a"}},
      {"marker-replaced",
       "replaces the marker by nothing everywhere in the regex",
       with_entries([](View entry, View marker) {
         if (!entry.starts_with(marker)) return std::string(entry);
         return std::string(marker) + replace(entry, marker, "");
       }),
       {"MaMb"},
       {"ab"}},
      {"marker-any-case",
       "ignores the case of the marker",
       entries_read([](Mode dialect, View entry) {
         const View marker = marker_of(dialect);
         return lower(entry.substr(0, marker.size())) == marker
                    ? as_regex(dialect, entry.substr(marker.size()))
                    : as_name(entry);
       }),
       {"RE:a", "{RE}a"},
       {"a"}},
      {"trims-entries",
       "trims spaces around an entry",
       with_entries([](View entry, View) {
         while (entry.starts_with(' ')) entry.remove_prefix(1);
         while (entry.ends_with(' ')) entry.remove_suffix(1);
         return std::string(entry);
       }),
       {" Ma"},
       {"a"}},
      {"trims-regexes",
       "trims spaces behind the marker",
       with_entries([](View entry, View marker) {
         if (!entry.starts_with(marker)) return std::string(entry);
         std::string text(entry);
         while (text.size() > marker.size() && text[marker.size()] == ' ')
           text.erase(marker.size(), 1);
         return text;
       }),
       {"M a"},
       {"a"}},
      {"regex-as-glob",
       "fnmatch instead of re.match",
       with_regexes_as(Mode::glob),
       {"Ma.*"},
       {"abc"}},
      {"regex-small",
       "writes the regex in small letters",
       with_entries([](View entry, View marker) {
         return entry.starts_with(marker) ? lower(entry) : std::string(entry);
       }),
       {"MA"},
       {"A"}},
      {"name-endswith",
       "a name selects all that ends with it",
       with_names_as(Mode::endswith),
       {"b"},
       {"ab"}},
      {"name-segment",
       "a name selects what ends with its segments",
       with_names_as(Mode::segment),
       {"b"},
       {"a.b"}},
      {"name-substring",
       "a name selects all that holds it",
       with_names_as(Mode::substring),
       {"b"},
       {"abc"}},
      {"name-prefix",
       "a name selects all that starts with it",
       with_names_as(Mode::prefix),
       {"a"},
       {"ab"}},
      {"name-subtree",
       "a name selects all below it too",
       with_names_as(Mode::subtree),
       {"a"},
       {"a.b"}},
      {"name-as-glob", "a name with a star is a glob", with_names_as(Mode::glob), {"a*"}, {"ab"}},
      {"name-as-regex",
       "a name selects what it matches as a whole regex",
       entries_read([](Mode dialect, View entry) {
         if (entry.starts_with(marker_of(dialect)) || !regex_compiles(entry))
           return expand(dialect, entry);
         return one(Mode::regex, entry);
       }),
       {"a.*"},
       {"ab"}},
      {"name-any-case",
       "ignores the case of names",
       entries_read([](Mode dialect, View entry) {
         ModePatterns readings = expand(dialect, entry);
         if (!entry.starts_with(marker_of(dialect))) {
           readings.push_back({Mode::exact, lower(entry)});
           readings.push_back({Mode::exact, in_capitals(entry)});
         }
         return readings;
       }),
       {"A"},
       {"a"}},
      {"all-regexes-if-one-is",
       "one marked entry makes all regexes",
       with_kind_from_list([](Patterns list, const auto& is_marked) {
         return std::any_of(list.begin(), list.end(), is_marked);
       }),
       {"Mb", "a.*"},
       {"ab"}},
      {"kind-of-first-entry",
       "the first entry says what all are",
       with_kind_from_list([](Patterns list, const auto& is_marked) {
         return !list.empty() && is_marked(list.front());
       }),
       {"a", "Mb.*"},
       {"bc"}},
      {"names-only-if-one-is",
       "an unmarked entry makes all names",
       with_kind_from_list([](Patterns list, const auto& is_marked) {
         return std::all_of(list.begin(), list.end(), is_marked);
       }),
       {"c", "Ma.*"},
       {"ab"}},
      {"bare-marker-is-nothing",
       "the marker alone selects nothing",
       entries_read([](Mode dialect, View entry) {
         return entry == marker_of(dialect) ? ModePatterns{} : expand(dialect, entry);
       }),
       {"M"},
       {""}},
      {"bad-regex-is-nothing",
       "a regex that does not compile selects nothing",
       entries_read([](Mode dialect, View entry) {
         const auto regex = regex_in(dialect, entry);
         return regex && !regex_compiles(*regex) ? ModePatterns{} : expand(dialect, entry);
       }),
       {"M("},
       {"a"}},
      {"bad-regex-is-name",
       "a regex that does not compile is a name",
       entries_read([](Mode dialect, View entry) {
         const auto regex = regex_in(dialect, entry);
         return regex && !regex_compiles(*regex) ? as_name(*regex) : expand(dialect, entry);
       }),
       {"M("},
       {"a"}},
  };
  std::vector<Planted> all;
  for (const ModeTraits& traits : kModeTraits) {
    const Mode dialect = traits.mode;
    if (marker_of(dialect).empty()) continue;
    const auto spell = [&](std::vector<std::string> texts) {
      for (std::string& text : texts) text = replace(text, "M", marker_of(dialect));
      return texts;
    };
    for (const MarkerMistake& mistake : marked)
      all.push_back(in_dialect(mistake.name, dialect, mistake.bug, mistake.behaviour(dialect),
                               {spell(mistake.entries), spell(mistake.modules)}));
    for (const auto& [name, mode, witness] : kOtherEnds) {
      if (mode == plain_mode_of(dialect)) continue;
      all.push_back(in_dialect(name, dialect, "matches regexes at other ends of a name",
                               with_regexes_as(mode)(dialect),
                               {spell({std::string(witness)}), {"ab"}}));
    }
  }
  return all;
}

}  // namespace overmatch::plant
