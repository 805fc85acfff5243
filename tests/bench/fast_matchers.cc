// SPDX-License-Identifier: Apache-2.0
// The matchers for many patterns (src/fast/) beside the references: 100 patterns on the 75,396
// modules of DeepSeek-V3.
//
// CPU time of one question, the best of several, the building of the index and of the automaton
// included: a fresh matcher each time. A matcher that is asked the same patterns again does better.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <exception>
#include <string>

#include "cases/corpus.h"
#include "fast/fast.h"
#include "matchers/plain_text.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/readers/read_tree.h"

namespace overmatch {
namespace {

constexpr std::size_t kPatterns = 100;
constexpr int kTimes = 9;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Make>
double best(const Question& question, Answer& answer, int times, Make make) {
  double least = 1e9;
  for (int time = 0; time < times; ++time) {
    const double start = cpu_seconds();
    make()->match(question, answer);
    least = std::min(least, cpu_seconds() - start);
  }
  return least;
}

// What users write: full paths, the last two segments, the layer's subtree; for regexes one layer's
// experts and the like.
Names make_patterns(const ModuleTree& tree, Mode mode) {
  Names patterns;
  for (std::size_t at = 0; at < kPatterns; ++at) {
    const std::string_view path =
        tree.modules[(2 * at + 1) * tree.modules.size() / (2 * kPatterns)];
    const std::string_view up = parent(parent(path));
    const std::string_view tail = up.empty() ? path : path.substr(up.size() + 1);
    const std::string text = plain_text(mode, at % 2 == 0 ? path : tail);
    if (is_regex(mode)) {
      patterns.push_back(at % 2 == 0 ? escape_regex(parent(path)) + "\\.(gate|up|down)_proj"
                                     : ".*\\." + text);
    } else if (is_glob(mode)) {
      patterns.push_back(at % 2 == 0 ? text : "*." + text);
    } else if (traits_of(mode).before != Beside::nothing) {
      patterns.push_back(text);
    } else {
      patterns.push_back(is_whole_text(mode) || at % 2 == 0 ? path : parent(path));
    }
  }
  return patterns;
}

int run() {
  const ModuleTree tree = read_tree(corpus_folder() + "/trees/deepseek-v3.modules.txt.gz");
  fmt::print("{} patterns, {} modules, CPU time of one question\n", kPatterns, tree.modules.size());
  fmt::print("{:<10}{:>12}{:>14}{:>14}{:>10}\n", "mode", "selected", "reference ms", "fast ms",
             "times");
  for (const Mode mode : kModes) {
    const Names patterns = make_patterns(tree, mode);
    const Question question{patterns.views(), tree.modules.views()};
    Answer expected;
    Answer answer;
    const double slow =
        best(question, expected, is_regex(mode) ? 3 : kTimes, [&] { return make_reference(mode); });
    const double fast = best(question, answer, kTimes, [&] { return fast::make_fast(mode); });
    if (!(answer == expected)) {
      fmt::print(stderr, "{}: the answers differ\n", to_string(mode));
      return 1;
    }
    const auto flags = answer.selected();
    fmt::print("{:<10}{:>12}{:>14.2f}{:>14.2f}{:>10.1f}\n", to_string(mode),
               std::count(flags.begin(), flags.end(), Answer::kYes), slow * 1e3, fast * 1e3,
               slow / fast);
  }
  return 0;
}

}  // namespace
}  // namespace overmatch

int main() {
  try {
    return overmatch::run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "overmatch_fast_speed: {}\n", error.what());
    return 2;
  }
}
