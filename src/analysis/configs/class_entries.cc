// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/class_entries.h"

#include <algorithm>
#include <set>

#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

bool ClassEntries::known() const noexcept {
  if (facts_ == nullptr || facts_->class_of.empty()) return false;
  const auto is_open = [](const ModuleClass& one) {
    return one.name.find('.') == std::string::npos && one.name.find("Linear") != std::string::npos;
  };
  return !facts_->printed || std::none_of(facts_->classes.begin(), facts_->classes.end(), is_open);
}

Selection ClassEntries::select(const std::string& name) const {
  Selection selected;
  if (!known() || name.empty() || name.find('.') != std::string::npos) return selected;
  std::vector<bool> is_a;
  for (const ModuleClass& one : facts_->classes) is_a.push_back(one.is_a(name));
  for (std::uint32_t module = 0; module < index_.size() && module < facts_->class_of.size();
       ++module) {
    const std::uint32_t number = facts_->class_of[module];
    if (number != kNoClass && is_a[number]) selected.push_back(module);
  }
  return selected;
}

Selection ClassEntries::select_any(const std::vector<std::string>& names) const {
  Selection selected;
  for (const std::string& name : names) selected = united(selected, select(name));
  return selected;
}

std::vector<std::string> ClassEntries::linear_names() const {
  std::set<std::string> names;
  for (std::uint32_t module = 0; module < index_.size(); ++module) {
    const ModuleClass* const one = facts_->class_at(module);
    if (one == nullptr) continue;
    const std::string_view name = last_segment(one->name);
    if ((one->is_a("Linear") || name.find("Linear") != std::string_view::npos) &&
        name != "LlamaLinearScalingRotaryEmbedding")
      names.emplace(last_segment(index_.path(module)));
  }
  names.erase(facts_->model_type == "gpt_neox" ? "embed_out" : "lm_head");
  return {names.begin(), names.end()};
}

bool looks_like_class(std::string_view entry) noexcept {
  return !entry.empty() && is_upper(entry[0]) && std::all_of(entry.begin(), entry.end(), is_word);
}

}  // namespace overmatch
