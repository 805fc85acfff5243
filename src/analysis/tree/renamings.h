// SPDX-License-Identifier: Apache-2.0
// What the families of models call the same layers: `q_proj` of Llama is `query` in BERT, a third
// of `c_attn` in GPT-2, and `q_a_proj` with `q_b_proj` in DeepSeek-V3.
//
// A topic has a few roles, and a style says what plays each. Names of one role that belong together
// stand side by side; `fc1@self_attn` is meant only in a tree that has a `self_attn`. Each is an
// end of paths. Names that mean too many things (`dense`, `proj`) stand with the segment in front.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace overmatch {

inline constexpr std::size_t kMostRoles = 3;
// Of each role its names, blanks between them; "" if the style has none.
using NamingStyle = std::array<std::string_view, kMostRoles>;

[[nodiscard]] std::span<const std::span<const NamingStyle>> naming_topics() noexcept;

}  // namespace overmatch
