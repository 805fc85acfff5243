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
    out_ += std::to_string(file_version_of(content));
    member("mode");
    append_json_string(out_, to_string(content.mode));
    if (!content.labels.empty()) {
      member("order");
      append_json_string(out_, to_string(content.labels.order));
    }
    member("patterns");
    array(content.patterns.views());
    if (!content.labels.empty()) {
      member("labels");
      labels(content.labels, content.labels.numbers);
    }
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

  // Calls `write` for each index below `size`. A single item stays on the line of its member: most
  // lists of patterns have one.
  template <typename Write>
  void list(std::size_t size, const Write& write) {
    const bool inside = size > 1;
    out_ += "[";
    for (std::size_t i = 0; i < size; ++i) {
      if (inside) out_ += i == 0 ? layout_.array_open : layout_.array_separator;
      write(i);
    }
    if (inside) out_ += layout_.array_close;
    out_ += "]";
  }

  void array(std::span<const std::string_view> names) {
    list(names.size(), [&](std::size_t at) { append_json_string(out_, names[at]); });
  }

  void labels(const EntryLabels& of, std::span<const Label> numbers) {
    list(numbers.size(), [&](std::size_t at) {
      const auto name = of.name(numbers[at]);
      if (name)
        append_json_string(out_, *name);
      else
        out_ += "null";
    });
  }

  void expected(const Case& content) {
    Answer answer;
    make_reference(content.mode)->match(content.question(), answer);
    if (answer.rejected()) {
      out_ += "\"rejected\"";
      return;
    }
    if (!content.labels.empty()) return labels(content.labels, answer.selected());
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
