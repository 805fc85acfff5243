// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/path_dfa.h"

#include <algorithm>

namespace overmatch {
namespace {

// Beyond these a tree is matched faster by the reference.
constexpr std::size_t kMostPathStates = 4'000;
constexpr std::size_t kMostThreads = 1'000'000;
// The most instructions of a look-ahead that are reached without a letter.
constexpr std::size_t kMostSeen = 64;

std::uint64_t hash_of(std::span<const std::uint32_t> numbers) noexcept {
  std::uint64_t hash = numbers.size();
  for (const std::uint32_t number : numbers) {
    hash = (hash ^ number) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29U;
  }
  return hash;
}

}  // namespace

PathDfa::PathDfa(const Nfa& program, const std::vector<CodeSet>& sets,
                 std::span<const char32_t> letters)
    : program_(program) {
  classify(sets, letters);
  marks_.resize(program.code.size());
  const std::size_t looks = program.looks.size();
  if (looks > 0) {
    is_behind_.resize(program.code.size());
    holds_.resize(looks * (classes_ + 1));
  }
  std::vector<std::uint32_t> seen;
  for (std::uint32_t look = 0; look < looks; ++look) {
    if (program.looks[look].behind) {
      // The code of a look-behind is its own: whatever it leads to belongs to it.
      std::vector<std::uint32_t> open = {program.looks[look].start};
      while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        if (is_behind_[at] != 0) continue;
        is_behind_[at] = 1;
        const Instruction& it = program.code[at];
        if (it.op == Op::letter || it.op == Op::split) open.push_back(it.next);
        if (it.op == Op::split) open.push_back(it.other);
        supported_ = supported_ && it.op != Op::look;
      }
      continue;
    }
    for (std::uint32_t next = 0; next <= classes_; ++next) {
      const Truth truth = look_ahead(look, next);
      supported_ = supported_ && truth != Truth::unknown;
      holds_[look * (classes_ + 1) + next] = truth == Truth::yes ? 1 : 0;
    }
  }
  table_.assign(64, kUnknown);
  // kDead and kUniversal, of which the first leads to itself and so does the second.
  begins_ = {0, 0, 0};
  next_.assign(classes_, kDead);
  next_.resize(2 * std::size_t{classes_}, kUniversal);
  accepts_ = {0, 1};
}

void PathDfa::classify(const std::vector<CodeSet>& sets, std::span<const char32_t> letters) {
  class_of_.assign(letters.size(), 0);
  classes_ = letters.empty() ? 0 : 1;
  // Splits each class by each set.
  std::vector<std::uint8_t> inside(letters.size() * sets.size());
  std::vector<std::int32_t> split;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    std::uint8_t* const flags = inside.data() + set * letters.size();
    // Both are sorted.
    auto range = sets[set].begin();
    for (std::size_t at = 0; at < letters.size() && range != sets[set].end(); ++at) {
      while (range != sets[set].end() && range->last < letters[at]) ++range;
      flags[at] = range != sets[set].end() && range->first <= letters[at] ? 1 : 0;
    }
    // By class: how many are inside, how many are outside, and the class of those inside.
    split.assign(3 * std::size_t{classes_}, 0);
    for (std::size_t at = 0; at < letters.size(); ++at)
      ++split[3 * std::size_t{class_of_[at]} + (flags[at] != 0 ? 0 : 1)];
    for (std::size_t at = 0; at < letters.size(); ++at) {
      std::int32_t* const own = split.data() + 3 * std::size_t{class_of_[at]};
      if (flags[at] == 0 || own[0] == 0 || own[1] == 0) continue;
      if (own[2] == 0) own[2] = static_cast<std::int32_t>(classes_++);
      class_of_[at] = static_cast<std::uint8_t>(own[2]);
    }
  }
  takes_.resize(sets.size() * classes_);
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (std::size_t at = 0; at < letters.size(); ++at)
      takes_[set * classes_ + class_of_[at]] = inside[set * letters.size() + at];
  }
}

PathDfa::Truth PathDfa::reach(std::uint32_t from, std::uint32_t next, bool known_next,
                              std::vector<std::uint32_t>& seen) {
  std::vector<std::uint32_t> open = {from};
  bool unknown = false;
  bool always = false;
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    if (std::find(seen.begin(), seen.end(), at) != seen.end()) continue;
    if (seen.size() == kMostSeen) return Truth::unknown;
    seen.push_back(at);
    const Instruction& it = program_.code[at];
    if (it.op == Op::always) always = true;
    if (it.op == Op::split) {
      open.push_back(it.next);
      open.push_back(it.other);
    }
    if (it.op != Op::look) continue;
    const Truth truth = known_next && !program_.looks[it.other].behind ? look_ahead(it.other, next)
                                                                       : Truth::unknown;
    if (truth == Truth::yes) open.push_back(it.next);
    unknown = unknown || truth == Truth::unknown;
  }
  return always ? Truth::yes : unknown ? Truth::unknown : Truth::no;
}

