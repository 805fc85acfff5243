// SPDX-License-Identifier: Apache-2.0
#include "fuzz/specification.h"

#include <algorithm>
#include <array>
#include <bit>

#include "cases/collision_kind.h"
#include "matchers/rule_matcher.h"
#include "names/path.h"

namespace overmatch::fuzz {

namespace {

constexpr std::size_t kMostPatternsSeen = 2;
constexpr std::size_t kMostModulesSeen = 5;
// Pairs that are classified, which scans the names many times.
constexpr std::size_t kMostKinds = 2;

// One block of counters for each table below, one after the other.
constexpr std::size_t kModeCount = kModes.size();
constexpr std::size_t kBuckets = 8;   // of lengths: 0, 1, 2, 3-4, 5-8, ...
constexpr std::size_t kClasses = 10;  // of the character beside a match
constexpr std::size_t kShapeBlock = kModeCount * 16 * 2;
constexpr std::size_t kReachBlock =
    kModeCount * 2 * kBuckets * kBuckets;  // matched bytes x bytes left
constexpr std::size_t kBoundaryBlock = kModeCount * 2 * 2 * kClasses;
constexpr std::size_t kKindBlock = kModeCount * 32 * 2;
constexpr std::size_t kCaseBlock = kModeCount * 4 * kBuckets * 4;
constexpr std::size_t kRegexBlock = 16 * 4;
constexpr std::size_t kReach = kShapeBlock;
constexpr std::size_t kBoundary = kReach + kReachBlock;
constexpr std::size_t kKind = kBoundary + kBoundaryBlock;
constexpr std::size_t kCase = kKind + kKindBlock;
constexpr std::size_t kRegex = kCase + kCaseBlock;
constexpr std::size_t kGlob = kRegex + kRegexBlock;
constexpr std::size_t kGlobBlock = 16 * 4;
// Aligned, because libFuzzer reads the counters in words.
constexpr std::size_t kCounters = (kGlob + kGlobBlock + 63) / 64 * 64;

#if defined(__linux__)
[[gnu::section("__libfuzzer_extra_counters"), gnu::used, gnu::aligned(64)]]
#endif
std::array<std::uint8_t, kCounters> counters;

// Sets the counter to 1: a higher count says no more about a rule, but libFuzzer would keep an
// input for each range of counts.
void count(std::size_t at) noexcept { counters[at] = 1; }

std::size_t bucket(std::size_t size) noexcept {
  return size == 0 ? 0
                   : std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(size - 1)) + 1,
                                           kBuckets - 1);
}

// The class of the character beside a match: none, a separator or one that looks like it.
std::size_t class_of(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return 0;
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == '.') return 1;
  if (c == '_') return 2;
  if (c == '-' || c == '/' || c == ':') return 3;
  if (c >= '0' && c <= '9') return 4;
  if (c >= 'a' && c <= 'z') return 5;
  if (c >= 'A' && c <= 'Z') return 6;
  if (c <= ' ' || c == 0x7F) return 7;
  return c < 0x80 ? 8 : 9;
}

std::size_t common_head(std::string_view left, std::string_view right) noexcept {
  return static_cast<std::size_t>(
      std::mismatch(left.begin(), left.end(), right.begin(), right.end()).first - left.begin());
}

std::size_t common_tail(std::string_view left, std::string_view right) noexcept {
  return static_cast<std::size_t>(
      std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend()).first -
      left.rbegin());
}

// Counts how far a literal pattern matches a path from the end that its mode starts at, and the
// character that stops it.
void walk(std::size_t mode, bool from_end, std::string_view pattern,
          std::string_view path) noexcept {
  const std::size_t reached = from_end ? common_tail(path, pattern) : common_head(path, pattern);
  const std::size_t left = pattern.size() - reached;
  count(kReach + ((mode * 2 + (from_end ? 1 : 0)) * kBuckets + bucket(reached)) * kBuckets +
        bucket(left));
  const std::size_t beside = from_end
                                 ? path.size() - reached - 1
                                 : reached;  // wraps around at the front, where no character is
  count(kBoundary + ((mode * 2 + (from_end ? 1 : 0)) * 2 + (left == 0 ? 1 : 0)) * kClasses +
        class_of(path, beside));
}

