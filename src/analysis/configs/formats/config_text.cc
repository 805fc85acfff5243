// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/formats/config_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "names/input_error.h"
#include "names/readers/json_text.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

using OrderedJson = nlohmann::ordered_json;

// The lines of the strings in a JSON text, names of members included, in the order of the text.
class StringLines {
 public:
  explicit StringLines(std::string_view text) : text_(text) {}

  // The line of the next string.
  std::size_t next() {
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
    const std::size_t line = line_;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
    ++at_;
    return line;
  }
  // The line reached so far.
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// Finds the line of the first member that occurs twice in its object.
class DuplicateLine final : public nlohmann::json::json_sax_t {
 public:
  explicit DuplicateLine(std::string_view text) : lines_(text) {}
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
  bool string(string_t& /*value*/) override {
    (void)lines_.next();
    return true;
  }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override {
    members_.emplace_back();
    return true;
  }
  bool end_object() override {
    members_.pop_back();
    return true;
  }
  bool start_array(std::size_t /*size*/) override { return true; }
  bool end_array() override { return true; }
  bool key(string_t& name) override {
    line_ = lines_.next();
    return members_.back().insert(name).second;  // false ends the parse
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  StringLines lines_;
  std::size_t line_ = 1;
  std::vector<std::set<std::string>> members_;
};

// Counts the values of a JSON text that is known to be valid.
std::size_t count_json_values(std::string_view text) {
  std::size_t count = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    } else if (text[at] == ',' || text[at] == '[' || text[at] == '{') {
      ++count;
    }
  }
  return count;
}

ConfigNode node_of(const OrderedJson& json, StringLines& lines) {
  ConfigNode node;
  node.line = lines.line();
  if (json.is_string()) {
    node.kind = ConfigNode::Kind::text;
    node.text = json.get<std::string>();
    node.line = lines.next();
  } else if (json.is_boolean() || json.is_number()) {
    node.kind = json.is_boolean() ? ConfigNode::Kind::boolean : ConfigNode::Kind::number;
    node.text = json.dump();
  } else if (json.is_array()) {
    node.kind = ConfigNode::Kind::list;
    for (const OrderedJson& each : json) node.items.push_back(node_of(each, lines));
  } else if (json.is_object()) {
    node.kind = ConfigNode::Kind::map;
    for (const auto& [name, value] : json.items()) {
      const std::size_t line = lines.next();
      node.members.push_back({name, node_of(value, lines)});
      node.members.back().value.line = std::max(line, node.members.back().value.line);
    }
  }
  return node;
}

}  // namespace

const ConfigNode* ConfigNode::find(std::string_view name) const noexcept {
  for (const ConfigMember& member : members) {
    if (member.name == name) return member.value.is(Kind::null) ? nullptr : &member.value;
  }
  return nullptr;
}

bool ConfigNode::is_true() const noexcept {
  if (kind != Kind::boolean || text.empty()) return false;
  // YAML 1.1 spells it true, yes and on.
  const char first = text[0];
  return first == 't' || first == 'T' || first == 'y' || first == 'Y' ||
         ((first == 'o' || first == 'O') && text.size() == 2);
}

ConfigNode parse_config_text(std::string_view text, const std::string& file) {
  if (text.size() > kLargestConfig) {
    throw InputError(file + ": more than " + std::to_string(kLargestConfig >> 20U) +
                     " MiB, this is no config");
  }
  const std::string_view content = text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
  const std::size_t first = content.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) throw InputError(file + ": empty, this is no config");
  if (content[first] != '{' && content[first] != '[') {
    if (find_invalid_utf8(content) != kValidUtf8)
      throw InputError(file + ": invalid UTF-8, save the file as UTF-8");
    return parse_yaml(content, file);
  }
  // Parses strictly first, to refuse duplicates and deep nesting, then in the order of the file.
  try {
    (void)parse_json(content, file);
  } catch (const InputError& error) {
    // A duplicate is told without its line there.
    const std::string_view what = error.what();
    constexpr std::string_view member = ": member ";
    if (!what.substr(std::min(file.size(), what.size())).starts_with(member)) throw;
    DuplicateLine finder(content);
    nlohmann::json::sax_parse(content, &finder);
    throw InputError(file + ": line " + std::to_string(finder.line()) + ": " +
                     std::string(what.substr(file.size() + 2)));
  }
  if (count_json_values(content) > kMostConfigValues)
    throw InputError(file + ": more than " + std::to_string(kMostConfigValues) + " values");
  StringLines lines(content);
  return node_of(OrderedJson::parse(content), lines);
}

std::string in_json(const ConfigNode& value) {
  std::string out;
  switch (value.kind) {
    case ConfigNode::Kind::null: return "null";
    case ConfigNode::Kind::boolean: return value.is_true() ? "true" : "false";
    case ConfigNode::Kind::number: return value.text;
    case ConfigNode::Kind::text: append_json_string(out, value.text); return out;
    case ConfigNode::Kind::list:
      for (const ConfigNode& each : value.items) out += (out.empty() ? "" : ", ") + in_json(each);
      return "[" + out + "]";
    case ConfigNode::Kind::map:
      for (const ConfigMember& each : value.members) {
        if (!out.empty()) out += ", ";
        append_json_string(out, each.name);
        out += ": " + in_json(each.value);
      }
      return "{" + out + "}";
  }
  return out;
}

}  // namespace overmatch
