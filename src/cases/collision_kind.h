// SPDX-License-Identifier: Apache-2.0
// The collision kinds: the ways in which a name can resemble another so that a matcher takes one
// for the other.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "matchers/mode.h"

namespace overmatch {

enum class CollisionKind : std::uint8_t {
  glued_prefix,   // model.layers.0 -> img_model.layers.0
  glued_suffix,   // attn.proj -> attn.proj_drop
  digit,          // layers.1 -> layers.10, layers.01; text_encoder -> text_encoder_2
  re_rooted,      // model.layers.0 -> visual.model.layers.0
  truncated,      // model.layers.0.mlp -> layers.0.mlp, model.layers.0
  repeated,       // encoder.layer -> encoder.encoder.layer, a.b -> a.b.a.b
  leaf,           // text.layers.0.q_proj -> vision.layers.0.q_proj
  separator,      // a.b -> a_b, a-b; a..b and .a as patterns
  letter_case,    // LayerNorm -> layernorm
  metacharacter,  // segments and patterns that hold . * + ? [ ] ( ) { } ^ $ | backslash
  wrapper,        // module., _orig_mod., base_model.model. in front or in the middle
  fused,          // q_proj -> qkv_proj
  unicode,        // composed and decomposed letters, look-alikes, 4-byte code points
  whitespace,     // leading, trailing and inner space, tab, newline, NUL
  length,         // at and past 8, 16, 64, 255, 256, 65,536 bytes; many modules; many patterns
  empty,          // the root, the empty pattern, the empty list
};
inline constexpr std::size_t kCollisionKinds = 16;

// The name in the design's table, e.g. "glued-prefix" and "case".
[[nodiscard]] std::string_view to_string(CollisionKind kind) noexcept;
[[nodiscard]] std::optional<CollisionKind> parse_collision_kind(std::string_view name) noexcept;

// How the pattern and a module that it was matched with resemble each other: the kind that explains
// a wrong verdict on the two best, or nothing when they are equal or do not resemble each other. In
// `regex` an escaped pattern counts as its literal text.
[[nodiscard]] std::optional<CollisionKind> classify(Mode mode, std::string_view pattern,
                                                    std::string_view path);

// What a wrong verdict is about, coarser than the kind: shrinking may pass from one kind to another
// inside a shape (a digit that can be a letter is no digit collision), never from one shape to
// another. So the smallest failing case of one mistake does not stand for another mistake, and a
// harmless corner such as the empty pattern never hides a missing boundary.
enum class KindGroup : std::uint8_t {
  equal,        // the pattern is the path
  front,        // the path ends with the pattern inside a segment
  back,         // the path starts with the pattern and goes on inside a segment
  inside,       // the path holds the pattern elsewhere
  below,        // whole segments in front of the pattern
  above,        // the path is a whole-segment part of the pattern, or the pattern's subtree
  letter_case,  // equal but for case
  unrelated,    // none of these
  regex,        // a pattern of mode regex that is more than escaped text
  newline,      // the same, and the path holds a newline
  no_pattern,   // the pattern is empty or the path is the root
  bad_pattern,  // a malformed pattern: an empty segment; a regex that does not compile
  whole_list,   // no single pattern and module are to blame: a crash, a broken answer, a changed
                // answer
};
inline constexpr std::size_t kKindGroups = 13;
[[nodiscard]] std::string_view to_string(KindGroup shape) noexcept;
[[nodiscard]] KindGroup kind_group_of(Mode mode, std::string_view pattern, std::string_view path);

}  // namespace overmatch
