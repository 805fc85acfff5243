// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/match_bound.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "matchers/python_regex/regex_limits.h"
#include "names/path.h"

namespace overmatch {
namespace {

using Id = RegularExpression::Id;

// The most alternatives that are compared with each other.
constexpr std::size_t kMostCompared = 40;
// At most so many steps of PCRE2 for each that is counted here, besides one for each group.
constexpr double kStepsOfTry = 4;
// What a step of PCRE2 stores for a regex without groups, and for each group; both rounded up.
constexpr double kFrameBytes = 256;
constexpr double kGroupBytes = 16;

// Characters side by side, each of a set.
using Run = std::vector<const CodeSet*>;

struct Cost {
  double ways = 1;   // in how many ways an item matches at one place, at most
  double tries = 0;  // what is tried to find them all
};

bool meet(const CodeSet& left, const CodeSet& right) noexcept {
  auto other = right.begin();
  for (const CodeRange range : left) {
    while (other != right.end() && other->last < range.first) ++other;
    if (other != right.end() && other->first <= range.last) return true;
  }
  return false;
}

std::optional<char32_t> only_of(const CodeSet& set) noexcept {
  if (set.size() != 1 || set.front().first != set.front().last) return std::nullopt;
  return set.front().first;
}

class Bound {
 public:
  Bound(const RegularExpression& expression, const NameSizes& names)
      : expression_(expression),
        names_(names),
        least_(expression.nodes().size(), -1),
        costs_(expression.nodes().size()) {}

  Cost cost(Id id) {
    if (!costs_[id]) costs_[id] = cost_of(id);
    return *costs_[id];
  }

 private:
  Cost cost_of(Id id) {
    const Node& it = expression_[id];
    switch (it.kind) {
      case NodeKind::characters: return {1, 1};
      case NodeKind::look_ahead:
      case NodeKind::look_behind: return {1, 1 + cost(it.children.front()).tries};
      case NodeKind::repeat: return repeat(it);
      case NodeKind::choice: return choice(it, nullptr);
      case NodeKind::sequence: break;
    }
    Cost all;
    Id before = 0;
    bool behind_repeat = false;
    double ways_before = 1;  // of a repeat of characters
    double most = 0;         // the ways left when the run behind a repeat has matched
    std::size_t run_end = 0;
    std::vector<Id> items;
    flatten(id, items);
    for (std::size_t at = 0; at < items.size(); ++at) {
      if (behind_repeat && at == run_end) {
        all.ways = std::min(all.ways, most);
        behind_repeat = false;
      }
      const Node& item = expression_[items[at]];
      // Behind a repeat, an alternative is tried where its text stands.
      const bool split = at > 0 && item.kind == NodeKind::choice && is_stretch(before);
      Cost one = split ? choice(item, &expression_[before]) : cost(items[at]);
      all.tries += all.ways * (one.tries + 1);
      if (split) {
        all.ways = std::min(all.ways * cost(items[at]).ways, ways_before * one.ways);
      } else {
        if (is_stretch(items[at])) ways_before = all.ways;
        all.ways *= one.ways;
      }
      if (is_stretch(items[at])) {
        Run run;
        std::size_t end = at + 1;
        while (end < items.size() && extend(items[end], run)) ++end;
        behind_repeat = !run.empty();
        run_end = end;
        most = ways_before * places(expression_[items[at]], run);
      }
      before = items[at];
    }
    if (behind_repeat) all.ways = std::min(all.ways, most);
    return all;
  }

  // The items of nested sequences.
  void flatten(Id id, std::vector<Id>& items) const {
    const Node& it = expression_[id];
    if (it.kind != NodeKind::sequence) {
      items.push_back(id);
      return;
    }
    for (const Id child : it.children) flatten(child, items);
  }

  // Whether the item is a repeat of single characters.
  [[nodiscard]] bool is_stretch(Id id) const {
    const Node& it = expression_[id];
    return it.kind == NodeKind::repeat &&
           expression_[it.children.front()].kind == NodeKind::characters;
  }

  // Appends the characters that an item consists of; false if it has others, too.
  bool extend(Id id, Run& run) const {
    const Node& it = expression_[id];
    if (it.kind == NodeKind::characters) {
      run.push_back(&it.set);
      return true;
    }
    return it.kind == NodeKind::sequence &&
           std::all_of(it.children.begin(), it.children.end(),
                       [&](Id child) { return extend(child, run); });
  }

