// SPDX-License-Identifier: Apache-2.0
// Bugs and correct variants of lists with labels: which entry decides, what null does, and what a
// label is. Each is planted in several modes, where the entries themselves are read as they should.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "dialects/dialect.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The entries of one question in the order in which they are asked.
struct Entries {
  std::vector<View> patterns;
  std::vector<Label> labels;
  std::vector<std::vector<bool>> matches;  // by entry and module
  std::span<const View> modules;

  [[nodiscard]] std::size_t size() const noexcept { return patterns.size(); }
  // The first entry that matches the module, or size().
  [[nodiscard]] std::size_t winner(std::size_t module) const {
    std::size_t at = 0;
    while (at < size() && !matches[at][module]) ++at;
    return at;
  }
  [[nodiscard]] Label label(std::size_t entry) const {
    return entry < size() ? labels[entry] : kNull;
  }
};

// A plain list has one label. False if the patterns are rejected.
bool read(Mode mode, const Question& question, Entries& entries, Answer& answer) {
  entries = {};
  entries.modules = question.modules;
  Answer one;
  for (const std::size_t at : decision_order(mode, question.order, question.patterns)) {
    const std::string entry = giving_entry(mode, question.patterns[at]);
    ask_reference(mode, std::vector<std::string>{entry}, question.modules, one);
    if (one.rejected()) {
      answer.reject(one.reason());
      return false;
    }
    entries.patterns.push_back(question.patterns[at]);
    entries.labels.push_back(given_label(mode, question.patterns[at],
                                         question.has_labels() ? question.labels[at] : Label{1}));
    entries.matches.emplace_back(one.selected().begin(), one.selected().end());
  }
  return true;
}

// The order of entries by `less` of their indices; equal ones stay as they are.
template <class Less>
void arrange(Entries& entries, Less less) {
  std::vector<std::size_t> places(entries.size());
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), less);
  Entries arranged;
  arranged.modules = entries.modules;
  for (const std::size_t at : places) {
    arranged.patterns.push_back(entries.patterns[at]);
    arranged.labels.push_back(entries.labels[at]);
    arranged.matches.push_back(entries.matches[at]);
  }
  entries = std::move(arranged);
}

void keep(Entries&) {}

Label by_winner(const Entries& entries, std::size_t module) {
  return entries.label(entries.winner(module));
}

struct ListMistake {
  View name;
  View bug;
  void (*arrange)(Entries&);  // the entries before they decide
  Label (*decide)(const Entries&, std::size_t module);
  Ask witness;  // for `first`; turned for other arrangements
  View source = "";
  // Whether it needs two patterns that differ and match the same module.
  bool needs_overlap = false;
};

// Both match "a.b" where a pattern may match a part of a name.
const std::vector<std::string> kOverlap = {"b", "a.b"};

