// SPDX-License-Identifier: Apache-2.0
// Damages text as in broken files, to test the readers of case files and trees.
#pragma once

#include <string>

#include "generate/choices.h"

namespace overmatch::fuzz {

// Changes `text` in one place: removes, repeats or replaces bytes, or inserts a token that readers
// may trip over.
void damage_text(Choices& choices, std::string& text);

// Writes a random module tree in one of the formats of read_tree.h.
void generate_tree_text(Choices& choices, std::string& text);

}  // namespace overmatch::fuzz
