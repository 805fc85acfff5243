// SPDX-License-Identifier: Apache-2.0
// NamedEntries tells which modules the entries of a list name, so that another entry that selects
// them as well, by accident, changes nothing.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "analysis/audit/audit.h"

namespace overmatch {

class NamedEntries {
 public:
  // The audit must outlive the object, and keep its patterns. Caches; call from one thread at a
  // time.
  explicit NamedEntries(const Audit& audit);

  // What a pattern selects only because it has no boundaries, without the modules that another
  // entry of its list selects at boundaries. Entries with labels set different things, so that
  // nothing is left out for them.
  [[nodiscard]] Selection by_accident(const AuditedPattern& pattern) const;
  // Whether a longer entry of the pattern's list is this path or its last segments.
  [[nodiscard]] bool has_longer(const AuditedPattern& pattern, std::string_view path) const;

 private:
  struct List {
    std::vector<std::size_t> patterns;
    std::set<std::string_view> entries;
    // What they select at boundaries; made when it is first needed.
    mutable std::optional<ModuleSet> named;
  };
  const Audit& audit_;
  std::map<std::string_view, List> lists_;
};

}  // namespace overmatch
