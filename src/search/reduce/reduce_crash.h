// SPDX-License-Identifier: Apache-2.0
// Shrinking what kills the subject: a crash, a hang, runaway memory. Every evaluation may cost a
// process, so many cases are tried in one, and the first that kills it is the simplest that does.
#pragma once

#include <span>

#include "search/finding.h"
#include "search/reduce/reduce.h"
#include "search/runner.h"

namespace overmatch {

// `finding`: the discovery so far; its minimal case, its proof and whether it can be seen again are
// filled in.
void reduce_crash(const Runner& runner, std::span<const Property* const> properties,
                  const IsolatedRun& death, Effort effort, Finding& finding);

}  // namespace overmatch
