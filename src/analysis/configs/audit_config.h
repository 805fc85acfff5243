// SPDX-License-Identifier: Apache-2.0
// Audits the lists of a config on a model: each by its own rule, without what the lists of its
// scope exclude.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/audit/audit.h"
#include "analysis/configs/formats/config.h"
#include "analysis/configs/open_lists.h"
#include "names/readers/read_tree.h"

namespace overmatch {

// What a config does to modules, as far as its lists say it.
struct ConfigResult {
  std::string what;                  // such as "quantized"
  std::optional<std::string> label;  // of a list with labels
  Selection modules;
  std::vector<std::string> parameters;  // of a list that chooses parameters; else empty
};

struct ConfigAudit {
  Audit audit;
  std::vector<std::size_t> lines;  // of the patterns, in the file; 0 if unknown
  std::vector<NotJudged> not_judged;
  std::vector<ConfigResult> results;
  std::vector<std::string> notes;  // what was assumed
  std::vector<OpenList> open;      // what `not_judged` is about, with its text
};

// Audits all lists. Throws InputError "MEMBER: why" for an entry that is rejected.
[[nodiscard]] ConfigAudit audit_lists(const TreeIndex& index, const PathTemplates& templates,
                                      const ReadConfig& config, const Model& model,
                                      const std::optional<std::string>& intended);

// The config that PEFT gets: with the names of linear layers, if axolotl adds them. Without
// classes, those are left open as "all-linear" is.
[[nodiscard]] PeftConfig peft_config_of(const TreeIndex& index, const ReadConfig& config,
                                        const ModelFacts* facts);

// Appends the patterns and findings of `more`.
void append_audit(Audit& audit, Audit more);

}  // namespace overmatch
