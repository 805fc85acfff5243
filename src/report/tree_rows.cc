// SPDX-License-Identifier: Apache-2.0
#include "report/tree_rows.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <utility>

#include "names/path.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kAboveColumns = 48;
constexpr std::size_t kLongestPath = 256;  // bytes of TreeRow::path

struct Node {
  std::string_view segment;
  std::size_t parent = kNone;
  std::vector<std::size_t> children;
  const DrawnModule* module = nullptr;
  std::size_t modules = 0;  // in the subtree, this one included
  std::size_t marked = 0;   // of those
  std::size_t chain = 0;    // unmarked nodes from here down, each with one child
  bool intended = false;

  [[nodiscard]] std::string_view note() const {
    return module == nullptr ? std::string_view{} : std::string_view(module->note);
  }
  [[nodiscard]] Mark mark() const { return module == nullptr ? Mark::none : module->mark; }
};

// Walks the tree in loops, not recursively: a path of 64 KiB may be 32,768 levels deep.
class Layout {
 public:
  explicit Layout(const std::vector<DrawnModule>& modules) {
    nodes_.emplace_back();
    std::map<std::pair<std::size_t, std::string_view>, std::size_t> children;
    for (const DrawnModule& module : modules) {
      std::size_t at = 0;
      for (const std::string_view segment : Segments(module.path)) {
        const auto [entry, fresh] = children.try_emplace({at, segment}, nodes_.size());
        if (fresh) {
          nodes_[at].children.push_back(nodes_.size());
          nodes_.push_back({segment, at, {}});
        }
        at = entry->second;
      }
      nodes_[at].module = &module;
    }
    // Children come after their parent, so this order measures them first.
    for (std::size_t at = nodes_.size(); at-- > 0;) measure(nodes_[at]);
  }

  std::vector<TreeRow> run() {
    plan_root();
    while (!plan_.empty()) {
      const Planned planned = std::move(plan_.back());
      plan_.pop_back();
      draw(planned);
    }
    cut();
    return std::move(rows_);
  }

 private:
  // A row that is still to be drawn: a node, or a folded run of a node's children.
  struct Planned {
    std::size_t node = 0;
    std::string before;      // the guide of the rows below this one's parent
    std::string_view elbow;  // "├─ ", "└─ " or "" at the top
    std::size_t level = 0;
    std::size_t folded = 0;  // how many siblings from `node` on; 0 for the node alone
  };

  void measure(Node& node) {
    node.modules = node.module != nullptr ? 1 : 0;
    node.marked = node.mark() != Mark::none ? 1 : 0;
    bool all_intended = !node.children.empty();
    for (const std::size_t child : node.children) {
      node.modules += nodes_[child].modules;
      node.marked += nodes_[child].marked;
      all_intended = all_intended && nodes_[child].intended;
    }
    node.intended = node.module != nullptr ? node.module->intended : all_intended;
    if (node.mark() == Mark::none && node.children.size() == 1)
      node.chain = nodes_[node.children[0]].chain + 1;
  }

  void plan_root() {
    const Node& root = nodes_[0];
    if (root.module != nullptr) {
      plan_.push_back({0, "", "", 0, 0});
    } else {
      plan_children(root, "", 0);
    }
  }

  void draw(const Planned& planned) {
    if (planned.folded > 0) {
      draw_fold(planned);
      return;
    }
    // Joins a chain of unmarked nodes into one row.
    std::size_t at = planned.node;
    std::string above;
    std::size_t passed = 0;
    const bool long_chain = at != 0 && nodes_[at].chain > kLongestChain;
    while (at != 0 && nodes_[at].chain > 0 && (long_chain || nodes_[at].module == nullptr)) {
      if (nodes_[at].module != nullptr) ++passed;
      above.append(nodes_[at].segment) += kSeparator;
      at = nodes_[at].children[0];
    }
    const Node& node = nodes_[at];
    TreeRow row;
    row.guide = planned.before + std::string(planned.elbow);
    row.level = planned.level;
    if (at != 0 && above.size() + node.segment.size() <= kLongestPath)
      row.path = above + std::string(node.segment);
    if (!above.empty()) row.above = short_path(above, kAboveColumns);
    row.name = at == 0 ? short_path("") : short_path(node.segment);
    row.module = node.module != nullptr;
    row.mark = node.mark();
    row.intended = node.intended;
    if (node.module != nullptr) row.note = node.module->note;
    if (passed > 0) row.note = fmt::format("{} in between", counted(passed, "more module"));
    const bool whole =
        node.marked == 0 && at != 0 && node.modules > kUnmarkedDrawn && !node.children.empty();
    if (whole)
      row.note =
          fmt::format("{} below", counted(node.modules - (row.module ? 1 : 0), "more module"));
    rows_.push_back(std::move(row));
    if (!whole) plan_children(node, below(planned), planned.level + 1);
  }

