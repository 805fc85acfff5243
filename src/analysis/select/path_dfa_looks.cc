// SPDX-License-Identifier: Apache-2.0
// How PathDfa looks ahead: by the next character, or by a duty that runs along.
#include <algorithm>

#include "analysis/select/path_dfa.h"

namespace overmatch {
namespace {

// The most instructions of a look-ahead that are reached without a letter, if the next one decides.
constexpr std::size_t kMostSeen = 64;

}  // namespace

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
  const Instruction& first = program_.code[it.start];
  // Most look at one character.
  if (first.op == Op::letter && program_.code[first.next].op == Op::always)
    return (next < classes_ && takes(first.set, next)) != it.negated ? Truth::yes : Truth::no;
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

std::uint32_t PathDfa::number_of(std::vector<Duty> duties) {
  if (duties.empty()) return 0;
  std::sort(duties.begin(), duties.end());
  duties.erase(std::unique(duties.begin(), duties.end()), duties.end());
  const auto [known, fresh] =
      numbers_.try_emplace(duties, static_cast<std::uint32_t>(duties_.size()));
  if (!fresh) return known->second;
  if (duties_.size() >> (32U - kInstructionBits) != 0)
    throw TooLarge("the look-aheads of the pattern have too many states");
  duties_.push_back(std::move(duties));
  return known->second;
}

std::uint32_t PathDfa::with_look(std::uint32_t duties, State state, const Look& look) {
  // A look-behind inside of it sees what stands before.
  kernel_.assign(1, look.start);
  for (std::uint32_t at = begins_[state]; at < begins_[state + 1]; ++at) {
    const std::uint32_t thread = threads_[at];
    if (thread <= kInstructionMask && is_behind_[thread] != 0) kernel_.push_back(thread);
  }
  std::vector<Duty> all = duties_[duties];
  all.push_back({find(), look.negated});
  return number_of(std::move(all));
}

std::uint32_t PathDfa::perform(std::uint32_t duties, std::uint32_t next) {
  const std::vector<Duty> all = duties_[duties];
  std::vector<Duty> rest;
  for (const Duty& duty : all) {
    State to = next_[duty.state * classes_ + next];
    if (to == kUnknown) to = advance(duty.state, next);
    if (to > kUniversal) {
      rest.push_back({to, duty.negated});
    } else if ((to == kUniversal) == duty.negated) {
      return kBroken;
    }
  }
  return number_of(std::move(rest));
}

bool PathDfa::done(std::uint32_t duties) {
  const std::vector<Duty> all = duties_[duties];
  return std::all_of(all.begin(), all.end(),
                     [&](const Duty& duty) { return accepts(duty.state) != duty.negated; });
}

}  // namespace overmatch
