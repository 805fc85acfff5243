// SPDX-License-Identifier: Apache-2.0
// The groups of benchmarks that run in process. Each prints its measurements as JSON Lines, which
// tables.py joins.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace overmatch::bench {

struct FindOptions {
  std::vector<std::string> bugs;  // names; of none, a choice
  std::size_t per_class = 0;
  std::vector<std::string> contenders;  // names; all of none
  std::uint64_t seeds = 5;
  double seconds = 1;         // of CPU for a seed
  double first_seconds = 10;  // for the first seed
};
// How long each contender takes to the first failure of each bug.
void find_bugs(const FindOptions& options);

struct ShrinkOptions {
  std::vector<std::string> bugs;
  std::uint64_t seeds = 100;
  double seconds = 2;  // of CPU, to find a failing case
};
// What each contender's shrinker makes of the first failing case of each seed.
void shrink_bugs(const ShrinkOptions& options);
// Reads such results as JSON Lines from standard input and prints them with the verdict whether
// they are minimal.
void judge_results();

// The bugs of the field: found, shrunk, and what they had collided on in reality.
void rediscover(const std::vector<std::string>& names);

// The bugs themselves, for programs: those of plain lists, or those of lists with labels.
void list_bugs(const std::vector<std::string>& names, std::size_t per_class, bool labelled);

}  // namespace overmatch::bench
