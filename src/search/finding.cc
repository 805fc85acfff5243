// SPDX-License-Identifier: Apache-2.0
#include "search/finding.h"

#include <array>

#include "properties/registry.h"

namespace overmatch {

std::string_view to_string(Phase phase) noexcept {
  constexpr std::array<std::string_view, kPhases> names = {"corpus", "small",  "lengths",
                                                           "trees",  "random", "own"};
  return names[static_cast<std::size_t>(phase)];
}

std::string Finding::id() const {
  std::string id(sort.property->name);
  id.append("/").append(to_string(sort.direction)).append("/");
  return id.append(kind ? to_string(*kind) : sort.shape == Shape::equal ? "equal" : "unrelated");
}

int rank(const Finding& finding) {
  // What only happens on a tree of thousands is slow rather than stuck.
  if (!finding.crash.empty()) return finding.minimal.modules.size() > 1000 ? 50 : 0;
  const int property = finding.sort.property == &kAgreement ? 0 : 1;
  const int direction = finding.sort.direction == Direction::overmatch ? 0 : 1;
  const auto shape = [&] {
    switch (finding.sort.shape) {
      case Shape::front:
      case Shape::back:
      case Shape::inside:
      case Shape::equal:
      case Shape::below:
      case Shape::above:
      case Shape::regex: return 0;
      case Shape::letter_case:
      case Shape::unrelated: return 1;
      case Shape::whole_list:
      case Shape::newline: return 2;
      case Shape::bad_pattern: return 3;
      case Shape::no_pattern: return 4;
    }
    return 4;
  }();
  return 1 + shape * 4 + property * 2 + direction;
}

}  // namespace overmatch
