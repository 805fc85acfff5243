// SPDX-License-Identifier: Apache-2.0
#include "names/readers/tree_json.h"

#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "names/readers/plain_list.h"

namespace overmatch {

namespace {

constexpr const char* kAccepted =
    "; accepted are a list of module paths, one a line, a JSON array of them, and a safetensors "
    "index with \"weight_map\"";
// How deep values may nest; the header of a safetensors file has three levels.
constexpr std::size_t kDeepestJson = 64;

enum class Form : std::uint8_t { tree, header };

// An iterator that records its offset: SAX events have no position, but an error needs its line.
class Reading {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Reading(const char* at, std::size_t* consumed) noexcept : at_(at), consumed_(consumed) {}
  reference operator*() const noexcept { return *at_; }
  Reading& operator++() noexcept {
    ++at_;
    ++*consumed_;
    return *this;
  }
  bool operator==(const Reading& other) const noexcept { return at_ == other.at_; }

 private:
  const char* at_;
  std::size_t* consumed_;
};

// Handles SAX events, because a parsed document would lose duplicate members and the members'
// order.
class Handler {
 public:
  using string_t = nlohmann::json::string_t;

  Handler(Form form, TreeBuilder& tree, HeaderShapes& shapes, const std::size_t& consumed) noexcept
      : form_(form), tree_(tree), shapes_(shapes), consumed_(consumed) {}

  bool null() { return other_value(); }
  bool boolean(bool /*value*/) { return other_value(); }
  bool number_integer(std::int64_t /*value*/) { return other_value(); }
  bool number_unsigned(std::uint64_t value) {
    if (!in_shape() || value > std::uint64_t{INT64_MAX}) return other_value();
    shapes_.back()->push_back(static_cast<std::int64_t>(value));
    return true;
  }
  bool number_float(double /*value*/, const string_t& /*text*/) { return other_value(); }
  bool binary(nlohmann::json::binary_t& /*value*/) { return other_value(); }

  bool string(const string_t& value) {
    if (is_list_ && depth_ == 1) {
      listed_.emplace_back(listed_names_.push_back(value), here());
    } else if (!in_weight_map()) {
      return other_value();
    }
    return true;  // a file name in a weight_map; only the keys matter
  }

  bool start_array(std::size_t /*size*/) {
    if (depth_ == 0) {
      if (form_ == Form::header) tree_.fail(0, "the header is no JSON object");
      is_list_ = true;
    } else if (at_shape_) {
      at_shape_ = false;
      in_shape_ = true;
      shapes_.back().emplace();
    } else {
      other_value();
    }
    return enter();
  }
  bool end_array() {
    if (depth_ == 1) add_listed();
    if (depth_ == 3) in_shape_ = false;
    return leave();
  }

  bool start_object(std::size_t /*size*/) {
    if (depth_ == 1 && at_weight_map_) {
      at_weight_map_ = false;
      in_weight_map_ = true;
    } else if (depth_ > 0 && !(form_ == Form::header && depth_ == 1)) {
      other_value();
    }
    return enter();
  }
  bool end_object() {
    if (depth_ == 2) in_weight_map_ = false;
    if (depth_ == 1 && !has_weight_map_ && form_ == Form::tree)
      tree_.fail(0, std::string("a JSON object without \"weight_map\"") + kAccepted);
    return leave();
  }

