// SPDX-License-Identifier: Apache-2.0
// Workers are parallel processes, each of which may start child processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "names/tree.h"
#include "planted/planted.h"
#include "search/phases/real_trees.h"

namespace overmatch {

// The outputs of `work`, which `jobs` processes call for every matcher, in the order of `matchers`.
// Each process takes them mode by mode and has trees planned for that mode only: a search is a
// child process, and a fork takes time for all the memory that its parent has. `progress` gets the
// number of finished ones; once it returns false, the outputs of the others are "". Throws
// std::system_error if no process can be started.
using MatcherWork = std::function<std::string(const Planted&, std::span<const TreeSearch>)>;
[[nodiscard]] std::vector<std::string> run_workers(
    std::span<const Planted* const> matchers, std::span<const ModuleTree> trees, unsigned jobs,
    const MatcherWork& work, const std::function<bool(std::uint64_t)>& progress = {});

// CPU seconds of this process's ended children. A worker has one child at a time, so a difference
// belongs to that child.
[[nodiscard]] double cpu_of_children();

}  // namespace overmatch
