// SPDX-License-Identifier: Apache-2.0
// Declares the matchers that a property target tests; one file of this folder defines them.
#pragma once

#include <memory>
#include <vector>

#include "matchers/matcher.h"

namespace overmatch::fuzz {

// At least one, of different modes.
[[nodiscard]] std::vector<std::unique_ptr<Matcher>> subjects();

// The modes of the subjects, in which the custom mutator makes cases.
[[nodiscard]] std::vector<Mode> case_modes();

// The orders of the lists that some subject is asked; any: plain lists.
[[nodiscard]] std::vector<Order> case_orders();

}  // namespace overmatch::fuzz

// The user's matcher: a source of `overmatch_add_fuzzer(NAME … SOURCES …)` must define this
// function.
[[nodiscard]] std::unique_ptr<overmatch::Matcher> overmatch_subject();
