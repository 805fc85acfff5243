// SPDX-License-Identifier: Apache-2.0
#include "cli/heap.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace overmatch::cli {

#ifdef __GLIBC__

void prepare_heap(int megabytes) noexcept {
  constexpr int largest_threshold = 32 << 20;  // the most that glibc accepts
  constexpr int no_trimming = 512 << 20;
  constexpr int later_step = 4 << 20;
  constexpr std::uintptr_t huge_page = std::uintptr_t{2} << 20U;
  mallopt(M_MMAP_THRESHOLD, largest_threshold);
  mallopt(M_TRIM_THRESHOLD, no_trimming);
  mallopt(M_TOP_PAD, megabytes << 20);
  const auto before = reinterpret_cast<std::uintptr_t>(sbrk(0));
  // More than there is, so that the heap grows; volatile, so that the call is not optimised away.
  void* const volatile more = std::malloc(std::size_t{1} << 20U);
  std::free(more);
  const auto after = reinterpret_cast<std::uintptr_t>(sbrk(0));
  mallopt(M_TOP_PAD, later_step);
  const std::uintptr_t first = (before + huge_page - 1) / huge_page * huge_page;
  const std::uintptr_t last = after / huge_page * huge_page;
  if (first < last) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

#else

void prepare_heap(int) noexcept {}

#endif

}  // namespace overmatch::cli
