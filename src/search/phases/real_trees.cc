// SPDX-License-Identifier: Apache-2.0
#include "search/phases/real_trees.h"

#include <algorithm>

#include "matchers/plain_text.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kQuestionsOfAGroup = 4;
constexpr std::size_t kWrongShown = 6;
constexpr std::size_t kSample = 192;
constexpr std::size_t kRegexSample = 48;  // a subject may be slow for regexes

// A module whose path is a prefix or suffix of another's path, but not at a segment boundary.
struct Hazard {
  std::size_t shorter;
  std::size_t longer;
};

// In sorted order, every path that begins with another follows it, with only such paths between.
// Reversed texts give the suffixes.
std::vector<Hazard> hazards(const std::vector<std::string>& texts, std::size_t most) {
  std::vector<std::size_t> order(texts.size());
  for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return texts[left] < texts[right]; });
  std::vector<Hazard> found;
  std::vector<std::size_t> open;  // a chain of paths, each a prefix of the next
  for (const std::size_t at : order) {
    while (!open.empty() && !texts[at].starts_with(texts[open.back()])) open.pop_back();
    for (const std::size_t shorter : open) {
      if (texts[at][texts[shorter].size()] != kSeparator) found.push_back({shorter, at});
    }
    open.push_back(at);
  }
  // Start with the deepest paths, which users believe to be safe; one hazard of each, spread over
  // the model.
  std::stable_sort(found.begin(), found.end(), [](const Hazard& left, const Hazard& right) {
    return left.shorter < right.shorter;
  });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const Hazard& left, const Hazard& right) {
                            return left.shorter == right.shorter;
                          }),
              found.end());
  std::stable_sort(found.begin(), found.end(), [&](const Hazard& left, const Hazard& right) {
    return depth(texts[left.shorter]) > depth(texts[right.shorter]);
  });
  if (found.size() <= most) return found;
  std::vector<Hazard> chosen;
  for (std::size_t at = 0; at < most; ++at) chosen.push_back(found[at * found.size() / most]);
  return chosen;
}

std::string as_pattern(Mode mode, std::string_view text) { return plain_text(mode, text); }

// The globs that people write of a module: a star for each number, a star in front of the leaf,
// with and without a separator, and one behind.
std::vector<std::string> globs_about(Mode mode, std::string_view path) {
  std::string numbers;
  for (const std::string_view segment : Segments(path)) {
    if (!numbers.empty()) numbers += kSeparator;
    if (is_number(segment)) {
      numbers += '*';
    } else {
      append_plain_text(mode, numbers, segment);
    }
  }
  const std::string leaf = as_pattern(mode, last_segment(path));
  const std::string whole = as_pattern(mode, path);
  return {numbers, "*." + leaf, "*" + leaf, whole + "*", whole + ".*"};
}

TreeSearch plan_tree(const ModuleTree& tree, Mode mode) {
  std::vector<std::string> forward(tree.modules.begin(), tree.modules.end());
  std::vector<std::string> backward = forward;
  for (std::string& text : backward) std::reverse(text.begin(), text.end());
  std::vector<std::size_t> targets;
  std::vector<bool> sampled(forward.size(), false);
  for (const auto* const texts : {&backward, &forward}) {
    for (const Hazard& hazard : hazards(*texts, kQuestionsOfAGroup)) {
      targets.push_back(hazard.shorter);
      sampled[hazard.shorter] = sampled[hazard.longer] = true;
    }
  }
  for (std::size_t at = 0; at < kQuestionsOfAGroup && !forward.empty(); ++at) {
    targets.push_back((2 * at + 1) * forward.size() / (2 * kQuestionsOfAGroup));
    sampled[targets.back()] = true;
  }
  const std::size_t even = is_regex(mode) ? kRegexSample : kSample;
  for (std::size_t at = 0; at < even && !forward.empty(); ++at)
    sampled[at * forward.size() / even] = true;

  TreeSearch search;
  search.tree = &tree;
  const auto ask_pattern = [&](const std::string& target, std::string pattern) {
    const auto same = [&](const TreeQuestion& question) { return question.pattern == pattern; };
    if (std::find_if(search.questions.begin(), search.questions.end(), same) ==
        search.questions.end()) {
      search.questions.push_back({std::move(pattern), target});
    }
  };
  const auto ask = [&](const std::string& target, std::string_view text) {
    ask_pattern(target, as_pattern(mode, text));
  };
  for (const std::size_t at : targets) ask(forward[at], forward[at]);
  if (!marker_of(mode).empty()) {
    for (const std::size_t at : targets) {
      ask_pattern(forward[at], forward[at]);
      ask_pattern(forward[at], std::string(last_segment(forward[at])));
    }
  }
  for (const std::size_t at : targets) {
    const std::string& target = forward[at];
    ask(target, last_segment(target));
    ask(target, parent(target));
    const std::string_view up = parent(parent(target));
    if (!up.empty()) ask(target, std::string_view(target).substr(up.size() + 1));
    if (is_glob(mode)) {
      for (std::string& pattern : globs_about(mode, target))
        ask_pattern(target, std::move(pattern));
    } else if (matches_inside(mode)) {
      ask(target, last_segment(parent(target)));
    }
  }
  for (std::size_t at = 0; at < forward.size(); ++at) {
    if (sampled[at]) search.sample.push_back(forward[at]);
  }
  return search;
}

}  // namespace

