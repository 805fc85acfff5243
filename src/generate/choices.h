// SPDX-License-Identifier: Apache-2.0
// Choices are the only source of randomness of the generators, so that a case is a pure function of
// them.
//
// There are three sources: pseudo-random numbers from a seed (splitmix64,
// https://prng.di.unimi.it/splitmix64.c, the same on every platform), bytes that a fuzzer controls,
// or another library's draws, such as Hypothesis'.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace overmatch {

// A source of choices in another library.
class ChoiceSource {
 public:
  ChoiceSource() = default;
  ChoiceSource(const ChoiceSource&) = delete;
  ChoiceSource& operator=(const ChoiceSource&) = delete;
  virtual ~ChoiceSource() = default;
  // A number in [0, bound), for a bound from 2 up. A source that fails keeps why, and returns 0.
  [[nodiscard]] virtual std::uint32_t below(std::uint32_t bound) noexcept = 0;
};

// A sequence of choices.
class Choices {
 public:
  // Draws pseudo-random numbers from a seed.
  explicit Choices(std::uint64_t seed) noexcept : state_(seed) {}
  // Draws from bytes, which must outlive this object. Once they are used up, every choice is the
  // first one, which generators make the simplest.
  explicit Choices(std::span<const std::uint8_t> bytes) noexcept
      : bytes_(bytes), from_(From::bytes) {}
  // Draws from another library. The source must outlive this object.
  explicit Choices(ChoiceSource& source) noexcept : source_(&source), from_(From::source) {}

  // A number in [0, bound), or 0 if bound is 0. From a seed, the bias is below bound / 2^32.
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) noexcept {
    if (bound < 2) return 0;
    if (from_ == From::seed) return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
    return from_ == From::bytes ? below_from_bytes(bound) : source_->below(bound);
  }
  // A number in [low, high].
  [[nodiscard]] std::uint32_t between(std::uint32_t low, std::uint32_t high) noexcept {
    return low + below(high - low + 1);
  }
  // True with probability times / of.
  [[nodiscard]] bool chance(std::uint32_t times, std::uint32_t of) noexcept {
    return below(of) >= of - times;
  }
  // An element of a non-empty range with operator[].
  template <typename Range>
  [[nodiscard]] decltype(auto) pick(const Range& range) noexcept {
    return range[below(static_cast<std::uint32_t>(std::size(range)))];
  }
  // Whether the bytes are used up; always false for other sources.
  [[nodiscard]] bool exhausted() const noexcept { return from_ == From::bytes && bytes_.empty(); }

 private:
  enum class From : std::uint8_t { seed, bytes, source };

  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint32_t below_from_bytes(std::uint32_t bound) noexcept {
    std::uint32_t value = 0;
    for (std::uint32_t limit = bound - 1; limit != 0 && !bytes_.empty(); limit >>= 8U) {
      value = (value << 8U) | bytes_.front();
      bytes_ = bytes_.subspan(1);
    }
    return value % bound;
  }

  std::uint64_t state_ = 0;
  std::span<const std::uint8_t> bytes_;
  ChoiceSource* source_ = nullptr;
  From from_ = From::seed;
};

// A seed for the `index`-th of many independent sequences from one seed.
[[nodiscard]] constexpr std::uint64_t mix_seed(std::uint64_t seed, std::uint64_t index) noexcept {
  std::uint64_t z = seed + 0xD1B54A32D192ED03U * (index + 1);
  z = (z ^ (z >> 32U)) * 0xDABA0B6EB09322E3U;
  z = (z ^ (z >> 32U)) * 0xDABA0B6EB09322E3U;
  return z ^ (z >> 32U);
}

}  // namespace overmatch
