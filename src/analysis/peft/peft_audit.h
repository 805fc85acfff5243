// SPDX-License-Identifier: Apache-2.0
// Audits a PEFT config: compares what PEFT selects by each member (peft_rules.h) with what the
// precise mode would select.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "analysis/audit/audit.h"
#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/rules/peft_rules.h"

namespace overmatch {

// The audit, and what the config does to the modules.
struct PeftAudit {
  Audit audit;
  PeftEffect effect;
};

// A cache of read patterns, because an audit of a changed config reads most of them again.
using ReadPatterns = std::map<std::pair<Mode, std::string>, AuditedPattern>;

// Returns the findings without advice; `facts` may be null. Throws InputError for a pattern that
// does not compile.
[[nodiscard]] PeftAudit find_in_peft(const TreeIndex& index, const PathTemplates& templates,
                                     const PeftConfig& config,
                                     const std::optional<std::string>& intended,
                                     ReadPatterns& known, const ModelFacts* facts = nullptr);

// Returns the findings with advice (peft_advice.h). Throws InputError likewise.
[[nodiscard]] PeftAudit audit_peft(const TreeIndex& index, const PathTemplates& templates,
                                   const PeftConfig& config,
                                   const std::optional<std::string>& intended,
                                   const ModelFacts* facts = nullptr);

}  // namespace overmatch
