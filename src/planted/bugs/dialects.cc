// SPDX-License-Identifier: Apache-2.0
// Bugs in how the entries of a list are read, and correct variants of the dialects.
#include <algorithm>
#include <functional>

#include "dialects/dialect.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

using ModePatterns = std::vector<ModePattern>;
using Read = std::function<ModePatterns(Mode dialect, View entry)>;

constexpr ModeSet kMarked =
    ModeSet::where([](const ModeTraits& traits) { return !traits.marker.empty(); });

View marker_of(Mode dialect) { return traits_of(dialect).marker; }
ModePatterns one(Mode mode, View pattern) { return {{mode, std::string(pattern)}}; }
ModePatterns as_regex(View pattern) { return one(Mode::match, pattern); }
ModePatterns as_name(View pattern) { return one(Mode::exact, pattern); }

// Selects what one of the readings of one of the entries selects. Rejects what a reference rejects.
void select_by(const std::vector<ModePatterns>& all, const Question& question, Answer& answer) {
  Answer part;
  for (const ModePatterns& readings : all) {
    for (const ModePattern& reading : readings) {
      ask_reference(reading.mode, std::vector<std::string>{reading.pattern}, question.modules,
                    part);
      if (part.rejected()) return answer.reject(part.reason());
      for (std::size_t i = 0; i < question.modules.size(); ++i) {
        if (part.selects(i)) answer.select(i);
      }
    }
  }
}

// A matcher that reads each entry by itself.
std::function<Behaviour(Mode)> reading(Read read) {
  return [read = std::move(read)](Mode dialect) {
    return whole([dialect, read](const Question& question, Answer& answer) {
      std::vector<ModePatterns> all;
      for (const View entry : question.patterns) all.push_back(read(dialect, entry));
      select_by(all, question, answer);
    });
  };
}
// As it should be, but for names and for regexes, which are read otherwise.
std::function<Behaviour(Mode)> with_names_as(Mode mode) {
  return reading([mode](Mode dialect, View entry) {
    return entry.starts_with(marker_of(dialect)) ? expand(dialect, entry) : one(mode, entry);
  });
}
std::function<Behaviour(Mode)> with_regexes_as(Mode mode) {
  return reading([mode](Mode dialect, View entry) {
    const View marker = marker_of(dialect);
    return entry.starts_with(marker) ? one(mode, entry.substr(marker.size())) : as_name(entry);
  });
}
// The entry is changed before it is read.
template <class Change>
std::function<Behaviour(Mode)> with_entries(Change change) {
  return reading([change](Mode dialect, View entry) {
    return expand(dialect, change(entry, marker_of(dialect)));
  });
}
// Whether each entry is a regex is told from the whole list.
template <class IsRegex>
std::function<Behaviour(Mode)> with_kind_from_list(IsRegex is_regex_list) {
  return [is_regex_list](Mode dialect) {
    return whole([dialect, is_regex_list](const Question& question, Answer& answer) {
      const View marker = marker_of(dialect);
      const auto marked = [&](View entry) { return entry.starts_with(marker); };
      const bool regexes = is_regex_list(question.patterns, marked);
      std::vector<ModePatterns> all;
      for (View entry : question.patterns) {
        if (marked(entry)) entry.remove_prefix(marker.size());
        all.push_back(regexes ? as_regex(entry) : as_name(entry));
      }
      select_by(all, question, answer);
    });
  };
}

std::string in_capitals(View text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), to_upper);
  return upper;
}

// One bug in each dialect with a marker. Its witness holds "M" in place of the marker.
struct MarkerMistake {
  View name;
  View bug;
  std::function<Behaviour(Mode)> behaviour;
  std::vector<std::string> entries;
  std::vector<std::string> modules;
};

void add_in_marked(const std::vector<MarkerMistake>& mistakes, std::vector<Planted>& out) {
  for (const ModeTraits& traits : kModeTraits) {
    if (!kMarked.contains(traits.mode)) continue;
    const auto spell = [&](std::vector<std::string> texts) {
      for (std::string& text : texts) {
        for (std::size_t at = 0; (at = text.find('M', at)) != std::string::npos;) {
          text.replace(at, 1, traits.marker);
          at += traits.marker.size();
        }
      }
      return texts;
    };
    for (const MarkerMistake& mistake : mistakes) {
      out.push_back(wrong(kept(std::string(traits.name) + "-" + std::string(mistake.name)),
                          traits.mode, mistake.bug, mistake.behaviour(traits.mode),
                          {{spell(mistake.entries), spell(mistake.modules)}}));
    }
  }
}

// The regex of an entry of transformers-skip.
std::string bounded(View entry) { return expand(Mode::transformers_skip, entry).front().pattern; }

Behaviour of_transformers(Read read) { return reading(std::move(read))(Mode::transformers_skip); }

}  // namespace

