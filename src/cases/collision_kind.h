// SPDX-License-Identifier: Apache-2.0
// Collision kinds name the ways in which one name resembles another so that a matcher confuses
// them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "matchers/mode.h"

namespace overmatch {

// A collision kind: how a decoy resembles its target. Each example is TARGET -> DECOY.
enum class CollisionKind : std::uint8_t {
  glued_prefix,      // model.layers.0 -> img_model.layers.0
  glued_suffix,      // attn.proj -> attn.proj_drop
  digit,             // layers.1 -> layers.10, layers.01; text_encoder -> text_encoder_2
  re_rooted,         // model.layers.0 -> visual.model.layers.0
  truncated,         // model.layers.0.mlp -> layers.0.mlp, model.layers.0
  repeated,          // encoder.layer -> encoder.encoder.layer, a.b -> a.b.a.b
  leaf,              // text.layers.0.q_proj -> vision.layers.0.q_proj
  separator,         // a.b -> a_b, a-b; a..b and .a as patterns
  letter_case,       // LayerNorm -> layernorm
  metacharacter,     // segments and patterns that hold . * + ? [ ] ( ) { } ^ $ | backslash
  wrapper,           // module., _orig_mod., base_model.model. in front or in the middle
  fused,             // q_proj -> qkv_proj
  unicode,           // composed and decomposed letters, look-alikes, 4-byte code points
  whitespace,        // leading, trailing and inner space, tab, newline, NUL
  length,            // at and past 8, 16, 64, 255, 256, 65,536 bytes; many modules; many patterns
  empty,             // the root, the empty pattern, the empty list
  adjacent_numbers,  // a.0.b -> a.0.1.b: numbers side by side
  marker,            // (dialects) entries with, without, or with a doubled marker: re:x, x, re:re:x
  order,  // (lists with labels) an entry that another one shadows, overlaps or takes back
};
inline constexpr std::size_t kCollisionKinds = 19;
// The first ones, which names make alone.
inline constexpr std::size_t kNameKinds = 17;

// The name in reports and case files: kebab-case, e.g. "glued-prefix"; letter_case is "case".
[[nodiscard]] std::string_view to_string(CollisionKind kind) noexcept;
// The kind of that name, or nothing.
[[nodiscard]] std::optional<CollisionKind> parse_collision_kind(std::string_view name) noexcept;

// The collision kind of a pattern and a module on which a verdict is wrong: the one that explains
// it best. Nothing when the two are equal or do not resemble each other. An escaped regex or glob
// counts as its text.
[[nodiscard]] std::optional<CollisionKind> classify(Mode mode, std::string_view pattern,
                                                    std::string_view path);

// A kind group: the collision kinds that are one relation of a pattern to a path, for a wrong
// verdict. Shrinking may change the kind inside a group (the digit of layers.10 may become a
// letter), never the group. So the minimal case of one mistake never stands for another mistake,
// and a rare case such as the empty pattern never hides a missing boundary.
//
// A group has the name of its leading kind where it has one. Each example is PATTERN -> PATH; the
// first word is the text form, which file formats fix.
enum class KindGroup : std::uint8_t {
  equal,          // "equal": b -> b
  glued_prefix,   // "front": b -> ab, x.ab
  glued_suffix,   // "back": b -> bc, b10
  substring,      // "inside": b -> abc
  re_rooted,      // "below": b -> a.b; also the kinds repeated and wrapper
  truncated,      // "above": a.b -> b, a.b -> a; also a path below the pattern: a -> a.b
  letter_case,    // "case": b -> B; also equal but for case at one end
  unrelated,      // "unrelated": none of the above
  regex,          // "regex": a pattern of mode regex that is not escaped text, and a path without
                  // newline
  regex_newline,  // "newline": the same, and a path with a newline
  empty,          // "no-pattern": the empty pattern, or the root as the path
  malformed,      // "bad-pattern": a pattern with an empty segment, a regex that does not compile
  whole_list,     // "whole-list": no single pattern and path are to blame, e.g. of a crash
  glob,           // "glob": a glob that is not escaped text
};
inline constexpr std::size_t kKindGroups = 14;
// The text form, e.g. "front" for glued_prefix.
[[nodiscard]] std::string_view to_string(KindGroup group) noexcept;
// The kind group of a pattern and a path, never whole_list. O(bytes); a regex that is not escaped
// text is compiled.
[[nodiscard]] KindGroup kind_group_of(Mode mode, std::string_view pattern, std::string_view path);

}  // namespace overmatch
