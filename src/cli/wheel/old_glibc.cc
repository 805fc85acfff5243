// SPDX-License-Identifier: Apache-2.0
// For a wheel built with glibc 2.36 or later, so that it runs with 2.35: libFuzzer's seed comes
// from libstdc++'s std::random_device, which calls arc4random where glibc has it.
#include <sys/random.h>

#include <cstdint>

extern "C" std::uint32_t arc4random() noexcept {
  std::uint32_t number = 0;
  while (getrandom(&number, sizeof number, 0) != sizeof number) {
  }
  return number;
}
