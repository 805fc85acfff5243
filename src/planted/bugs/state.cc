// SPDX-License-Identifier: Apache-2.0
// Bugs of stateful matchers: caches with a key too small, lists that grow, answers left from the
// previous question.
#include <map>
#include <set>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The reference rule, with answers cached for ever under `key(path, patterns)`.
template <class Key>
Behaviour cached(Mode mode, Key key) {
  using Cache = std::map<std::string, bool>;
  return remembering<Cache>([mode, key](Cache& cache, const Question& question, Answer& answer) {
    Answer truth;
    ask_reference(mode, question, truth);
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (cache.try_emplace(key(question.modules[i], question.patterns), truth.selects(i))
              .first->second)
        answer.select(i);
    }
  });
}
// The same with a cache that each question clears.
template <class Key>
Behaviour memoised(Mode mode, Key key) {
  return whole([mode, key](const Question& question, Answer& answer) {
    Answer truth;
    ask_reference(mode, question, truth);
    std::map<std::string, bool> memo;
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (memo.try_emplace(key(question.modules[i]), truth.selects(i)).first->second)
        answer.select(i);
    }
  });
}

std::string key_of(Patterns patterns, View glue) { return join(patterns, glue); }

struct Counter {
  std::size_t calls = 0;
};
// The reference's answer, changed by `spoil(call, answer)`; calls count from 1.
template <class Spoil>
Behaviour counting(Mode mode, Spoil spoil) {
  return remembering<Counter>(
      [mode, spoil](Counter& counter, const Question& question, Answer& answer) {
        ask_reference(mode, question, answer);
        spoil(++counter.calls, answer);
      });
}
void clear(Answer& answer) { answer.start(answer.selected().size()); }

std::vector<Ask> times(std::size_t count, const Ask& ask) { return std::vector<Ask>(count, ask); }

struct Earlier {
  std::vector<std::string> patterns;
  std::vector<std::uint8_t> flags;
  std::string buffer;
  bool flag = false;
};

}  // namespace

