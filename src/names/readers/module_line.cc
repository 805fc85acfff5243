// SPDX-License-Identifier: Apache-2.0
#include "names/readers/module_line.h"

#include <nlohmann/json.hpp>

#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/json_text.h"

namespace overmatch {

namespace {

using OrderedJson = nlohmann::ordered_json;  // parameters keep their order

void reset(ModuleLine& line) {
  line.module = line.class_name = {};
  line.has_parameters = false;
  line.parameter_count = 0;
  line.groups = 1;
  line.in_checkpoint = true;
  line.texts.clear();
}

Shape& next_shape(ModuleLine& line, std::string_view name) {
  if (line.parameter_count == line.parameters.size()) line.parameters.emplace_back();
  auto& [parameter, shape] = line.parameters[line.parameter_count++];
  parameter = name;
  shape.clear();
  return shape;
}

// Reads the usual spelling from the left. Each function returns false where the text differs from
// what it expects.
class QuickReader {
 public:
  explicit QuickReader(std::string_view text) noexcept : text_(text) {}

  // Whether the character comes next, after white space; consumes it.
  bool take(char c) noexcept {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool string(std::string_view& out) noexcept {
    if (!take('"')) return false;
    const std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') {
        out = text_.substr(begin, at_++ - begin);
        return true;
      }
      if (byte == '\\' || byte < 0x20) return false;
    }
    return false;
  }

  bool number(std::int64_t& out) noexcept {
    constexpr std::size_t kMostDigits = 18;  // that always fit
    skip_blanks();
    const std::size_t begin = at_;
    out = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (at_ - begin == kMostDigits) return false;
      out = 10 * out + (text_[at_] - '0');
    }
    return at_ - begin == 1 || (at_ - begin > 1 && text_[begin] != '0');
  }

  bool ended() noexcept {
    skip_blanks();
    return at_ == text_.size();
  }

 private:
  void skip_blanks() noexcept {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r'))
      ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool read_shape(QuickReader& reader, Shape& shape) {
  if (!reader.take('[')) return false;
  if (reader.take(']')) return true;
  do {
    std::int64_t size = 0;
    if (!reader.number(size)) return false;
    shape.push_back(size);
  } while (reader.take(','));
  return reader.take(']');
}

bool read_parameters(QuickReader& reader, ModuleLine& out) {
  if (out.has_parameters || !reader.take('{')) return false;
  out.has_parameters = true;
  if (reader.take('}')) return true;
  do {
    std::string_view name;
    if (!reader.string(name) || name.empty() || name.find('.') != name.npos || !reader.take(':'))
      return false;
    for (std::size_t each = 0; each < out.parameter_count; ++each) {
      if (out.parameters[each].first == name) return false;
    }
    if (!read_shape(reader, next_shape(out, name))) return false;
  } while (reader.take(','));
  return reader.take('}');
}

// Reads a line in the usual spelling. Returns false for any other, which may be wrong or not.
bool read_quickly(std::string_view line, ModuleLine& out) {
  QuickReader reader(line);
  bool has_module = false;
  bool has_class = false;
  if (!reader.take('{')) return false;
  do {
    std::string_view member;
    if (!reader.string(member) || !reader.take(':')) return false;
    if (member == "module" && !has_module) {
      has_module = true;
      if (!reader.string(out.module)) return false;
    } else if (member == "class" && !has_class) {
      has_class = true;
      if (!reader.string(out.class_name) || out.class_name.empty()) return false;
    } else if (member != "parameters" || !read_parameters(reader, out)) {
      return false;
    }
  } while (reader.take(','));
  return has_module && reader.take('}') && reader.ended();
}

// Keeps a text that the line spells with escapes; its views stay valid until the next line.
std::string_view keep_text(ModuleLine& out, const OrderedJson& value) {
  return out.texts.emplace_back(value.get<std::string>());
}

std::string read_any_shape(const OrderedJson& value, std::string_view name, Shape& shape) {
  const std::string wrong =
      "the shape of " + quoted_short(name) + " must be an array of non-negative numbers";
  if (!value.is_array()) return wrong;
  for (const OrderedJson& size : value) {
    // The library reads a non-negative number as unsigned.
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
      return wrong;
    shape.push_back(size.get<std::int64_t>());
  }
  return {};
}

std::string read_any_parameters(const OrderedJson& value, ModuleLine& out) {
  out.has_parameters = true;
  if (!value.is_object()) return R"("parameters" must be an object of shapes)";
  for (const auto& [name, shape] : value.items()) {
    if (name.empty() || name.find('.') != std::string::npos) {
      return "malformed parameter name " + quoted_short(name) +
             ": inside its module it is not empty and has no dot";
    }
    out.texts.push_back(name);
    const std::string_view view = out.texts.back();
    if (std::string wrong = read_any_shape(shape, view, next_shape(out, view)); !wrong.empty())
      return wrong;
  }
  return {};
}

std::string read_any(const OrderedJson& line, ModuleLine& out) {
  if (!line.is_object())
    return R"(no object; a line is a module, such as {"module": "model.layers.0"})";
  std::size_t texts = 2;
  if (const auto found = line.find("parameters"); found != line.end()) texts += found->size();
  out.texts.reserve(texts);  // the views must not move
  if (!line.contains("module"))
    return R"(no "module"; a line is a module, such as {"module": "model.layers.0"})";
  for (const auto& [member, value] : line.items()) {
    if (member == "module") {
      if (!value.is_string()) return R"("module" must be a string)";
      out.module = keep_text(out, value);
    } else if (member == "class") {
      if (!value.is_string() || value.get_ref<const std::string&>().empty())
        return R"("class" must be a string that is not empty)";
      out.class_name = keep_text(out, value);
    } else if (member == "parameters") {
      if (std::string wrong = read_any_parameters(value, out); !wrong.empty()) return wrong;
    } else if (member == "groups") {
      if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0 ||
          value.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
        return R"("groups" must be a positive number)";
      out.groups = value.get<std::int64_t>();
    } else if (member == "in_checkpoint") {
      if (!value.is_boolean()) return R"("in_checkpoint" must be true or false)";
      out.in_checkpoint = value.get<bool>();
    }
  }
  return {};
}

}  // namespace

std::string read_module_line(std::string_view line, ModuleLine& out) {
  reset(out);
  if (read_quickly(line, out)) return {};
  reset(out);
  if (std::string wrong = json_line_mistake(line); !wrong.empty()) return wrong;
  return read_any(OrderedJson::parse(line), out);
}

}  // namespace overmatch
