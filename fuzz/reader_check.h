// SPDX-License-Identifier: Apache-2.0
// Tests the readers of case files and trees on arbitrary text, and damages text for that.
//
// A reader must refuse a text with one line that says what is wrong where, or accept it; what it
// accepts must round-trip through its writer.
#pragma once

#include <string>
#include <string_view>

#include "generate/choices.h"

namespace overmatch::fuzz {

// Does not return if a reader breaks that rule.
void check_readers(std::string_view text);

// Changes `text` in one place: removes, repeats or replaces bytes, or inserts a token that readers
// may trip over.
void damage_text(Choices& choices, std::string& text);

// Writes a random module tree in one of the formats of read_tree.h.
void generate_tree_text(Choices& choices, std::string& text);

}  // namespace overmatch::fuzz