const std::array<ListMistake, 19> kMistakes = {{
    {"null-is-skipped",
     "goes on behind a null entry",
     keep,
     [](const Entries& entries, std::size_t module) {
       std::size_t at = 0;
       while (at < entries.size() && !(entries.matches[at][module] && entries.labels[at] != kNull))
         ++at;
       return entries.label(at);
     },
     {{"a", "a"}, {"a"}, {0, 1}},
     "pytorch/ao#3867"},
    {"other-end-decides",
     "lets the other end of the list decide",
     keep,
     [](const Entries& entries, std::size_t module) {
       Label label = kNull;
       for (std::size_t at = 0; at < entries.size(); ++at) {
         if (entries.matches[at][module]) label = entries.labels[at];
       }
       return label;
     },
     {{"a", "a"}, {"a"}, {1, 2}},
     "ggml-org/llama.cpp#14572"},
    {"null-decides-always",
     "lets null take a module from any entry",
     keep,
     [](const Entries& entries, std::size_t module) {
       for (std::size_t at = 0; at < entries.size(); ++at) {
         if (entries.matches[at][module] && entries.labels[at] == kNull) return kNull;
       }
       return by_winner(entries, module);
     },
     {{"a", "a"}, {"a"}, {1, 0}}},
    {"null-is-a-label",
     "takes null for the list's deciding label",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       if (winner == entries.size() || entries.labels[winner] != kNull)
         return entries.label(winner);
       const auto given = std::find_if(entries.labels.begin(), entries.labels.end(),
                                       [](Label label) { return label != kNull; });
       return given == entries.labels.end() ? kNull : *given;
     },
     {{"a", "b"}, {"a"}, {0, 1}}},
    {"null-ends-the-list",
     "reads no entry behind a null one",
     keep,
     [](const Entries& entries, std::size_t module) {
       for (std::size_t at = 0; at < entries.size(); ++at) {
         if (entries.matches[at][module]) return entries.labels[at];
         if (entries.labels[at] == kNull) break;
       }
       return kNull;
     },
     {{"b", "a"}, {"a"}, {0, 1}}},
    {"longest-pattern-decides",
     "lets the longest pattern decide",
     [](Entries& entries) {
       arrange(entries, [&](std::size_t left, std::size_t right) {
         return entries.patterns[left].size() > entries.patterns[right].size();
       });
     },
     by_winner,
     {kOverlap, {"a.b"}, {1, 2}},
     "",
     true},
    {"sorted-patterns",
     "sorts the entries by their text",
     [](Entries& entries) {
       arrange(entries, [&](std::size_t left, std::size_t right) {
         return entries.patterns[left] < entries.patterns[right];
       });
     },
     by_winner,
     {kOverlap, {"a.b"}, {1, 2}},
     "vllm-project/compressed-tensors#847",
     true},
    {"whole-names-first",
     "asks entries that are a module's whole name first",
     keep,
     [](const Entries& entries, std::size_t module) {
       for (std::size_t at = 0; at < entries.size(); ++at) {
         if (entries.patterns[at] == entries.modules[module] && entries.matches[at][module])
           return entries.labels[at];
       }
       return by_winner(entries, module);
     },
     {kOverlap, {"a.b"}, {1, 2}},
     "pytorch/ao#4902",
     true},
    {"dictionary",
     "keeps only the last label of a repeated pattern, as a dictionary does",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       Label label = entries.label(winner);
       for (std::size_t at = winner; at < entries.size(); ++at) {
         if (entries.patterns[at] == entries.patterns[winner]) label = entries.labels[at];
       }
       return label;
     },
     {{"a", "a"}, {"a"}, {1, 2}}},
    {"grouped-by-label",
     "asks all entries of one label before those of the next",
     [](Entries& entries) {
       const auto place = [&](std::size_t at) {
         return std::find(entries.labels.begin(), entries.labels.end(), entries.labels[at]) -
                entries.labels.begin();
       };
       arrange(entries,
               [&](std::size_t left, std::size_t right) { return place(left) < place(right); });
     },
     by_winner,
     {{"b", "a", "a"}, {"a"}, {1, 2, 1}}},
    {"label-once",
     "drops an entry whose label another one has",
     keep,
     [](const Entries& entries, std::size_t module) {
       for (std::size_t at = 0; at < entries.size(); ++at) {
         const auto seen = entries.labels.begin() + static_cast<std::ptrdiff_t>(at);
         if (std::find(entries.labels.begin(), seen, entries.labels[at]) != seen) continue;
         if (entries.matches[at][module]) return entries.labels[at];
       }
       return kNull;
     },
     {{"b", "a"}, {"a"}, {1, 1}}},
    {"last-entry-ignored",
     "never asks the entry at the other end",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       return winner + 1 == entries.size() && winner > 0 ? kNull : entries.label(winner);
     },
     {{"b", "a"}, {"a"}, {1, 2}}},
    {"eight-entries",
     "asks the first eight entries only",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       return winner < 8 ? entries.label(winner) : kNull;
     },
     {{"b", "b", "b", "b", "b", "b", "b", "b", "a"}, {"a"}, {1, 1, 1, 1, 1, 1, 1, 1, 1}}},
    {"highest-label-decides",
     "lets the highest label decide",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       Label label = entries.label(winner);
       for (std::size_t at = winner; at < entries.size() && label != kNull; ++at) {
         if (entries.matches[at][module]) label = std::max(label, entries.labels[at]);
       }
       return label;
     },
     {{"a", "a"}, {"a"}, {1, 2}}},
    {"label-of-the-neighbour",
     "gives the label of the entry before the one that matches",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       return entries.label(winner > 0 && winner < entries.size() ? winner - 1 : winner);
     },
     {{"b", "a"}, {"a"}, {1, 2}}},
    {"rest-gets-a-label",
     "gives the other end's label to what no entry matches",
     keep,
     [](const Entries& entries, std::size_t module) {
       const std::size_t winner = entries.winner(module);
       return winner == entries.size() && winner > 0 ? entries.labels.back()
                                                     : entries.label(winner);
     },
     {{"a"}, {"b"}, {1}}},
    {"third-match-decides",
     "lets the third entry that matches decide",
     keep,
     [](const Entries& entries, std::size_t module) {
       std::size_t count = 0;
       for (std::size_t at = 0; at < entries.size(); ++at) {
         if (entries.matches[at][module] && ++count == 3) return entries.labels[at];
       }
       return by_winner(entries, module);
     },
     {{"a", "a", "a"}, {"a"}, {1, 1, 2}}},
    {"one-label",
     "gives every match the list's deciding label",
     keep,
     [](const Entries& entries, std::size_t module) {
       const Label label = by_winner(entries, module);
       if (label == kNull) return kNull;
       return *std::find_if(entries.labels.begin(), entries.labels.end(),
                            [](Label each) { return each != kNull; });
     },
     {{"b", "a"}, {"a"}, {1, 2}}},
    {"label-of-the-last-module",
     "keeps the label of the module before for what nothing matches",
     keep,
     [](const Entries& entries, std::size_t module) {
       while (module > 0 && entries.winner(module) == entries.size()) --module;
       return by_winner(entries, module);
     },
     {{"a"}, {"a", "b"}, {1}}},
}};

