// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/lazy_dfa.h"

#include <algorithm>
#include <unordered_set>

namespace overmatch {
namespace {

// The memory limit of one LazyDfa with its look-arounds' tables, some 200 MB: a thread is one unit,
// a row of transitions one unit for each two letters.
constexpr std::size_t kMostUnits = 10'000'000;

constexpr std::uint64_t thread(std::uint32_t instruction, std::uint32_t obligations) noexcept {
  return (std::uint64_t{instruction} << 32U) | obligations;
}
constexpr std::uint32_t instruction_of(std::uint64_t thread) noexcept {
  return static_cast<std::uint32_t>(thread >> 32U);
}
constexpr std::uint32_t obligations_of(std::uint64_t thread) noexcept {
  return static_cast<std::uint32_t>(thread);
}

// The states of a table, with rows of `width` letters, from which one of `goals` can be reached.
std::vector<std::uint8_t> leading_to(const std::vector<std::uint32_t>& next, std::size_t width,
                                     std::vector<std::uint8_t> goals) {
  std::vector<std::vector<std::uint32_t>> before(goals.size());
  for (std::size_t at = 0; at < next.size(); ++at)
    before[next[at]].push_back(static_cast<std::uint32_t>(at / width));
  std::vector<std::uint32_t> open;
  for (std::uint32_t state = 0; state < goals.size(); ++state) {
    if (goals[state] != 0) open.push_back(state);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (const std::uint32_t from : before[state]) {
      if (goals[from] == 0) open.push_back(from);
      goals[from] = 1;
    }
  }
  return goals;
}

}  // namespace

// Computes the epsilon closure of any number of threads in one context.
struct LazyDfa::Closure {
  LazyDfa& machine;
  std::uint32_t context;
  std::vector<Thread> found;
  std::unordered_set<Thread> seen;
  std::vector<Thread> open;

  void add(std::uint32_t instruction, std::uint32_t obligations) {
    const Thread start = thread(instruction, obligations);
    const auto visit = [this](Thread one) {
      if (seen.insert(one).second) open.push_back(one);
    };
    visit(start);
    while (!open.empty()) {
      const Thread one = open.back();
      open.pop_back();
      const Instruction& it = machine.program_.code[instruction_of(one)];
      switch (it.op) {
        case Op::fail: break;
        case Op::accept:
        case Op::always:
        case Op::letter: found.push_back(one); break;
        case Op::split:
          visit(thread(it.next, obligations_of(one)));
          visit(thread(it.other, obligations_of(one)));
          break;
        case Op::look: {
          std::uint32_t pending = obligations_of(one);
          if (passes(it.other, pending)) visit(thread(it.next, pending));
        }
      }
    }
  }

  // Whether a thread may pass the look-around; adds a look-ahead to its obligations.
  bool passes(std::uint32_t number, std::uint32_t& pending) {
    const Look& look = machine.program_.looks[number];
    if (look.behind) {
      const std::size_t tracker = machine.tracker_of_[number];
      const bool ends_here =
          machine.trackers_[tracker].accepting[machine.contexts_[context][tracker]] != 0;
      return ends_here != look.negated;
    }
    const std::uint32_t table = machine.ahead(number, context);
    const Table::Fate fate = machine.aheads_[table]->fate[0];
    if (fate == Table::Fate::dead) return false;
    if (fate == Table::Fate::universal) return true;
    std::vector<Obligation> obligations = machine.obligations_[pending];
    obligations.emplace_back(table, 0);
    pending = machine.obligations_number(std::move(obligations));
    return true;
  }

