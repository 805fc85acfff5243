// SPDX-License-Identifier: Apache-2.0
// Declares the options that say which lists are read on which model, for `audit` and `lock`.
#pragma once

#include <string>
#include <vector>

#include "cli/options/label_options.h"
#include "report/audit/run_audit.h"

namespace overmatch::cli {

// The values of --tree, --mode, --pattern, --label, --order, --peft, --config, --override-tensor,
// --tensor-type and --peft-version.
struct AuditInputs {
  std::string tree;
  std::string mode;
  std::vector<std::string> patterns;
  LabelArguments labels;
  std::string peft;
  std::string config;
  std::vector<std::string> override_tensor;
  std::vector<std::string> tensor_type;
  std::string peft_version;
};

// Declares them on a verb. `to` must live until the verb has run.
void add_audit_inputs(CLI::App& verb, AuditInputs& to);

// What the options ask for, without the texts of the files that they name. The caller adds options
// of its own and calls check_usage before read_configs.
[[nodiscard]] AuditRequest make_audit_request(const AuditInputs& arguments);
// Reads the configs that the request names. Throws InputError.
void read_configs(AuditRequest& request);

}  // namespace overmatch::cli
