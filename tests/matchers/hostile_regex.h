// SPDX-License-Identifier: Apache-2.0
// Random patterns of every construct of Python's `re`, well-formed or not, for the differential
// tests.
#pragma once

#include <string>

#include "generate/choices.h"

namespace overmatch {

// Writes a pattern: half of them by grammar, so that they compile, half as a soup of fragments.
void write_hostile_regex(Choices& choices, std::string& out);
// A name of up to six pieces from the same alphabet.
[[nodiscard]] std::string hostile_name(Choices& choices);

}  // namespace overmatch
