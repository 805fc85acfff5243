// SPDX-License-Identifier: Apache-2.0
// Selection is a sorted set of modules of a tree, with the usual set operations.
#pragma once

#include <cstdint>
#include <vector>

namespace overmatch {

// Indices of modules in the tree, ascending and distinct.
using Selection = std::vector<std::uint32_t>;

// Sorts indices of a tree of `size` modules and removes duplicates.
void sort_modules(Selection& modules, std::size_t size);

// Union, difference and intersection, in linear time.
[[nodiscard]] Selection united(const Selection& left, const Selection& right);
[[nodiscard]] Selection without(const Selection& all, const Selection& taken);
[[nodiscard]] Selection shared(const Selection& left, const Selection& right);
// Whether two selections share a module.
[[nodiscard]] bool meet(const Selection& left, const Selection& right) noexcept;

// A set of modules as bits: the union of many selections in one pass over each.
class ModuleSet {
 public:
  void add(const Selection& modules);
  void add(std::uint32_t module) {
    if (module / 64 >= words_.size()) words_.resize(module / 64 + std::size_t{1});
    words_[module / 64] |= std::uint64_t{1} << (module % 64);
  }
  [[nodiscard]] bool contains(std::uint32_t module) const noexcept {
    return module / 64 < words_.size() && (words_[module / 64] >> (module % 64) & 1U) != 0;
  }
  [[nodiscard]] Selection sorted() const;

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace overmatch
