// SPDX-License-Identifier: Apache-2.0
// The kinds of config files, each in a source of its own; read_config.cc asks them in turn.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/configs/formats/config.h"
#include "analysis/configs/formats/config_file.h"
#include "analysis/configs/formats/config_text.h"

namespace overmatch {

// Each reads a file of its kind, whose root is a map; returns nothing for another kind. Throws
// InputError for a file of its kind with members of a wrong type.

// The `config.json` of a model with its quantization_config, or that object alone.
[[nodiscard]] std::optional<ReadConfig> read_quantization(const ConfigNode& root,
                                                          const ConfigFile& file);
// The `hf_quant_config.json` that ModelOpt exports.
[[nodiscard]] std::optional<ReadConfig> read_modelopt_export(const ConfigNode& root,
                                                             const ConfigFile& file);
// A recipe of llm-compressor, or the arguments of one modifier.
[[nodiscard]] std::optional<ReadConfig> read_recipe(const ConfigNode& root, const ConfigFile& file);
// A config of axolotl.
[[nodiscard]] std::optional<ReadConfig> read_axolotl(const ConfigNode& root,
                                                     const ConfigFile& file);
// A config of NeMo Automodel, or its section `peft`.
[[nodiscard]] std::optional<ReadConfig> read_automodel(const ConfigNode& root,
                                                       const ConfigFile& file);
// Options of llama.cpp in a file.
[[nodiscard]] std::optional<ReadConfig> read_llama_cpp(const ConfigNode& root,
                                                       const ConfigFile& file);
// An `adapter_config.json` of PEFT; `text` is that of the file.
[[nodiscard]] std::optional<ReadConfig> read_peft(const ConfigNode& root, std::string_view text,
                                                  const ConfigFile& file);

// Adds the members of a quantization_config of hqq.
void add_hqq(const ConfigNode& values, const std::string& path, const ConfigFile& file,
             ReadConfig& config);

// Adds the members `config_groups`, `targets`, `scheme` and `ignore` as compressed-tensors reads
// them. `path` is what stands in front of them in the names of members, with a dot; `reader` says
// who asks.
void add_compressed_tensors(const ConfigNode& values, const std::string& path,
                            const std::string& reader, const ConfigFile& file, ReadConfig& config);

}  // namespace overmatch
