// SPDX-License-Identifier: Apache-2.0
// What the tests of kinds of findings share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/peft/peft_audit.h"
#include "tests/analysis/trees.h"

namespace overmatch::findings_test {

// A finding in short.
struct Found {
  std::string severity;
  std::string why;
  std::vector<std::string> modules;
  std::vector<std::string> advice;
};

// The findings of one kind that patterns have on a tree.
inline std::vector<Found> found(const ModuleTree& tree, const Audit& audit, AuditKind kind) {
  const TreeIndex index(tree);
  std::vector<Found> all;
  for (const AuditFinding& each : audit.findings) {
    if (each.kind != kind) continue;
    Found one{std::string(to_string(each.severity)), each.why, paths_of(index, each.modules), {}};
    for (const Advice& advice : each.advice) one.advice.push_back(advice.pattern);
    all.push_back(std::move(one));
  }
  return all;
}

inline std::vector<Found> in_list(const ModuleTree& tree, Mode mode,
                                  const std::vector<std::string>& patterns, AuditKind kind) {
  const TreeIndex index(tree);
  return found(tree, audit_patterns(index, PathTemplates(index), mode, patterns, std::nullopt),
               kind);
}

inline std::vector<Found> in_peft(const ModuleTree& tree, const std::string& config,
                                  AuditKind kind) {
  const TreeIndex index(tree);
  return found(
      tree,
      audit_peft(index, PathTemplates(index), parse_peft_config(config, "config"), std::nullopt)
          .audit,
      kind);
}

}  // namespace overmatch::findings_test
