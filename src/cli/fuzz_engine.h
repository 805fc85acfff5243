// SPDX-License-Identifier: Apache-2.0
// Provides libFuzzer as the engine of `overmatch fuzz`, if the build found it.
//
// libFuzzer: https://llvm.org/docs/LibFuzzer.html; the CMakeLists.txt of this folder looks for it.
#pragma once

#include <vector>

#include "fuzz/campaign/fuzz_worker.h"
#include "matchers/mode.h"

namespace overmatch::cli {

// Says why this program has no engine, and what to do; "" if it has one.
[[nodiscard]] std::string why_no_engine();

// The engine; its custom mutator makes cases of `mode` with lists of `order`. Must not be called
// without an engine.
[[nodiscard]] fuzz::Engine make_engine(Mode mode, Order order);

}  // namespace overmatch::cli