  // At how many ends of a repeat of characters a run stands, at most.
  [[nodiscard]] double places(const Node& stretch, const Run& run) const {
    const auto longest = static_cast<double>(names_.longest);
    double most = longest + 1;
    if (run.empty()) return most;
    if (!meet(expression_[stretch.children.front()].set, *run.front())) return 1;
    for (std::size_t first = 0; first < run.size(); ++first) {
      std::u32string text;
      for (std::size_t at = first; at < run.size(); ++at) {
        const auto code = only_of(*run[at]);
        if (!code) break;
        text += *code;
      }
      if (text.empty()) continue;
      std::size_t period = 1;
      while (text.compare(0, text.size() - period, text, period) != 0) ++period;
      const std::size_t room = names_.longest - std::min(names_.longest, text.size());
      most = std::min(most, static_cast<double>(room / period + 1));
      if (text.find(static_cast<char32_t>(kSeparator)) != std::u32string::npos)
        most = std::min(most, static_cast<double>(std::max<std::size_t>(names_.separators, 1)));
      first += text.size();
    }
    return most;
  }

  // With `stretch`, in how many ways it and an alternative behind it match from one place.
  Cost choice(const Node& it, const Node* stretch) {
    Cost all{0, 0};
    std::vector<Run> runs;
    double widest = 0;
    for (const Id child : it.children) {
      std::vector<Id> items;
      flatten(child, items);
      Run run;
      for (const Id item : items) {
        if (!extend(item, run)) break;
      }
      const Cost one = cost(child);
      all.tries += one.tries + 1;
      const double ways = stretch != nullptr ? places(*stretch, run) * one.ways : one.ways;
      all.ways += ways;
      widest = std::max(widest, ways);
      runs.push_back(std::move(run));
    }
    if (stretch == nullptr && exclude_each_other(runs)) all.ways = widest;
    return all;
  }

  static bool exclude_each_other(const std::vector<Run>& runs) {
    if (runs.size() > kMostCompared) return false;
    for (std::size_t left = 0; left < runs.size(); ++left) {
      for (std::size_t right = left + 1; right < runs.size(); ++right) {
        const std::size_t common = std::min(runs[left].size(), runs[right].size());
        bool differ = false;
        for (std::size_t at = 0; at < common && !differ; ++at)
          differ = !meet(*runs[left][at], *runs[right][at]);
        if (!differ) return false;
      }
    }
    return true;
  }

  // The fewest characters that a node takes.
  double least(Id id) {
    double& known = least_[id];
    if (known >= 0) return known;
    const Node& it = expression_[id];
    double sum = 0;
    switch (it.kind) {
      case NodeKind::characters: sum = 1; break;
      case NodeKind::look_ahead:
      case NodeKind::look_behind: break;
      case NodeKind::repeat: sum = it.low * least(it.children.front()); break;
      case NodeKind::sequence:
        for (const Id child : it.children) sum += least(child);
        break;
      case NodeKind::choice:
        for (const Id child : it.children)
          sum = child == it.children.front() ? least(child) : std::min(sum, least(child));
        break;
    }
    return known = sum;
  }

  Cost repeat(const Node& it) {
    const Id child = it.children.front();
    const auto longest = static_cast<double>(names_.longest);
    const bool bounded = it.high != Node::kUnbounded;
    if (expression_[child].kind == NodeKind::characters) {
      const double most = bounded ? std::min<double>(it.high, longest) : longest;
      return {most + 1, most + 2};
    }
    const Cost body = cost(child);
    const double taken = std::max(1.0, least(child));
    // PCRE2 ends a repeat behind an iteration that takes nothing.
    double most = it.low + longest / taken + 1;
    if (bounded) most = std::min<double>(it.high, most);
    Cost all{1, 1};
    double ways = 1;  // in which so many iterations match
    for (double round = 1; round <= most; ++round) {
      all.tries += ways * (body.tries + 2);
      ways *= body.ways;
      all.ways += ways;
      if (all.tries > kMatchLimit || all.ways > kMatchLimit) {
        all.tries = all.ways = 1e30;
        break;
      }
    }
    return all;
  }

  const RegularExpression& expression_;
  const NameSizes& names_;
  std::vector<double> least_;               // by node; negative if not known yet
  std::vector<std::optional<Cost>> costs_;  // by node
};

}  // namespace

double most_tries(const RegularExpression& expression, const NameSizes& names) {
  return Bound(expression, names).cost(expression.root()).tries;
}

double most_steps(const RegularExpression& expression, std::size_t groups, const NameSizes& names) {
  return (most_tries(expression, names) + 1) * (kStepsOfTry + static_cast<double>(groups));
}

bool stays_within_limits(const RegularExpression& expression, std::size_t groups,
                         const NameSizes& names) {
  const double steps = most_steps(expression, groups, names);
  const double bytes = steps * (kFrameBytes + kGroupBytes * static_cast<double>(groups));
  return steps < kMatchLimit / 2 && bytes < kRegexHeapLimitKiB * 1024.0;
}

}  // namespace overmatch
