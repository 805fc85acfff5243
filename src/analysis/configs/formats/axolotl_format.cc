// SPDX-License-Identifier: Apache-2.0
// Reads a config of axolotl: the members that it hands to PEFT, and unfrozen_parameters.
//
// The sources are `_build_peft_lora_config` and `find_all_linear_names` (loaders/adapter.py) and
// `LayerNamePattern` (utils/freeze.py) of axolotl 0.19.0
// (https://github.com/axolotl-ai-cloud/axolotl): a pattern of unfrozen_parameters loses a range
// `[A:B]` at its end, each dot that no `+` follows becomes `\.`, and re.match is asked of the names
// of parameters. The adapter is there already, so that PEFT's `base_model.model.` stands in front.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/configs/formats/formats.h"
#include "names/ascii.h"
#include "names/input_error.h"

namespace overmatch {

namespace {

using OrderedJson = nlohmann::ordered_json;
using ConfigKind = ConfigNode::Kind;

constexpr const char* kAxolotl = "axolotl 0.19.0";

// Members that only a config of axolotl has.
constexpr std::array<std::string_view, 7> kAxolotlTelling = {
    "lora_target_modules",     "lora_target_linear",  "lora_modules_to_save",
    "lora_target_parameters",  "unfrozen_parameters", "lora_exclude_modules",
    "peft_layers_to_transform"};

// A member of axolotl, and the member of PEFT's config that it becomes.
constexpr std::array<std::pair<const char*, const char*>, 10> kAxolotlMembers = {{
    {"lora_target_modules", "target_modules"},
    {"lora_target_parameters", "target_parameters"},
    {"lora_modules_to_save", "modules_to_save"},
    {"lora_exclude_modules", "exclude_modules"},
    {"lora_rank_pattern", "rank_pattern"},
    {"lora_alpha_pattern", "alpha_pattern"},
    {"peft_layers_to_transform", "layers_to_transform"},
    {"peft_layers_pattern", "layers_pattern"},
    {"peft_layer_replication", "layer_replication"},
    {"peft_trainable_token_indices", "trainable_token_indices"},
}};

OrderedJson json_of(const ConfigNode& value) {
  switch (value.kind) {
    case ConfigKind::null: return nullptr;
    case ConfigKind::boolean: return value.is_true();
    case ConfigKind::number: {
      OrderedJson number = OrderedJson::parse(value.text, nullptr, false);
      return number.is_discarded() ? OrderedJson(1) : number;
    }
    case ConfigKind::text: return value.text;
    case ConfigKind::list: {
      OrderedJson list = OrderedJson::array();
      for (const ConfigNode& item : value.items) list.push_back(json_of(item));
      return list;
    }
    case ConfigKind::map: {
      OrderedJson object = OrderedJson::object();
      for (const ConfigMember& member : value.members) object[member.name] = json_of(member.value);
      return object;
    }
  }
  return nullptr;
}

// Where the range `[A:B]`, `[A]`, `[A:]` or `[]` at the end of a pattern begins; its size if there
// is none. Something stands in front of it.
std::size_t range_of(std::string_view pattern) {
  if (!pattern.ends_with(']')) return pattern.size();
  const std::size_t open = pattern.rfind('[');
  if (open == std::string_view::npos || open == 0) return pattern.size();
  const std::string_view inside = pattern.substr(open + 1, pattern.size() - open - 2);
  const bool range =
      std::all_of(inside.begin(), inside.end(), [](char c) { return is_digit(c) || c == ':'; }) &&
      std::count(inside.begin(), inside.end(), ':') <= 1;
  return range ? open : pattern.size();
}

// The regex that axolotl compiles from a pattern.
std::string unfreezing_regex(std::string_view pattern) {
  pattern = pattern.substr(0, range_of(pattern));
  std::string regex;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool plus = at + 1 < pattern.size() && pattern[at + 1] == '+';
    regex += pattern[at] == '.' && !plus ? "\\." : std::string(1, pattern[at]);
  }
  return regex;
}

void read_unfrozen(const ConfigNode& value, bool adapted, const ConfigFile& file,
                   ReadConfig& config) {
  ConfigList list;
  list.member = "unfrozen_parameters";
  list.scope = list.member;
  list.reader = std::string(kAxolotl) + ", freeze_layers_except";
  list.rule = "re.match of parameters, each dot read as `\\.` unless `+` follows";
  if (adapted) {
    list.prefix = "base_model.model.";
    list.rule += "; PEFT puts `base_model.model.` in front of the names";
  }
  list.mode = Mode::match;
  list.subject = ListSubject::parameters;
  list.entries = file.entries_or_one(value, list.member);
  list.result = "unfrozen";
  list.decides = true;
  list.read = [](const std::string& entry) {
    return ModePattern{Mode::match, unfreezing_regex(entry)};
  };
  list.remark = [](const std::string& entry) {
    return entry.find(".*") == std::string::npos
               ? std::string()
               : "axolotl reads `.*` as `\\.*`, any number of dots: it takes no other text";
  };
  list.write = [](const ModePattern& pattern) {
    std::string entry;
    for (std::size_t at = 0; at < pattern.pattern.size(); ++at) {
      if (pattern.pattern.compare(at, 2, "\\.") == 0) ++at;
      entry += pattern.pattern[at];
    }
    return entry;
  };
  config.lists.push_back(std::move(list));
}

// The config that axolotl hands to PEFT, as the text of an adapter_config.json.
std::optional<PeftConfig> peft_of(const ConfigNode& root, const ConfigFile& file,
                                  ReadConfig& config) {
  OrderedJson json = OrderedJson::object();
  json["peft_type"] = "LORA";
  bool chooses = false;
  for (const auto& [name, member] : kAxolotlMembers) {
    const ConfigNode* const value = root.find(name);
    if (value == nullptr) continue;
    const std::string_view to(member);
    if (to.ends_with("_modules")) (void)file.entries_or_one(*value, name);
    if (to == "modules_to_save" || to == "target_parameters") {
      OrderedJson list = OrderedJson::array();
      for (const ConfigEntry& entry : file.entries_or_one(*value, name))
        list.push_back(entry.entry);
      json[member] = std::move(list);
    } else {
      json[member] = json_of(*value);
    }
    config.peft_members[member] = name;
    chooses = true;
  }
  const ConfigNode* const linear = root.find("lora_target_linear");
  if (linear != nullptr && !linear->is(ConfigKind::boolean))
    file.fail(*linear, "lora_target_linear", "must be true or false");
  if (linear != nullptr && linear->is_true()) {
    config.adds_linear_names = true;
    config.peft_members.emplace("target_modules", "lora_target_linear");
    // PEFT gets a list, of which the regex is one name.
    if (json.contains("target_modules") && json["target_modules"].is_string())
      json["target_modules"] = OrderedJson::array({json["target_modules"]});
    chooses = true;
  }
  if (!chooses) return std::nullopt;
  try {
    return parse_peft_config(json.dump(), file.name());
  } catch (const InputError& error) {  // it names PEFT's member
    std::string why = error.what();
    for (const auto& [name, member] : kAxolotlMembers) {
      const std::string quoted = "\"" + std::string(member) + "\"";
      if (const std::size_t at = why.find(quoted); at != std::string::npos && root.find(name))
        why.replace(at, quoted.size(), "\"" + std::string(name) + "\"");
    }
    throw InputError(file.with_line(root, std::move(why)));
  }
}

// TRL's ModelConfig shares members with axolotl, and calls the model otherwise.
bool is_for_trl(const ConfigNode& root) {
  return root.find("base_model") == nullptr && root.find("model_name_or_path") != nullptr &&
         root.find("lora_target_linear") == nullptr && root.find("unfrozen_parameters") == nullptr;
}

// A list of one entry becomes a string, which PEFT reads as a regex (ModelConfig.__post_init__,
// trl/trainer/model_config.py).
std::optional<ReadConfig> read_trl(ConfigNode root, const ConfigFile& file) {
  for (ConfigMember& member : root.members) {
    if (member.name != "lora_target_modules" || !member.value.is(ConfigKind::list) ||
        member.value.items.size() != 1)
      continue;
    ConfigNode only = member.value.items.front();
    member.value = std::move(only);
  }
  ReadConfig config;
  config.kind = "a config of TRL";
  config.library = "TRL 1.16.0 with PEFT 0.21.2";
  config.peft = peft_of(root, file, config);
  for (const ConfigMember& member : root.members) config.lines[member.name] = member.value.line;
  return config;
}

}  // namespace

