// SPDX-License-Identifier: Apache-2.0
// Finds the question that crashes a subject.
//
// Properties derive questions from a case, so the case itself may be harmless.
#pragma once

#include <optional>
#include <span>

#include "cases/case.h"
#include "properties/property.h"
#include "search/runner.h"

namespace overmatch::fuzz {

// Checks every property on the case in a child process. If that ends the subject's process, returns
// its last question.
[[nodiscard]] std::optional<Case> crashing_question(const Runner& runner,
                                                    std::span<const Property* const> properties,
                                                    const Case& content);

}  // namespace overmatch::fuzz