PathDfa::Truth PathDfa::look_ahead(std::uint32_t look, std::uint32_t next) {
  const Look& it = program_.looks[look];
  std::vector<std::uint32_t> seen;
  Truth truth = reach(it.start, next, true, seen);
  // At the end, what was reached is all; else the next character leads on.
  if (truth == Truth::no && next < classes_) {
    std::vector<std::uint32_t> later;
    bool open = false;
    for (const std::uint32_t at : seen) {
      const Instruction& one = program_.code[at];
      if (one.op != Op::letter || !takes(one.set, next)) continue;
      open = true;
      later.clear();
      if (reach(one.next, 0, false, later) == Truth::yes) truth = Truth::yes;
    }
    if (open && truth != Truth::yes) truth = Truth::unknown;
  }
  if (!it.negated || truth == Truth::unknown) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

PathDfa::State PathDfa::start() {
  kernel_ = {program_.start};
  for (const Look& look : program_.looks) {
    if (look.behind) kernel_.push_back(look.start);
  }
  return find();
}

void PathDfa::close(State state, std::uint32_t next) {
  ++mark_;
  closed_.clear();
  waiting_.clear();
  const auto visit = [this](std::uint32_t at) {
    if (marks_[at] == mark_) return;
    marks_[at] = mark_;
    closed_.push_back(at);
  };
  std::size_t done = 0;
  const auto follow = [&] {
    for (; done < closed_.size(); ++done) {
      const Instruction& it = program_.code[closed_[done]];
      if (it.op == Op::split) {
        visit(it.next);
        visit(it.other);
      } else if (it.op == Op::look) {
        waiting_.push_back(closed_[done]);
      }
    }
  };
  for (std::uint32_t at = begins_[state]; at < begins_[state + 1]; ++at) visit(threads_[at]);
  // First without look-arounds, so that those of the look-behinds that end here are reached.
  follow();
  while (!waiting_.empty()) {
    const Instruction& it = program_.code[waiting_.back()];
    waiting_.pop_back();
    const Look& look = program_.looks[it.other];
    const bool holds = look.behind ? (marks_[look.end] == mark_) != look.negated
                                   : holds_[std::size_t{it.other} * (classes_ + 1) + next] != 0;
    if (holds) visit(it.next);
    follow();
  }
}

PathDfa::State PathDfa::advance(State state, std::uint32_t next) {
  close(state, next);
  kernel_.clear();
  bool always = false;
  bool alive = false;
  ++mark_;
  for (const std::uint32_t at : closed_) {
    const Instruction& it = program_.code[at];
    always = always || it.op == Op::always;
    if (it.op != Op::letter || !takes(it.set, next) || marks_[it.next] == mark_) continue;
    marks_[it.next] = mark_;
    kernel_.push_back(it.next);
    alive = alive || is_behind_.empty() || is_behind_[it.next] == 0;
  }
  const State to = always ? kUniversal : alive ? find() : kDead;
  next_[state * classes_ + next] = to;
  return to;
}

bool PathDfa::accepts(State state) {
  if (accepts_[state] == 2) {
    close(state, classes_);
    accepts_[state] = std::any_of(closed_.begin(), closed_.end(), [&](std::uint32_t at) {
      const Op op = program_.code[at].op;
      const bool behind = !is_behind_.empty() && is_behind_[at] != 0;
      return op == Op::always || (op == Op::accept && !behind);
    });
  }
  return accepts_[state] != 0;
}

PathDfa::State PathDfa::find() {
  std::sort(kernel_.begin(), kernel_.end());
  const auto slot_of = [&](std::span<const std::uint32_t> threads) {
    std::size_t slot = hash_of(threads) & (table_.size() - 1);
    for (; table_[slot] != kUnknown; slot = (slot + 1) & (table_.size() - 1)) {
      const State known = table_[slot];
      const auto* const begin = threads_.data() + begins_[known];
      const auto* const end = threads_.data() + begins_[known + 1];
      if (std::equal(begin, end, threads.begin(), threads.end())) break;
    }
    return slot;
  };
  std::size_t slot = slot_of(kernel_);
  if (table_[slot] != kUnknown) return table_[slot];
  const auto state = static_cast<State>(accepts_.size());
  if (state == kMostPathStates || threads_.size() + kernel_.size() > kMostThreads)
    throw TooLarge("the automaton of the pattern outgrows the tree");
  threads_.insert(threads_.end(), kernel_.begin(), kernel_.end());
  begins_.push_back(static_cast<std::uint32_t>(threads_.size()));
  next_.resize(next_.size() + classes_, kUnknown);
  accepts_.push_back(2);
  table_[slot] = state;
  if (2 * std::size_t{state} > table_.size()) {
    table_.assign(2 * table_.size(), kUnknown);
    for (State known = 2; known <= state; ++known) {
      const std::span<const std::uint32_t> threads(threads_.data() + begins_[known],
                                                   begins_[known + 1] - begins_[known]);
      table_[slot_of(threads)] = known;
    }
  }
  return state;
}

}  // namespace overmatch
