// SPDX-License-Identifier: Apache-2.0
// RegularExpression is the syntax tree of a pattern over code points.
//
// The nodes are in one list, children before parents, and refer to each other by number. All
// assertions are look-arounds: `\A` is "not after a character", `\Z` is "not before a character",
// `\b` a choice of two pairs of them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "matchers/python_regex/code_points.h"

namespace overmatch {

enum class NodeKind : std::uint8_t {
  sequence,     // the children one after the other; the empty text if there are none
  choice,       // one of the children; matches nothing if there are none
  characters,   // one code point of `set`
  repeat,       // the child `low` to `high` times
  look_ahead,   // consumes nothing: the child matches from here on, or does not if `negated`
  look_behind,  // consumes nothing: the child matches up to here, or does not if `negated`
};

struct Node {
  static constexpr std::uint32_t kUnbounded = UINT32_MAX;

  NodeKind kind = NodeKind::sequence;
  bool negated = false;
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  CodeSet set;
  std::vector<std::uint32_t> children;
};

class RegularExpression {
 public:
  using Id = std::uint32_t;

  Id sequence(std::vector<Id> children) { return add(NodeKind::sequence, std::move(children)); }
  Id choice(std::vector<Id> children) { return add(NodeKind::choice, std::move(children)); }
  Id characters(CodeSet set) {
    const Id id = add(NodeKind::characters, {});
    nodes_[id].set = std::move(set);
    return id;
  }
  Id repeat(Id child, std::uint32_t low, std::uint32_t high = Node::kUnbounded) {
    const Id id = add(NodeKind::repeat, {child});
    nodes_[id].low = low;
    nodes_[id].high = high;
    return id;
  }
  Id look(NodeKind kind, bool negated, Id child) {
    const Id id = add(kind, {child});
    nodes_[id].negated = negated;
    return id;
  }
  // A sequence of the code points of `text`, valid UTF-8.
  Id text(std::string_view text);
  // Any text, even the empty one.
  Id anything() { return repeat(characters(all_code_points()), 0); }

  void set_root(Id root) noexcept { root_ = root; }
  [[nodiscard]] Id root() const noexcept { return root_; }
  [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const Node& operator[](Id id) const noexcept { return nodes_[id]; }

 private:
  Id add(NodeKind kind, std::vector<Id> children) {
    nodes_.emplace_back();
    nodes_.back().kind = kind;
    nodes_.back().children = std::move(children);
    return static_cast<Id>(nodes_.size() - 1);
  }

  std::vector<Node> nodes_;
  Id root_ = 0;
};

}  // namespace overmatch
