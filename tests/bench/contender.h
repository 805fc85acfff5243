// SPDX-License-Identifier: Apache-2.0
// The contenders that run in process: ways of making cases, overmatch's own beside those that a
// user of RapidCheck would write first. All are asked the same: the first case that the subject
// answers otherwise than the reference.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "cases/case.h"

namespace overmatch::bench {

// A case, with the smaller ones that its maker would try in its place. Empty where the maker has no
// shrinker of its own.
struct Drawn {
  Case content;
  std::function<std::optional<Drawn>()> next_smaller;
};

// Makes the `number`-th case (from 0) of a seed.
using Draw = std::function<Drawn(std::uint64_t number)>;

struct Contender {
  std::string_view name;
  std::string_view about;  // in one line
  // `order`: of lists with labels; any: of plain lists.
  Draw (*start)(Mode mode, Order order, std::uint64_t seed);
};

// overmatch's generator alone, without the rest of the search.
extern const Contender kGenerator;
// RapidCheck: arbitrary strings, strings of dotted segments, strings over a small alphabet.
[[nodiscard]] std::span<const Contender> rapidcheck_contenders();

// A case of texts made without regard for the interface: bytes above 127 lose their upper bit
// (names are UTF-8), malformed and repeated modules are left out.
[[nodiscard]] Case to_case(Mode mode, std::span<const std::string> patterns,
                           std::span<const std::string> modules);

}  // namespace overmatch::bench
