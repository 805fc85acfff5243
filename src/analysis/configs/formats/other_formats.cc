// SPDX-License-Identifier: Apache-2.0
// Reads configs of NeMo Automodel, options of llama.cpp and an adapter_config.json.
//
// The sources are `ModuleMatcher` and `_compile_wildcard_pattern` (components/_peft/
// module_matcher.py) of NeMo Automodel at 36044ad (https://github.com/NVIDIA-NeMo/Automodel): an
// entry is the last segment of a name, or a regex between `^` and `$` in which each star that no
// dot precedes became `.*`; dots stay as they are. For llama.cpp, dialects/llama_cpp.h and
// `parse_tensor_type` (tools/quantize/quantize.cpp), which makes the pattern lower-case.
#include <algorithm>
#include <array>

#include "analysis/configs/formats/formats.h"
#include "analysis/configs/formats/read_config.h"
#include "names/ascii.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The regex of a wildcard. Stars that a dot precedes become groups with it.
std::string wildcard_regex(std::string_view wildcard) {
  std::string regex = "^";
  for (std::size_t at = 0; at < wildcard.size(); ++at) {
    if (wildcard[at] == '*') {
      regex += "(.*)";
    } else if (wildcard.substr(at, 2) == ".*") {
      regex += "(.*)";
      ++at;
    } else {
      regex += wildcard[at];
    }
  }
  return regex + "$";
}

ModePattern automodel_reading(const std::string& entry) {
  // A name alone is compared with the last segment; the regex of it selects no other module.
  const bool name = entry.find_first_of("*.+?[](){}^$|\\") == std::string::npos;
  return name ? ModePattern{Mode::segment, entry} : ModePattern{Mode::match, wildcard_regex(entry)};
}

void add_wildcards(const ConfigNode& section, const char* name, const std::string& path,
                   ListRole role, const ConfigFile& file, ReadConfig& config) {
  const ConfigNode* const value = section.find(name);
  if (value == nullptr) return;
  ConfigList list;
  list.member = path + name;
  list.reader = "NeMo Automodel, ModuleMatcher.match";
  list.rule = "the last segment, or the whole name with `.*` for each star; a dot is any character";
  list.mode = Mode::match;
  list.role = role;
  list.entries = file.entries_or_one(*value, list.member);
  list.result = role == ListRole::excludes ? "left out" : "given an adapter";
  list.decides = role == ListRole::selects;
  list.read = automodel_reading;
  list.write = [](const ModePattern& pattern) {
    std::string text = pattern.pattern;
    if (text.size() > 1 && text.starts_with('^') && text.ends_with('$'))
      text = text.substr(1, text.size() - 2);
    constexpr std::string_view star = "(.*)";
    for (std::size_t at = text.find(star); at != std::string::npos; at = text.find(star, at + 1))
      text.replace(at, star.size(), "*");
    return text;
  };
  config.lists.push_back(std::move(list));
}

// Whether an entry has a star: so exclude_modules alone is one of NeMo Automodel.
bool has_star(const ConfigNode& value) {
  return std::any_of(value.items.begin(), value.items.end(), [](const ConfigNode& one) {
    return one.is(ConfigNode::Kind::text) && one.text.find('*') != std::string::npos;
  });
}

bool is_automodel(const ConfigNode& section) {
  const ConfigNode* const target = section.find("_target_");
  if (target != nullptr && target->is(ConfigNode::Kind::text) &&
      target->text.find("nemo_automodel") != std::string::npos)
    return true;
  return section.find("match_all_linear") != nullptr;
}

// ModuleMatcher.__post_init__ raises ValueError for these.
void refuse_automodel(ReadConfig& config, const std::string& path, bool all_linear) {
  const auto has = [&](ListRole role) {
    return std::any_of(config.lists.begin(), config.lists.end(), [&](const ConfigList& list) {
      return list.role == role && !list.entries.empty();
    });
  };
  const bool targets = has(ListRole::selects);
  const bool excludes = has(ListRole::excludes);
  if (targets && excludes) {
    config.refusal = {path + "exclude_modules",
                      "NeMo Automodel takes target_modules or exclude_modules, and not both",
                      "give the one or the other",
                      {}};
  } else if (all_linear && (targets || excludes)) {
    config.refusal = {path + "match_all_linear",
                      std::string("NeMo Automodel takes no ") +
                          (targets ? "target_modules" : "exclude_modules") +
                          " beside match_all_linear",
                      "give the one or the other",
                      {}};
  }
}

constexpr std::array<std::string_view, 3> kOverrideTensor = {"override-tensor", "override_tensor",
                                                             "ot"};
constexpr std::array<std::string_view, 2> kTensorType = {"tensor-type", "tensor_type"};

}  // namespace

