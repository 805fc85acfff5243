// SPDX-License-Identifier: Apache-2.0
// Work that is done in processes side by side, each of which starts processes of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace overmatch {

// The outputs of `work(0)` … `work(count - 1)`, done by `jobs` processes; "" for those not reached
// when `progress`, told how many are done, returned false. Throws std::system_error when no process
// can be started.
[[nodiscard]] std::vector<std::string> run_workers(
    std::size_t count, unsigned jobs, const std::function<std::string(std::size_t)>& work,
    const std::function<bool(std::uint64_t)>& progress = {});

// CPU time in seconds of the children of this process that have ended. A worker has one child at a
// time, so a difference is that child's.
[[nodiscard]] double cpu_of_children();

}  // namespace overmatch
