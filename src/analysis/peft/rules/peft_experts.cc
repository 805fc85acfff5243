// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/peft_experts.h"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/peft/facts/peft_facts.h"
#include "analysis/peft/rules/peft_targets.h"
#include "names/path.h"

namespace overmatch {

namespace {

std::string_view pattern_of_type(std::string_view model_type) {
  for (const ExpertPattern& row : expert_patterns()) {
    if (row.model_type == model_type) return row.pattern;
  }
  return "";
}

// `_resolve_string_target_modules`: the last segments of what a regex or "all-linear" selects.
std::set<std::string> resolve(const PeftModel& model, const PeftConfig& config,
                              std::string_view pattern) {
  std::set<std::string> leaves;
  PeftConfig asked = config;
  PeftEffect ignored;
  const bool all = is_all_linear(config.target_modules);
  if (all) resolve_targets(model, *find_tuner("LORA"), asked, ignored);
  for (const std::uint32_t module : targets_of(model, asked, config.modules_to_save))
    leaves.emplace(model.name_of(module));
  if (all) {
    for (const ExpertTarget& row : expert_targets()) {
      if (row.pattern == pattern) leaves.emplace(row.module);
    }
    return leaves;
  }
  // The regex sees the parameters, and the names of before in the modules that hold them.
  std::vector<std::string> names;
  std::vector<std::string> ends;
  for (const ParameterFacts& each : *model.facts()->parameters) {
    names.push_back(model.full_name(each));
    ends.push_back(each.name);
    const std::string inside = std::string(model.index().path(each.module)) + kSeparator;
    for (const ExpertTarget& row : expert_targets()) {
      if (row.pattern != pattern || row.parameter != each.name) continue;
      names.push_back(inside + std::string(row.module));
      ends.emplace_back(row.module);
    }
  }
  const std::vector<std::string_view> texts(names.begin(), names.end());
  const std::vector<bool> matched =
      full_matches(*config.target_modules.regex, texts, "target_modules");
  for (std::size_t at = 0; at < texts.size(); ++at) {
    if (matched[at]) leaves.insert(ends[at]);
  }
  return leaves;
}

}  // namespace

bool is_in_experts(std::string_view path) noexcept {
  constexpr std::string_view list = "experts.";
  for (std::size_t at = path.find(list); at != std::string_view::npos;
       at = path.find(list, at + 1)) {
    const std::size_t number = at + list.size();
    if (number < path.size() && path[number] >= '0' && path[number] <= '9') return true;
  }
  return false;
}

void convert_experts(const PeftModel& model, PeftConfig& config, PeftEffect& effect) {
  const bool lora = config.type.empty() || config.type == "LORA";
  if (!lora || !config.version.has(PeftRule::fused_experts)) return;
  const TreeIndex& index = model.index();
  const Selection lists_of_experts = *index.select(Mode::segment, "experts");
  const bool numbered =
      std::any_of(lists_of_experts.begin(), lists_of_experts.end(), [&](std::uint32_t module) {
        return index.find(std::string(index.path(module)) + ".0") != kNoModule;
      });
  const std::string_view pattern = pattern_of_type(model.model_type());
  if (numbered) {
    if (model.has_classes() || (!model.model_type().empty() && pattern.empty())) return;
    // The names of the file, which transformers 5 fuses when it loads the model.
    const Selection targets = targets_of(model, config, config.modules_to_save);
    if (std::any_of(targets.begin(), targets.end(),
                    [&](std::uint32_t module) { return is_in_experts(index.path(module)); })) {
      effect.leave_open({"target_modules",
                         "transformers 5 fuses the experts of some models, and these are the names "
                         "of before",
                         "the model itself"});
    }
    return;
  }
  if (pattern.empty()) return;
  const std::optional<std::string> regex = config.target_modules.regex;
  // PEFT makes a set of what may be missing, so that it takes no default afterwards.
  if (!config.has("target_modules")) config.members.emplace_back("target_modules");
  if (config.target_modules.regex) {
    if (!config.version.since(20) || !model.has_parameters() ||
        (is_all_linear(config.target_modules) && !model.has_classes())) {
      effect.leave_open({"target_modules", "PEFT rewrites it for fused experts", "classes"});
      return;
    }
    const std::set<std::string> leaves = resolve(model, config, pattern);
    if (leaves.empty()) return;  // PEFT leaves the regex as it is
    config.target_modules = {{leaves.begin(), leaves.end()}, std::nullopt};
  }
  std::vector<std::string> rest;
  std::map<std::string_view, std::set<std::string_view>> fused;  // by parameter: the old names
  for (const std::string& target : config.target_modules.list) {
    const auto rows = expert_targets();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const ExpertTarget& each) {
      return each.pattern == pattern &&
             (target == each.module || target.ends_with("." + std::string(each.module)));
    });
    if (row == rows.end()) {
      rest.push_back(target);
      continue;
    }
    const std::string name(row->parameter);
    auto& parameters = config.target_parameters;
    if (std::find(parameters.begin(), parameters.end(), name) == parameters.end())
      parameters.push_back(name);
    effect.fused.emplace_back(regex.value_or(target), name);
    fused[row->parameter].insert(row->module);
  }
  for (const ExpertTarget& row : expert_targets()) {
    const auto present = fused.find(row.parameter);
    if (row.pattern != pattern || row.together.empty() || present == fused.end() ||
        present->second.contains(row.module))
      continue;
    effect.refuse({"target_modules",
                   std::string(row.together) + " are fused into " + std::string(row.parameter) +
                       ", and " + std::string(row.module) + " is missing",
                   "list all of them, or none",
                   {}});
  }
  config.target_modules.list = std::move(rest);
}

}  // namespace overmatch