std::optional<ReadConfig> read_axolotl(const ConfigNode& root, const ConfigFile& file) {
  const bool telling =
      std::any_of(kAxolotlTelling.begin(), kAxolotlTelling.end(),
                  [&](std::string_view name) { return root.find(name) != nullptr; });
  if (!telling && (root.find("base_model") == nullptr || root.find("datasets") == nullptr))
    return std::nullopt;
  if (is_for_trl(root)) return read_trl(root, file);
  ReadConfig config;
  config.kind = "a config of axolotl";
  config.library = std::string(kAxolotl) + " with PEFT 0.21.2";
  config.peft = peft_of(root, file, config);
  const ConfigNode* const adapter = root.find("adapter");
  if (const ConfigNode* const value = root.find("unfrozen_parameters"))
    read_unfrozen(*value, adapter != nullptr && adapter->is(ConfigKind::text), file, config);
  for (const ConfigMember& member : root.members) config.lines[member.name] = member.value.line;
  if (const ConfigNode* const freeze = root.find("freeze_mm_modules");
      freeze != nullptr && freeze->is_true()) {
    config.not_judged.push_back({"freeze_mm_modules",
                                 "what it freezes by the names of segments is not judged", "",
                                 "true"});
  }
  return config;
}

}  // namespace overmatch
