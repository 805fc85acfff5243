// SPDX-License-Identifier: Apache-2.0
// Lists what different model families call the same layers: `q_proj` of Llama is `query` in BERT, a
// third of `c_attn` in GPT-2, and `q_a_proj` with `q_b_proj` in DeepSeek-V3.
//
// A topic has a few roles (query, key, value); a naming style gives each role its names. Several
// names of one role belong together. Each name is a suffix of paths in whole segments; ambiguous
// names (`dense`, `proj`) include the segment in front. `fc1@self_attn` applies only to a tree that
// has a `self_attn`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace overmatch {

inline constexpr std::size_t kMostRoles = 3;
// By role: its names, separated by blanks; "" if the style has none.
using NamingStyle = std::array<std::string_view, kMostRoles>;

// All topics, each a list of styles.
[[nodiscard]] std::span<const std::span<const NamingStyle>> naming_topics() noexcept;

// Whether a name of one segment is what some family calls a layer: the names above, by their last
// segment, and others that configs for many models list.
[[nodiscard]] bool is_known_layer(std::string_view name);

// The topics and roles that families use a name of one segment for: one bit for each role of each
// topic. 0 if none does.
[[nodiscard]] std::uint64_t roles_of(std::string_view name);

// The same for a path, which may end with a name of several segments: `self_attn.out_proj`.
[[nodiscard]] std::uint64_t roles_of_path(std::string_view path);

// The roles of a topic as bits of roles_of, by its place in naming_topics(): query, key and value,
// then the output of the attention, then gate, up and down.
[[nodiscard]] constexpr std::uint64_t roles_of_topic(std::size_t topic) noexcept {
  return std::uint64_t{(1U << kMostRoles) - 1} << (topic * kMostRoles);
}
inline constexpr std::uint64_t kAttentionRoles = roles_of_topic(0) | roles_of_topic(1);
inline constexpr std::uint64_t kFeedForwardRoles = roles_of_topic(2);

}  // namespace overmatch
