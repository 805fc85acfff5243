// SPDX-License-Identifier: Apache-2.0
// Lists the methods of quantization that transformers knows, and the members of a
// quantization_config that choose modules.
//
// The source is the quantizers of transformers 5.24.0, with src/transformers/integrations:
// https://github.com/huggingface/transformers/tree/v5.24.0/src/transformers/quantizers
#pragma once

#include <array>
#include <string_view>

namespace overmatch {

// How transformers reads the modules that a method leaves alone.
struct QuantizationMethod {
  std::string_view name;
  std::string_view member;  // of quantization_config
  // What transformers replaces, by the test of its integration; "" if that asks for more.
  std::string_view classes = "";
  bool parameters = false;  // asks for the names of parameters
};
inline constexpr auto kQuantizationMethods = std::to_array<QuantizationMethod>({
    {"bitsandbytes", "llm_int8_skip_modules", "Linear Conv1D"},
    {"bitsandbytes_4bit", "llm_int8_skip_modules", "Linear Conv1D"},
    {"bitsandbytes_8bit", "llm_int8_skip_modules", "Linear Conv1D"},
    {"aqlm", "linear_weights_not_to_quantize", "Linear"},
    {"awq", "modules_to_not_convert", "Linear"},
    {"bitnet", "modules_to_not_convert", "Linear"},
    {"eetq", "modules_to_not_convert", "Linear"},
    {"fbgemm_fp8", "modules_to_not_convert"},
    {"fp8", "modules_to_not_convert", "Linear"},
    {"gemma", "modules_to_not_convert"},
    {"higgs", "modules_to_not_convert", "Linear"},
    {"metal", "modules_to_not_convert", "Linear"},
    {"mxfp4", "modules_to_not_convert"},
    {"mxfp8", "modules_to_not_convert"},
    {"nvfp4", "modules_to_not_convert"},
    {"quanto", "modules_to_not_convert", "Linear"},
    {"sinq", "modules_to_not_convert", "Linear"},
    {"spqr", "modules_to_not_convert", "Linear"},
    {"torchao", "modules_to_not_convert", "Linear", true},
    {"vptq", "modules_to_not_convert", "Linear"},
});

// Members of any method that choose modules.
inline constexpr auto kQuantizationChoosing = std::to_array<std::string_view>({
    "modules_to_not_convert",
    "llm_int8_skip_modules",
    "ignored_layers",
    "linear_weights_not_to_quantize",
    "skip_modules",
    "exclude",
    "exclude_modules",
    "ignore",
    "modules_in_block_to_quantize",
    "modules_to_convert",
    "extra_config",
    "layer_quant_config",
    "layer_config",
    "layer_type_quant_config",
    "config_groups",
    "targets",
    "quantized_layers",
    "block_name_to_quantize",
    "to_quant_block_names",
    "quant_block_list",
    "config_for_layers",
    "sparsity_config",
});

// Members that hold values of layers by their names, and choose none.
inline constexpr std::array<std::string_view, 2> kValuesOfLayers = {"shapes", "tune_metadata"};

}  // namespace overmatch
