// SPDX-License-Identifier: Apache-2.0
// Reads how much memory a process holds.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace overmatch {

// Resident bytes, from /proc; 0 for a process that has ended. Some microseconds.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);

}  // namespace overmatch
