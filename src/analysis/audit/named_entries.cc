// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/named_entries.h"

#include "names/path.h"

namespace overmatch {

namespace {

// PEFT appends the heads of a task type to modules_to_save.
std::string_view list_of(const AuditedPattern& pattern) noexcept {
  return pattern.member == "task_type" ? std::string_view("modules_to_save") : pattern.member;
}

}  // namespace

NamedEntries::NamedEntries(const Audit& audit) : audit_(audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    List& list = lists_[list_of(audit.patterns[at])];
    list.patterns.push_back(at);
    list.entries.insert(audit.patterns[at].pattern);
  }
}

Selection NamedEntries::by_accident(const AuditedPattern& pattern) const {
  Selection glued = without(pattern.selected, pattern.precise);
  if (glued.empty()) return glued;
  if (pattern.decision) return shared(glued, pattern.decision->won);
  const List& list = lists_.at(list_of(pattern));
  if (!list.named) {
    list.named.emplace();
    for (const std::size_t at : list.patterns) list.named->add(audit_.patterns[at].precise);
  }
  std::erase_if(glued, [&](std::uint32_t module) { return list.named->contains(module); });
  return glued;
}

bool NamedEntries::has_longer(const AuditedPattern& pattern, std::string_view path) const {
  if (pattern.decision) return false;
  const std::set<std::string_view>& entries = lists_.at(list_of(pattern)).entries;
  for (std::size_t at = 0; path.size() - at > pattern.pattern.size();) {
    if (entries.contains(path.substr(at))) return true;
    const std::size_t dot = path.find(kSeparator, at);
    if (dot == std::string_view::npos) return false;
    at = dot + 1;
  }
  return false;
}

}  // namespace overmatch
