// SPDX-License-Identifier: Apache-2.0
#include "properties/registry.h"

#include <algorithm>
#include <array>

namespace overmatch {

std::span<const Property* const> all_properties() noexcept {
  static constexpr std::array<const Property*, 18> all = {
      &kAgreement,     &kContainment, &kBoundary,  &kIndependence, &kUnion,        &kWrapping,
      &kRenaming,      &kLiteralness, &kLattice,   &kRejection,    &kDeterminism,  &kTotality,
      &kConcatenation, &kDeadEntry,   &kCommuting, &kNullEntry,    &kOpaqueLabels, &kRepeats};
  return all;
}

std::size_t index_of(const Property& property) noexcept {
  const auto all = all_properties();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), &property) - all.begin());
}

const Property* find_property(std::string_view name) noexcept {
  const auto all = all_properties();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Property* property) { return property->name == name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace overmatch
