// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/path_dfa.h"

#include <algorithm>

namespace overmatch {
namespace {

// Beyond these a tree is matched faster by the reference.
constexpr std::size_t kMostPathStates = 4'000;
constexpr std::size_t kMostThreads = 1'000'000;
// The most threads of a closure that have duties.
constexpr std::size_t kMostBound = 200;

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
    for (std::uint32_t next = 0; next <= classes_; ++next)
      holds_[look * (classes_ + 1) + next] = look_ahead(look, next);
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
  // Most sets are one character.
  const auto single = [&](const CodeSet& set) {
    if (set.size() != 1 || set[0].first != set[0].last) return letters.size();
    const auto place = std::lower_bound(letters.begin(), letters.end(), set[0].first);
    return place == letters.end() || *place != set[0].first
               ? letters.size()
               : static_cast<std::size_t>(place - letters.begin());
  };
  // Splits each class by each set.
  std::vector<std::uint8_t> inside(letters.size() * sets.size());
  std::vector<std::uint32_t> count = {static_cast<std::uint32_t>(letters.size())};  // by class
  std::vector<std::int32_t> split;
  for (std::size_t set = 0; set < sets.size(); ++set) {
    std::uint8_t* const flags = inside.data() + set * letters.size();
    if (const std::size_t only = single(sets[set]); only != letters.size()) {
      flags[only] = 1;
      if (count[class_of_[only]] == 1) continue;
      --count[class_of_[only]];
      count.push_back(1);
      class_of_[only] = static_cast<std::uint8_t>(classes_++);
      continue;
    }
    // Both are sorted.
    auto range = sets[set].begin();
    for (std::size_t at = 0; at < letters.size() && range != sets[set].end(); ++at) {
      while (range != sets[set].end() && range->last < letters[at]) ++range;
      flags[at] = range != sets[set].end() && range->first <= letters[at] ? 1 : 0;
    }
    // By class: how many are inside, and the class of those if others are not.
    split.assign(2 * std::size_t{classes_}, 0);
    for (std::size_t at = 0; at < letters.size(); ++at)
      split[2 * std::size_t{class_of_[at]}] += flags[at];
    for (std::size_t at = 0; at < letters.size(); ++at) {
      const std::uint8_t own = class_of_[at];
      const auto within = static_cast<std::uint32_t>(split[2 * std::size_t{own}]);
      std::int32_t& fresh = split[2 * std::size_t{own} + 1];
      if (flags[at] == 0 || (fresh == 0 && within == count[own])) continue;
      if (fresh == 0) {
        fresh = static_cast<std::int32_t>(classes_++);
        count[own] -= within;
        count.push_back(within);
      }
      class_of_[at] = static_cast<std::uint8_t>(fresh);
    }
  }
  takes_.resize(sets.size() * classes_);
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (std::size_t at = 0; at < letters.size(); ++at)
      takes_[set * classes_ + class_of_[at]] = inside[set * letters.size() + at];
  }
}

PathDfa::State PathDfa::start() {
  kernel_ = {program_.start};
  for (const Look& look : program_.looks) {
    if (look.behind) kernel_.push_back(look.start);
  }
  return find();
}

void PathDfa::visit(std::uint32_t thread) {
  if (thread <= kInstructionMask) {
    if (marks_[thread] == mark_) return;
    marks_[thread] = mark_;
  } else {
    if (std::find(bound_.begin(), bound_.end(), thread) != bound_.end()) return;
    if (bound_.size() == kMostBound)
      throw TooLarge("the look-aheads of the pattern branch too much");
    bound_.push_back(thread);
  }
  closed_.push_back(thread);
}

void PathDfa::follow(std::size_t& done) {
  for (; done < closed_.size(); ++done) {
    const std::uint32_t thread = closed_[done];
    const std::uint32_t duties = thread & ~kInstructionMask;
    const Instruction& it = program_.code[thread & kInstructionMask];
    if (it.op == Op::split) {
      visit(duties | it.next);
      visit(duties | it.other);
    } else if (it.op == Op::look) {
      waiting_.push_back(thread);
    }
  }
}

