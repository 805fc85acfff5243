// SPDX-License-Identifier: Apache-2.0
// Trials of a changed PEFT config: what an answer would really do, by the same audit that found the
// fault.
#pragma once

#include <optional>
#include <string>

#include "analysis/peft/peft_audit.h"

namespace overmatch {

// What an audit of a config needs besides the config.
struct PeftGround {
  const TreeIndex& index;
  const PathTemplates& templates;
  const std::optional<std::string>& intended;
  ReadPatterns& known;
};

// The audits of one config's variants. They are few, and fewer on a big tree: after the last no
// variant is any good.
class PeftTrials {
 public:
  explicit PeftTrials(const PeftGround& ground);

  [[nodiscard]] const PeftGround& ground() const noexcept { return ground_; }
  [[nodiscard]] const TreeIndex& index() const noexcept { return ground_.index; }

  // Nothing if PEFT could not read the config, or if there have been too many.
  [[nodiscard]] std::optional<PeftAudit> audit(const PeftConfig& config);
  // The same of another tree with as many modules.
  [[nodiscard]] std::optional<PeftAudit> audit(const ModuleTree& tree, const PeftConfig& config);

 private:
  PeftGround ground_;
  std::size_t left_;
};

// Whether `after` has no more findings of any kind than `before`, notes left out.
[[nodiscard]] bool is_no_worse(const PeftAudit& before, const PeftAudit& after);
// Collisions, re-rootings and escapes.
[[nodiscard]] std::size_t count_faults(const PeftAudit& audit);
// Whether what is adapted and saved differs in modules of `may` only.
[[nodiscard]] bool differs_within(const PeftEffect& before, const PeftEffect& after,
                                  const Selection& may);

// Members by their name. modules_to_save takes no regex.
[[nodiscard]] PeftNames names_of(const PeftConfig& config, std::string_view member);
void set_names(PeftConfig& config, std::string_view member, PeftNames names);

// `"modules_to_save": ["m.head"]`, as it is pasted into adapter_config.json; null where nothing is
// left.
[[nodiscard]] std::string member_text(std::string_view member, const PeftNames& names);

}  // namespace overmatch
