// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes/processes.h"

#include <map>

#include "names/platform/platform.h"

namespace overmatch {

namespace {

void add_descendants(pid_t root, std::vector<pid_t>& to) {
  for (const pid_t child : platform::children_of(root)) {
    to.push_back(child);
    add_descendants(child, to);
  }
}

}  // namespace

std::vector<pid_t> all_below(pid_t root) {
  std::multimap<pid_t, pid_t> children;
  platform::each_process(
      [&](const platform::ProcessFacts& facts) { children.emplace(facts.parent, facts.process); });
  std::vector<pid_t> all;
  const auto add = [&](pid_t parent) {
    const auto [begin, end] = children.equal_range(parent);
    for (auto at = begin; at != end; ++at) all.push_back(at->second);
    children.erase(begin, end);  // so that a reused process number makes no cycle
  };
  add(root);
  for (std::size_t at = 0; at < all.size(); ++at) add(all[at]);
  return all;
}

std::vector<pid_t> processes_of_session(pid_t session) {
  std::vector<pid_t> found;
  platform::each_process([&](const platform::ProcessFacts& facts) {
    if (facts.session == session) found.push_back(facts.process);
  });
  return found;
}

std::vector<pid_t> descendants_of(pid_t root) {
  std::vector<pid_t> all;
  add_descendants(root, all);
  return all;
}

std::chrono::microseconds cpu_time(pid_t process) { return platform::cpu_time(process); }

std::uint64_t resident_bytes(pid_t process) { return platform::resident_bytes(process); }

bool is_busy(pid_t process) { return platform::is_busy(process); }

}  // namespace overmatch