  Subset take() {
    std::sort(found.begin(), found.end());
    // A thread without obligations covers those at the same instruction that have some; a thread
    // that always accepts covers all.
    std::vector<Thread> kept;
    for (const Thread one : found) {
      if (obligations_of(one) == 0 && machine.program_.code[instruction_of(one)].op == Op::always)
        return {context, {one}};
      const bool covered = !kept.empty() && instruction_of(kept.back()) == instruction_of(one) &&
                           obligations_of(kept.back()) == 0;
      if (!covered) kept.push_back(one);
    }
    if (kept.empty()) return {};
    return {context, std::move(kept)};
  }
};

LazyDfa::LazyDfa(const Nfa& program, const Alphabet& alphabet)
    : program_(program), alphabet_(alphabet) {
  obligations_number({});
  tracker_of_.resize(program.looks.size());
  for (std::uint32_t look = 0; look < program.looks.size(); ++look) {
    if (program.looks[look].behind) {
      tracker_of_[look] = behind_.size();
      behind_.push_back(look);
    }
  }
  context_number({});  // for the look-behind automata, which contain no assertions
  std::vector<State> first;
  for (const std::uint32_t look : behind_) {
    trackers_.push_back(whole(program.looks[look].start, 0, false));
    first.push_back(0);
  }
  if (!first.empty()) {
    contexts_.clear();
    context_numbers_.clear();
    context_number(std::move(first));
  }
}

std::size_t LazyDfa::SubsetHash::operator()(const Subset& subset) const noexcept {
  std::uint64_t hash = subset.context;
  for (const Thread one : subset.threads) hash = (hash ^ one) * 0x9E3779B97F4A7C15U + (hash >> 29U);
  return hash ^ (hash >> 32U);
}

LazyDfa::State LazyDfa::start() { return find(subsets_, start_at(program_.start, 0)); }
LazyDfa::State LazyDfa::step(State state, Letter letter) { return walk(subsets_, state, letter); }

bool LazyDfa::is_universal(State state) const noexcept {
  // `take` leaves only such a thread where there is one.
  const std::vector<Thread>& threads = subsets_.states[state].threads;
  return threads.size() == 1 && obligations_of(threads.front()) == 0 &&
         program_.code[instruction_of(threads.front())].op == Op::always;
}

void LazyDfa::spend(std::size_t threads) {
  spent_ += threads + 1 + alphabet_.size() / 2;
  if (spent_ > kMostUnits)
    throw TooLarge("the automaton of the patterns outgrows the memory that a proof may take");
}

LazyDfa::State LazyDfa::find(Subsets& in, Subset subset) {
  const auto place = in.known.find(subset);
  if (place != in.known.end()) return place->second;
  const auto state = static_cast<State>(in.states.size());
  spend(subset.threads.size());
  in.accepting.push_back(accepts(subset) ? 1 : 0);
  in.next.resize(in.next.size() + alphabet_.size(), kUnknown);
  in.states.push_back(subset);
  in.known.emplace(std::move(subset), state);
  return state;
}

LazyDfa::State LazyDfa::walk(Subsets& in, State state, Letter letter) {
  const std::size_t place = std::size_t{state} * alphabet_.size() + letter;
  if (in.next[place] == kUnknown) {
    Subset to = after(in.states[state], letter);
    in.next[place] = find(in, std::move(to));
  }
  return in.next[place];
}

bool LazyDfa::accepts(const Subset& subset) const {
  return std::any_of(subset.threads.begin(), subset.threads.end(), [&](Thread one) {
    const Op op = program_.code[instruction_of(one)].op;
    if (op != Op::accept && op != Op::always) return false;
    const std::vector<Obligation>& obligations = obligations_[obligations_of(one)];
    return std::all_of(obligations.begin(), obligations.end(), [&](const Obligation& obligation) {
      return aheads_[obligation.first]->accepting[obligation.second] != 0;
    });
  });
}

LazyDfa::Subset LazyDfa::start_at(std::uint32_t instruction, std::uint32_t context) {
  Closure closure{*this, context, {}, {}, {}};
  closure.add(instruction, 0);
  return closure.take();
}

LazyDfa::Subset LazyDfa::after(const Subset& subset, Letter letter) {
  Closure closure{*this, next_context(subset.context, letter), {}, {}, {}};
  for (const Thread one : subset.threads) {
    const std::uint32_t place = instruction_of(one);
    const Instruction& it = program_.code[place];
    if (it.op == Op::accept || (it.op == Op::letter && !alphabet_.letters(it.set).contains(letter)))
      continue;
    std::uint32_t pending = 0;
    if (!advance(obligations_of(one), letter, pending)) continue;
    closure.add(it.op == Op::always ? place : it.next, pending);
  }
  return closure.take();
}

LazyDfa::Table LazyDfa::whole(std::uint32_t instruction, std::uint32_t context, bool negated) {
  Subsets all;
  find(all, start_at(instruction, context));
  for (State state = 0; state < all.states.size(); ++state) {
    for (Letter letter = 0; letter < alphabet_.size(); ++letter) walk(all, state, letter);
  }
  Table table;
  table.next = std::move(all.next);
  table.accepting = std::move(all.accepting);
  if (negated) {
    for (std::uint8_t& flag : table.accepting) flag = flag == 0 ? 1 : 0;
  }
  std::vector<std::uint8_t> rejecting = table.accepting;
  for (std::uint8_t& flag : rejecting) flag = flag == 0 ? 1 : 0;
  const std::vector<std::uint8_t> lives = leading_to(table.next, alphabet_.size(), table.accepting);
  const std::vector<std::uint8_t> fails =
      leading_to(table.next, alphabet_.size(), std::move(rejecting));
  for (std::size_t state = 0; state < lives.size(); ++state) {
    table.fate.push_back(lives[state] == 0   ? Table::Fate::dead
                         : fails[state] == 0 ? Table::Fate::universal
                                             : Table::Fate::open);
  }
  return table;
}

std::uint32_t LazyDfa::ahead(std::uint32_t look, std::uint32_t context) {
  const auto place = ahead_numbers_.find({look, context});
  if (place != ahead_numbers_.end()) return place->second;
  auto table = std::make_unique<Table>(
      whole(program_.looks[look].start, context, program_.looks[look].negated));
  const auto number = static_cast<std::uint32_t>(aheads_.size());
  aheads_.push_back(std::move(table));
  ahead_numbers_.emplace(std::pair(look, context), number);
  return number;
}

std::uint32_t LazyDfa::next_context(std::uint32_t context, Letter letter) {
  const std::vector<State>& now = contexts_[context];
  if (now.empty()) return context;
  std::vector<State> next(now.size());
  for (std::size_t tracker = 0; tracker < now.size(); ++tracker) {
    next[tracker] = trackers_[tracker].next[std::size_t{now[tracker]} * alphabet_.size() + letter];
  }
  return context_number(std::move(next));
}

std::uint32_t LazyDfa::context_number(std::vector<State> context) {
  const auto [place, is_new] =
      context_numbers_.emplace(context, static_cast<std::uint32_t>(contexts_.size()));
  if (is_new) contexts_.push_back(std::move(context));
  return place->second;
}

std::uint32_t LazyDfa::obligations_number(std::vector<Obligation> obligations) {
  std::sort(obligations.begin(), obligations.end());
  obligations.erase(std::unique(obligations.begin(), obligations.end()), obligations.end());
  const auto [place, is_new] =
      obligation_numbers_.emplace(obligations, static_cast<std::uint32_t>(obligations_.size()));
  if (is_new) obligations_.push_back(std::move(obligations));
  return place->second;
}

bool LazyDfa::advance(std::uint32_t obligations, Letter letter, std::uint32_t& rest) {
  rest = 0;
  if (obligations == 0) return true;
  std::vector<Obligation> left;
  for (const Obligation& obligation : obligations_[obligations]) {
    const Table& table = *aheads_[obligation.first];
    const State next = table.next[std::size_t{obligation.second} * alphabet_.size() + letter];
    if (table.fate[next] == Table::Fate::dead) return false;
    if (table.fate[next] == Table::Fate::open) left.emplace_back(obligation.first, next);
  }
  rest = obligations_number(std::move(left));
  return true;
}

}  // namespace overmatch