// Counts the characters on both sides of a literal pattern where it first occurs in a path.
void walk_inside(std::size_t mode, std::string_view pattern, std::string_view path) noexcept {
  const std::size_t at = path.find(pattern);
  if (at == std::string_view::npos) return;
  count(kBoundary + ((mode * 2 + 1) * 2 + 1) * kClasses + class_of(path, at - 1));
  count(kBoundary + (mode * 2 * 2 + 1) * kClasses + class_of(path, at + pattern.size()));
}

// Counts the constructs of a regex or a glob and its result.
constexpr std::string_view kRegexConstructs = ".*+?[](){}^$|\\";
constexpr std::string_view kGlobConstructs = "*?[]!-.^";
void walk_constructs(std::size_t block, std::string_view constructs, std::string_view pattern,
                     std::size_t outcome) noexcept {
  std::uint32_t seen = 0;
  for (const char c : pattern) {
    const std::size_t construct = constructs.find(c);
    if (construct != std::string_view::npos) seen |= 1U << construct;
  }
  count(block + 15 * 4 + outcome);
  for (std::size_t construct = 0; construct < constructs.size(); ++construct) {
    if ((seen >> construct & 1U) != 0) count(block + construct * 4 + outcome);
  }
}

}  // namespace

std::span<std::uint8_t> specification_counters() noexcept { return counters; }

void cover_specification(const Case& content, const Answer& expected) noexcept {
  const auto mode = static_cast<std::size_t>(content.mode);
  const std::size_t modules = content.modules.size();
  const auto selected = static_cast<std::size_t>(
      expected.rejected() ? 0
                          : std::count_if(expected.selected().begin(), expected.selected().end(),
                                          [](std::uint8_t flag) { return flag != Answer::kNo; }));
  const std::size_t outcome = expected.rejected()   ? 3
                              : selected == 0       ? 0
                              : selected == modules ? 2
                                                    : 1;
  const std::size_t row = kCase + (mode * 4 + outcome) * kBuckets * 4;
  count(row + bucket(content.patterns.size()));
  count(row + kBuckets + bucket(modules));
  count(row + 2 * kBuckets + bucket(selected));
  std::size_t longest = 0;
  std::size_t deepest = 0;
  for (std::size_t at = 0; at < std::min(modules, kMostModulesSeen); ++at) {
    longest = std::max(longest, content.modules[at].size());
    deepest = std::max(deepest, depth(content.modules[at]));
  }
  count(row + 3 * kBuckets + std::min(bucket(longest / 4), kBuckets - 1));
  count(kRegex + 14 * 4 + std::min<std::size_t>(deepest / 3, 3));

  std::size_t kinds = 0;
  for (std::size_t at = 0; at < std::min(content.patterns.size(), kMostPatternsSeen); ++at) {
    const std::string_view pattern = content.patterns[at];
    if (is_regex(content.mode)) {
      walk_constructs(kRegex, kRegexConstructs, pattern, outcome);
      continue;
    }
    if (is_glob(content.mode)) walk_constructs(kGlob, kGlobConstructs, pattern, outcome);
    for (std::size_t module = 0; module < std::min(modules, kMostModulesSeen); ++module) {
      const std::string_view path = content.modules[module];
      const bool match = rule_selects(content.mode, path, pattern);
      count((mode * 16 + static_cast<std::size_t>(kind_group_of(content.mode, pattern, path))) * 2 +
            (match ? 1 : 0));
      walk(mode, !compares_front(content.mode), pattern, path);
      if (is_whole_text(content.mode)) walk(mode, false, pattern, path);
      if (matches_inside(content.mode)) walk_inside(mode, pattern, path);
      if (++kinds > kMostKinds) continue;
      const auto kind = classify(content.mode, pattern, path);
      count(kKind + (mode * 32 + (kind ? 1 + static_cast<std::size_t>(*kind) : 0)) * 2 +
            (match ? 1 : 0));
    }
  }
}

}  // namespace overmatch::fuzz
