// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/finding_list.h"

#include <algorithm>
#include <string_view>

#include "search/reduce/reduce.h"

namespace overmatch {

bool matches_glob(std::string_view glob, std::string_view text) {
  const std::size_t star = glob.find('*');
  if (star == std::string_view::npos) return glob == text;
  if (!text.starts_with(glob.substr(0, star))) return false;
  const std::string_view rest = glob.substr(star + 1);
  for (std::size_t at = star; at <= text.size(); ++at) {
    if (matches_glob(rest, text.substr(at))) return true;
  }
  return false;
}

namespace {

bool same_case(const Case& left, const Case& right) {
  return left.patterns == right.patterns && left.modules == right.modules;
}

bool tells_of_memory(const Finding& finding) { return finding.stateful && finding.reproducible; }

}  // namespace

bool is_accepted(const std::string& id, const std::vector<std::string>& accept) {
  return std::any_of(accept.begin(), accept.end(),
                     [&](const std::string& glob) { return matches_glob(glob, id); });
}

std::vector<Finding> ranked(std::vector<Finding> findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& left, const Finding& right) {
    return rank(left) < rank(right);
  });
  std::stable_partition(findings.begin(), findings.end(),
                        [](const Finding& finding) { return finding.reproducible; });
  return findings;
}

bool FindingList::shows_memory() const {
  return std::any_of(findings_.begin(), findings_.end(), tells_of_memory);
}

bool FindingList::has_unreproducible() const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [](const Finding& finding) { return !finding.reproducible; });
}

void FindingList::add(Finding finding) {
  if (finding.stateful && shows_memory()) return;
  for (Finding& other : findings_) {
    if (!same_case(other.minimal, finding.minimal) || other.crash.empty() != finding.crash.empty())
      continue;
    if (finding.key.property != other.key.property &&
        std::find(other.also.begin(), other.also.end(), finding.key.property->name) ==
            other.also.end()) {
      other.also.emplace_back(finding.key.property->name);
    }
    return;
  }
  findings_.push_back(std::move(finding));
}

std::pair<std::vector<Finding>, std::vector<Finding>> FindingList::result(
    const std::vector<std::string>& accept, const RulesFollowed& rules) && {
  std::vector<Finding> kept;
  std::vector<Finding> accepted;
  for (Finding& finding : unexplained(std::move(findings_))) {
    (is_accepted(finding.id(), accept) ? accepted : kept).push_back(std::move(finding));
  }
  return {one_per_mistake(ranked(std::move(kept)), rules), std::move(accepted)};
}

}  // namespace overmatch
