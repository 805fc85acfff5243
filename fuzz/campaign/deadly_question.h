// SPDX-License-Identifier: Apache-2.0
// The question that a subject died on: properties make questions of their own, and a case that
// kills may be harmless by itself.
#pragma once

#include <optional>
#include <span>

#include "cases/case.h"
#include "properties/property.h"
#include "search/runner.h"

namespace overmatch::fuzz {

// Puts the case and every property to the subject in a process of its own, and returns what it was
// asked last if that kills it.
[[nodiscard]] std::optional<Case> deadly_question(const Runner& runner,
                                                  std::span<const Property* const> properties,
                                                  const Case& content);

}  // namespace overmatch::fuzz
