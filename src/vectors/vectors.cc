// SPDX-License-Identifier: Apache-2.0
#include "vectors/vectors.h"

#include <algorithm>
#include <array>
#include <bit>

#include "search/reduce/case_order.h"
#include "subjects/isolation.h"
#include "vectors/candidates.h"
#include "vectors/judge.h"

namespace overmatch {

namespace {

// The time limit for bugs that end their process. A question takes microseconds.
constexpr Limits kLimits = {std::chrono::milliseconds(250), 512ULL << 20U};

// Chooses vectors among candidates, by what each shows of each bug.
class Cover {
 public:
  Cover(const ListType& list, const std::vector<const Planted*>& bugs,
        const std::vector<Case>& candidates)
      : bugs_(bugs), candidates_(candidates) {
    Judge judge(list);
    for (const Case& content : candidates) {
      auto& row = shows_.emplace_back();
      for (const Planted* const bug : bugs) row.push_back(judge.ways(*bug, content));
    }
  }

  std::vector<Vector> choose() {
    std::vector<Ways> open(bugs_.size(), 0);
    for (const auto& row : shows_) {
      for (std::size_t bug = 0; bug < bugs_.size(); ++bug) open[bug] |= row[bug];
    }
    std::vector<std::size_t> chosen;
    while (std::any_of(open.begin(), open.end(), [](Ways ways) { return ways != 0; })) {
      const std::size_t next = best(open);
      for (std::size_t bug = 0; bug < bugs_.size(); ++bug) open[bug] &= ~shows_[next][bug];
      chosen.push_back(next);
      for (std::size_t way = 0; way < kWays; ++way) times_[way] += all_ways(next) >> way & 1U;
    }
    drop_needless(chosen);
    std::sort(chosen.begin(), chosen.end());  // candidates come simplest first
    std::vector<Vector> vectors;
    for (const std::size_t at : chosen) vectors.push_back(describe(at));
    return vectors;
  }

 private:
  [[nodiscard]] Ways all_ways(std::size_t candidate) const {
    Ways all = 0;
    for (const Ways ways : shows_[candidate]) all |= ways;
    return all;
  }

  // The candidate that covers most of what is uncovered; among equals, one of the kinds chosen
  // least so far, then the simplest.
  [[nodiscard]] std::size_t best(const std::vector<Ways>& open) const {
    std::size_t best = 0;
    int best_gain = -1;
    std::size_t best_times = 0;
    for (std::size_t candidate = 0; candidate < shows_.size(); ++candidate) {
      int gain = 0;
      Ways new_ways = 0;
      for (std::size_t bug = 0; bug < open.size(); ++bug) {
        gain += std::popcount(open[bug] & shows_[candidate][bug]);
        new_ways |= open[bug] & shows_[candidate][bug];
      }
      std::size_t times = ~std::size_t{0};
      for (std::size_t way = 0; way < kWays; ++way) {
        if ((new_ways >> way & 1U) != 0) times = std::min(times, times_[way]);
      }
      if (gain > best_gain || (gain == best_gain && times < best_times)) {
        best = candidate;
        best_gain = gain;
        best_times = times;
      }
    }
    return best;
  }

  // Later choices together may cover an early one: drop it.
  void drop_needless(std::vector<std::size_t>& chosen) const {
    for (std::size_t at = 0; at < chosen.size();) {
      bool needed = false;
      for (std::size_t bug = 0; bug < bugs_.size() && !needed; ++bug) {
        Ways others = 0;
        for (std::size_t other = 0; other < chosen.size(); ++other) {
          if (other != at) others |= shows_[chosen[other]][bug];
        }
        needed = (shows_[chosen[at]][bug] & ~others) != 0;
      }
      if (needed) {
        ++at;
      } else {
        chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(at));
      }
    }
  }

