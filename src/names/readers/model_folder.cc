// SPDX-License-Identifier: Apache-2.0
#include "names/readers/model_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <unordered_map>

#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/checkpoint_facts.h"
#include "names/readers/files.h"
#include "names/readers/json_text.h"
#include "names/readers/model_config.h"
#include "names/readers/safetensors.h"

namespace overmatch {

namespace {

constexpr std::array<const char*, 5> kCheckpoints = {
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin.index.json",
    "diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.safetensors.index.json"};

bool is_file(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

// The checkpoint of a folder, or "".
std::string find_checkpoint(const std::string& folder) {
  for (const char* name : kCheckpoints) {
    const std::string path = folder + "/" + name;
    if (is_file(path)) return path;
  }
  return {};
}

std::string folder_name(const std::string& folder) {
  std::filesystem::path path = std::filesystem::absolute(folder).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();  // behind a trailing slash
  return path.filename().string();
}

bool is_lfs_pointer(const std::string& file) {
  constexpr std::string_view kPointer = "version https://git-lfs.github.com/spec/";
  return read_file_start(file, kPointer.size()) == kPointer;
}

// The shapes of all parameters of the files that an index lists; nothing, and a warning, if one of
// them is not there.
std::optional<NamedShapes> read_shards(const std::string& folder, const std::string& index,
                                       std::vector<std::string>& warnings) {
  const nlohmann::json parsed = parse_json(read_file(index), printable_path(index));
  std::set<std::string> files;
  for (const auto& [parameter, file] : parsed.at("weight_map").items()) {
    if (file.is_string()) files.insert(file.get<std::string>());
  }
  NamedShapes shapes;
  for (const std::string& file : files) {
    const std::string path = folder + "/" + file;
    if (!file.ends_with(".safetensors")) return std::nullopt;  // a pickle, which must not be run
    if (file.find('/') != std::string::npos || !is_file(path) || is_lfs_pointer(path)) {
      warnings.push_back(printable_path(folder) +
                         ": the shapes of parameters are unknown, because " + printable_path(file) +
                         " is not there");
      return std::nullopt;
    }
    read_safetensors_shapes(path, shapes);
  }
  return shapes;
}

// Python writes NaN and Infinity into config.json, which are no JSON. Replaces them by null.
std::string without_infinities(std::string text) {
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') in_string = !in_string;
    if (in_string && text[at] == '\\') ++at;
    if (in_string || at >= text.size()) continue;
    for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
      if (std::string_view(text).substr(at).starts_with(word)) {
        text.replace(at, word.size(), "null");
        break;
      }
    }
  }
  return text;
}

// The name of the output layer that the running model has by its config, or "" if the config does
// not say. Those of transformers that generate text call it `lm_head`, if not by a name of the
// checkpoint.
std::string output_layer(const nlohmann::ordered_json& config, const ModelFacts& facts) {
  if (facts.tie_word_embeddings == false) return {};
  const auto architectures = config.find("architectures");
  if (architectures == config.end() || !architectures->is_array() || architectures->empty() ||
      !architectures->front().is_string())
    return {};
  const auto& architecture = architectures->front().get_ref<const std::string&>();
  if (architecture == "WhisperForConditionalGeneration") return "proj_out";
  static const std::set<std::string_view> kEncoderDecoder = {
      "bart", "longt5", "m2m_100", "marian", "mbart", "mt5", "pegasus", "switch_transformers",
      "t5",   "umt5"};
  const bool generates = architecture.ends_with("ForCausalLM") ||
                         architecture.ends_with("LMHeadModel") ||
                         (architecture.ends_with("ForConditionalGeneration") &&
                          kEncoderDecoder.count(facts.model_type) > 0);
  return generates ? "lm_head" : "";
}

bool has_output_layer(const Names& modules) {
  static const std::set<std::string_view> kTop = {"cls",          "embed_out", "generator_lm_head",
                                                  "head",         "lm_loss",   "output",
                                                  "output_layer", "proj_out",  "score"};
  return std::any_of(modules.begin(), modules.end(), [](std::string_view module) {
    return last_segment(module) == "lm_head" || kTop.count(module) > 0;
  });
}

// Adds a parameter that is tied to the input embeddings, if exactly one module of the checkpoint
// can be those.
void tie_to_embeddings(const Names& modules, const std::string& output, ModelFacts& facts) {
  static const std::set<std::string_view> kEmbeddings = {"embed_tokens", "shared",
                                                         "word_embeddings", "wte"};
  std::optional<std::size_t> found;
  for (std::size_t at = 0; at < modules.size(); ++at) {
    if (kEmbeddings.count(last_segment(modules[at])) == 0) continue;
    if (found) return;
    found = at;
  }
  if (!found) return;
  facts.tied.emplace_back(output + ".weight", std::string(modules[*found]) + ".weight");
  if (!facts.parameters) return;
  const auto weight = std::find_if(
      facts.parameters->begin(), facts.parameters->end(),
      [&](const auto& each) { return each.module == *found && each.name == "weight"; });
  if (weight == facts.parameters->end()) return;
  facts.parameters->push_back(
      {static_cast<std::uint32_t>(modules.size() - 1), "weight", Shape(weight->shape)});
}

void add_output_layer(const std::string& name, const std::string& folder, Model& model) {
  if (name.empty() || has_output_layer(model.tree.modules)) return;
  model.facts->not_in_checkpoint.push_back(static_cast<std::uint32_t>(model.tree.modules.size()));
  model.tree.modules.push_back(name);
  model.shape.reset();
  tie_to_embeddings(model.tree.modules, name, *model.facts);
  model.warnings.push_back(printable_path(folder) +
                           ": the checkpoint lacks the output layer, whose weights are tied; the "
                           "running model has one, most likely `" +
                           name + "`, which is added");
}

}  // namespace

bool is_model_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) && !find_checkpoint(path).empty();
}

Model read_model_folder(const std::string& folder) {
  const std::string checkpoint = find_checkpoint(folder);
  if (checkpoint.empty()) {
    std::string reason = printable_path(folder) + ": a folder without model";
    if (is_file(folder + "/pytorch_model.bin")) {
      reason += ": the names in pytorch_model.bin can't be read without running it";
    } else {
      reason +=
          ": it has no model.safetensors, model.safetensors.index.json or "
          "pytorch_model.bin.index.json";
    }
    throw InputError(reason +
                     "; give one file, such as what overmatch.tree(model).save(FILE) writes");
  }
  Model model = read_model(checkpoint);
  model.tree.name = folder_name(folder);
  if (!model.facts) model.facts.emplace();
  model.facts->from_checkpoint = true;
  if (checkpoint.ends_with(".json")) {
    if (const auto shapes = read_shards(folder, checkpoint, model.warnings))
      model.facts->parameters = parameters_with(*shapes, model.tree.modules, model.parameters);
  }
  const std::string config_file = folder + "/config.json";
  if (is_file(config_file)) {
    const std::string shown = printable_path(config_file);
    const std::string text = without_infinities(read_file(config_file));
    static_cast<void>(parse_json(text, shown));
    const auto config = nlohmann::ordered_json::parse(text);
    if (!config.is_object()) throw InputError(shown + ": no JSON object");
    read_model_config(config, *model.facts);
    add_output_layer(output_layer(config, *model.facts), folder, model);
  }
  return model;
}

}  // namespace overmatch