  bool key(const string_t& name) {
    if (form_ == Form::header) {
      if (depth_ == 1) {
        is_tensor_ = name != "__metadata__";
        if (!is_tensor_) return true;
        tree_.add_parameter(name, here());
        shapes_.emplace_back();
      }
      if (depth_ == 2 && is_tensor_ && name == "shape") {
        if (shapes_.back()) tree_.fail(here(), "a second \"shape\"");
        at_shape_ = true;
      }
    } else if (depth_ == 1 && name == "weight_map") {
      if (has_weight_map_) tree_.fail(here(), "a second \"weight_map\"");
      has_weight_map_ = at_weight_map_ = true;
    } else if (in_weight_map()) {
      tree_.add_parameter(name, here());
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& error) {
    // Takes WHAT of "[json.exception...] parse error at line 1, column 2: WHAT; last read: ...":
    // fail adds the line, and the text read last may be long.
    std::string what = error.what();
    if (const std::size_t place = what.find(", column "); place != std::string::npos) {
      if (const std::size_t colon = what.find(": ", place); colon != std::string::npos)
        what.erase(0, colon + 2);
    }
    if (const std::size_t read = what.find("; last read: "); read != std::string::npos)
      what.erase(read);
    tree_.fail(position == 0 ? 0 : position - 1, "not valid JSON: " + what);
  }

 private:
  [[nodiscard]] std::size_t here() const noexcept { return consumed_ == 0 ? 0 : consumed_ - 1; }
  [[nodiscard]] bool in_weight_map() const noexcept { return in_weight_map_ && depth_ == 2; }
  [[nodiscard]] bool in_shape() const noexcept { return in_shape_ && depth_ == 3; }
  bool enter() {
    if (++depth_ > kDeepestJson)
      tree_.fail(here(), "nested more than " + std::to_string(kDeepestJson) + " deep");
    return true;
  }
  bool leave() noexcept {
    --depth_;
    return true;
  }

  // Handles a value that is neither a path nor a weight_map: fails where one is expected, else
  // ignores it.
  bool other_value() {
    if (form_ == Form::header) {
      if (depth_ <= 1) tree_.fail(here(), "a header that holds more than tensors, each an object");
      if (at_shape_ || in_shape_)
        tree_.fail(here(), "a \"shape\" that is no array of non-negative numbers");
      return true;
    }
    if (is_list_ && depth_ == 1)
      tree_.fail(here(), std::string("a JSON array that holds more than strings") + kAccepted);
    if (in_weight_map() || (depth_ == 1 && at_weight_map_)) {
      tree_.fail(here(), "\"weight_map\" must be an object of parameter names and file names");
    }
    return true;
  }

  // Adds the names of an array once all are read: only then is it known whether they are
  // parameters.
  void add_listed() {
    const bool parameters = are_parameters(listed_names_.views());
    for (const auto& [name, offset] : listed_) {
      if (parameters) {
        tree_.add_parameter(name, offset);
      } else {
        tree_.add(name, offset);
      }
    }
  }

  Form form_;
  TreeBuilder& tree_;
  HeaderShapes& shapes_;  // of the tensors read so far
  const std::size_t& consumed_;
  std::size_t depth_ = 0;
  bool is_list_ = false;         // the outermost value is an array
  bool at_weight_map_ = false;   // the key has been read, its value comes next
  bool in_weight_map_ = false;   // inside that value
  bool has_weight_map_ = false;  // somewhere in the outermost object
  bool is_tensor_ = false;       // what the outermost object's last key names
  bool at_shape_ = false;        // the key of a tensor has been read, its value comes next
  bool in_shape_ = false;        // inside that value
  Names listed_names_;
  std::vector<std::pair<std::string_view, std::size_t>>
      listed_;  // the names of an array with their offsets
};

void parse(Form form, std::string_view text, TreeBuilder& tree, HeaderShapes& shapes) {
  text = text.substr(
      0, text.find_last_not_of(" \t\r\n") + 1);  // reports an early end on the last line with text
  std::size_t consumed = 0;
  Handler handler(form, tree, shapes, consumed);
  const Reading begin(text.data(), &consumed);
  const Reading end(text.data() + text.size(), &consumed);
  nlohmann::json::sax_parse(begin, end, &handler);
}

}  // namespace

void parse_json_tree(std::string_view text, TreeBuilder& tree) {
  HeaderShapes none;
  parse(Form::tree, text, tree, none);
}

void parse_safetensors_header(std::string_view text, TreeBuilder& tree, HeaderShapes& shapes) {
  parse(Form::header, text, tree, shapes);
}

}  // namespace overmatch
