// SPDX-License-Identifier: Apache-2.0
// Mode names the five rules by which a pattern selects modules.
//
// Each rule is defined in the header of its reference: endswith.h, segment.h, exact.h, subtree.h
// and regex.h.
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

// The name of a mode on the command line and in files.
[[nodiscard]] constexpr std::string_view to_string(Mode mode) noexcept {
  constexpr std::array<std::string_view, 5> names = {"endswith", "segment", "exact", "subtree",
                                                     "regex"};
  return names[static_cast<std::size_t>(mode)];
}

// The mode of this name; nothing for an unknown name.
[[nodiscard]] constexpr std::optional<Mode> parse_mode(std::string_view name) noexcept {
  for (const Mode mode : kModes) {
    if (to_string(mode) == name) return mode;
  }
  return std::nullopt;
}

// A set of modes, such as those that a property applies to.
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
// The modes that compare a pattern as plain text.
inline constexpr ModeSet kLiteralModes = {Mode::endswith, Mode::segment, Mode::exact,
                                          Mode::subtree};
// The modes in which a module's full path, escaped in `regex`, selects nothing outside that
// module's subtree, except re-rootings in `segment`.
inline constexpr ModeSet kPreciseModes = {Mode::segment, Mode::exact, Mode::subtree, Mode::regex};

}  // namespace overmatch
