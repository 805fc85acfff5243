// SPDX-License-Identifier: Apache-2.0
// Holds a value in memory that this process shares with the processes it forks.
#pragma once

#include <sys/mman.h>

#include <cerrno>
#include <new>
#include <system_error>

#include "names/platform/platform.h"

namespace overmatch {

// State must be usable from several processes: atomics and plain bytes.
template <typename State>
class Shared {
 public:
  // Maps the memory. Throws std::system_error.
  Shared() {
    void* const memory =
        mmap(nullptr, sizeof(State), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    state_ = new (memory) State;
  }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  ~Shared() { munmap(state_, sizeof(State)); }
  // The shared value.
  [[nodiscard]] State& get() const noexcept { return *state_; }

  // Hides the memory from children that this process forks from now on.
  void keep_from_children() const { platform::hide_from_children(state_, sizeof(State)); }

 private:
  State* state_;
};

}  // namespace overmatch
