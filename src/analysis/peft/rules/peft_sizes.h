// SPDX-License-Identifier: Apache-2.0
// Which sizes of layers a tuner refuses: a table of what `update_layer` asks of them, in
// https://github.com/huggingface/peft/tree/v0.21.2/src/peft/tuners (each layer.py).
#pragma once

#include <span>
#include <string_view>

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/facts/peft_model.h"
#include "analysis/peft/facts/peft_tuners.h"
#include "analysis/peft/rules/peft_effect.h"

namespace overmatch {

// What a number n of the config must be to the inputs and outputs of a layer.
enum class SizeNeed : std::uint8_t {
  divides_inputs,  // of a convolution: input channels times the square of its first kernel size
  divides_outputs,
  divides_both,
  at_most_inputs,
  at_most_both,
  at_most_product,      // n <= inputs * outputs
  sums_in_product,      // n * (inputs + outputs) <= inputs * outputs
  multiple_of_groups,   // of a convolution
  nothing_with_groups,  // convolutions with groups are refused
};

struct SizeRule {
  std::string_view tuner;   // a peft_type
  std::string_view member;  // of the config
  int otherwise;            // the member's default
  SizeNeed need;
  int since = 0;                  // 0.SINCE; 0 for as long as the tuner exists
  std::string_view pattern = {};  // a member that sets other numbers for some layers
  std::string_view init = {};     // holds only with this text in init_weights
};
[[nodiscard]] std::span<const SizeRule> size_rules() noexcept;

// Refuses the adapted layers whose sizes do not fit, and leaves open what only their shapes tell.
void check_sizes(const PeftModel& model, const PeftTuner& tuner, const PeftConfig& config,
                 PeftEffect& effect);

}  // namespace overmatch