  void draw_fold(const Planned& planned) {
    const auto& siblings = nodes_[nodes_[planned.node].parent].children;
    std::size_t first = 0;
    while (siblings[first] != planned.node) ++first;
    TreeRow row;
    row.guide = planned.before + std::string(planned.elbow);
    row.level = planned.level;
    std::size_t modules = 0;
    for (std::size_t at = first; at < first + planned.folded; ++at)
      modules += nodes_[siblings[at]].modules;
    row.note = fmt::format("… {} more", grouped(planned.folded));
    if (modules > planned.folded) row.note += fmt::format(" ({})", counted(modules, "module"));
    row.mark = nodes_[planned.node].mark();
    row.intended = nodes_[planned.node].intended;
    rows_.push_back(std::move(row));
  }

  [[nodiscard]] static std::string below(const Planned& planned) {
    if (planned.elbow.empty()) return planned.before;
    const bool last = planned.elbow.starts_with("└");
    if (planned.level < kWideLevels) return planned.before + (last ? "   " : "│  ");
    if (planned.level < kMostLevels) return planned.before + (last ? " " : "│");
    return planned.before;
  }

  // Whether two siblings can stand in one folded run.
  [[nodiscard]] bool alike(std::size_t left, std::size_t right) const {
    const Node& a = nodes_[left];
    const Node& b = nodes_[right];
    const auto foldable = [](const Node& node) {
      return node.marked == 0 || node.children.empty();
    };
    return foldable(a) && foldable(b) && a.mark() == b.mark() && a.intended == b.intended &&
           a.note() == b.note();
  }

  // Pushes the children of a node on the stack `plan_`, the last one first.
  void plan_children(const Node& node, const std::string& before, std::size_t level) {
    std::vector<Planned> plan;
    const auto& all = node.children;
    const bool top = &node == &nodes_[0] && node.module == nullptr;
    for (std::size_t at = 0; at < all.size();) {
      std::size_t end = at + 1;
      while (end < all.size() && alike(all[at], all[end])) ++end;
      const bool fold = end - at > kLongestRun;
      const std::size_t head = fold ? kRunHead : end - at;
      for (std::size_t i = 0; i < head; ++i) plan.push_back({all[at + i], before, "├─ ", level, 0});
      if (fold) {
        plan.push_back({all[at + head], before, "├─ ", level, end - at - head - 1});
        plan.push_back({all[end - 1], before, "├─ ", level, 0});
      }
      at = end;
    }
    if (!plan.empty()) plan.back().elbow = "└─ ";
    for (; !plan.empty(); plan.pop_back()) {
      if (top) plan.back().elbow = "";
      plan_.push_back(std::move(plan.back()));
    }
  }

  void cut() {
    if (rows_.size() <= kMostRows) return;
    std::array<std::size_t, kMarks> marks{};
    for (std::size_t at = kMostRows; at < rows_.size(); ++at)
      ++marks[static_cast<std::size_t>(rows_[at].mark)];
    TreeRow row;
    row.note = fmt::format("… {}", counted(rows_.size() - kMostRows, "more line"));
    for (const Mark mark : {Mark::overmatch, Mark::undermatch, Mark::relabelled, Mark::right}) {
      const std::size_t count = marks[static_cast<std::size_t>(mark)];
      if (count > 0) row.note += fmt::format(", {} {}", grouped(count), word(mark));
    }
    rows_.resize(kMostRows);
    rows_.push_back(std::move(row));
  }

  std::vector<Node> nodes_;
  std::vector<Planned> plan_;
  std::vector<TreeRow> rows_;
};

}  // namespace

std::vector<TreeRow> tree_rows(const std::vector<DrawnModule>& modules) {
  if (modules.empty()) return {};
  return Layout(modules).run();
}

std::string_view sign(Mark mark) noexcept {
  constexpr std::array<std::string_view, kMarks> signs = {" ", "+", "X", "-", "~"};
  return signs[static_cast<std::size_t>(mark)];
}

std::string_view word(Mark mark) noexcept {
  constexpr std::array<std::string_view, kMarks> words = {"", "right", "OVERMATCH", "UNDERMATCH",
                                                          "OTHER LABEL"};
  return words[static_cast<std::size_t>(mark)];
}

std::string_view meaning(Mark mark) noexcept {
  constexpr std::array<std::string_view, kMarks> meanings = {
      "", "selected, as it should be", "selected, should not be", "should be selected, is not",
      "has a label, should have another"};
  return meanings[static_cast<std::size_t>(mark)];
}

}  // namespace overmatch::report
