// SPDX-License-Identifier: Apache-2.0
// Reads what compressed-tensors and llm-compressor share: groups of targets, and `ignore`.
//
// The sources are `apply_quantization_config` (quantization/lifecycle/apply.py) and
// `match_named_modules` (utils/match.py) of compressed-tensors 0.20.1, and `QuantizationMixin`
// (modifiers/quantization/quantization/mixin.py) and `Recipe.from_dict` (recipe/recipe.py) of
// llm-compressor 0.14.0 (https://github.com/vllm-project/llm-compressor).
#include <algorithm>
#include <array>

#include "analysis/configs/formats/formats.h"

namespace overmatch {

namespace {

constexpr const char* kMatchRule =
    "`re:P` is re.match of P, any other entry a whole name or a class";
constexpr const char* kMatchReader = "compressed-tensors 0.20.1, match_named_modules";

struct TargetGroup {
  std::string name;
  std::vector<ConfigEntry> targets;
};

// The targets of all groups, each with the name of its group as its label.
void add_groups(const std::vector<TargetGroup>& groups, const std::string& member,
                const std::string& path, const std::string& reader, ReadConfig& config) {
  ConfigList list;
  list.member = member;
  list.scope = path;
  list.reader = reader;
  list.rule = kMatchRule;
  list.classes = ClassRule::any_base;
  list.result = "quantized";
  list.decides = true;
  list.mode = Mode::compressed_tensors;
  const bool several = groups.size() > 1;
  if (several) {
    list.mode = Mode::compressed_tensors_targets;
    list.order = Order::first;
    list.rule += "; whole names before regexes before classes, each sorted, and the first decides";
  }
  for (const TargetGroup& group : groups) {
    for (ConfigEntry entry : group.targets) {
      if (several) entry.label = group.name;
      // A target of two groups is one key of a dictionary: the last group has it.
      const auto same =
          std::find_if(list.entries.begin(), list.entries.end(),
                       [&](const ConfigEntry& known) { return known.entry == entry.entry; });
      if (same == list.entries.end()) {
        list.entries.push_back(std::move(entry));
      } else if (several && same->label != entry.label) {
        list.overridden.push_back({entry.entry, *same->label, group.name});
        same->label = entry.label;
      }
    }
  }
  config.lists.push_back(std::move(list));
}

std::vector<TargetGroup> groups_of(const ConfigNode& value, const std::string& member,
                                   const ConfigFile& file) {
  file.need_map(value, member);
  std::vector<TargetGroup> groups;
  for (const ConfigMember& group : value.members) {
    const std::string path = member + "." + group.name;
    // An old form: the name of a scheme and its targets.
    if (group.value.is(ConfigNode::Kind::list)) {
      groups.push_back({group.name, file.entries(group.value, path)});
      continue;
    }
    file.need_map(group.value, path);
    const ConfigNode* const targets = group.value.find("targets");
    if (targets == nullptr) file.fail(group.value, path, "has no \"targets\"");
    groups.push_back({group.name, file.entries(*targets, path + ".targets")});
  }
  return groups;
}

// Modifiers that read `targets`, `ignore`, `scheme` and `config_groups` as QuantizationMixin does,
// or targets and `ignore` by match_named_modules.
constexpr std::array<std::string_view, 8> kMatching = {
    "QuantizationModifier", "GPTQModifier",         "AWQModifier",  "AutoRoundModifier",
    "SparseGPTModifier",    "WandaPruningModifier", "QuIPModifier", "SmoothQuantModifier"};
constexpr std::array<std::string_view, 9> kModifierChoosing = {
    "targets", "ignore",  "config_groups",     "scheme", "mappings", "sequential_targets",
    "modules", "mapping", "spinquant_mappings"};

void add_modifier(const std::string& name, const ConfigNode& values, const std::string& path,
                  const ConfigFile& file, ReadConfig& config) {
  if (std::find(kMatching.begin(), kMatching.end(), name) == kMatching.end()) {
    for (const ConfigMember& member : values.members) {
      if (std::find(kModifierChoosing.begin(), kModifierChoosing.end(), member.name) !=
          kModifierChoosing.end()) {
        config.not_judged.push_back({path + member.name,
                                     "the rule of " + name + " is not known here", "",
                                     in_json(member.value)});
      }
    }
    return;
  }
  add_compressed_tensors(values, path, kMatchReader, file, config);
  // What is quantized does not depend on them.
  if (values.find("mappings") != nullptr)
    config.unread.push_back(
        {path + "mappings", "pairs layers that are smoothed or scaled together"});
  if (values.find("sequential_targets") != nullptr)
    config.unread.push_back(
        {path + "sequential_targets", "says in which parts layers are calibrated"});
}

// Whether a member is a list of entries, of which one has the marker of a regex.
bool has_marked(const ConfigNode* list) {
  return list != nullptr &&
         std::any_of(list->items.begin(), list->items.end(), [](const auto& one) {
           return one.is(ConfigNode::Kind::text) && one.text.starts_with("re:");
         });
}

// Whether a map is the arguments of a quantization modifier.
bool is_arguments(const ConfigNode& root) {
  const ConfigNode* const ignore = root.find("ignore");
  const ConfigNode* const targets = root.find("targets");
  if (root.find("config_groups") != nullptr) return true;
  const bool names = targets != nullptr &&
                     (targets->is(ConfigNode::Kind::text) || targets->is(ConfigNode::Kind::list));
  if (names && (ignore != nullptr || root.find("scheme") != nullptr)) return true;
  return has_marked(ignore) || has_marked(targets);
}

}  // namespace

void add_compressed_tensors(const ConfigNode& values, const std::string& path,
                            const std::string& reader, const ConfigFile& file, ReadConfig& config) {
  const ConfigNode* const groups = values.find("config_groups");
  const ConfigNode* const scheme = values.find("scheme");
  if (groups != nullptr) {
    const std::vector<TargetGroup> all = groups_of(*groups, path + "config_groups", file);
    const std::string member = all.size() == 1
                                   ? path + "config_groups." + all.front().name + ".targets"
                                   : path + "config_groups";
    if (!all.empty()) add_groups(all, member, path, reader, config);
  } else if (scheme != nullptr && scheme->is(ConfigNode::Kind::map)) {
    std::vector<TargetGroup> all;
    for (const ConfigMember& one : scheme->members)
      all.push_back({one.name, file.entries_or_one(one.value, path + "scheme." + one.name)});
    const std::string member =
        all.size() == 1 ? path + "scheme." + all.front().name : path + "scheme";
    if (!all.empty()) add_groups(all, member, path, reader, config);
  } else if (const ConfigNode* const targets = values.find("targets")) {
    add_groups({{"targets", file.entries_or_one(*targets, path + "targets")}}, path + "targets",
               path, reader, config);
  }
  if (const ConfigNode* const ignore = values.find("ignore")) {
    ConfigList list;
    list.member = path + "ignore";
    list.scope = path;
    list.reader = reader;
    list.rule = kMatchRule;
    list.mode = Mode::compressed_tensors;
    list.role = ListRole::excludes;
    list.result = "left out";
    list.classes = ClassRule::any_base;
    list.entries = file.entries_or_one(*ignore, list.member);
    config.lists.push_back(std::move(list));
  }
}

std::optional<ReadConfig> read_recipe(const ConfigNode& root, const ConfigFile& file) {
  ReadConfig config;
  config.library = "llm-compressor 0.14.0 with compressed-tensors 0.20.1";
  config.method = "compressed-tensors";
  bool found = false;
  for (const ConfigMember& stage : root.members) {
    if (!stage.value.is(ConfigNode::Kind::map)) continue;
    // `stage: {group_modifiers: {...}}`, or the group alone as older releases wrote it.
    const bool is_group = stage.name.ends_with("_modifiers");
    if (!is_group && !stage.name.ends_with("_stage")) continue;
    const std::vector<ConfigMember> alone = {stage};
    for (const ConfigMember& group : is_group ? alone : stage.value.members) {
      if (!group.name.ends_with("_modifiers") || !group.value.is(ConfigNode::Kind::map)) continue;
      for (const ConfigMember& modifier : group.value.members) {
        found = true;
        std::string path = is_group ? "" : stage.name + ".";
        path += group.name + "." + modifier.name + ".";
        if (modifier.value.is(ConfigNode::Kind::null)) continue;
        file.need_map(modifier.value, path.substr(0, path.size() - 1));
        add_modifier(modifier.name, modifier.value, path, file, config);
      }
    }
  }
  if (found) {
    config.kind = "a recipe of llm-compressor";
    return config;
  }
  if (!is_arguments(root)) return std::nullopt;
  config.kind = "the arguments of a modifier of llm-compressor";
  add_modifier("QuantizationModifier", root, "", file, config);
  return config;
}

}  // namespace overmatch
