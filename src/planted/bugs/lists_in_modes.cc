// SPDX-License-Identifier: Apache-2.0
// Mistakes about lists, whole trees and earlier questions, which can be made in every mode.
#include <algorithm>
#include <cstdlib>
#include <map>

#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The reference with other patterns: `change(patterns)` returns them.
template <class Change>
std::function<Behaviour(Mode)> with_list(Change change) {
  return [change](Mode mode) {
    return whole([mode, change](const Question& question, Answer& answer) {
      ask_reference(mode, change(question.patterns), question.modules, answer);
    });
  };
}
std::vector<std::string> first_of(Patterns patterns, std::size_t count) {
  const Patterns first = patterns.first(std::min(count, patterns.size()));
  return {first.begin(), first.end()};
}
std::vector<std::string> joined_by(Patterns patterns, View glue) {
  if (patterns.empty()) return {};
  return {join(patterns, glue)};
}

// The reference's answer, spoiled.
template <class Spoil>
std::function<Behaviour(Mode)> spoiling(Spoil spoil) {
  return [spoil](Mode mode) { return spoiled(mode, spoil); };
}
using Verdicts = std::span<std::uint8_t>;

// Deselects or selects a module because another one, `other(path, selected path)`, is selected.
template <class Other>
auto because_of(Other other, std::uint8_t verdict) {
  return [other, verdict](const Question& question, Verdicts flags) {
    const std::vector<std::uint8_t> before(flags.begin(), flags.end());
    for (std::size_t i = 0; i < flags.size(); ++i) {
      for (std::size_t selected = 0; selected < flags.size(); ++selected) {
        if (before[selected] != Answer::kNo &&
            other(question.modules[i], question.modules[selected]))
          flags[i] = verdict;
      }
    }
  };
}

// Answers are kept for one question, or for ever, under `key(path, patterns)`.
template <class Key>
void from_cache(Mode mode, std::map<std::string, std::uint8_t>& cache, Key key,
                const Question& question, Answer& answer) {
  ask_reference(mode, question, answer);
  if (answer.rejected()) return;
  for (std::size_t i = 0; i < question.modules.size(); ++i) {
    std::uint8_t& flag = answer.flags()[i];
    flag = cache.try_emplace(key(question.modules[i], question.patterns), flag).first->second;
  }
}
template <class Key>
std::function<Behaviour(Mode)> memo(Key key) {
  return [key](Mode mode) {
    return whole([mode, key](const Question& question, Answer& answer) {
      std::map<std::string, std::uint8_t> cache;
      from_cache(mode, cache, key, question, answer);
    });
  };
}
template <class Key>
std::function<Behaviour(Mode)> cache(Key key) {
  return [key](Mode mode) {
    return remembering<std::map<std::string, std::uint8_t>>(
        [mode, key](auto& known, const Question& question, Answer& answer) {
          from_cache(mode, known, key, question, answer);
        });
  };
}

// Selects nothing from the time when `tired(calls)` holds.
template <class Tired>
std::function<Behaviour(Mode)> when(Tired tired) {
  return [tired](Mode mode) {
    return remembering<std::size_t>(
        [mode, tired](std::size_t& calls, const Question& question, Answer& answer) {
          ask_reference(mode, question, answer);
          if (tired(++calls) && !answer.rejected()) answer.start(question.modules.size());
        });
  };
}

// Rejects what `refuses(question, answer)` says.
template <class Refuses>
std::function<Behaviour(Mode)> rejecting(Refuses refuses) {
  return [refuses](Mode mode) {
    return whole([mode, refuses](const Question& question, Answer& answer) {
      ask_reference(mode, question, answer);
      if (!answer.rejected() && refuses(question, answer)) answer.reject("refused");
    });
  };
}
bool selects_none(const Question& question, const Answer& answer) {
  return !question.patterns.empty() &&
         std::all_of(answer.selected().begin(), answer.selected().end(),
                     [](std::uint8_t flag) { return flag == Answer::kNo; });
}
bool has_repeats(const Question& question, const Answer&) {
  std::vector<View> sorted(question.patterns.begin(), question.patterns.end());
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

// The root gets one verdict always.
auto root_gets(std::uint8_t verdict) {
  return [verdict](const Question& question, Verdicts flags) {
    for (std::size_t i = 0; i < flags.size(); ++i) {
      if (question.modules[i].empty()) flags[i] = verdict;
    }
  };
}

bool lies_below(View path, View above) { return path != above && subtree_selects(path, above); }
bool lies_right_above(View path, View below) {
  const std::size_t dot = below.rfind('.');
  return dot != View::npos && path == below.substr(0, dot);
}

constexpr ModeSet kEnded =
    ModeSet::where([](const ModeTraits& traits) { return traits.after == Beside::nothing; });

}  // namespace

