// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/lazy_dfa.h"

#include <algorithm>
#include <unordered_set>

namespace overmatch {
namespace {

// What all states of a machine may take together, look-arounds' tables included: a thread is one
// unit, a row of transitions one for each pair of letters. Some 200 MB.
constexpr std::size_t kMostUnits = 10'000'000;

constexpr std::uint64_t thread(std::uint32_t instruction, std::uint32_t debts) noexcept {
  return (std::uint64_t{instruction} << 32U) | debts;
}
constexpr std::uint32_t instruction_of(std::uint64_t thread) noexcept {
  return static_cast<std::uint32_t>(thread >> 32U);
}
constexpr std::uint32_t debts_of(std::uint64_t thread) noexcept {
  return static_cast<std::uint32_t>(thread);
}

// Which states of a table lead to one of `goals`, letters of a row being `width`.
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

// Follows what consumes nothing, from any number of starts, in one context.
struct LazyDfa::Closure {
  LazyDfa& machine;
  std::uint32_t context;
  std::vector<Thread> found;
  std::unordered_set<Thread> seen;
  std::vector<Thread> open;

  void add(std::uint32_t instruction, std::uint32_t debts) {
    const Thread start = thread(instruction, debts);
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
          visit(thread(it.next, debts_of(one)));
          visit(thread(it.other, debts_of(one)));
          break;
        case Op::look: {
          std::uint32_t owed = debts_of(one);
          if (passes(it.other, owed)) visit(thread(it.next, owed));
        }
      }
    }
  }

  // Whether a thread may pass the look; what it then owes.
  bool passes(std::uint32_t number, std::uint32_t& owed) {
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
    std::vector<Debt> debts = machine.debts_[owed];
    debts.emplace_back(table, 0);
    owed = machine.debts_number(std::move(debts));
    return true;
  }

  Subset take() {
    std::sort(found.begin(), found.end());
    // A thread that owes nothing does what one at the same place with debts does; one that always
    // accepts does what all do.
    std::vector<Thread> kept;
    for (const Thread one : found) {
      if (debts_of(one) == 0 && machine.program_.code[instruction_of(one)].op == Op::always)
        return {context, {one}};
      const bool covered = !kept.empty() && instruction_of(kept.back()) == instruction_of(one) &&
                           debts_of(kept.back()) == 0;
      if (!covered) kept.push_back(one);
    }
    if (kept.empty()) return {};
    return {context, std::move(kept)};
  }
};

LazyDfa::LazyDfa(const Nfa& program, const Alphabet& alphabet)
    : program_(program), alphabet_(alphabet) {
  debts_number({});
  tracker_of_.resize(program.looks.size());
  for (std::uint32_t look = 0; look < program.looks.size(); ++look) {
    if (program.looks[look].behind) {
      tracker_of_[look] = behind_.size();
      behind_.push_back(look);
    }
  }
  context_number({});  // for the trackers themselves, which look at nothing
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
    const std::vector<Debt>& debts = debts_[debts_of(one)];
    return std::all_of(debts.begin(), debts.end(), [&](const Debt& debt) {
      return aheads_[debt.first]->accepting[debt.second] != 0;
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
    std::uint32_t owed = 0;
    if (!pay(debts_of(one), letter, owed)) continue;
    closure.add(it.op == Op::always ? place : it.next, owed);
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

std::uint32_t LazyDfa::debts_number(std::vector<Debt> debts) {
  std::sort(debts.begin(), debts.end());
  debts.erase(std::unique(debts.begin(), debts.end()), debts.end());
  const auto [place, is_new] =
      debts_numbers_.emplace(debts, static_cast<std::uint32_t>(debts_.size()));
  if (is_new) debts_.push_back(std::move(debts));
  return place->second;
}

bool LazyDfa::pay(std::uint32_t debts, Letter letter, std::uint32_t& rest) {
  rest = 0;
  if (debts == 0) return true;
  std::vector<Debt> left;
  for (const Debt& debt : debts_[debts]) {
    const Table& table = *aheads_[debt.first];
    const State next = table.next[std::size_t{debt.second} * alphabet_.size() + letter];
    if (table.fate[next] == Table::Fate::dead) return false;
    if (table.fate[next] == Table::Fate::open) left.emplace_back(debt.first, next);
  }
  rest = debts_number(std::move(left));
  return true;
}

}  // namespace overmatch
