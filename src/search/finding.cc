// SPDX-License-Identifier: Apache-2.0
#include "search/finding.h"

#include <algorithm>
#include <array>
#include <utility>

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
      case KindGroup::glob:
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

namespace {

bool rejects_valid_patterns(const Finding& finding) {
  return finding.key.property == &kRejection && finding.key.direction == Direction::undermatch &&
         finding.crash.empty();
}

// Whether `fewer` has the same modules and some, but not all, of the patterns.
bool has_fewer_patterns(const Case& fewer, const Case& content) {
  const auto& patterns = content.patterns;
  return fewer.modules == content.modules && fewer.patterns.size() < patterns.size() &&
         std::all_of(
             fewer.patterns.begin(), fewer.patterns.end(),
             [&](auto pattern) { return patterns.contains(pattern); });
}

}  // namespace

bool is_explained(const Finding& finding, std::span<const Finding> others) {
  if (finding.key.property == &kAgreement || !finding.crash.empty()) return false;
  const auto explains = [&](const Finding& other) {
    return rejects_valid_patterns(other) && has_fewer_patterns(other.minimal, finding.minimal);
  };
  if (rejects_valid_patterns(finding) && std::any_of(others.begin(), others.end(), explains))
    return true;
  const auto names_agreement =
      std::find(finding.also.begin(), finding.also.end(), "agreement") != finding.also.end();
  const auto is_agreement = [](const Finding& other) { return other.key.property == &kAgreement; };
  return names_agreement && std::any_of(others.begin(), others.end(), is_agreement);
}

std::vector<Finding> unexplained(std::vector<Finding> findings) {
  std::vector<bool> explained;  // computed before any finding is moved
  for (const Finding& finding : findings) explained.push_back(is_explained(finding, findings));
  std::vector<Finding> left;
  for (std::size_t at = 0; at < findings.size(); ++at) {
    if (!explained[at]) left.push_back(std::move(findings[at]));
  }
  return left;
}

}  // namespace overmatch
