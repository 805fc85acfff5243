// SPDX-License-Identifier: Apache-2.0
// A ReadList is a list of a config while audit_config.cc audits it.
#pragma once

#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/configs/formats/config.h"
#include "analysis/configs/parameter_tree.h"

namespace overmatch {

// A list that is being audited on the tree of its subject.
struct ReadList {
  const ConfigList* list = nullptr;
  const ParameterTree* parameters = nullptr;  // null for a list about modules
  std::vector<ConfigEntry> entries;           // those that are judged
  std::vector<Selection> by_class;            // of each, what it selects as a class
  std::vector<std::vector<std::string>> won;  // of each, the parameters that it decides
  Audit audit;
  EntryLabels labels;
};

// Which entry of a list with labels decides; classes come after names.
void decide_list(ReadList& read);

// Shows patterns and advice as entries.
void write_entries(const ConfigList& list, Audit& audit);

// Adds what entries mean otherwise than they look to the findings about them, or as notes.
void add_remarks(const TreeIndex& index, const ConfigList& list, Audit& audit);

// Changes the selections of a pattern from parameters to the modules that own them.
void own_parameters(const ParameterTree& tree, AuditedPattern& pattern);

}  // namespace overmatch
