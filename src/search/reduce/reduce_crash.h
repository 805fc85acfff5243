// SPDX-License-Identifier: Apache-2.0
// Crashes, hangs and excessive memory are reduced here. Each failing evaluation ends a process, so
// many cases are tried in one process, simplest first: the first that ends it is the simplest that
// does.
#pragma once

#include <span>

#include "search/finding.h"
#include "search/reduce/reduce.h"
#include "search/runner.h"

namespace overmatch {

// Fills in the minimal case, its proof and `reproducible` of `finding`, which holds the discovery.
// `crash`: how the process ended.
void reduce_crash(const Runner& runner, std::span<const Property* const> properties,
                  const IsolatedRun& crash, Effort effort, Finding& finding);

}  // namespace overmatch
