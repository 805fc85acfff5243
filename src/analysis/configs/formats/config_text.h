// SPDX-License-Identifier: Apache-2.0
// ConfigNode is a value of a config file with the line that it stands on, whether the file is JSON
// or YAML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace overmatch {

struct ConfigMember;

struct ConfigNode {
  enum class Kind : std::uint8_t { null, boolean, number, text, list, map };
  Kind kind = Kind::null;
  std::string text;                   // of a text; a number or a boolean as it is spelled
  std::size_t line = 0;               // from 1
  std::vector<ConfigNode> items;      // of a list
  std::vector<ConfigMember> members;  // of a map, in the order of the file; the names differ

  [[nodiscard]] bool is(Kind wanted) const noexcept { return kind == wanted; }
  // The member of a map; null if it is missing, is null, or this is no map.
  [[nodiscard]] const ConfigNode* find(std::string_view name) const noexcept;
  // Whether a boolean is true.
  [[nodiscard]] bool is_true() const noexcept;
};

struct ConfigMember {
  std::string name;
  ConfigNode value;
};

// The most bytes and values that a config may have, how deep its values may nest, and the most
// values that aliases of YAML may repeat.
inline constexpr std::size_t kLargestConfig = std::size_t{16} << 20U;
inline constexpr std::size_t kMostConfigValues = 500'000;
inline constexpr std::size_t kMaxConfigDepth = 64;
inline constexpr std::size_t kMostAliasedValues = 10'000;

// Parses JSON if the text begins with a brace or a bracket, else YAML 1.1 as PyYAML's safe_load
// reads it, of which tags are refused. Throws InputError "FILE: line 3: what" for text that is
// neither, duplicate members, several documents, and what exceeds the limits.
[[nodiscard]] ConfigNode parse_config_text(std::string_view text, const std::string& file);

// The same of YAML (yaml_text.cc); `text` is valid UTF-8 without a byte-order mark.
[[nodiscard]] ConfigNode parse_yaml(std::string_view text, const std::string& file);

// A value as JSON on one line, for labels.
[[nodiscard]] std::string in_json(const ConfigNode& value);

}  // namespace overmatch
