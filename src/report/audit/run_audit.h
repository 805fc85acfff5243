// SPDX-License-Identifier: Apache-2.0
// Runs an audit as it is asked on the command line or in Python, which share this path.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/given_list.h"
#include "names/readers/read_tree.h"
#include "report/audit/audit_report.h"

namespace overmatch {

// A text and the file that it is from, or the name that messages call it by.
struct NamedText {
  std::string text;
  std::string file;
};

// What to audit. Patterns, a PEFT config, a config and overrides of tensors exclude each other;
// without all of them, the tree's own hazards are reported.
struct AuditRequest {
  std::string mode;  // of `patterns`
  std::vector<std::string> patterns;
  GivenList labels = {};          // of `patterns`
  std::optional<NamedText> peft;  // an adapter_config.json
  // A config of any kind that is recognised by its content
  // (analysis/configs/formats/read_config.h).
  std::optional<NamedText> config;
  // Values of llama.cpp's options of these names.
  std::vector<std::string> override_tensor;
  std::vector<std::string> tensor_type;
  // The release of PEFT whose rules apply, such as "0.14.0"; "" for that of the config.
  std::string peft_version;
  std::optional<std::string> intended;  // the subtree that the patterns are meant for
  std::optional<NamedText> trainable;   // {"parameter": requires_grad} of a real run
  std::vector<DumpedParameter> dump;    // the same from a running model, instead of `trainable`
  // An earlier tree of the same model: what the patterns select here is compared with it.
  std::optional<ModuleTree> before = std::nullopt;
  // Kinds and ids (audit_ids.h) of findings to leave out; `*` stands for any text.
  std::vector<std::string> accept = {};
  bool hazards = false;  // report the tree's hazards besides patterns
};

// Throws InputError for options that contradict each other. Its messages spell options as the
// command line does: "--mode needs patterns".
void check_usage(const AuditRequest& request);

// A report, and the model and the index that it refers to.
class AuditRun {
 public:
  AuditRun(Model model, const std::string& file);
  AuditRun(const AuditRun&) = delete;
  AuditRun& operator=(const AuditRun&) = delete;

  [[nodiscard]] const Model& model() const noexcept { return model_; }
  [[nodiscard]] const TreeIndex& index() const noexcept { return index_; }
  [[nodiscard]] const AuditReport& report() const noexcept { return report_; }

 private:
  friend std::unique_ptr<const AuditRun> run_audit(Model model, const std::string& file,
                                                   const AuditRequest& request);
  Model model_;
  TreeIndex index_;
  AuditReport report_;
};

// Audits a model; `file` is its name in the report. Throws InputError for contradictory options
// (check_usage), an unknown mode, a rejected pattern, a malformed config or dump, and an intended
// subtree that the tree lacks.
[[nodiscard]] std::unique_ptr<const AuditRun> run_audit(Model model, const std::string& file,
                                                        const AuditRequest& request);

}  // namespace overmatch
