// SPDX-License-Identifier: Apache-2.0
// Damage to a text, as broken files have it: for the readers of case files and trees.
#pragma once

#include <string>

#include "generate/choices.h"

namespace overmatch::fuzz {

// Changes `text` in one place: bytes removed, repeated, replaced, or a token that readers trip over
// put in.
void damage_text(Choices& choices, std::string& text);

// Writes a module tree in one of the forms that read_tree.h names.
void generate_tree_text(Choices& choices, std::string& text);

}  // namespace overmatch::fuzz
