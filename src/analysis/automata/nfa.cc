// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/nfa.h"

#include <algorithm>

namespace overmatch {
namespace {

class Compiler {
 public:
  Compiler(Nfa& out, SetTable& sets) : out_(out), sets_(sets) {}

  void compile(std::span<const RegularExpression> expressions) {
    const std::uint32_t accept = add({Op::accept});
    std::uint32_t start = add({Op::fail});
    for (const RegularExpression& expression : expressions) {
      expression_ = &expression;
      const std::uint32_t one = node(expression.root(), accept);
      start = add({Op::split, 0, one, start});
    }
    out_.start = start;
  }

 private:
  std::uint32_t add(Instruction instruction) {
    if (out_.code.size() == kMostInstructions)
      throw TooLarge("the patterns need more than 200,000 steps, repetitions unrolled");
    out_.code.push_back(instruction);
    return static_cast<std::uint32_t>(out_.code.size() - 1);
  }

  // Emits the code of a node that continues at `next`; returns its start.
  std::uint32_t node(RegularExpression::Id id, std::uint32_t next) {
    const Node& it = (*expression_)[id];
    switch (it.kind) {
      case NodeKind::sequence:
        for (auto child = it.children.rbegin(); child != it.children.rend(); ++child)
          next = node(*child, next);
        return next;
      case NodeKind::choice: {
        std::uint32_t start = add({Op::fail});
        for (auto child = it.children.rbegin(); child != it.children.rend(); ++child) {
          const std::uint32_t branch = node(*child, next);
          start = add({Op::split, 0, branch, start});
        }
        return start;
      }
      case NodeKind::characters: return add({Op::letter, sets_.index(it.set), next, 0});
      case NodeKind::repeat: return repeat(it, next);
      case NodeKind::look_ahead:
      case NodeKind::look_behind: return look(it, next);
    }
    return next;
  }

  std::uint32_t loop(RegularExpression::Id child, std::uint32_t next) {
    // Any text at the end: the state says so, and a proof need not look further.
    const Node& body = (*expression_)[child];
    if (out_.code[next].op == Op::accept && body.kind == NodeKind::characters &&
        body.set == all_code_points())
      return add({Op::always});
    const std::uint32_t start = add({Op::split, 0, 0, next});
    const std::uint32_t round = node(child, start);
    out_.code[start].next = round;
    return start;
  }

  std::uint32_t repeat(const Node& it, std::uint32_t next) {
    const RegularExpression::Id child = it.children.front();
    std::uint32_t start = next;
    if (it.high == Node::kUnbounded) {
      start = loop(child, next);
    } else {
      for (std::uint32_t round = it.low; round < it.high; ++round) {
        const std::uint32_t body = node(child, start);
        start = add({Op::split, 0, body, next});
      }
    }
    for (std::uint32_t round = 0; round < it.low; ++round) start = node(child, start);
    return start;
  }

  std::uint32_t look(const Node& it, std::uint32_t next) {
    const bool behind = it.kind == NodeKind::look_behind;
    const std::uint32_t end = add({behind ? Op::accept : Op::always});
    std::uint32_t start = node(it.children.front(), end);
    if (behind) {  // anything before it
      const std::uint32_t split = add({Op::split, 0, 0, start});
      out_.code[split].next = add({Op::letter, sets_.index(all_code_points()), split, 0});
      start = split;
    }
    out_.looks.push_back({behind, it.negated, start, end});
    return add({Op::look, 0, next, static_cast<std::uint32_t>(out_.looks.size() - 1)});
  }

  Nfa& out_;
  SetTable& sets_;
  const RegularExpression* expression_ = nullptr;
};

}  // namespace

bool SetTable::Less::operator()(const CodeSet& left, const CodeSet& right) const noexcept {
  return std::lexicographical_compare(
      left.begin(), left.end(), right.begin(), right.end(), [](CodeRange a, CodeRange b) {
        return a.first != b.first ? a.first < b.first : a.last < b.last;
      });
}

std::uint32_t SetTable::index(const CodeSet& set) {
  // Most sets are one character.
  if (set.size() == 1 && set[0].first == set[0].last && set[0].first < ascii_.size()) {
    std::uint32_t& known = ascii_[set[0].first];
    if (known == 0) {
      sets_.push_back(set);
      known = static_cast<std::uint32_t>(sets_.size());
    }
    return known - 1;
  }
  const auto [place, is_new] = known_.emplace(set, static_cast<std::uint32_t>(sets_.size()));
  if (is_new) sets_.push_back(set);
  return place->second;
}

Nfa compile(std::span<const RegularExpression> expressions, SetTable& sets) {
  Nfa program;
  Compiler(program, sets).compile(expressions);
  return program;
}

}  // namespace overmatch
