// SPDX-License-Identifier: Apache-2.0
// libFuzzer, linked into the program where it was found: see CMakeLists.txt here.
#pragma once

#include <vector>

#include "fuzz/campaign/fuzz_worker.h"
#include "matchers/mode.h"

namespace overmatch::cli {

// Why there is no engine in this program, and what to do; "" if there is one.
[[nodiscard]] std::string why_no_engine();

// The engine, with the custom mutator on cases of `mode`. Call only if there is one.
[[nodiscard]] fuzz::Engine make_engine(Mode mode);

}  // namespace overmatch::cli
