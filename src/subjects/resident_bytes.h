// SPDX-License-Identifier: Apache-2.0
// Memory that a process holds.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace overmatch {

// Resident bytes; 0 of a process that is gone. Some microseconds.
[[nodiscard]] std::uint64_t resident_bytes(pid_t process);

}  // namespace overmatch
