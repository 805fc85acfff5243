// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/open_lists.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "names/readers/json_text.h"

namespace overmatch {

namespace {

std::string in_brackets(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (&text == &texts.front() ? "" : ", ") + text;
  return out + "]";
}

std::string json_text_of(const std::string& text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string as_json(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  for (std::string& text : list) text = json_text_of(text);
  return in_brackets(list);
}

std::string as_json(const PeftNames& names) {
  return names.regex ? json_text_of(*names.regex) : as_json(names.list);
}

// What a config of PEFT has for a list; "" for other members.
std::string text_of(const PeftConfig& config, std::string_view member) {
  const auto given = [&](std::string text) {
    return config.has(member) ? std::move(text) : std::string("null");
  };
  if (member == "target_modules") return given(as_json(config.target_modules));
  if (member == "exclude_modules") return given(as_json(config.exclude_modules));
  if (member == "feedforward_modules") return given(as_json(config.feedforward_modules));
  if (member == "modules_to_save") return given(as_json(config.modules_to_save));
  if (member == "target_parameters") return given(as_json(config.target_parameters));
  if (member == "layers_pattern") return given(as_json(config.layers_pattern));
  if (member != "layers_to_transform") return "";
  std::vector<std::string> layers;
  for (const std::int64_t layer : config.layers_to_transform)
    layers.push_back(std::to_string(layer));
  return given(in_brackets(layers));
}

}  // namespace

OpenList open_list(const ConfigList& list) {
  std::vector<std::string> texts;
  for (const ConfigEntry& entry : list.entries)
    texts.push_back(json_text_of(entry.entry) +
                    (entry.label ? ": " + json_text_of(*entry.label) : ""));
  if (list.order == Order::any) std::sort(texts.begin(), texts.end());
  return {list.member, in_brackets(texts), list.result};
}

std::vector<OpenList> open_lists_of(const PeftConfig& config, const PeftEffect& effect) {
  std::vector<OpenList> lists;
  const auto add = [&](const std::string& member) {
    const bool told = std::any_of(lists.begin(), lists.end(),
                                  [&](const OpenList& each) { return each.member == member; });
    if (!told) lists.push_back({member, text_of(config, member)});
  };
  for (const NotJudged& each : effect.not_judged) add(each.member);
  if (effect.depends_on_classes) {
    for (const char* const member :
         {"target_modules", "exclude_modules", "layers_to_transform", "layers_pattern"}) {
      add(member);
    }
  }
  return lists;
}

}  // namespace overmatch
