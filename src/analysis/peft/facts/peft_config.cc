// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_config.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "names/closest.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/json_text.h"

namespace overmatch {

namespace {

using Json = nlohmann::ordered_json;  // the order of rank_pattern's keys counts

class ConfigReader {
 public:
  ConfigReader(const Json& config, const std::string& file) : config_(config), file_(file) {}

  // Null for a member that is missing or null: PEFT treats them alike.
  [[nodiscard]] const Json* member(const char* name) const {
    const auto found = config_.find(name);
    return found == config_.end() || found->is_null() ? nullptr : &*found;
  }

  [[nodiscard]] std::vector<std::string> strings(const char* name, const Json& value) const {
    if (!value.is_array()) fail(name, "must be a list of strings");
    std::vector<std::string> out;
    for (const Json& each : value) {
      if (!each.is_string()) fail(name, "must be a list of strings");
      out.push_back(each.get<std::string>());
    }
    return out;
  }

  [[nodiscard]] PeftNames names(const char* name) const {
    PeftNames out;
    const Json* const value = member(name);
    if (value == nullptr) return out;
    if (value->is_string()) {
      // PEFT treats an empty string as missing.
      if (!value->get_ref<const std::string&>().empty()) out.regex = value->get<std::string>();
      return out;
    }
    if (!value->is_array()) fail(name, "must be a list of strings or a regex");
    out.list = strings(name, *value);
    return out;
  }

  [[nodiscard]] std::vector<std::string> keys(const char* name) const {
    std::vector<std::string> out;
    const Json* const value = member(name);
    if (value == nullptr) return out;
    if (!value->is_object()) fail(name, "must be an object of patterns and numbers");
    for (const auto& [key, number] : value->items()) {
      if (!number.is_number()) fail(name, "must be an object of patterns and numbers");
      out.push_back(key);
    }
    return out;
  }

  [[nodiscard]] std::string text(const char* name, std::string otherwise) const {
    const Json* const value = member(name);
    if (value == nullptr) return otherwise;
    if (!value->is_string()) fail(name, "must be a string");
    return value->get<std::string>();
  }

  [[noreturn]] void fail(const char* name, const char* what) const {
    throw InputError(file_ + ": \"" + name + "\" " + what);
  }

 private:
  const Json& config_;
  const std::string& file_;
};

std::vector<std::int64_t> layers(const ConfigReader& reader) {
  constexpr const char* name = "layers_to_transform";
  constexpr const char* wanted = "must be a number or a list of numbers";
  std::vector<std::int64_t> out;
  const Json* const value = reader.member(name);
  if (value == nullptr) return out;
  const auto add = [&](const Json& number) {
    if (!number.is_number_integer()) reader.fail(name, wanted);
    if (number.is_number_unsigned() && number.get<std::uint64_t>() > INT64_MAX)
      reader.fail(name, "holds a number that no layer has");
    out.push_back(number.get<std::int64_t>());
  };
  if (!value->is_array()) {
    add(*value);
    return out;
  }
  for (const Json& each : *value) add(each);
  return out;
}

std::vector<std::pair<std::int64_t, std::int64_t>> replication(const ConfigReader& reader) {
  constexpr const char* name = "layer_replication";
  constexpr const char* wanted = "must be a list of pairs of numbers";
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  const Json* const value = reader.member(name);
  if (value == nullptr) return out;
  if (!value->is_array()) reader.fail(name, wanted);
  for (const Json& pair : *value) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number_integer() ||
        !pair[1].is_number_integer())
      reader.fail(name, wanted);
    out.emplace_back(pair[0].get<std::int64_t>(), pair[1].get<std::int64_t>());
  }
  return out;
}

// Members of which PEFT asks only whether they are null.
constexpr std::array<std::string_view, 5> kAskedForNull = {
    "target_modules", "modules_to_save", "layers_to_transform", "feedforward_modules", "bias"};

bool is_set(const std::string& name, const Json& value) {
  if (value.is_null()) return false;
  if (std::find(kAskedForNull.begin(), kAskedForNull.end(), name) != kAskedForNull.end())
    return true;
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.is_structured() || !value.empty();
}

