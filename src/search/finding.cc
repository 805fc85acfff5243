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
  std::string id(key.property->name);
  id.append("/").append(to_string(key.direction)).append("/");
  return id.append(kind ? to_string(*kind) : key.group == KindGroup::equal ? "equal" : "unrelated");
}

int rank(const Finding& finding) {
  // A failure only on a tree of thousands is most likely slowness.
  if (!finding.crash.empty()) return finding.minimal.modules.size() > 1000 ? 50 : 0;
  const int property = finding.key.property == &kAgreement ? 0 : 1;
  const int direction = finding.key.direction == Direction::overmatch ? 0 : 1;
  const auto rarity = [&] {
    switch (finding.key.group) {
      case KindGroup::glued_prefix:
      case KindGroup::glued_suffix:
      case KindGroup::substring:
      case KindGroup::equal:
      case KindGroup::re_rooted:
      case KindGroup::truncated:
      case KindGroup::regex: return 0;
      case KindGroup::letter_case:
      case KindGroup::unrelated: return 1;
      case KindGroup::whole_list:
      case KindGroup::regex_newline: return 2;
      case KindGroup::malformed: return 3;
      case KindGroup::empty: return 4;
    }
    return 4;
  }();
  return 1 + rarity * 4 + property * 2 + direction;
}

}  // namespace overmatch
