// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "names/readers/json_text.h"

namespace overmatch {

namespace {

// The white space of the two layouts: a file, and a line.
struct Layout {
  std::string_view open;        // after the outer brace
  std::string_view separator;   // between the members
  std::string_view close;       // before the outer brace
  std::string_view array_open;  // the same within an array of more than one name
  std::string_view array_separator;
  std::string_view array_close;
};
constexpr Layout kFile = {"\n  ", ",\n  ", "\n", "\n    ", ",\n    ", "\n  "};
constexpr Layout kLine = {"", ", ", "", "", ", ", ""};

class Writer {
 public:
  explicit Writer(const Layout& layout) : layout_(layout) {}

  std::string write(const SavedCase& saved) {
    const Case& content = saved.content;
    out_ = "{";
    member("overmatch", layout_.open);
    out_ += "1";
    member("mode");
    append_json_string(out_, to_string(content.mode));
    member("patterns");
    array(content.patterns.views());
    member("modules");
    array(content.modules.views());
    if (content.intended) {
      member("intended");
      append_json_string(out_, *content.intended);
    }
    member("expected");
    expected(content);
    about(saved.about);
    out_ += layout_.close;
    out_ += "}";
    return std::move(out_);
  }

 private:
  void member(std::string_view name) { member(name, layout_.separator); }
  void member(std::string_view name, std::string_view before) {
    out_ += before;
    append_json_string(out_, name);
    out_ += ": ";
  }

  void array(std::span<const std::string_view> names) {
    // A single name stays on the line of its member: most lists of patterns have one.
    const bool inside = names.size() > 1;
    out_ += "[";
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (inside) out_ += i == 0 ? layout_.array_open : layout_.array_separator;
      append_json_string(out_, names[i]);
    }
    if (inside) out_ += layout_.array_close;
    out_ += "]";
  }

  void expected(const Case& content) {
    Answer answer;
    make_reference(content.mode)->match(content.question(), answer);
    if (answer.rejected()) {
      out_ += "\"rejected\"";
      return;
    }
    std::vector<std::string_view> selected;
    for (std::size_t i = 0; i < content.modules.size(); ++i) {
      if (answer.selects(i)) selected.push_back(content.modules[i]);
    }
    array(selected);
  }

  // On one line in both layouts; omitted if empty.
  void about(const About& about) {
    if (about == About{}) return;
    member("about");
    out_ += "{";
    std::string_view separator;
    const auto next = [&](std::string_view name) {
      member(name, separator);
      separator = ", ";
    };
    if (!about.title.empty()) {
      next("title");
      append_json_string(out_, about.title);
    }
    if (!about.kinds.empty()) {
      next("kinds");
      append_json(out_, nlohmann::json(about.kinds));
    }
    if (!about.source.empty()) {
      next("source");
      append_json_string(out_, about.source);
    }
    // Parsed and printed again, so that the same members have one spelling.
    const nlohmann::json rest = parse_json(about.rest, "about");
    for (const auto& [name, value] : rest.items()) {
      next(name);
      append_json(out_, value);
    }
    out_ += "}";
  }

  const Layout& layout_;
  std::string out_;
};

}  // namespace

std::string format_case(const SavedCase& saved) { return Writer(kFile).write(saved) + "\n"; }

std::string format_case_line(const SavedCase& saved) { return Writer(kLine).write(saved); }

}  // namespace overmatch