std::vector<Planted> dialects() {
  const std::vector<MarkerMistake> marked = {
      {"marker-ignored",
       "knows no marker: each entry is a name",
       reading([](Mode, View entry) { return as_name(entry); }),
       {"Ma"},
       {"a"}},
      {"marker-optional",
       "reads each entry as a regex, without its marker",
       reading([](Mode dialect, View entry) {
         const View marker = marker_of(dialect);
         return as_regex(entry.starts_with(marker) ? entry.substr(marker.size()) : entry);
       }),
       {"a"},
       {"ab"}},
      {"marker-in-regex",
       "the marker stays in the regex",
       reading([](Mode dialect, View entry) {
         return entry.starts_with(marker_of(dialect)) && regex_compiles(entry) ? as_regex(entry)
                                                                               : as_name(entry);
       }),
       {"Ma"},
       {"a"}},
      {"marker-anywhere",
       "what holds the marker somewhere is a regex",
       reading([](Mode dialect, View entry) {
         const View marker = marker_of(dialect);
         const std::size_t at = entry.find(marker);
         return at == View::npos ? as_name(entry) : as_regex(entry.substr(at + marker.size()));
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
       reading([](Mode dialect, View entry) {
         const View marker = marker_of(dialect);
         return lower(entry.substr(0, marker.size())) == marker
                    ? as_regex(entry.substr(marker.size()))
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
      {"regex-fullmatch",
       "re.fullmatch instead of re.match",
       with_regexes_as(Mode::regex),
       {"Ma"},
       {"ab"}},
      {"regex-search",
       "re.search instead of re.match",
       with_regexes_as(Mode::search),
       {"Mb"},
       {"ab"}},
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
       reading([](Mode dialect, View entry) {
         if (entry.starts_with(marker_of(dialect)) || !regex_compiles(entry))
           return expand(dialect, entry);
         return one(Mode::regex, entry);
       }),
       {"a.*"},
       {"ab"}},
      {"name-any-case",
       "ignores the case of names",
       reading([](Mode dialect, View entry) {
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
       {"Mb", "a"},
       {"ab"}},
      {"kind-of-first-entry",
       "the first entry says what all are",
       with_kind_from_list([](Patterns list, const auto& is_marked) {
         return !list.empty() && is_marked(list.front());
       }),
       {"a", "Mb"},
       {"bc"}},
      {"names-only-if-one-is",
       "an unmarked entry makes all names",
       with_kind_from_list([](Patterns list, const auto& is_marked) {
         return std::all_of(list.begin(), list.end(), is_marked);
       }),
       {"c", "Ma"},
       {"ab"}},
      {"bare-marker-is-nothing",
       "the marker alone selects nothing",
       reading([](Mode dialect, View entry) {
         return entry == marker_of(dialect) ? ModePatterns{} : expand(dialect, entry);
       }),
       {"M"},
       {"a"}},
      {"bad-regex-is-nothing",
       "a regex that does not compile selects nothing",
       reading([](Mode dialect, View entry) {
         const auto regex = regex_in(dialect, entry);
         return regex && !regex_compiles(*regex) ? ModePatterns{} : expand(dialect, entry);
       }),
       {"M("},
       {"a"}},
      {"bad-regex-is-name",
       "a regex that does not compile is a name",
       reading([](Mode dialect, View entry) {
         const auto regex = regex_in(dialect, entry);
         return regex && !regex_compiles(*regex) ? as_name(*regex) : expand(dialect, entry);
       }),
       {"M("},
       {"a"}},
  };
  std::vector<Planted> all;
  add_in_marked(marked, all);

  const auto add = [&](View name, View bug, Read read, std::vector<Ask> witness) {
    all.push_back(wrong(name, Mode::transformers_skip, bug, of_transformers(std::move(read)),
                        std::move(witness)));
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

  for (const ModeTraits& traits : kModeTraits) {
    if (!traits.is_dialect) continue;
    const auto named = [&](View what) {
      return kept(std::string(traits.name) + "-correct-" + std::string(what));
    };
    const auto add_right = [&](View what, View how, Behaviour behaviour) {
      all.push_back(right(named(what), traits.mode, how, std::move(behaviour)));
    };
    add_right("one-by-one", "each entry by itself, the last first",
              whole([mode = traits.mode](const Question& question, Answer& answer) {
                std::vector<ModePatterns> readings;
                for (std::size_t at = question.patterns.size(); at-- > 0;)
                  readings.push_back(expand(mode, question.patterns[at]));
                select_by(readings, question, answer);
              }));
    add_right("sorted", "the entries are sorted, and repeats dropped",
              whole([mode = traits.mode](const Question& question, Answer& answer) {
                std::vector<std::string> entries(question.patterns.begin(),
                                                 question.patterns.end());
                std::sort(entries.begin(), entries.end());
                entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
                ask_reference(mode, entries, question.modules, answer);
              }));
    add_right("texts-first", "what needs no regex first, then the regexes for the other modules",
              whole([mode = traits.mode](const Question& question, Answer& answer) {
                std::vector<std::string> regexes;
                std::vector<View> others;
                std::vector<std::size_t> places;
                std::vector<ModePatterns> texts;
                for (const View entry : question.patterns) {
                  for (ModePattern& one : expand(mode, entry)) {
                    if (is_regex(one.mode))
                      regexes.push_back(std::move(one.pattern));
                    else
                      texts.push_back({std::move(one)});
                  }
                }
                select_by(texts, question, answer);
                for (std::size_t i = 0; i < question.modules.size(); ++i) {
                  if (answer.selects(i)) continue;
                  others.push_back(question.modules[i]);
                  places.push_back(i);
                }
                Answer part;
                ask_reference(Mode::match, regexes, others, part);
                if (part.rejected()) return answer.reject(part.reason());
                for (std::size_t at = 0; at < places.size(); ++at) {
                  if (part.selects(at)) answer.select(places[at]);
                }
              }));
  }
  return all;
}

}  // namespace overmatch::plant