void read_members(const Json& json, PeftConfig& config) {
  for (const auto& [name, value] : json.items()) {
    if (!is_set(name, value)) continue;
    config.members.push_back(name);
    if (value.is_number()) config.numbers.emplace_back(name, value.get<double>());
    if (value.is_string()) config.texts.emplace_back(name, value.get<std::string>());
  }
}

// Members that only a config of PEFT has.
constexpr std::array<std::string_view, 5> kTelling = {"peft_type", "target_modules",
                                                      "modules_to_save", "target_parameters",
                                                      "trainable_token_indices"};

bool is_peft(const Json& json) {
  return std::any_of(kTelling.begin(), kTelling.end(),
                     [&](std::string_view name) { return json.contains(name); });
}

// The correction of a misspelt telling member, "" if there is none.
std::string guess(const Json& json) {
  for (const auto& [name, value] : json.items()) {
    const std::string_view meant = closest(name, kTelling);
    if (!meant.empty()) return "; did you mean " + in_quotes(meant) + "?";
  }
  return "";
}

}  // namespace

bool PeftConfig::has(std::string_view member) const noexcept {
  return std::find(members.begin(), members.end(), member) != members.end();
}

std::optional<double> PeftConfig::number(std::string_view member) const noexcept {
  const auto found = std::find_if(numbers.begin(), numbers.end(),
                                  [&](const auto& each) { return each.first == member; });
  if (found == numbers.end()) return std::nullopt;
  return found->second;
}

std::string_view PeftConfig::text(std::string_view member) const noexcept {
  const auto found = std::find_if(texts.begin(), texts.end(),
                                  [&](const auto& each) { return each.first == member; });
  return found == texts.end() ? std::string_view() : std::string_view(found->second);
}

PeftConfig parse_peft_config(std::string_view text, const std::string& file) {
  // Parses strictly first, to refuse duplicates and deep nesting, then again in the file's order.
  if (!parse_json(text, file).is_object())
    throw InputError(file + ": not a PEFT config: no JSON object");
  const Json json = Json::parse(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  const ConfigReader reader(json, file);
  PeftConfig config;
  config.target_modules = reader.names("target_modules");
  config.exclude_modules = reader.names("exclude_modules");
  if (const Json* const value = reader.member("modules_to_save")) {
    if (value->is_string())
      reader.fail("modules_to_save",
                  "must be a list of strings: of a string, PEFT takes each letter for a name");
    config.modules_to_save = reader.strings("modules_to_save", *value);
  }
  config.layers_to_transform = layers(reader);
  if (const Json* const value = reader.member("layers_pattern")) {
    if (value->is_string()) {
      if (!value->get_ref<const std::string&>().empty())
        config.layers_pattern.push_back(value->get<std::string>());
    } else {
      config.layers_pattern = reader.strings("layers_pattern", *value);
    }
  }
  config.rank_pattern = reader.keys("rank_pattern");
  config.alpha_pattern = reader.keys("alpha_pattern");
  config.bias = reader.text("bias", "none");
  if (config.bias != "none" && config.bias != "all" && !config.bias.ends_with("_only")) {
    reader.fail(
        "bias",
        "must be \"none\", \"all\" or the name of a method and \"_only\", as in \"lora_only\"");
  }
  config.type = reader.text("peft_type", "");
  config.task_type = reader.text("task_type", "");
  if (const Json* const value = reader.member("target_parameters"))
    config.target_parameters = reader.strings("target_parameters", *value);
  if (const Json* const value = reader.member("trainable_token_indices");
      value && !value->empty()) {
    if (value->is_object()) {
      for (const auto& [name, rows] : value->items()) config.token_modules.push_back(name);
    } else if (!value->is_array()) {
      reader.fail("trainable_token_indices", "must be a list of numbers, or an object of lists");
    }
  }
  config.layer_replication = replication(reader);
  config.feedforward_modules = reader.names("feedforward_modules");
  config.version_text = reader.text("peft_version", "");
  if (!config.version_text.empty()) {
    const auto version = parse_peft_version(config.version_text);
    if (!version) reader.fail("peft_version", "must be a release of PEFT, such as \"0.21.2\"");
    config.version = *version;
  }
  read_members(json, config);
  if (!is_peft(json)) {
    throw InputError(file +
                     ": not a PEFT config: it has neither \"peft_type\", \"target_modules\" nor "
                     "\"modules_to_save\"" +
                     guess(json));
  }
  return config;
}

}  // namespace overmatch
