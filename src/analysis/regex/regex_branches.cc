// SPDX-License-Identifier: Apache-2.0
// Finds mistakes in alternations: branches that are empty, select nothing or lack a common part.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/regex/regex_mistakes.h"

namespace overmatch {
namespace {

// The most branches of an alternation that are examined.
constexpr std::size_t kMostBranches = 24;

class BranchFinder {
 public:
  BranchFinder(const RegexStructure& regex, std::vector<RegexMistake>& mistakes)
      : regex_(regex), mistakes_(mistakes) {}

  void find() {
    const std::size_t body = regex_.tokens().body;
    empty_branches(body, regex_.size(), true);
    for (std::size_t at = body; at < regex_.size(); ++at) {
      if (is_group(at)) empty_branches(at + 1, regex_.partner(at), false);
    }
    ungrouped(body, regex_.size());
    for (std::size_t at = body; at < regex_.size(); ++at) {
      if (is_group(at)) ungrouped(at + 1, regex_.partner(at));
    }
    // Treats `^(?:a|b)$` as `a|b`.
    std::size_t from = body;
    std::size_t to = regex_.size();
    while (regex_.is(from, TokenKind::anchor)) ++from;
    while (to > from && regex_.is(to - 1, TokenKind::anchor)) --to;
    const bool group = from < to && is_group(from) && regex_.partner(from) + 1 == to;
    if (group) {
      dead_branches(from + 1, to - 1);
    } else {
      dead_branches(body, regex_.size());
    }
  }

 private:
  [[nodiscard]] bool is_group(std::size_t at) const {
    return regex_.is(at, TokenKind::open) && !regex_.is_look(at) && !regex_[at].in_look &&
           !regex_.spelling(at).starts_with("(?(");
  }

  // `a||b` in a group, and any empty branch of the whole regex; in `(a|)`, `a` is optional.
  void empty_branches(std::size_t from, std::size_t to, bool whole) {
    const std::vector<RegexBranch> all = regex_.branches(from, to);
    if (all.size() < 2) return;
    std::vector<RegexEdit> edits;
    for (std::size_t number = 0; number < all.size(); ++number) {
      const bool inside = number > 0 && number + 1 < all.size();
      if (all[number].from < all[number].to || !(whole || inside)) continue;
      // Removes the bar before the branch, for the first branch the one after it.
      const std::size_t bar = number > 0 ? all[number].from - 1 : all[number].to;
      edits.push_back({regex_[bar].start, regex_[bar].end, ""});
    }
    if (edits.empty()) return;
    RegexMistake mistake;
    mistake.kind = MistakeKind::empty_branch;
    mistake.certain = true;
    mistake.what = whole ? "an empty branch selects the root, and nothing else"
                         : "two bars stand side by side: the branch between them is empty";
    mistake.corrections.push_back(std::move(edits));
    mistakes_.push_back(std::move(mistake));
  }

  // Whether a part that all branches share may end here: with a separator, escaped or not, `.*` or
  // an anchor.
  [[nodiscard]] bool is_joint(std::size_t at) const {
    return regex_.is(at, TokenKind::separator) || regex_.is(at, TokenKind::anchor) ||
           regex_.is(at, TokenKind::dot);
  }
  // The index after the last joint with something after it; the branch's start if there is none.
  [[nodiscard]] std::size_t behind_joints(const RegexBranch& branch) const {
    std::size_t place = branch.from;
    for (std::size_t at = branch.from; at < branch.to; ++at) {
      if (is_joint(at) && regex_.behind(at) < branch.to) place = regex_.behind(at);
      if (regex_.is(at, TokenKind::open)) at = regex_.partner(at);
    }
    return place;
  }
  // The first joint with something before it; the branch's end if there is none.
  [[nodiscard]] std::size_t before_joints(const RegexBranch& branch) const {
    for (std::size_t at = branch.from; at < branch.to; ++at) {
      if (is_joint(at) && at > branch.from) return at;
      if (regex_.is(at, TokenKind::open)) at = regex_.partner(at);
    }
    return branch.to;
  }

