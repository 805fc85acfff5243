// SPDX-License-Identifier: Apache-2.0
// Decoys: for each collision kind, how a name is made that resembles a target.
#pragma once

#include <string>
#include <string_view>

#include "cases/collision_kind.h"
#include "generate/choices.h"

namespace overmatch {

// How names look that are made up on the way: short ones over a tiny alphabet collide by chance and
// shrink well, words of real models look like what people write.
enum class Flavour : std::uint8_t { tiny, words };

// Appends a segment to `out`.
void append_segment(Choices& choices, Flavour flavour, std::string& out);

// Writes a decoy of `target`, a well-formed path, into `decoy` and returns true; false when the
// kind has nothing to work on there (no digit, a path of one segment …) or the decoy came out
// malformed or equal. `CollisionKind::empty` gives the root, and `CollisionKind::length` lengthens
// `target` itself, so that the two are long together.
bool make_decoy(Choices& choices, Flavour flavour, CollisionKind kind, std::string& target,
                std::string& decoy);

// Writes a pattern that resembles `path` without being one of its plain forms: a segment too much
// or too little, a character changed, dots in odd places, metacharacters, spaces.
void damage_pattern(Choices& choices, std::string_view path, std::string& pattern);

}  // namespace overmatch
