// SPDX-License-Identifier: Apache-2.0
// NamedEntries tells which modules the entries of a list name, so that another entry that selects
// them as well, by accident, changes nothing.
#pragma once

#include <map>
#include <set>
#include <string_view>

#include "analysis/audit/audit.h"

namespace overmatch {

class NamedEntries {
 public:
  // The audit must outlive the object, and keep its patterns.
  explicit NamedEntries(const Audit& audit);

  // What a pattern selects only because it has no boundaries, without the modules that another
  // entry of its list selects at boundaries. Entries with labels set different things, so that
  // nothing is left out for them.
  [[nodiscard]] Selection by_accident(const AuditedPattern& pattern) const;
  // Whether a longer entry of the pattern's list is this path or its last segments.
  [[nodiscard]] bool has_longer(const AuditedPattern& pattern, std::string_view path) const;

 private:
  struct List {
    Selection named;  // at boundaries
    std::set<std::string_view> entries;
  };
  std::map<std::string_view, List> lists_;
};

}  // namespace overmatch