void PathDfa::close(State state, std::uint32_t next) {
  ++mark_;
  closed_.clear();
  bound_.clear();
  waiting_.clear();
  std::size_t done = 0;
  for (std::uint32_t at = begins_[state]; at < begins_[state + 1]; ++at) visit(threads_[at]);
  // First without look-arounds, so that those of the look-behinds that end here are reached.
  follow(done);
  while (!waiting_.empty()) {
    const std::uint32_t thread = waiting_.back();
    std::uint32_t duties = thread >> kInstructionBits;
    waiting_.pop_back();
    const Instruction& it = program_.code[thread & kInstructionMask];
    const Look& look = program_.looks[it.other];
    Truth holds = Truth::no;
    if (look.behind) {
      if ((marks_[look.end] == mark_) != look.negated) holds = Truth::yes;
    } else {
      holds = holds_[std::size_t{it.other} * (classes_ + 1) + next];
    }
    if (holds == Truth::unknown) duties = with_look(duties, state, look);
    if (holds != Truth::no) visit(duties << kInstructionBits | it.next);
    follow(done);
  }
}

PathDfa::State PathDfa::advance(State state, std::uint32_t next) {
  close(state, next);
  if (!bound_.empty()) {
    // First those that move on; what becomes of their duties is found by this automaton.
    std::vector<std::uint32_t> moved;
    for (const std::uint32_t thread : closed_) {
      const Op op = program_.code[thread & kInstructionMask].op;
      if (op == Op::always ||
          (op == Op::letter && takes(program_.code[thread & kInstructionMask].set, next)))
        moved.push_back(thread);
    }
    closed_.clear();
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t thread : moved) {
      const std::uint32_t left = perform(thread >> kInstructionBits, next);
      if (left != kBroken) kept.push_back(left << kInstructionBits | (thread & kInstructionMask));
    }
    closed_ = std::move(kept);
  }
  kernel_.clear();
  bound_.clear();
  bool always = false;
  bool alive = false;
  ++mark_;
  for (const std::uint32_t thread : closed_) {
    const std::uint32_t duties = thread & ~kInstructionMask;
    const std::uint32_t at = thread & kInstructionMask;
    const Instruction& it = program_.code[at];
    if (it.op == Op::always && duties == 0) always = true;
    const bool stays = it.op == Op::always && duties != 0;
    if (!stays && (it.op != Op::letter || !takes(it.set, next))) continue;
    const std::uint32_t to = stays ? at : it.next;
    if (duties == 0) {
      if (marks_[to] == mark_) continue;
      marks_[to] = mark_;
    }
    kernel_.push_back(duties | to);
    alive = alive || is_behind_.empty() || is_behind_[to] == 0;
  }
  const State to = always ? kUniversal : alive ? find() : kDead;
  next_[state * classes_ + next] = to;
  return to;
}

bool PathDfa::accepts(State state) {
  if (accepts_[state] == 2) {
    close(state, classes_);
    std::vector<std::uint32_t> ends;  // those with duties
    bool accepted = false;
    for (const std::uint32_t thread : closed_) {
      const std::uint32_t at = thread & kInstructionMask;
      const Op op = program_.code[at].op;
      const bool behind = !is_behind_.empty() && is_behind_[at] != 0;
      if (op != Op::always && (op != Op::accept || behind)) continue;
      if (thread == at)
        accepted = true;
      else
        ends.push_back(thread >> kInstructionBits);
    }
    for (const std::uint32_t duties : ends) accepted = accepted || done(duties);
    accepts_[state] = accepted ? 1 : 0;
  }
  return accepts_[state] != 0;
}

PathDfa::State PathDfa::find() {
  std::sort(kernel_.begin(), kernel_.end());
  kernel_.erase(std::unique(kernel_.begin(), kernel_.end()), kernel_.end());
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
