// SPDX-License-Identifier: Apache-2.0
// Decoys are made here: for each collision kind, a name that resembles a target in that way.
#pragma once

#include <string>
#include <string_view>

#include "cases/collision_kind.h"
#include "generate/choices.h"

namespace overmatch {

// The look of made-up segments: short ones over a tiny alphabet, which collide by chance and shrink
// well, or words of real models.
enum class Flavour : std::uint8_t { tiny, words };

// Appends a made-up segment to `out`.
void append_segment(Choices& choices, Flavour flavour, std::string& out);

// Writes a decoy of `target` (a well-formed path) to `decoy`. Returns false if the kind does not
// apply (no digit, only one segment, …), or if the decoy is malformed or equals the target.
// CollisionKind::empty gives the root; `length`, `unicode` and `adjacent_numbers` also change
// `target`.
bool make_decoy(Choices& choices, Flavour flavour, CollisionKind kind, std::string& target,
                std::string& decoy);

// Writes a pattern that resembles `path`: a segment added or missing, a character changed,
// misplaced dots, metacharacters, or spaces.
void damage_pattern(Choices& choices, std::string_view path, std::string& pattern);

}  // namespace overmatch
