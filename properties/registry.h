// SPDX-License-Identifier: Apache-2.0
// The registry lists all properties in the order in which they are checked and reported; each is in
// a file of its name beside this one.
#pragma once

#include <span>

#include "properties/property.h"

namespace overmatch {

extern const Property kAgreement;
extern const Property kContainment;
extern const Property kBoundary;
extern const Property kIndependence;
extern const Property kUnion;
extern const Property kWrapping;
extern const Property kRenaming;
extern const Property kLiteralness;
extern const Property kLattice;
extern const Property kRejection;
extern const Property kDeterminism;
extern const Property kTotality;
// Of lists with labels:
extern const Property kConcatenation;
extern const Property kDeadEntry;
extern const Property kCommuting;
extern const Property kNullEntry;
extern const Property kOpaqueLabels;
extern const Property kRepeats;

// All eighteen properties. In a bit set of properties, bit i is the i-th of them.
[[nodiscard]] std::span<const Property* const> all_properties() noexcept;
// The place of a property in all_properties().
[[nodiscard]] std::size_t index_of(const Property& property) noexcept;
// The property of that name, or null.
[[nodiscard]] const Property* find_property(std::string_view name) noexcept;

}  // namespace overmatch
