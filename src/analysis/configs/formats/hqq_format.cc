// SPDX-License-Identifier: Apache-2.0
// Reads the quantization_config of hqq, which names linear layers by tags.
//
// The source is prepare_for_hqq_linear (src/transformers/integrations/hqq.py) of transformers
// 5.24.0: the tag of a layer is its name without `model`, `layers` and numbers, and is compared as
// a whole.
#include <algorithm>

#include "analysis/configs/formats/formats.h"
#include "matchers/regex.h"

namespace overmatch {

namespace {

// What stands between the parts of the tag of a layer: name_to_linear_tag drops it.
constexpr std::string_view kDropped = "(?:(?:model|layers|[0-9]+)\\.)*";

// The regex of the names of which prepare_for_hqq_linear (integrations/hqq.py) makes a tag.
std::string tagged_regex(std::string_view tag) {
  std::string regex(kDropped);
  for (const char c : tag) {
    append_escaped_regex(regex, std::string_view(&c, 1));
    if (c == '.') regex += kDropped;
  }
  return regex;
}

ConfigList left_out_by_hqq(const ConfigNode& value, std::string member, const ConfigFile& file) {
  ConfigList list;
  list.member = std::move(member);
  list.reader = "transformers 5.24.0, prepare_for_hqq_linear";
  list.rule = "the whole name of a linear layer without `model`, `layers` and numbers";
  list.mode = Mode::regex;
  list.role = ListRole::excludes;
  list.result = "left as is";
  list.entries = file.entries(value, list.member);
  list.read = [](const std::string& entry) {
    return ModePattern{Mode::regex, tagged_regex(entry)};
  };
  // No regex of another form is a tag, so that no such advice is given.
  list.write = [](const ModePattern& pattern) { return pattern.pattern; };
  return list;
}

}  // namespace

void add_hqq(const ConfigNode& values, const std::string& path, const ConfigFile& file,
             ReadConfig& config) {
  if (const ConfigNode* const skipped = values.find("skip_modules"))
    config.lists.push_back(left_out_by_hqq(*skipped, path + "skip_modules", file));
  // Where a key is a tag of the model, each tag has its values, and layers of other tags stay.
  const ConfigNode* const tags = values.find("quant_config");
  const bool by_tag =
      tags != nullptr &&
      std::any_of(tags->members.begin(), tags->members.end(), [](const ConfigMember& each) {
        return each.value.is(ConfigNode::Kind::map) && !each.name.ends_with("_params");
      });
  if (by_tag) {
    config.not_judged.push_back(
        {path + "quant_config", "which layers its names choose is not judged", "", in_json(*tags)});
  } else {
    config.taken = "converted";
    config.taken_classes = {"Linear"};
  }
}

}  // namespace overmatch
