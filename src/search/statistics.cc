// SPDX-License-Identifier: Apache-2.0
#include "search/statistics.h"

#include <vector>

namespace overmatch {

namespace {

// Visits all counters, so that writing, reading and adding cannot forget one.
template <typename S, typename Visit>
void each_counter(S& statistics, Visit visit) {
  visit(statistics.cases);
  visit(statistics.calls);
  visit(statistics.left_out);
  visit(statistics.small_pairs);
  for (auto& count : statistics.phase_cases) visit(count);
  for (auto& count : statistics.untried) visit(count);
  for (auto& property : statistics.properties) {
    visit(property.checked);
    visit(property.vacuous);
    visit(property.violated);
  }
  for (auto& count : statistics.kinds) visit(count);
  for (auto& count : statistics.strategies) visit(count);
  for (auto& count : statistics.behaviours) visit(count);
  for (auto& count : statistics.broken) visit(count);
  for (auto& count : statistics.forms) visit(count);
  for (auto& count : statistics.regex_situations) visit(count);
  for (auto& count : statistics.glob_situations) visit(count);
  for (auto& count : statistics.situations) visit(count);
}

}  // namespace

void Statistics::write(ByteWriter& out) const {
  each_counter(*this, [&](std::uint64_t count) { out.number(count); });
}

void Statistics::read(ByteReader& in) {
  each_counter(*this, [&](std::uint64_t& count) { count = in.number(); });
}

void Statistics::add(const Statistics& other) {
  std::vector<std::uint64_t> counts;
  each_counter(other, [&](std::uint64_t count) { counts.push_back(count); });
  std::size_t at = 0;
  each_counter(*this, [&](std::uint64_t& count) { count += counts[at++]; });
}

}  // namespace overmatch