  // The vector names the bug that the fewest candidates show.
  [[nodiscard]] Vector describe(std::size_t candidate) const {
    Vector vector;
    vector.content = candidates_[candidate];
    std::size_t fewest = ~std::size_t{0};
    for (std::size_t bug = 0; bug < bugs_.size(); ++bug) {
      if (shows_[candidate][bug] == 0) continue;
      vector.kills.push_back(bugs_[bug]);
      const auto shown = static_cast<std::size_t>(
          std::count_if(shows_.begin(), shows_.end(),
                        [&](const std::vector<Ways>& row) { return row[bug] != 0; }));
      if (shown >= fewest) continue;
      fewest = shown;
      vector.guards = bugs_[bug]->bug;
    }
    for (std::size_t way = 0; way < kCollisionKinds; ++way) {
      if ((all_ways(candidate) >> way & 1U) != 0)
        vector.kinds.push_back(static_cast<CollisionKind>(way));
    }
    return vector;
  }

  const std::vector<const Planted*>& bugs_;
  const std::vector<Case>& candidates_;
  std::vector<std::vector<Ways>> shows_;  // by candidate, then by bug
  std::array<std::size_t, kWays> times_{};
};

// Asks a fresh matcher of the bug case after case. Returns the number of the case that ended its
// process, from 1, or 0.
std::uint64_t ends_on(const Planted& bug, const std::vector<Case>& cases) {
  const IsolatedRun run = run_isolated(
      [&](const Sink&, Heartbeat& heartbeat) {
        Answer answer;
        for (const Case& content : cases) {
          heartbeat.progress.fetch_add(1);
          const auto matcher = bug.make();
          Probe probe(*matcher, bug.mode, &heartbeat, kNever, bug.order);
          probe.ask(content.question(), answer);
        }
      },
      kLimits);
  return run.ending == Ending::finished ? 0 : run.progress;
}

// Assigns a bug that ends the process to the first vector that it ends on; if there is none, its
// witness becomes a vector.
void add_ending(const Planted& bug, std::vector<Vector>& vectors) {
  std::vector<Case> cases;
  for (const Vector& vector : vectors) cases.push_back(vector.content);
  if (const std::uint64_t number = ends_on(bug, cases); number != 0) {
    vectors[number - 1].kills.push_back(&bug);
    return;
  }
  for (const Ask& ask : bug.witness) {
    const Case content = to_case(bug, ask);
    if (ends_on(bug, {content}) == 0) continue;  // it needs several questions
    vectors.push_back({content, {}, std::string(bug.bug), {&bug}});
    return;
  }
}

}  // namespace

std::vector<ListType> vector_lists() {
  std::vector<ListType> lists;
  for (const Mode mode : kModes) {
    if (traits_of(mode).dialect.order == Order::any) lists.push_back({mode, Order::any});
  }
  for (const Mode mode : kModes) {
    for (const Order order : {Order::first, Order::last}) {
      const auto planted_there = [&](const Planted& bug) {
        return bug.mode == mode && bug.order == order;
      };
      if (std::any_of(planted().begin(), planted().end(), planted_there))
        lists.push_back({mode, order});
    }
  }
  return lists;
}

std::string vector_file_name(const ListType& list) {
  std::string name(to_string(list.mode));
  if (list.order != fixed_order(list.mode).value_or(Order::any))
    name.append("-").append(to_string(list.order));
  return name;
}

std::vector<Vector> make_vectors(const ListType& list) {
  std::vector<const Planted*> answering;
  std::vector<const Planted*> ending;
  for (const Planted& bug : planted()) {
    if (ListType{bug.mode, bug.order} == list && may_be_killed(bug))
      (ends_process(bug) ? ending : answering).push_back(&bug);
  }
  const std::vector<Case> candidates = make_candidates(list, answering);
  std::vector<Vector> vectors = Cover(list, answering, candidates).choose();
  for (const Planted* const bug : ending) add_ending(*bug, vectors);
  std::stable_sort(vectors.begin(), vectors.end(), [](const Vector& left, const Vector& right) {
    return is_simpler(left.content, right.content);
  });
  return vectors;
}

}  // namespace overmatch
