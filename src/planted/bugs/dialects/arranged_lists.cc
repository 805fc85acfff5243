// SPDX-License-Identifier: Apache-2.0
// Bugs in which entry of a dialect's list decides: how entries are sorted, what `_default` gets,
// and what the signs of gptqmodel mean for their neighbours.
#include <algorithm>
#include <numeric>

#include "names/ascii.h"
#include "planted/bugs/dialects/entry_reading.h"

namespace overmatch::plant {
namespace {

constexpr Mode kTargets = Mode::compressed_tensors_targets;
constexpr Mode kTorchao = Mode::torchao;
constexpr Mode kDynamic = Mode::gptqmodel;
constexpr View kDefault = "_default";

std::vector<std::size_t> as_given(const Question& question) {
  std::vector<std::size_t> places(question.patterns.size());
  std::iota(places.begin(), places.end(), 0);
  return places;
}
// The entries sorted by a key of each; equal ones as given.
template <class Key>
Places by(Key key) {
  return [key](const Question& question) {
    std::vector<std::size_t> places = as_given(question);
    std::stable_sort(places.begin(), places.end(), [&](std::size_t left, std::size_t right) {
      return key(question.patterns[left]) < key(question.patterns[right]);
    });
    return places;
  };
}
// The right places, with those of entries that are picked by `is` moved to the front.
template <class Is>
Places first_where(Mode dialect, Is is) {
  return [dialect, is](const Question& question) {
    std::vector<std::size_t> places = places_of(dialect, question);
    std::stable_partition(places.begin(), places.end(),
                          [&](std::size_t at) { return is(question.patterns[at]); });
    return places;
  };
}
bool is_marked(View entry) { return entry.starts_with("re:"); }
bool holds_marker(View entry) { return entry.find("re:") != View::npos; }

// A mistake in the places of the entries.
struct PlaceMistake {
  Mode dialect;
  View name;
  View bug;
  Places places;
  Ask witness;
  View source = "";
};

std::vector<PlaceMistake> place_mistakes() {
  const auto reversed = [](Mode dialect) {
    return [dialect](const Question& question) {
      std::vector<std::size_t> places = places_of(dialect, question);
      std::reverse(places.begin(), places.end());
      return places;
    };
  };
  std::vector<PlaceMistake> all = {
      {kTargets,
       "sorted-as-text",
       "sorts names and regexes together",
       by([](View entry) { return std::string(entry); }),
       {{"re:z", "z"}, {"z"}, {1, 2}}},
      {kTargets,
       "marker-in-front-only",
       "sorts a name that holds the marker among names",
       by([](View entry) { return std::pair(is_marked(entry), std::string(entry)); }),
       {{"zre:a", "re:.*"}, {"zre:a"}, {1, 2}}},
      {kTargets,
       "regexes-as-given",
       "sorts names before regexes and nothing else",
       by([](View entry) { return holds_marker(entry); }),
       {{"re:b", "re:.*"}, {"b"}, {1, 2}}},
      {kTargets,
       "backwards",
       "sorts backwards within names and within regexes",
       [](const Question& question) {
         std::vector<std::size_t> places = places_of(kTargets, question);
         std::reverse(places.begin(), places.end());
         std::stable_partition(places.begin(), places.end(), [&](std::size_t at) {
           return !holds_marker(question.patterns[at]);
         });
         return places;
       },
       {{"re:b", "re:.*"}, {"b"}, {1, 2}}},
      {kTargets,
       "sorted-in-any-case",
       "ignores case when it sorts",
       by([](View entry) { return std::pair(holds_marker(entry), lower(entry)); }),
       {{"re:B|b", "re:a?b"}, {"b"}, {1, 2}}},
      {kTargets,
       "longest-regex-first",
       "asks the longest regex first",
       by([](View entry) {
         return std::pair(holds_marker(entry), -static_cast<int>(entry.size()));
       }),
       {{"re:.", "re:a|b"}, {"b"}, {1, 2}}},
      {kTorchao,
       "default-in-place",
       "lets `_default` decide where it stands",
       first_where(kTorchao, [](View entry) { return entry == kDefault; }),
       {{"_default", "a"}, {"a"}, {1, 2}}},
      {kTorchao,
       "default-before-regexes",
       "asks `_default` before the regexes",
       by([](View entry) { return entry == kDefault  ? 1
                                  : is_marked(entry) ? 2
                                                     : 0; }),
       {{"re:a", "_default"}, {"a"}, {1, 2}}},
      {kTorchao,
       "regexes-sorted",
       "sorts the regexes by their text",
       by([](View entry) {
         return std::pair(entry == kDefault  ? 2
                          : is_marked(entry) ? 1
                                             : 0,
                          is_marked(entry) ? std::string(entry) : std::string());
       }),
       {{"re:b", "re:.*"}, {"b"}, {1, 2}}},
      {kTorchao,
       "last-regex",
       "lets the last regex decide",
       [](const Question& question) {
         std::vector<std::size_t> places = places_of(kTorchao, question);
         const auto begin = std::find_if(places.begin(), places.end(), [&](std::size_t at) {
           return is_marked(question.patterns[at]);
         });
         const auto end = std::find_if(begin, places.end(), [&](std::size_t at) {
           return !is_marked(question.patterns[at]);
         });
         std::reverse(begin, end);
         return places;
       },
       {{"re:a", "re:.*"}, {"a"}, {1, 2}}},
      {kDynamic,
       "null-first",
       "asks the entries that give null first",
       first_where(kDynamic, [](View entry) { return entry.starts_with("-:"); }),
       {{"a", "-:a"}, {"a"}, {1, 1}}},
      {kDynamic,
       "null-last",
       "asks the entries that give null last",
       first_where(kDynamic, [](View entry) { return !entry.starts_with("-:"); }),
       {{"-:a", "a"}, {"a"}, {1, 1}}},
      {kDynamic,
       "plus-first",
       "asks the entries with `+:` first",
       first_where(kDynamic, [](View entry) { return entry.starts_with("+:"); }),
       {{"a", "+:a"}, {"a"}, {1, 2}}},
      {kDynamic,
       "whole-first",
       "asks regexes between anchors first, as names",
       first_where(kDynamic,
                   [](View entry) { return entry.starts_with('^') && entry.ends_with('$'); }),
       {{"a", "^a$"}, {"a"}, {1, 2}}},
  };
  for (const Mode dialect : {kTargets, kTorchao}) {
    all.push_back({dialect,
                   "as-given",
                   "asks the entries as they are given",
                   as_given,
                   {{"re:a", "a"}, {"a"}, {1, 2}}});
    all.push_back({dialect,
                   "regexes-first",
                   "asks the regexes before the names",
                   first_where(dialect, is_marked),
                   {{"a", "re:a"}, {"a"}, {1, 2}}});
  }
  for (const Mode dialect : {kTargets, kTorchao, kDynamic})
    all.push_back({dialect,
                   "other-way-round",
                   "asks the entries the other way round",
                   reversed(dialect),
                   {{"+:a", "-:a", "a", "re:a"}, {"a"}, {1, 1, 2, 1}}});
  return all;
}

// A matcher that gives the labels that `change` makes of the right ones.
template <class Change>
Behaviour with_labels(Mode dialect, Change change) {
  return whole([dialect, change](const Question& question, Answer& answer) {
    const Matches matches =
        find_matches(right_readings(dialect, question.patterns), question.modules, answer);
    if (matches.rejected) return;
    change(question, matches, places_of(dialect, question), answer);
  });
}

// Goes on behind null entries; `is_skipped(entry)`: behind which.
template <class IsSkipped>
Behaviour skipping_null(Mode dialect, IsSkipped is_skipped) {
  return with_labels(dialect,
                     [dialect, is_skipped](const Question& question, const Matches& matches,
                                           std::vector<std::size_t> places, Answer& answer) {
                       const std::vector<Label> labels = labels_of(dialect, question);
                       std::erase_if(places, [&](std::size_t at) {
                         return labels[at] == kNull && is_skipped(question.patterns[at]);
                       });
                       decide(matches, places, labels, answer);
                     });
}

// Takes entries of gptqmodel for others: `sign(entry)` says for which, and whether they give null
// besides those whose sign says so.
template <class Sign>
Behaviour reading_signs(Sign sign) {
  return whole([sign](const Question& question, Answer& answer) {
    std::vector<ModePatterns> readings;
    std::vector<Label> labels = labels_of(kDynamic, question);
    for (std::size_t at = 0; at < question.patterns.size(); ++at) {
      const auto [entry, gives_null] = sign(question.patterns[at]);
      if (gives_null) labels[at] = kNull;
      readings.push_back(expand(kDynamic, entry));
    }
    const Matches matches = find_matches(readings, question.modules, answer);
    if (!matches.rejected) decide(matches, places_of(kDynamic, question), labels, answer);
  });
}

Read without_default(bool (*is_default)(View entry)) {
  return [is_default](Mode dialect, View entry) {
    if (is_default(entry)) return one(Mode::search, "");
    return entry == kDefault ? as_name(entry) : expand(dialect, entry);
  };
}

}  // namespace

std::vector<Planted> arranged_lists() {
  std::vector<Planted> all;
  for (const PlaceMistake& mistake : place_mistakes())
    all.push_back(in_dialect(mistake.name, mistake.dialect, mistake.bug,
                             placing(mistake.dialect, mistake.places), mistake.witness,
                             mistake.source));
  const auto add = [&](Mode dialect, View name, View bug, Behaviour behaviour, Ask witness,
                       View source = "") {
    all.push_back(in_dialect(name, dialect, bug, std::move(behaviour), std::move(witness), source));
  };
  add(kTorchao, "default-is-a-name", "takes `_default` for the name of a module",
      reading(kTorchao, without_default([](View) { return false; })), {{"_default"}, {"a"}});
  add(kTorchao, "default-in-any-case", "ignores the case of `_default`",
      reading(kTorchao, without_default([](View entry) { return lower(entry) == kDefault; })),
      {{"_DEFAULT"}, {"a"}});
  add(kTorchao, "default-with-more", "takes each entry that begins with `_default` for it",
      reading(kTorchao, without_default([](View entry) { return entry.starts_with(kDefault); })),
      {{"_default_"}, {"a"}});
  add(kTorchao, "default-is-marked", "takes `re:_default` for it",
      reading(kTorchao, without_default([](View entry) {
                return entry == kDefault || entry == "re:_default";
              })),
      {{"re:_default"}, {"a"}});
  add(kTorchao, "default-after-null", "gives `_default` to what a null entry matched",
      skipping_null(kTorchao, [](View entry) { return entry != kDefault; }),
      {{"a", "_default"}, {"a"}, {0, 1}}, "pytorch/ao#3867");
  add(kTorchao, "regex-after-null-name", "asks the regexes about what a null name matched",
      skipping_null(kTorchao, [](View entry) { return !is_marked(entry) && entry != kDefault; }),
      {{"a", "re:a"}, {"a"}, {0, 1}}, "pytorch/ao#4902");
  add(kTorchao, "root-has-no-default", "leaves the root out of `_default`",
      reading(kTorchao,
              [](Mode dialect, View entry) {
                return entry == kDefault ? one(Mode::search, ".") : expand(dialect, entry);
              }),
      {{"_default"}, {""}});
  add(kDynamic, "minus-gives-label", "takes `-:` for `+:`",
      with_labels(kDynamic,
                  [](const Question& question, const Matches& matches,
                     const std::vector<std::size_t>& places, Answer& answer) {
                    const std::vector<Label> labels(question.labels.begin(), question.labels.end());
                    decide(matches, places,
                           labels.empty() ? std::vector<Label>(places.size(), 1) : labels, answer);
                  }),
      {{"-:a"}, {"a"}});
  add(kDynamic, "minus-skips", "goes on behind an entry with `-:`",
      skipping_null(kDynamic, [](View entry) { return entry.starts_with("-:"); }),
      {{"-:a", "a"}, {"a"}, {1, 2}});
  add(kDynamic, "minus-without-colon", "takes `-` alone for `-:`", reading_signs([](View entry) {
        const bool minus = entry.starts_with('-') && !has_null_sign(kDynamic, entry);
        return std::pair(minus ? entry.substr(1) : entry, minus);
      }),
      {{"-a", "a"}, {"a"}, {1, 2}});
  add(kDynamic, "two-signs", "reads a second sign behind the first", reading_signs([](View entry) {
        const View inner = without_sign(kDynamic, entry);
        return std::pair(inner, inner.size() < entry.size() && has_null_sign(kDynamic, inner));
      }),
      {{"+:-:a", "a"}, {"a"}, {1, 2}});
  add(kDynamic, "null-by-fullmatch", "re.fullmatch for an entry with `-:`",
      reading(kDynamic,
              [](Mode dialect, View entry) {
                return has_null_sign(dialect, entry)
                           ? one(Mode::regex, without_sign(dialect, entry))
                           : expand(dialect, entry);
              }),
      {{"-:a", "a"}, {"ab"}, {1, 2}});
  return all;
}

}  // namespace overmatch::plant
