// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/formats/read_config.h"

#include <array>

#include "analysis/configs/formats/formats.h"
#include "analysis/peft/rules/peft_targets.h"
#include "names/input_error.h"

namespace overmatch {

namespace {

using ConfigFormat = std::optional<ReadConfig> (*)(const ConfigNode&, const ConfigFile&);

// A config of axolotl may hold members of others by chance, so those with telling names come first.
constexpr std::array<ConfigFormat, 6> kConfigFormats = {read_axolotl,         read_automodel,
                                                        read_modelopt_export, read_quantization,
                                                        read_recipe,          read_llama_cpp};

// The most entries of one list: the findings about them are compared with each other.
constexpr std::size_t kMostEntries = 20'000;

constexpr const char* kPeftEnds = "whole segments at the end of a name";

std::string reader_of(const PeftConfig& peft) {
  return "PEFT " + (peft.version_text.empty() ? std::string("0.21.2") : peft.version_text);
}

// A chain of members and how PEFT reads each.
void add_peft_lists(const ReadConfig& config, std::vector<RecognisedList>& lists) {
  const PeftConfig& peft = *config.peft;
  const auto add = [&](const char* member, std::size_t entries, const char* rule) {
    if (entries == 0) return;
    const auto renamed = config.peft_members.find(member);
    lists.push_back({renamed == config.peft_members.end() ? member : renamed->second, entries,
                     reader_of(peft), rule});
  };
  const auto add_names = [&](const char* member, const PeftNames& names) {
    add(member, names.regex ? 1 : names.list.size(),
        !names.regex           ? kPeftEnds
        : is_all_linear(names) ? "all linear layers but the output layer"
                               : "a string is re.fullmatch of the whole name");
  };
  add_names("target_modules", peft.target_modules);
  add_names("exclude_modules", peft.exclude_modules);
  add_names("feedforward_modules", peft.feedforward_modules);
  add("target_parameters", peft.target_parameters.size(),
      "whole segments at the end of the name of a parameter");
  add("modules_to_save", peft.modules_to_save.size(), "the end of a name as text");
  add("trainable_token_indices", peft.token_modules.size(), kPeftEnds);
  add("rank_pattern", peft.rank_pattern.size(), "`(.*\\.)?(KEY)$`, and the first key decides");
  add("alpha_pattern", peft.alpha_pattern.size(), "`(.*\\.)?(KEY)$`, and the first key decides");
  add("layers_to_transform", peft.layers_to_transform.size(), "the number of a layer");
  add("layers_pattern", peft.layers_pattern.size(), "a segment in front of the number of a layer");
}

}  // namespace

std::vector<RecognisedList> recognised_lists(const ReadConfig& config) {
  std::vector<RecognisedList> lists;
  if (config.peft) add_peft_lists(config, lists);
  if (config.adds_linear_names)
    lists.push_back({"lora_target_linear", 1, "axolotl 0.19.0, find_all_linear_names",
                     "the last segments of all linear layers join lora_target_modules"});
  if (!config.taken_by.empty())
    lists.push_back({config.taken_by, 1, config.library, "all linear layers"});
  for (const ConfigList& list : config.lists)
    lists.push_back({list.member, list.entries.size(), list.reader, list.rule});
  return lists;
}

bool is_for_peft(std::string_view text, const std::string& file) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  if (!json) return false;
  ConfigNode root;
  try {
    root = parse_config_text(text, file);
  } catch (const InputError&) {
    return true;  // who reads the text says it
  }
  for (const ConfigFormat format : kConfigFormats) {
    try {
      if (format(root, ConfigFile(file))) return false;
    } catch (const InputError&) {
      return false;
    }
  }
  return true;
}

namespace {

ReadConfig read_any(std::string_view text, const std::string& file) {
  const ConfigNode root = parse_config_text(text, file);
  if (!root.is(ConfigNode::Kind::map))
    throw InputError(file + ": not a config: it holds no object of members");
  const ConfigFile shown(file);
  for (const ConfigFormat format : kConfigFormats) {
    auto config = format(root, shown);
    if (!config) continue;
    if (!config->chooses()) {
      throw InputError(file + ": " + config->kind + ", of which no member chooses modules");
    }
    return *std::move(config);
  }
  if (auto config = read_peft(root, text, shown)) return *std::move(config);
  throw InputError(file +
                   ": a config of no known kind: none of its members chooses modules in PEFT, "
                   "transformers, compressed-tensors, llm-compressor, ModelOpt, axolotl, TRL, NeMo "
                   "Automodel or llama.cpp");
}

}  // namespace

ReadConfig read_config(std::string_view text, const std::string& file) {
  ReadConfig config = read_any(text, file);
  for (const RecognisedList& list : recognised_lists(config)) {
    if (list.entries > kMostEntries) {
      throw InputError(file + ": \"" + list.member + "\" has more than " +
                       std::to_string(kMostEntries) + " entries");
    }
  }
  return config;
}

}  // namespace overmatch
