// SPDX-License-Identifier: Apache-2.0
// PeftTrials audits changed variants of a PEFT config, to check what advice would do.
#pragma once

#include <optional>
#include <string>

#include "analysis/peft/peft_audit.h"

namespace overmatch {

// What an audit needs besides the config. The references must outlive the object.
struct PeftAuditContext {
  const TreeIndex& index;
  const PathTemplates& templates;
  const std::optional<std::string>& intended;
  ReadPatterns& known;
  const ModelFacts* facts = nullptr;  // may be null
};

// Audits variants of one config, up to a limit that is lower for large trees.
class PeftTrials {
 public:
  // `before` is what PEFT does with the config itself.
  PeftTrials(const PeftAuditContext& context, const PeftEffect& before);

  [[nodiscard]] const PeftAuditContext& context() const noexcept { return context_; }
  [[nodiscard]] const TreeIndex& index() const noexcept { return context_.index; }

  // Returns nothing if a pattern does not compile, if PEFT refuses the variant for another reason
  // than the config itself, or if the limit is reached.
  [[nodiscard]] std::optional<PeftAudit> audit(const PeftConfig& config);
  // Audits the config on another tree with the same number of modules.
  [[nodiscard]] std::optional<PeftAudit> audit(const ModuleTree& tree, const PeftConfig& config);

 private:
  // The audit, unless PEFT refuses the variant.
  [[nodiscard]] std::optional<PeftAudit> unless_refused(PeftAudit audit) const;

  PeftAuditContext context_;
  std::optional<PeftRefusal> refused_;  // why PEFT refuses the config itself
  std::size_t left_;
};

// Whether `after` has at most as many findings of each kind as `before`, without notes.
[[nodiscard]] bool is_no_worse(const PeftAudit& before, const PeftAudit& after);
// The number of collisions, re-rootings and escapes, without notes.
[[nodiscard]] std::size_t count_faults(const PeftAudit& audit);
// Whether the adapted and saved modules differ only in modules of `may`.
[[nodiscard]] bool differs_within(const PeftEffect& before, const PeftEffect& after,
                                  const Selection& may);

// Reads or replaces a member by its name: target_modules, exclude_modules or modules_to_save, which
// takes no regex.
[[nodiscard]] PeftNames names_of(const PeftConfig& config, std::string_view member);
void set_names(PeftConfig& config, std::string_view member, PeftNames names);

// The JSON of a member for adapter_config.json: `"modules_to_save": ["m.head"]`, null if empty.
[[nodiscard]] std::string member_text(std::string_view member, const PeftNames& names);

}  // namespace overmatch