std::vector<Planted> lists_in_modes() {
  std::vector<std::string> nine = numbered("p", 8);
  nine.emplace_back("a");
  const std::vector<Mistake> mistakes = {
      {"first-pattern-only",
       "looks at the first pattern only",
       with_list([](Patterns patterns) { return first_of(patterns, 1); }),
       {{{"a", "b"}, {"b"}}}},
      {"first-8-patterns",
       "looks at the first 8 patterns only",
       with_list([](Patterns patterns) { return first_of(patterns, 8); }),
       {{nine, {"a"}}}},
      {"joined-by-bars",
       "joins the patterns by `|` to one",
       with_list([](Patterns patterns) { return joined_by(patterns, "|"); }),
       {{{"a", "b"}, {"a"}}},
       ModeSet::where([](const ModeTraits& traits) { return traits.syntax != Syntax::regex; })},
      {"run-together",
       "commas are missing in the list: it is one pattern",
       with_list([](Patterns patterns) { return joined_by(patterns, ""); }),
       {{{"a", "b"}, {"a"}}}},
      {"splits-at-commas",
       "splits a pattern at its commas",
       with_list([](Patterns patterns) {
         std::vector<std::string> all;
         for (const View pattern : patterns) {
           if (pattern.empty()) all.emplace_back();
           for (const View piece : split(pattern, ',')) all.emplace_back(piece);
         }
         return all;
       }),
       {{{"a,b"}, {"a"}}},
       ModeSet::where([](const ModeTraits& traits) { return traits.syntax != Syntax::regex; })},
      {"empty-list-is-all",
       "the empty list selects everything",
       spoiling([](const Question& question, Verdicts flags) {
         if (question.patterns.empty()) std::fill(flags.begin(), flags.end(), Answer::kYes);
       }),
       {{{}, {"a"}}}},
      {"empty-pattern-dropped",
       "the empty pattern is dropped",
       with_list([](Patterns patterns) {
         std::vector<std::string> all;
         for (const View pattern : patterns) {
           if (!pattern.empty()) all.emplace_back(pattern);
         }
         return all;
       }),
       {{{""}, {""}}}},
      {"root-never",
       "the root is never selected",
       spoiling(root_gets(Answer::kNo)),
       {{{""}, {""}}}},
      {"root-always",
       "the root is selected always",
       spoiling(root_gets(Answer::kYes)),
       {{{"a"}, {""}}}},
      {"outermost-only",
       "stops at a selected module: nothing below it is selected",
       spoiling(because_of(lies_below, Answer::kNo)),
       {{{"a", "a.b"}, {"a", "a.b"}}}},
      {"parent-too",
       "selects the parent of a selected module too",
       spoiling(because_of(lies_right_above, Answer::kYes)),
       {{{"a.b"}, {"a", "a.b"}}}},
      {"below-too",
       "selects all below a selected module too",
       spoiling(because_of(lies_below, Answer::kYes)),
       {{{"a"}, {"a", "a.b"}}},
       kEnded},
      {"neighbour-too",
       "selects the module after a selected one",
       spoiling([](const Question&, Verdicts flags) {
         for (std::size_t i = flags.size(); i-- > 1;) flags[i] |= flags[i - 1];
       }),
       {{{"a"}, {"a", "b"}}}},
      {"64-modules",
       "keeps the flags in one 64-bit word, which wraps",
       spoiling([](const Question&, Verdicts flags) {
         for (std::size_t i = 64; i < flags.size(); ++i) flags[i] = flags[i % 64];
       }),
       {{{"m0"}, numbered("m", 65)}}},
      {"memo-by-leaf",
       "modules with the same last segment get one verdict",
       memo([](View path, Patterns) { return std::string(last_pieces(path, 1)); }),
       {{{"a.b"}, {"a.b", "c.b"}}}},
      {"memo-by-length",
       "modules of the same length get one verdict",
       memo([](View path, Patterns) { return std::to_string(path.size()); }),
       {{{"a"}, {"a", "b"}}}},
      {"cache-by-path",
       "keeps each module's verdict for ever, whatever the patterns are",
       cache([](View path, Patterns) { return std::string(path); }),
       {{{"a"}, {"a"}}, {{"b"}, {"a"}}}},
      {"cache-by-first-pattern",
       "keeps verdicts under the path and the first pattern",
       cache([](View path, Patterns patterns) {
         return std::string(path) + '\n' + std::string(patterns.empty() ? View{} : patterns[0]);
       }),
       {{{"a"}, {"b"}}, {{"a", "b"}, {"b"}}}},
      {"every-second-call",
       "answers every second question with nothing",
       when([](std::size_t calls) { return calls % 2 == 0; }),
       {{{"a"}, {"a"}}, {{"a"}, {"a"}}}},
      {"tired-after-100-calls", "selects nothing from the 101st question on",
       when([](std::size_t calls) { return calls > 100; }),
       std::vector<Ask>(101, Ask{{"a"}, {"a"}})},
      {"rejects-unmatched",
       "refuses a list that selects nothing",
       rejecting(selects_none),
       {{{"a"}, {"b"}}}},
      {"rejects-repeats",
       "refuses a list with a pattern twice",
       rejecting(has_repeats),
       {{{"a", "a"}, {"a"}}}},
      {"crash-on-root",
       "reads the first character of the root's path",
       [](Mode mode) {
         return whole([mode](const Question& question, Answer& answer) {
           for (const View module : question.modules) {
             if (module.empty()) std::abort();
           }
           ask_reference(mode, question, answer);
         });
       },
       {{{"a"}, {""}}},
       kTabledModes,
       "",
       Expect::crash},
  };
  return in_each_mode(mistakes);
}

}  // namespace overmatch::plant