  // The edits that leave only one branch.
  [[nodiscard]] std::vector<RegexEdit> alone(std::size_t from, std::size_t to,
                                             const RegexBranch& branch) const {
    std::vector<RegexEdit> edits;
    if (regex_.start_of(branch.from) > regex_.start_of(from))
      edits.push_back({regex_.start_of(from), regex_.start_of(branch.from), ""});
    const std::size_t end =
        branch.from < branch.to ? regex_[branch.to - 1].end : regex_.start_of(branch.from);
    if (end < regex_.start_of(to)) edits.push_back({end, regex_.start_of(to), ""});
    return edits;
  }

  // `.*\.q|v`: the bar splits the whole regex or group, not only the last names. It is a mistake if
  // a branch alone selects nothing, and selects something with the common part.
  void ungrouped(std::size_t from, std::size_t to) {
    const std::vector<RegexBranch> all = regex_.branches(from, to);
    if (all.size() == 1 || all.size() > kMostBranches) return;
    for (const RegexBranch& branch : all) {
      if (branch.from >= branch.to) return;
    }
    // The front of the first branch and the end of the last one may be common to all.
    const std::size_t prefix = behind_joints(all.front());
    const std::size_t suffix = before_joints(all.back());
    const std::string front = regex_.spelling(all.front().from, prefix);
    const std::string end = regex_.spelling(suffix, all.back().to);
    if (front.empty() && end.empty()) return;
    RegexMistake mistake;
    mistake.kind = MistakeKind::ungrouped_alternation;
    mistake.what =
        fmt::format("the alternation is not grouped: {} for one branch alone",
                    front.empty() ? "the end " + regex_in_words(end) + " stands"
                    : end.empty() ? "the start " + regex_in_words(front) + " stands"
                                  : "the start " + regex_in_words(front) + " and the end " +
                                        regex_in_words(end) + " stand");
    const auto group = [&](bool with_front, bool with_end) {
      const std::size_t start = with_front ? prefix : all.front().from;
      const std::size_t stop = with_end ? suffix : all.back().to;
      mistake.corrections.push_back({{regex_.start_of(start), regex_.start_of(start), "(?:"},
                                     {end_of(stop), end_of(stop), ")"}});
    };
    if (!front.empty()) group(true, false);
    if (!end.empty()) group(false, true);
    if (!front.empty() && !end.empty()) group(true, true);
    for (const RegexBranch& branch : all) mistake.branches.push_back(alone(from, to, branch));
    mistakes_.push_back(std::move(mistake));
  }
  [[nodiscard]] std::size_t end_of(std::size_t stop) const {  // the end of the token before `stop`
    return stop < regex_.size() ? regex_.start_of(stop) : regex_.tokens().text.size();
  }

  // `q_proj|.*v_proj`: adds a start to each branch that may select nothing.
  void dead_branches(std::size_t from, std::size_t to) {
    const std::vector<RegexBranch> all = regex_.branches(from, to);
    if (all.size() == 1 || all.size() > kMostBranches) return;
    for (const RegexBranch& branch : all) {
      if (branch.from >= branch.to) continue;
      RegexMistake mistake;
      mistake.kind = MistakeKind::dead_branch;
      mistake.what = "the branch " + regex_in_words(regex_.spelling(branch.from, branch.to)) +
                     " selects nothing";
      std::size_t start = branch.from;
      while (start < branch.to && regex_.is(start, TokenKind::anchor)) ++start;
      const std::size_t at = regex_.start_of(start);
      const bool separator = regex_.is(start, TokenKind::separator);
      mistake.corrections.push_back({{at, at, separator ? ".*" : "(?:.*\\.)?"}});
      mistake.branches.push_back(alone(from, to, branch));
      mistakes_.push_back(std::move(mistake));
    }
  }

  const RegexStructure& regex_;
  std::vector<RegexMistake>& mistakes_;
};

}  // namespace

void find_branches(const RegexStructure& regex, std::vector<RegexMistake>& mistakes) {
  BranchFinder(regex, mistakes).find();
}

}  // namespace overmatch
