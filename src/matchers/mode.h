// SPDX-License-Identifier: Apache-2.0
// The five ways to read a pattern. The semantics stand in the header of each reference matcher.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace overmatch {

enum class Mode : std::uint8_t { endswith, segment, exact, subtree, regex };

inline constexpr std::array<Mode, 5> kModes = {Mode::endswith, Mode::segment, Mode::exact,
                                               Mode::subtree, Mode::regex};

[[nodiscard]] constexpr std::string_view to_string(Mode mode) noexcept {
  constexpr std::array<std::string_view, 5> names = {"endswith", "segment", "exact", "subtree",
                                                     "regex"};
  return names[static_cast<std::size_t>(mode)];
}

[[nodiscard]] constexpr std::optional<Mode> parse_mode(std::string_view name) noexcept {
  for (const Mode mode : kModes) {
    if (to_string(mode) == name) return mode;
  }
  return std::nullopt;
}

// A set of modes, for saying where a property applies.
class ModeSet {
 public:
  constexpr ModeSet(std::initializer_list<Mode> modes) noexcept {
    for (const Mode mode : modes) bits_ = static_cast<std::uint8_t>(bits_ | bit(mode));
  }
  [[nodiscard]] constexpr bool contains(Mode mode) const noexcept {
    return (bits_ & bit(mode)) != 0;
  }

 private:
  static constexpr std::uint8_t bit(Mode mode) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(mode));
  }
  std::uint8_t bits_ = 0;
};

inline constexpr ModeSet kAllModes = {Mode::endswith, Mode::segment, Mode::exact, Mode::subtree,
                                      Mode::regex};
// The modes that read a pattern as plain text.
inline constexpr ModeSet kLiteralModes = {Mode::endswith, Mode::segment, Mode::exact,
                                          Mode::subtree};
// The modes in which a full path selects nothing outside the intended subtree (a regex: if its
// literals are escaped).
inline constexpr ModeSet kPreciseModes = {Mode::segment, Mode::exact, Mode::subtree, Mode::regex};

}  // namespace overmatch
