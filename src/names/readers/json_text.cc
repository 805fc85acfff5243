// SPDX-License-Identifier: Apache-2.0
#include "names/readers/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "names/input_error.h"
#include "names/printable.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

using nlohmann::json;

// The position of the byte at `offset` in words: "line 3, column 7".
std::string place(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column =
      newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return fmt::format("line {}, column {}", line, column);
}

// nlohmann's message without its prefix and without the token, which may be 64 KiB long.
std::string_view reason_of(std::string_view what) {
  if (what.find("number overflow") != std::string_view::npos)
    return "a number that no double holds";
  if (const std::size_t dash = what.find(" - "); dash != std::string_view::npos)
    what.remove_prefix(dash + 3);
  return what.substr(0, what.find("; last read"));
}

// Checks for duplicate members and deep nesting in a pass of its own: nlohmann's parser keeps the
// last of equal members, and its callback takes quadratic time on arrays of objects.
class Checker final : public json::json_sax_t {
 public:
  Checker(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
  bool string(string_t& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return enter(); }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t /*size*/) override { return enter(); }
  bool end_array() override { return leave(); }

  bool key(string_t& name) override {
    if (!members_.back().insert(name).second) {
      const std::string shown = quoted_short(name);
      throw InputError(
          fmt::format("{}: member {} occurs twice in one object, keep one", file_, shown));
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    const std::size_t offset = std::min(position == 0 ? 0 : position - 1, text_.size());
    throw InputError(
        fmt::format("{}: {}: no JSON, {}", file_, place(text_, offset), reason_of(error.what())));
  }

 private:
  bool enter() {
    if (members_.size() == kMaxJsonDepth) {
      throw InputError(fmt::format("{}: nested more than {} deep", file_, kMaxJsonDepth));
    }
    members_.emplace_back();
    return true;
  }
  bool leave() {
    members_.pop_back();
    return true;
  }

  std::string_view text_;
  const std::string& file_;
  std::vector<std::set<std::string>> members_;  // of the enclosing objects; empty for arrays
};

}  // namespace

json parse_json(std::string_view text, const std::string& file) {
  if (const std::size_t bad = find_invalid_utf8(text); bad != kValidUtf8) {
    throw InputError(
        fmt::format("{}: {}: invalid UTF-8, save the file as UTF-8", file, place(text, bad)));
  }
  // nlohmann reads a NUL as the end of the text and would ignore the rest.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    throw InputError(
        fmt::format("{}: {}: a NUL byte, write it as \\u0000", file, place(text, nul)));
  }
  Checker checker(text, file);
  json::sax_parse(text, &checker);
  return json::parse(text);
}

std::string json_line_mistake(std::string_view line) {
  try {
    static_cast<void>(parse_json(line, {}));
    return {};
  } catch (const InputError& error) {  // ": line 1, column 7: no JSON, …" or ": member …"
    std::string_view what = error.what();
    what.remove_prefix(2);
    constexpr std::string_view kLine = "line 1, ";
    if (what.starts_with(kLine)) what.remove_prefix(kLine.size());
    return std::string(what);
  }
}

void append_json(std::string& out, const json& value) {
  if (value.is_string()) {
    append_json_string(out, value.get_ref<const std::string&>());
  } else if (value.is_array()) {
    out.push_back('[');
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ", ";
      append_json(out, value[i]);
    }
    out.push_back(']');
  } else if (value.is_object()) {
    out.push_back('{');
    std::string_view separator;
    for (const auto& [name, member] : value.items()) {
      out += separator;
      append_json_string(out, name);
      out += ": ";
      append_json(out, member);
      separator = ", ";
    }
    out.push_back('}');
  } else {
    out += value.dump();
  }
}

}  // namespace overmatch
