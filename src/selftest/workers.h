// SPDX-License-Identifier: Apache-2.0
// Workers are parallel processes, each of which may start child processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace overmatch {

// The outputs of `work(0)` … `work(count - 1)`, run by `jobs` processes. `progress` gets the number
// of finished ones; once it returns false, the outputs of the others are "". Throws
// std::system_error if no process can be started.
[[nodiscard]] std::vector<std::string> run_workers(
    std::size_t count, unsigned jobs, const std::function<std::string(std::size_t)>& work,
    const std::function<bool(std::uint64_t)>& progress = {});

// CPU seconds of this process's ended children. A worker has one child at a time, so a difference
// belongs to that child.
[[nodiscard]] double cpu_of_children();

}  // namespace overmatch
