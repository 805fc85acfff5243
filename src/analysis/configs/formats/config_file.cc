// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/formats/config_file.h"

#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {

std::vector<ConfigEntry> ConfigFile::entries(const ConfigNode& value,
                                             const std::string& member) const {
  if (!value.is(ConfigNode::Kind::list)) fail(value, member, "must be a list of strings");
  std::vector<ConfigEntry> out;
  for (const ConfigNode& item : value.items) {
    if (!item.is(ConfigNode::Kind::text)) fail(item, member, "must be a list of strings");
    out.push_back({item.text, item.line});
  }
  return out;
}

std::vector<ConfigEntry> ConfigFile::entries_or_one(const ConfigNode& value,
                                                    const std::string& member) const {
  if (value.is(ConfigNode::Kind::text)) return {{value.text, value.line}};
  if (!value.is(ConfigNode::Kind::list))
    fail(value, member, "must be a string or a list of strings");
  return entries(value, member);
}

void ConfigFile::need_map(const ConfigNode& value, const std::string& member) const {
  if (!value.is(ConfigNode::Kind::map)) fail(value, member, "must be an object");
}

std::string ConfigFile::with_line(const ConfigNode& root, std::string error) const {
  for (const ConfigMember& member : root.members) {
    const std::string start = file_ + ": \"" + member.name + "\"";
    if (!error.starts_with(start) || member.value.line == 0) continue;
    return error.insert(file_.size() + 2, "line " + std::to_string(member.value.line) + ": ");
  }
  return error;
}

void ConfigFile::fail(const ConfigNode& value, const std::string& member,
                      const std::string& what) const {
  const std::string line = value.line == 0 ? "" : "line " + std::to_string(value.line) + ": ";
  throw InputError(file_ + ": " + line + quoted_short(member) + " " + what);
}

}  // namespace overmatch