std::vector<Planted> state() {
  return {
      wrong("segment-memo-by-length", Mode::segment, "memoises answers by the path's length",
            memoised(Mode::segment, [](View path) { return std::to_string(path.size()); }),
            {Ask{{"a"}, {"b", "a"}}}),
      wrong("segment-memo-by-first-letter", Mode::segment,
            "memoises answers by the path's first letter",
            memoised(Mode::segment, [](View path) { return std::string(path.substr(0, 1)); }),
            {Ask{{"ab"}, {"a", "ab"}}}),
      wrong("exact-memo-by-leaf", Mode::exact, "memoises answers by the last segment",
            memoised(Mode::exact, [](View path) { return std::string(last_pieces(path, 1)); }),
            {Ask{{"a.c"}, {"b.c", "a.c"}}}),
      wrong("subtree-memo-by-first-segment", Mode::subtree, "memoises answers by the first segment",
            memoised(Mode::subtree, [](View path) { return std::string(first_pieces(path, 1)); }),
            {Ask{{"a.b"}, {"a", "a.b"}}}),
      wrong("segment-cache-without-patterns", Mode::segment,
            "keeps answers by path, whatever the patterns",
            cached(Mode::segment, [](View path, Patterns) { return std::string(path); }),
            {Ask{{"a"}, {"a"}}, Ask{{"b"}, {"a"}}}),
      wrong("exact-cache-by-pattern-count", Mode::exact,
            "keeps answers by path and number of patterns",
            cached(Mode::exact,
                   [](View path, Patterns patterns) {
                     return std::to_string(patterns.size()) + std::string(path);
                   }),
            {Ask{{"a"}, {"a"}}, Ask{{"b"}, {"a"}}}),
      wrong("segment-cache-by-first-pattern", Mode::segment,
            "keeps answers by path and first pattern",
            cached(Mode::segment,
                   [](View path, Patterns patterns) {
                     return std::string(path) + '\0' +
                            std::string(patterns.empty() ? View("-") : patterns[0]);
                   }),
            {Ask{{"a"}, {"b"}}, Ask{{"a", "b"}, {"b"}}}),
      wrong("segment-cache-key-glued", Mode::segment,
            "its cache key joins the patterns with nothing between",
            cached(Mode::segment,
                   [](View path, Patterns patterns) {
                     return std::string(path) + '\0' + key_of(patterns, "");
                   }),
            {Ask{{"a", "b"}, {"a"}}, Ask{{"ab"}, {"a"}}}),
      wrong("subtree-cache-key-commas", Mode::subtree,
            "its cache key joins the patterns with commas",
            cached(Mode::subtree,
                   [](View path, Patterns patterns) {
                     return std::string(path) + '\0' + key_of(patterns, ",");
                   }),
            {Ask{{"a", "b"}, {"a"}}, Ask{{"a,b"}, {"a"}}}),
      wrong("segment-cache-by-address", Mode::segment,
            "keeps answers by the address of the name's bytes",
            cached(Mode::segment,
                   [](View path, Patterns patterns) {
                     return std::to_string(reinterpret_cast<std::uintptr_t>(path.data())) + " " +
                            key_of(patterns, ",");
                   }),
            {Ask{{"a"}, {"a"}}, Ask{{"a"}, {"b"}}}),
      wrong("exact-patterns-pile-up", Mode::exact, "adds to the patterns of the questions before",
            remembering<std::set<std::string>>(
                [](std::set<std::string>& all, const Question& question, Answer& answer) {
                  all.insert(question.patterns.begin(), question.patterns.end());
                  for (std::size_t i = 0; i < question.modules.size(); ++i) {
                    if (all.contains(std::string(question.modules[i]))) answer.select(i);
                  }
                }),
            {Ask{{"a"}, {"a"}}, Ask{{"b"}, {"a"}}}),
      wrong("segment-first-patterns-kept", Mode::segment,
            "compiles the patterns once and keeps them",
            remembering<Earlier>([](Earlier& earlier, const Question& question, Answer& answer) {
              if (!earlier.flag)
                earlier.patterns.assign(question.patterns.begin(), question.patterns.end());
              earlier.flag = true;
              ask_reference(Mode::segment, earlier.patterns, question.modules, answer);
            }),
            {Ask{{"a"}, {"a"}}, Ask{{"b"}, {"b"}}}),
      wrong("segment-selection-not-cleared", Mode::segment, "leaves the last question's flags set",
            remembering<Earlier>([](Earlier& earlier, const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              earlier.flags.resize(question.modules.size());
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (earlier.flags[i] != 0) answer.select(i);
                earlier.flags[i] = answer.selected()[i];
              }
            }),
            {Ask{{"a"}, {"a"}}, Ask{{"a"}, {"b"}}}),
      wrong("exact-answer-of-same-size", Mode::exact,
            "answers as before when there are as many modules as before",
            remembering<Earlier>([](Earlier& earlier, const Question& question, Answer& answer) {
              if (earlier.flag && earlier.flags.size() == question.modules.size()) {
                std::copy(earlier.flags.begin(), earlier.flags.end(), answer.flags().begin());
                return;
              }
              ask_reference(Mode::exact, question, answer);
              earlier.flags.assign(answer.selected().begin(), answer.selected().end());
              earlier.flag = true;
            }),
            {Ask{{"a"}, {"a"}}, Ask{{"a"}, {"b"}}}),
      wrong("exact-buffer-not-cleared", Mode::exact,
            "a shorter path leaves the longer one's end in the buffer",
            remembering<Earlier>([](Earlier& earlier, const Question& question, Answer& answer) {
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                const View path = question.modules[i];
                earlier.buffer = std::string(path) + earlier.buffer.substr(std::min(
                                                         path.size(), earlier.buffer.size()));
                for (const View pattern : question.patterns) {
                  if (exact_selects(earlier.buffer, pattern)) answer.select(i);
                }
              }
            }),
            {Ask{{"a"}, {"ab", "a"}}}),
      wrong("segment-first-call-empty", Mode::segment,
            "selects nothing in the first call: loaded too late",
            counting(Mode::segment,
                     [](std::size_t call, Answer& answer) {
                       if (call == 1) clear(answer);
                     }),
            {Ask{{"a"}, {"a"}}}),
      wrong("segment-every-16th-call", Mode::segment, "every 16th call selects nothing",
            counting(Mode::segment,
                     [](std::size_t call, Answer& answer) {
                       if (call % 16 == 0) clear(answer);
                     }),
            times(16, {{"a"}, {"a"}})),
      wrong("exact-every-second-call", Mode::exact, "every second call turns the first flag over",
            counting(Mode::exact,
                     [](std::size_t call, Answer& answer) {
                       if (call % 2 == 0 && !answer.selected().empty()) answer.flags()[0] ^= 1U;
                     }),
            times(2, {{"a"}, {"a"}})),
      wrong("subtree-tired-after-100-calls", Mode::subtree,
            "selects nothing from the 101st call on: handles run out",
            counting(Mode::subtree,
                     [](std::size_t call, Answer& answer) {
                       if (call > 100) clear(answer);
                     }),
            times(101, {{"a"}, {"a"}})),
      wrong("endswith-once-only", Mode::endswith, "selects a path the first time only",
            remembering<std::set<std::string>>(
                [](std::set<std::string>& seen, const Question& question, Answer& answer) {
                  ask_reference(Mode::endswith, question, answer);
                  for (std::size_t i = 0; i < question.modules.size(); ++i) {
                    if (answer.selects(i) && !seen.insert(std::string(question.modules[i])).second)
                      answer.flags()[i] = Answer::kNo;
                  }
                }),
            {Ask{{"a"}, {"a"}}, Ask{{"a"}, {"a"}}}),
      wrong("regex-rejects-for-ever", Mode::regex, "after one rejected pattern it rejects all",
            remembering<Earlier>([](Earlier& earlier, const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              earlier.flag = earlier.flag || answer.rejected();
              if (earlier.flag) answer.reject("an earlier pattern was refused");
            }),
            {Ask{{"["}, {"a"}}, Ask{{"a"}, {"a"}}}),
  };
}

}  // namespace overmatch::plant
