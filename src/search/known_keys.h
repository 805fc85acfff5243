// SPDX-License-Identifier: Apache-2.0
// The set of violation keys that a search has reported.
#pragma once

#include <cstddef>
#include <vector>

#include "properties/registry.h"
#include "search/finding.h"
#include "search/statistics.h"

namespace overmatch {

class KnownKeys {
 public:
  KnownKeys() : known_(kProperties * kDirections * kKindGroups, false) {}

  [[nodiscard]] bool contains(const ViolationKey& key) const { return known_[slot(key)]; }
  [[nodiscard]] bool empty() const noexcept { return empty_; }
  void insert(const ViolationKey& key) {
    known_[slot(key)] = true;
    empty_ = false;
  }

 private:
  static constexpr std::size_t kDirections = 3;

  [[nodiscard]] static std::size_t slot(const ViolationKey& key) noexcept {
    return (index_of(*key.property) * kDirections + static_cast<std::size_t>(key.direction)) *
               kKindGroups +
           static_cast<std::size_t>(key.group);
  }

  std::vector<bool> known_;
  bool empty_ = true;
};

}  // namespace overmatch