Behaviour as_planted(Mode mode, const ListMistake& mistake) {
  return whole([mode, &mistake](const Question& question, Answer& answer) {
    Entries entries;
    if (!read(mode, question, entries, answer)) return;
    mistake.arrange(entries);
    for (std::size_t module = 0; module < question.modules.size(); ++module)
      answer.assign(module, mistake.decide(entries, module));
  });
}

// Remembers the label that a pattern had in an earlier question, if a list has it again.
Behaviour remembers_labels(Mode mode) {
  return remembering<std::map<std::string, Label>>([mode](auto& known, const Question& question,
                                                          Answer& answer) {
    Entries entries;
    if (!read(mode, question, entries, answer)) return;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      const Label before =
          known.try_emplace(std::string(entries.patterns[at]), entries.labels[at]).first->second;
      const auto& labels = question.labels;
      if (std::find(labels.begin(), labels.end(), before) != labels.end())
        entries.labels[at] = before;
    }
    for (std::size_t module = 0; module < question.modules.size(); ++module)
      answer.assign(module, by_winner(entries, module));
  });
}

// Walks from the end that does not decide, and overwrites.
Behaviour overwrites(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    Entries entries;
    if (!read(mode, question, entries, answer)) return;
    for (std::size_t at = entries.size(); at-- > 0;) {
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        if (entries.matches[at][module]) answer.assign(module, entries.labels[at]);
      }
    }
  });
}

// Asks neighbours of the same label as one plain list.
Behaviour asks_runs(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    if (!question.has_labels()) return ask_reference(mode, question, answer);
    std::vector<bool> decided(question.modules.size());
    Answer part;
    for (std::size_t begin = 0; begin < question.patterns.size();) {
      std::size_t end = begin + 1;
      while (end < question.patterns.size() && question.labels[end] == question.labels[begin])
        ++end;
      ask_reference(mode, {question.patterns.subspan(begin, end - begin), question.modules}, part);
      if (part.rejected()) return answer.reject(part.reason());
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        if (!part.selects(module) || (question.order == Order::first && decided[module])) continue;
        answer.assign(module, question.labels[begin]);
        decided[module] = true;
      }
      begin = end;
    }
  });
}

// Where the last entry decides, the list is reversed; where entries are sorted, `a` and `b` change
// places.
Ask turned(Mode mode, Order order, Ask ask) {
  if (order == Order::last) {
    std::reverse(ask.patterns.begin(), ask.patterns.end());
    std::reverse(ask.labels.begin(), ask.labels.end());
  }
  if (traits_of(mode).dialect.arrangement == Arrangement::sorted) {
    for (std::vector<std::string>* const texts : {&ask.patterns, &ask.modules}) {
      for (std::string& text : *texts) {
        for (char& c : text) c = c == 'a' ? 'b' : c == 'b' ? 'a' : c;
      }
    }
  }
  return ask;
}

constexpr std::array<std::pair<Mode, Order>, 5> kPlainKinds = {{{Mode::exact, Order::first},
                                                                {Mode::segment, Order::last},
                                                                {Mode::substring, Order::first},
                                                                {Mode::glob, Order::last},
                                                                {Mode::search, Order::first}}};
// The modes in which lists are planted, and all dialects whose lists have labels.
std::vector<std::pair<Mode, Order>> planted_kinds() {
  std::vector<std::pair<Mode, Order>> kinds(kPlainKinds.begin(), kPlainKinds.end());
  for (const ModeTraits& traits : kModeTraits) {
    if (traits.dialect.order != Order::any) kinds.emplace_back(traits.mode, traits.dialect.order);
  }
  return kinds;
}

}  // namespace

std::vector<Planted> labelled_lists() {
  std::vector<Planted> all;
  for (const auto& kind : planted_kinds()) {
    const Mode mode = kind.first;
    const Order order = kind.second;
    const auto name = [&](View of) {
      return kept(std::string(to_string(mode)).append("-list-").append(of));
    };
    const std::size_t begin = all.size();
    for (const ListMistake& mistake : kMistakes) {
      // In other modes no two patterns without a wildcard match the same module.
      const ModeTraits& traits = traits_of(mode);
      if (mistake.needs_overlap && (traits.before == Beside::nothing || has_marks(mode))) continue;
      all.push_back(wrong(name(mistake.name), mode, mistake.bug, as_planted(mode, mistake),
                          {turned(mode, order, mistake.witness)}, mistake.source));
    }
    all.push_back(wrong(name("remembers-labels"), mode,
                        "gives a pattern the label that it had in an earlier list",
                        remembers_labels(mode),
                        {turned(mode, order, {{"a"}, {"a"}, {1}}),
                         turned(mode, order, {{"a", "b"}, {"a"}, {2, 1}})}));
    all.push_back(right(name("correct-overwrites"), mode,
                        "from the end that does not decide, overwriting", overwrites(mode)));
    // Those of dialects are planted beside their bugs.
    if (!traits_of(mode).is_dialect) {
      all.push_back(right(name("correct-runs"), mode, "neighbours of one label as one list",
                          asks_runs(mode)));
    }
    for (std::size_t at = begin; at < all.size(); ++at) all[at].order = order;
  }
  return all;
}

}  // namespace overmatch::plant
