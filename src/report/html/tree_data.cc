// SPDX-License-Identifier: Apache-2.0
#include "report/html/tree_data.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <unordered_map>
#include <utility>

#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"
#include "report/html/html_pieces.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

// Numbers in JavaScript are exact up to 15 digits.
constexpr std::size_t kMostDigits = 15;

// The number that a segment spells, if that is the only way to spell it.
std::optional<std::uint64_t> number_of(std::string_view segment) {
  if (segment.empty() || segment.size() > kMostDigits) return std::nullopt;
  if (segment[0] == '0' && segment.size() > 1) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(segment.data(), segment.data() + segment.size(), number);
  if (error != std::errc() || end != segment.data() + segment.size()) return std::nullopt;
  return number;
}

void append_text(std::string& out, std::string_view text) { append_json_string(out, text); }

class TreeData {
 public:
  TreeData(const TreeIndex& index, const ModelMarks& marks) : index_(index), marks_(marks) {
    nodes_.emplace_back();
    for (std::uint32_t module = 0; module < index.size(); ++module) add(module);
  }

  std::string write() {
    // Children come after their parent.
    for (std::size_t at = nodes_.size(); at-- > 0;) nodes_[at].shape = shape_of(nodes_[at]);
    std::string out = "{\"names\":[";
    for (std::size_t at = 0; at < names_.size(); ++at) {
      if (at > 0) out += ',';
      append_text(out, printable_path(names_[at]));
    }
    out += "],\n\"shapes\":[" + shapes_ + "],\n\"states\":[";
    for (const ModuleState& state : marks_.states) {
      if (&state != &marks_.states.front()) out += ',';
      out += fmt::format("{{\"patterns\":[{}],\"word\":\"{}\",\"tone\":\"{}\"}}",
                         fmt::join(state.patterns, ","), state.word,
                         state.tone == Tone::good ? "" : css_class(state.tone));
    }
    out += "],\n\"patterns\":[";
    for (const PagePattern& pattern : marks_.patterns) {
      out += &pattern == &marks_.patterns.front() ? "{\"name\":" : ",{\"name\":";
      append_text(out, pattern.name);
      out += ",\"text\":";
      append_text(out, pattern.text);
      out += '}';
    }
    return out + "]}";
  }

 private:
  struct Node {
    std::string_view segment;
    std::vector<std::uint32_t> children;
    std::uint32_t own = 0;
    std::uint32_t shape = 0;
  };
  struct Edge {
    std::uint32_t parent = 0;
    std::string_view segment;
    friend bool operator==(const Edge&, const Edge&) = default;
  };
  struct EdgeHash {
    std::size_t operator()(const Edge& edge) const noexcept {
      return std::hash<std::string_view>()(edge.segment) * 31 + edge.parent;
    }
  };

  void add(std::uint32_t module) {
    std::uint32_t at = 0;
    for (const std::string_view segment : Segments(index_.path(module))) {
      const auto [entry, fresh] =
          edges_.try_emplace({at, segment}, static_cast<std::uint32_t>(nodes_.size()));
      if (fresh) {
        nodes_[at].children.push_back(entry->second);
        nodes_.push_back({segment, {}});
      }
      at = entry->second;
    }
    nodes_[at].own = 1 + marks_.of[module];
  }

  std::uint32_t name_of(std::string_view name) {
    const auto [entry, fresh] =
        name_ids_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (fresh) names_.push_back(name);
    return entry->second;
  }

  // The number of the node's shape, whose JSON is its key.
  std::uint32_t shape_of(const Node& node) {
    std::string text = fmt::format("[{}", node.own);
    for (std::size_t at = 0; at < node.children.size();) {
      const Node& child = nodes_[node.children[at]];
      const auto first = number_of(child.segment);
      std::size_t end = at + 1;
      while (first && end < node.children.size()) {
        const Node& next = nodes_[node.children[end]];
        if (next.shape != child.shape || number_of(next.segment) != *first + (end - at)) break;
        ++end;
      }
      text += first ? fmt::format(",[{},{},{}]", *first, *first + (end - at - 1), child.shape)
                    : fmt::format(",[{},{}]", name_of(child.segment), child.shape);
      at = end;
    }
    text += ']';
    const auto [entry, fresh] =
        shape_ids_.try_emplace(std::move(text), static_cast<std::uint32_t>(shape_ids_.size()));
    if (fresh) shapes_ += (shapes_.empty() ? "" : ",\n") + entry->first;
    return entry->second;
  }

  const TreeIndex& index_;
  const ModelMarks& marks_;
  std::vector<Node> nodes_;
  std::unordered_map<Edge, std::uint32_t, EdgeHash> edges_;
  std::unordered_map<std::string_view, std::uint32_t> name_ids_;
  std::vector<std::string_view> names_;
  std::unordered_map<std::string, std::uint32_t> shape_ids_;
  std::string shapes_;
};

}  // namespace

std::string tree_data(const TreeIndex& index, const ModelMarks& marks) {
  return TreeData(index, marks).write();
}

std::string model_html(const TreeIndex& index) {
  return fmt::format(
      "<form id=\"find\" class=\"find\" role=\"search\" aria-label=\"Modules\">\n"
      "<label class=\"wide\">Find among {}<input id=\"query\" type=\"search\" autocomplete=\"off\" "
      "spellcheck=\"false\" aria-describedby=\"hint\"/></label>\n"
      "<label>Show<select id=\"kind\"><option value=\"all\">all</option>"
      "<option value=\"selected\">selected</option>"
      "<option value=\"marked\">in findings</option></select></label>\n</form>\n"
      "<p id=\"hint\" class=\"faint\">Any part of a path; * stands for any text. A line opens "
      "the module in the tree.</p>\n"
      "<p id=\"status\" role=\"status\"></p>\n<ul id=\"results\" class=\"results\"></ul>\n"
      "<noscript><p>The tree needs JavaScript; all findings stand above.</p></noscript>\n"
      "<div id=\"tree\" class=\"tree\" role=\"group\" aria-label=\"All modules\" "
      "tabindex=\"0\"></div>\n",
      counted(index.size(), "module"));
}

}  // namespace overmatch::report