std::vector<TreeSearch> plan_trees(std::span<const ModuleTree> trees, Mode mode) {
  std::vector<TreeSearch> searches;
  searches.reserve(trees.size());
  for (const ModuleTree& tree : trees) searches.push_back(plan_tree(tree, mode));
  return searches;
}

void search_trees(Tester& tester, std::span<const TreeSearch> trees,
                  const std::function<void(const TreeHit&)>& on_hit) {
  tester.begin_phase(Phase::trees);
  std::vector<std::string_view> patterns;
  for (std::size_t tree = 0; tree < trees.size(); ++tree) {
    const TreeSearch& search = trees[tree];
    bool reported = false;
    const auto look = [&](std::size_t question) {
      if (!reported && tester.pairs_differed()) {
        reported = true;
        on_hit({tree, question});
      }
      return true;
    };
    patterns.clear();
    for (const TreeQuestion& question : search.questions) patterns.push_back(question.pattern);
    const std::span<const std::string_view> all = patterns;
    std::size_t done = 0;
    if (!all.empty() && !is_regex(tester.mode()) &&
        !tester.leaves_out(search.tree->modules.size())) {
      if (!tester.test_pairs(all[0], search.tree->modules.views())) return;
      look(done++);
    }
    if (!tester.test_all_pairs(all.subspan(done), search.sample.views(),
                               [&](std::size_t at) { return look(done + at); }))
      return;
  }
}

std::vector<RealExample> find_real_examples(Probe& probe, std::span<const TreeSearch> trees,
                                            std::span<const TreeHit> hits, std::size_t most) {
  // A wrong verdict for a full path is the least expected, more so for a deep path.
  const auto weight = [&](const TreeHit& hit) {
    const TreeQuestion& question = trees[hit.tree].questions[hit.question];
    return question.pattern == as_pattern(probe.mode(), question.target) ? depth(question.target)
                                                                         : 0;
  };
  std::vector<TreeHit> ranked(hits.begin(), hits.end());
  std::stable_sort(ranked.begin(), ranked.end(), [&](const TreeHit& left, const TreeHit& right) {
    return weight(left) > weight(right);
  });
  std::vector<RealExample> real_examples;
  const auto reference = make_reference(probe.mode());
  Answer answer;
  Answer expected;
  for (const TreeHit& hit : ranked) {
    if (real_examples.size() >= most) break;
    const ModuleTree& tree = *trees[hit.tree].tree;
    const TreeQuestion& question = trees[hit.tree].questions[hit.question];
    const std::string_view pattern = question.pattern;
    const Question asked{{&pattern, 1}, tree.modules.views()};
    probe.ask(asked, answer);
    reference->match(asked, expected);
    if (answer == expected || answer.rejected() || expected.rejected()) continue;
    RealExample real_example{tree.name, question.pattern,    question.target, {},
                             0,         Direction::overmatch};
    for (std::size_t module = 0; module < tree.modules.size(); ++module) {
      if (answer.selects(module) == expected.selects(module)) continue;
      if (real_example.wrong_count++ == 0 && !answer.selects(module))
        real_example.direction = Direction::undermatch;
      if (real_example.wrong.size() < kWrongShown)
        real_example.wrong.emplace_back(tree.modules[module]);
    }
    real_examples.push_back(std::move(real_example));
  }
  return real_examples;
}

}  // namespace overmatch
