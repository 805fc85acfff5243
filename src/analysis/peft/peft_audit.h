// SPDX-License-Identifier: Apache-2.0
// The audit of a PEFT config: every member by the rule that PEFT applies to it, beside what the
// precise mode would give.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "analysis/audit/audit.h"
#include "analysis/peft/peft_config.h"
#include "analysis/peft/peft_rules.h"

namespace overmatch {

struct PeftAudit {
  Audit audit;
  PeftEffect effect;
};

// Patterns that were read once: an audit of a changed config reads most of them again.
using ReadPatterns = std::map<std::pair<Mode, std::string>, AuditedPattern>;

// The findings, without advice. Throws InputError for a pattern that PEFT could not compile.
[[nodiscard]] PeftAudit find_in_peft(const TreeIndex& index, const PathTemplates& templates,
                                     const PeftConfig& config,
                                     const std::optional<std::string>& intended,
                                     ReadPatterns& known);

// The same with what to write instead (peft_advice.h).
[[nodiscard]] PeftAudit audit_peft(const TreeIndex& index, const PathTemplates& templates,
                                   const PeftConfig& config,
                                   const std::optional<std::string>& intended);

}  // namespace overmatch