std::optional<ReadConfig> read_automodel(const ConfigNode& root, const ConfigFile& file) {
  const ConfigNode* section = root.find("peft");
  std::string path = "peft.";
  if (section == nullptr || !section->is(ConfigNode::Kind::map) || !is_automodel(*section)) {
    const ConfigNode* const excluded = root.find("exclude_modules");
    const bool alone = excluded != nullptr && root.find("target_modules") == nullptr &&
                       root.find("peft_type") == nullptr && has_star(*excluded);
    if (!is_automodel(root) && !alone) return std::nullopt;
    section = &root;
    path = "";
  }
  ReadConfig config;
  config.kind = path.empty() ? "a section `peft` of NeMo Automodel" : "a config of NeMo Automodel";
  config.library = "NeMo Automodel";
  add_wildcards(*section, "target_modules", path, ListRole::selects, file, config);
  add_wildcards(*section, "exclude_modules", path, ListRole::excludes, file, config);
  const ConfigNode* const all = section->find("match_all_linear");
  if (config.lists.empty() && (all == nullptr || !all->is_true())) {
    // ModuleMatcher.__post_init__ takes this where a config says nothing.
    add_wildcards(parse_yaml("target_modules: '*_proj'", file.name()), "target_modules", path,
                  ListRole::selects, file, config);
    config.lists.back().entries.front().line = 0;
  }
  refuse_automodel(config, path, all != nullptr && all->is_true());
  const bool targets = !config.lists.empty() && config.lists.front().role == ListRole::selects &&
                       !config.lists.front().entries.empty();
  if ((all != nullptr && all->is_true()) || !targets) {
    config.taken_classes = {"Linear"};
    config.taken = "given an adapter";
    if (all != nullptr && all->is_true()) config.taken_by = path + "match_all_linear";
  }
  return config;
}

ConfigList read_tensor_overrides(const std::string& option,
                                 const std::vector<std::string>& values) {
  const bool types = option.find("type") != std::string::npos;
  ConfigList list;
  list.member = option;
  list.reader = types ? "llama.cpp, llama_tensor_get_type" : "llama.cpp, create_tensor";
  list.rule = types
                  ? "std::regex_search of the pattern in lower case; the first that matches decides"
                  : "std::regex_search of tensors; the first that matches decides";
  list.mode = Mode::llama_cpp;
  list.order = Order::first;
  list.subject = ListSubject::parameters;
  list.result = types ? "quantized" : "placed";
  if (types) {
    list.read = [](const std::string& entry) {
      return ModePattern{Mode::search, in_lower_case(entry)};
    };
    list.write = [](const ModePattern& pattern) { return pattern.pattern; };
  }
  for (const std::string& value : values) {
    // llama.cpp splits --override-tensor at commas, whatever they stand in; llama-quantize takes
    // one pattern.
    for (std::size_t at = 0; at <= value.size();) {
      const std::size_t end = types ? value.size() : std::min(value.find(',', at), value.size());
      const std::string one = value.substr(at, end - at);
      at = end + 1;
      const std::size_t equal = one.find('=');
      if (equal == std::string::npos || equal == 0 || equal + 1 == one.size()) {
        throw InputError(option + " " + in_quotes(one) +
                         ": write PATTERN=" + (types ? "TYPE" : "BUFFER") +
                         (types || values.size() > 1 || value == one
                              ? ""
                              : "; a comma ends a pattern, also in braces"));
      }
      ConfigEntry entry;
      entry.entry = one.substr(0, equal);
      entry.label = one.substr(equal + 1);
      list.entries.push_back(std::move(entry));
    }
  }
  return list;
}

std::optional<ReadConfig> read_llama_cpp(const ConfigNode& root, const ConfigFile& file) {
  ReadConfig config;
  config.kind = "options of llama.cpp";
  config.library = "llama.cpp";
  const auto add = [&](const auto& names) {
    for (const std::string_view name : names) {
      const ConfigNode* const value = root.find(name);
      if (value == nullptr) continue;
      const std::vector<ConfigEntry> entries = file.entries_or_one(*value, std::string(name));
      ConfigList list;
      for (const ConfigEntry& entry : entries) {
        ConfigList one;
        try {
          one = read_tensor_overrides(std::string(name), {entry.entry});
        } catch (const InputError& error) {
          throw InputError(file.name() + ": line " + std::to_string(entry.line) + ": " +
                           error.what());
        }
        for (ConfigEntry& each : one.entries) each.line = entry.line;
        if (list.member.empty()) {
          list = std::move(one);
        } else {
          list.entries.insert(list.entries.end(), one.entries.begin(), one.entries.end());
        }
      }
      if (!list.member.empty()) config.lists.push_back(std::move(list));
    }
  };
  add(kOverrideTensor);
  add(kTensorType);
  if (config.lists.empty()) return std::nullopt;
  return config;
}

std::optional<ReadConfig> read_peft(const ConfigNode& root, std::string_view text,
                                    const ConfigFile& file) {
  constexpr std::array<std::string_view, 5> telling = {"peft_type", "target_modules",
                                                       "modules_to_save", "target_parameters",
                                                       "trainable_token_indices"};
  if (std::none_of(telling.begin(), telling.end(),
                   [&](std::string_view name) { return root.find(name) != nullptr; }))
    return std::nullopt;
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (text[first] != '{')
    throw InputError(file.name() + ": PEFT reads its adapter_config.json as JSON, this is YAML");
  ReadConfig config;
  config.kind = "an adapter_config.json of PEFT";
  try {
    config.peft = parse_peft_config(text, file.name());
  } catch (const InputError& error) {
    throw InputError(file.with_line(root, error.what()));
  }
  config.library = "PEFT " + (config.peft->version_text.empty() ? std::string("0.21.2")
                                                                : config.peft->version_text);
  for (const ConfigMember& member : root.members) config.lines[member.name] = member.value.line;
  return config;
}

}  // namespace overmatch
