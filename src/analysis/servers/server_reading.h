// SPDX-License-Identifier: Apache-2.0
// Reads the lists of a quantization config as vLLM does, and compares that with what the library
// that wrote the config reads.
//
// The sources are those of vLLM 0.33.0
// (https://github.com/vllm-project/vllm/tree/v0.33.0/vllm/model_executor/layers/quantization);
// each rule in server_rules.cc names its function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/configs/audit_config.h"
#include "analysis/servers/server_layers.h"

namespace overmatch {

inline constexpr std::string_view kVllm = "vLLM 0.33.0";

// How a server came to its answer for a layer.
enum class ServerWay : std::uint8_t {
  name,     // an entry matches the name of the layer, or none does
  fused,    // an entry matches the name of the fused layer, and that of no part
  parts,    // entries match all parts of a fused layer
  some,     // entries match some parts of a fused layer and not others, which the server refuses
  expert,   // the names of the first expert decide
  shorter,  // the names of experts are parts of an entry
  other     // the layer is of a kind that lists do not reach
};

// What a server does to a layer.
struct ServerDecision {
  bool quantized = true;
  bool refused = false;
  std::optional<std::string> label;  // of lists with labels
  std::size_t entry = kNoPattern;    // who decides: a number of ServerEntry; kNoPattern for none
  ServerWay way = ServerWay::name;
};

// An entry of a config, as a server gets it.
struct ServerEntry {
  std::string entry;  // as it stands in the file
  std::string member;
  std::string text;  // as it is read, with the roots that the server has
  ListRole role = ListRole::selects;
  std::optional<std::string> label;
};

// A rule of a server for the configs of one method.
struct ServerRule {
  std::string_view method;  // quant_method, or the tool that writes the config
  std::string_view reader;  // "fp8.py, is_layer_skipped"
  std::string_view words;   // how it reads an entry: "vLLM takes it for a whole name"
  bool has_head = false;    // whether lists reach the output layer
  bool takes_all = true;    // whether layers are quantized that no entry selects
  std::vector<ServerDecision> (*decide)(const ServerLayers& layers,
                                        const std::vector<ServerEntry>& entries);
  std::string (*read)(const ServerLayers& layers, const std::string& entry);
};
// The rule of vLLM for a method; null if none is known here.
[[nodiscard]] const ServerRule* find_vllm_rule(std::string_view method) noexcept;
// The methods that find_vllm_rule knows, in words.
[[nodiscard]] std::string vllm_methods();

// Modules that two readers treat otherwise, for one cause.
struct ReadingDifference {
  enum class Kind : std::uint8_t { left_out, quantized, relabelled, refused };
  Kind kind = Kind::left_out;  // what the server does
  std::string why;             // by which entries
  std::string example;         // the name that the server has for the first of the modules
  Selection modules;           // of the tree
};

struct TwoReadings {
  std::string writer;        // "compressed-tensors 0.20.1"
  std::string server;        // "vLLM 0.33.0"
  std::size_t compared = 0;  // modules
  std::vector<RootRename> renames;
  std::vector<std::string> notes;  // what was assumed
  std::vector<ReadingDifference> differences;
};

// Compares what `audit` found of the lists of a config with what vLLM makes of them. Throws
// InputError if that is not known here.
[[nodiscard]] TwoReadings compare_with_vllm(const TreeIndex& index, const ModelFacts* facts,
                                            const ReadConfig& config, const Audit& audit);

}  // namespace overmatch
