// SPDX-License-Identifier: Apache-2.0
// PeftVersion is the release of PEFT whose rules apply, and the table of the rules that changed.
//
// Each row of the table (peft_version.cc) was read in the wheels of PEFT 0.6.2 to 0.21.2:
// https://pypi.org/project/peft/#history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace overmatch {

// A rule that PEFT did not always have. The comments name the function that holds it.
enum class PeftRule : std::uint8_t {
  // check_target_module_exists
  layers_without_pattern,  // any number after two segments is a layer, not only known names
  first_layer_number,      // the first number of a path is its layer, not the last
  layers_pattern_at_root,  // layers_pattern may begin the path
  exclude_modules,         // the member exists
  guard_with_boundaries,   // modules_to_save denies adapters by a regex, not by endswith
  // _maybe_include_all_linear_layers
  all_linear,           // "all-linear" is no regex
  all_linear_paths,     // it selects whole paths, not last segments
  all_linear_head,      // it leaves out the head of a sequence classifier
  all_linear_anything,  // it accepts models that are not from transformers
  // BaseTunerLayer
  bias_of_adapters,  // its property `bias`, without which NAME_only trains no bias
  // get_pattern_key
  grouped_keys,  // `(.*\.)?(KEY)$` instead of `.*\.KEY$`
  // LoraConfig.__post_init__ and its members
  layer_replication,
  pattern_needs_layers,
  trainable_token_indices,
  target_parameters,
  ensure_weight_tying,
  known_task_types,  // PeftConfigMixin.__post_init__ refuses other task types
  // utils/other.py
  refused_containers,      // ModulesToSaveWrapper.check_module refuses ModuleList and the like
  refused_adapters,        // … and modules with an adapter
  refused_adapter_parts,   // _set_trainable refuses what is inside of a module with an adapter
  nested_wrappers,         // ModulesToSaveWrapper.__getattr__: what is inside of one can be found
  implicit_heads_guarded,  // the heads of a task type are part of modules_to_save
  prompts_save_modules,    // PromptLearningConfig has modules_to_save
  // tuners_utils.py and transformers_weight_conversion.py
  mamba_check,
  mamba_check_nemotron,
  fused_experts,
};

class PeftVersion {
 public:
  // The newest release that this program knows.
  PeftVersion() noexcept = default;
  PeftVersion(int minor, int patch) noexcept : minor_(minor), patch_(patch) {}

  [[nodiscard]] bool has(PeftRule rule) const noexcept;
  // Whether this is release 0.MINOR or later.
  [[nodiscard]] bool since(int minor) const noexcept { return minor_ >= minor; }
  // Whether the release is newer or older than those that this program knows.
  [[nodiscard]] bool is_too_new() const noexcept;
  [[nodiscard]] bool is_too_old() const noexcept;
  [[nodiscard]] std::string text() const;  // "0.21.2"

 private:
  int minor_ = 21;
  int patch_ = 2;
};

// Parses "0.18.1", "0.18.2.dev0" or "0.18.2.dev0@COMMIT". Nothing for other texts.
[[nodiscard]] std::optional<PeftVersion> parse_peft_version(std::string_view text);

}  // namespace overmatch
