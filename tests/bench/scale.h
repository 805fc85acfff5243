// SPDX-License-Identifier: Apache-2.0
// How cost grows with the size of a tree and with the number of patterns.
#pragma once

namespace overmatch::bench {

// Registers the benchmarks `modules/...` and `patterns/...` with Google Benchmark.
void register_scale();

}  // namespace overmatch::bench
