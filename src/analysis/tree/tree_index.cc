// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/tree_index.h"

#include <algorithm>
#include <numeric>

#include "analysis/regex/regex_hint.h"
#include "matchers/regex.h"
#include "names/path.h"

namespace overmatch {

namespace {

// More than an audit asks in between about one entry.
constexpr std::size_t kRecent = 8;

}  // namespace

TreeIndex::TreeIndex(const ModuleTree& tree)
    : tree_(tree), names_(last_names(tree.modules.views())) {
  bool complete = true;
  parents_ = parents_of(tree.modules.views(), complete);
  prepare(complete);
}

TreeIndex::TreeIndex(const ModuleTree& tree, TreeShape shape)
    : tree_(tree), parents_(std::move(shape.parents)) {
  names_.of = std::move(shape.names);
  names_.names.reserve(shape.firsts.size());
  for (const std::uint32_t module : shape.firsts)
    names_.names.push_back(last_segment(path(module)));
  prepare(true);
}

void TreeIndex::prepare(bool complete) {
  complete_ = complete;
  depths_.reserve(size());
  for (std::uint32_t module = 0; module < size(); ++module) {
    const std::uint32_t above = parents_[module];
    depths_.push_back(above < module ? depths_[above] + 1
                                     : static_cast<std::uint32_t>(depth(path(module))));
  }
  backwards_ = backwards_order(tree_.modules.views(), names_, parents_, complete);
}

std::uint32_t TreeIndex::find(std::string_view path) const noexcept {
  const auto found = std::partition_point(
      backwards_.begin(), backwards_.end(),
      [&](std::uint32_t module) { return less_backwards(tree_.modules[module], path); });
  return found != backwards_.end() && tree_.modules[*found] == path ? *found : kNoModule;
}

std::pair<std::size_t, std::size_t> TreeIndex::ending_with(std::string_view text) const noexcept {
  const auto begin = backwards_.begin();
  const auto first = std::partition_point(begin, backwards_.end(), [&](std::uint32_t module) {
    return less_backwards(path(module), text);
  });
  const auto last = std::partition_point(
      first, backwards_.end(), [&](std::uint32_t module) { return path(module).ends_with(text); });
  return {static_cast<std::size_t>(first - begin), static_cast<std::size_t>(last - begin)};
}

std::size_t TreeIndex::count(Mode mode, std::span<const std::string> patterns) const {
  const bool bounded = keeps_boundaries(traits_of(mode));
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (const std::string& pattern : patterns) {
    runs.push_back(ending_with(bounded ? kSeparator + pattern : pattern));
    if (!bounded) continue;
    // The module itself comes first in the run of those that end with its path.
    const std::size_t at = ending_with(pattern).first;
    if (at < size() && path(backwards_[at]) == pattern) runs.emplace_back(at, at + 1);
  }
  std::sort(runs.begin(), runs.end());
  std::size_t all = 0;
  std::size_t counted = 0;  // the end of the runs counted so far
  for (const auto& [first, last] : runs) {
    if (last <= counted) continue;
    all += last - std::max(first, counted);
    counted = last;
  }
  return all;
}

Selection TreeIndex::subtree(std::string_view root) const {
  Selection selected;
  if (root.empty()) {
    selected.resize(size());
    std::iota(selected.begin(), selected.end(), 0);
    return selected;
  }
  const std::uint32_t top = find(root);
  if (top == kNoModule) return selected;
  // A subtree need not be contiguous, because a list of parameters may return to it.
  for (std::uint32_t at = top; at < size(); ++at) {
    if (in_subtree(path(at), root)) selected.push_back(at);
  }
  return selected;
}

Selection TreeIndex::with_all_below(const Selection& tops) const {
  Selection all;
  std::vector<bool> inside(size());
  for (const std::uint32_t top : tops) inside[top] = true;
  const bool everything = !tops.empty() && path(tops.front()).empty();
  for (std::uint32_t module = 0; module < size(); ++module) {
    const std::uint32_t above = parents_[module];  // comes before the module
    if (everything || inside[module] || (above != kNoModule && inside[above])) {
      inside[module] = true;
      all.push_back(module);
    }
  }
  return all;
}

bool TreeIndex::has_children(std::uint32_t module) const {
  if (has_children_.empty()) {
    has_children_.resize(size());
    for (const std::uint32_t above : parents_) {
      if (above != kNoModule) has_children_[above] = 1;
    }
  }
  return has_children_[module] != 0;
}

bool TreeIndex::has(char byte) const {
  if (!bytes_) {
    bytes_.emplace();
    const auto add = [&](std::string_view text) {
      for (const char c : text) bytes_->set(static_cast<unsigned char>(c));
    };
    for (const std::string_view name : names()) add(name);
    // The names of a path's ancestors are known, unless these are missing.
    for (std::uint32_t module = 0; module < size(); ++module) {
      if (parents_[module] != kNoModule) {
        bytes_->set(static_cast<unsigned char>(kSeparator));
      } else {
        add(path(module));
      }
    }
  }
  return bytes_->test(static_cast<unsigned char>(byte));
}

TreeSelector& TreeIndex::selector() const {
  if (!selector_)
    selector_ =
        std::make_unique<TreeSelector>(tree_.modules.views(), parents_, names_.names, names_.of);
  return *selector_;
}

std::optional<Selection> TreeIndex::select_at_boundaries(Mode mode, std::string_view regex) const {
  return selector().select_at_boundaries(mode, regex);
}

std::optional<Selection> TreeIndex::select(Mode mode, std::string_view pattern,
                                           std::string* why) const {
  Selection selected;
  const ModeTraits& traits = traits_of(mode);
  const bool indexed = traits.syntax == Syntax::text;
  if (indexed && traits.after == Beside::nothing) {
    if (traits.before != Beside::nothing) {
      const bool bounded = traits.before == Beside::segments;
      const auto [first, last] =
          ending_with(bounded ? kSeparator + std::string(pattern) : std::string(pattern));
      const auto run = backwards().subspan(first, last - first);
      selected.assign(run.begin(), run.end());
    }
    if (traits.before != Beside::anything) {
      if (const std::uint32_t module = find(pattern); module != kNoModule)
        selected.push_back(module);
    }
    sort_modules(selected, size());
    return selected;
  }
  if (indexed && traits.before == Beside::nothing && traits.after == Beside::segments)
    return subtree(pattern);
  for (const Recent& each : recent_) {
    if (each.mode == mode && each.pattern == pattern) return each.selected;
  }
  const std::unique_ptr<Matcher> matcher = make_reference(mode);
  Answer answer;
  // Only the reference knows whether a pattern is read at all.
  matcher->match({{&pattern, 1}, {}}, answer);
  if (!answer.rejected()) {
    if (std::optional<Selection> found = selector().select(mode, pattern)) {
      if (recent_.size() < kRecent) recent_.emplace_back();
      recent_[oldest_] = {mode, std::string(pattern), *found};
      oldest_ = (oldest_ + 1) % kRecent;
      return found;
    }
    matcher->match({{&pattern, 1}, tree_.modules.views()}, answer);
  }
  if (answer.rejected()) {
    if (why != nullptr) {
      *why = answer.reason() + compile_hint(std::string(pattern), [&](const std::string& other) {
               return !select(mode, other).value_or(Selection()).empty();
             });
    }
    return std::nullopt;
  }
  for (std::uint32_t at = 0; at < size(); ++at) {
    if (answer.selects(at)) selected.push_back(at);
  }
  return selected;
}

}  // namespace overmatch
