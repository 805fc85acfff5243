// SPDX-License-Identifier: Apache-2.0
// Helps to ask one property of one case.
#pragma once

#include "properties/property.h"
#include "properties/trial.h"

namespace overmatch {

struct AllWanted final : Wanted {
  [[nodiscard]] bool operator()(Direction, KindGroup) const override { return true; }
};

[[nodiscard]] inline bool breaks(const Property& property, Trial& trial, const Case& content) {
  trial.begin(content);
  Violation violation;
  return trial.check(property, AllWanted{}, violation) == Verdict::violated;
}

}  // namespace overmatch
