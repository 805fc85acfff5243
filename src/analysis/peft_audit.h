// SPDX-License-Identifier: Apache-2.0
// The audit of a PEFT config: every member by the rule that PEFT applies to it, beside what the
// precise mode would give.
#pragma once

#include <optional>
#include <string>

#include "analysis/audit.h"
#include "analysis/peft_config.h"
#include "analysis/peft_rules.h"

namespace overmatch {

struct PeftAudit {
  Audit audit;
  PeftEffect effect;
};

// Throws InputError for a pattern that PEFT could not compile.
[[nodiscard]] PeftAudit audit_peft(const TreeIndex& index, const Stems& stems,
                                   const PeftConfig& config,
                                   const std::optional<std::string>& intended);

}  // namespace overmatch
