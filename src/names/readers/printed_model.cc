// SPDX-License-Identifier: Apache-2.0
#include "names/readers/printed_model.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/split_text.h"

namespace overmatch {

namespace {

// Bounds the recursion that writes modules, at some ten times the depth of the deepest known model.
constexpr std::size_t kMostNestedModules = 200;

struct Line {
  std::size_t indent = 0;
  std::string_view text;    // without indentation and trailing blanks
  std::string_view name;    // of the module that the line opens, "" if none
  std::string_view kind;    // its class, "" if what is shown is no name of one
  std::uint32_t first = 0;  // of a range of identical modules, whose text is `name`
  std::uint32_t count = 1;
};

std::optional<std::uint32_t> number(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
    return std::nullopt;
  return value;
}

// Reads a range, "(0-31): 32 x LlamaDecoderLayer(". If the range and the count disagree, the line
// is a name like any other.
void read_range(std::string_view rest, Line& line) {
  const std::size_t dash = line.name.find('-');
  const std::size_t times = rest.find(" x ");
  if (dash == std::string_view::npos || times == std::string_view::npos) return;
  const auto first = number(line.name.substr(0, dash));
  const auto last = number(line.name.substr(dash + 1));
  const auto count = number(rest.substr(0, times));
  if (!first || !last || !count || *last < *first || *last - *first + 1 != *count) return;
  line.first = *first;
  line.count = *count;
}

// The class in what follows a name: "LlamaDecoderLayer" of "32 x LlamaDecoderLayer(".
std::string_view class_in(std::string_view rest, bool is_range) {
  if (is_range) rest.remove_prefix(rest.find(" x ") + 3);
  const std::size_t end = rest.find('(');
  if (end == std::string_view::npos) return {};
  const std::string_view kind = rest.substr(0, end);
  return std::all_of(kind.begin(), kind.end(), is_word) ? kind : std::string_view();
}

Line read_line(std::string_view text) {
  Line line;
  while (line.indent < text.size() && text[line.indent] == ' ') ++line.indent;
  line.text = text.substr(line.indent);
  while (line.text.ends_with('\r') || line.text.ends_with(' ')) line.text.remove_suffix(1);
  constexpr std::string_view closing = "): ";
  const std::size_t end = line.text.find(closing);
  if (!line.text.starts_with('(') || end == std::string_view::npos || end < 2) return line;
  line.name = line.text.substr(1, end - 1);
  const std::string_view rest = line.text.substr(end + closing.size());
  read_range(rest, line);
  line.kind = class_in(rest, line.count > 1 || line.first > 0);
  return line;
}

// The classes of PyTorch, and Conv1D of transformers, by their Python modules, with their bases.
struct TorchClasses {
  std::string_view names;   // separated by spaces
  std::string_view module;  // what stands before each
  std::string_view bases;   // qualified, separated by spaces
};
constexpr TorchClasses kTorchClasses[] = {
    {"Linear Identity Bilinear", "torch.nn.modules.linear.", ""},
    {"NonDynamicallyQuantizableLinear", "torch.nn.modules.linear.",
     "torch.nn.modules.linear.Linear"},
    {"Embedding EmbeddingBag", "torch.nn.modules.sparse.", ""},
    {"Conv1d Conv2d Conv3d", "torch.nn.modules.conv.", "torch.nn.modules.conv._ConvNd"},
    {"ConvTranspose1d ConvTranspose2d ConvTranspose3d", "torch.nn.modules.conv.",
     "torch.nn.modules.conv._ConvTransposeNd torch.nn.modules.conv._ConvNd"},
    {"Conv1D", "transformers.pytorch_utils.", ""},
    {"LayerNorm GroupNorm RMSNorm", "torch.nn.modules.normalization.", ""},
    {"BatchNorm1d BatchNorm2d BatchNorm3d", "torch.nn.modules.batchnorm.",
     "torch.nn.modules.batchnorm._BatchNorm torch.nn.modules.batchnorm._NormBase"},
    {"Dropout Dropout1d Dropout2d Dropout3d", "torch.nn.modules.dropout.",
     "torch.nn.modules.dropout._DropoutNd"},
    {"ModuleList ModuleDict Sequential ParameterList ParameterDict", "torch.nn.modules.container.",
     ""},
    {"MultiheadAttention ELU GELU GLU Hardsigmoid Hardswish LeakyReLU Mish ReLU ReLU6 SiLU Sigmoid "
     "Softmax Softplus Tanh",
     "torch.nn.modules.activation.", ""},
};

ModuleClass printed_class(const std::string& name) {
  for (const TorchClasses& row : kTorchClasses) {
    const std::vector<std::string> names = split_text(row.names, " ");
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    return {std::string(row.module) + name, split_text(row.bases, " ")};
  }
  return {name, {}};
}

bool is_closing(std::string_view text) {
  return !text.empty() && text.find_first_not_of(')') == std::string_view::npos;
}

template <typename Each>
void for_each_line(std::string_view text, const Each& each) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    each(read_line(text.substr(at, end - at)), at);
    at = end + 1;
  }
}

struct Node {
  Line line;
  std::size_t offset = 0;
  std::vector<std::size_t> children;
};

class PrintReader {
 public:
  PrintReader(std::string_view text, TreeBuilder& tree) : tree_(tree) {
    nodes_.emplace_back();  // the root
    for_each_line(text, [&](const Line& line, std::size_t at) { add(line, at); });
  }

  ModelFacts write() {
    for (const std::size_t child : nodes_[0].children) write(child, "");
    facts_.class_of.resize(tree_.size(), kNoClass);
    facts_.printed = true;
    return std::move(facts_);
  }

 private:
  void add(const Line& line, std::size_t at) {
    if (line.name.empty()) {
      // A title or the root's class may precede the first module; other lines are module arguments.
      const bool fence = line.text.starts_with("```") || line.text.starts_with(">>>");
      const bool inside = open_.empty() || line.indent >= nodes_[open_.front()].line.indent;
      if (line.text.empty() || fence || is_closing(line.text) || inside) return;
      tree_.fail(at, "what print() shows of a model ends here, and " + quoted_short(line.text) +
                         " follows: give the model alone");
    }
    if (line.count > kLargestTree) tree_.fail_too_large(at);  // a name has a byte at least
    if (line.name.find(kSeparator) != std::string_view::npos)
      tree_.fail(at, "a name with a dot, which no module has: " + quoted_short(line.name));
    while (!open_.empty() && nodes_[open_.back()].line.indent >= line.indent) open_.pop_back();
    if (open_.size() >= kMostNestedModules)
      tree_.fail(at, "more than " + std::to_string(kMostNestedModules) + " modules in each other");
    const std::size_t above = open_.empty() ? 0 : open_.back();
    nodes_[above].children.push_back(nodes_.size());
    open_.push_back(nodes_.size());
    nodes_.push_back({line, at, {}});
  }

  std::uint32_t class_number(std::string_view name) {
    const auto [place, is_new] = class_numbers_.try_emplace(
        std::string(name), static_cast<std::uint32_t>(facts_.classes.size()));
    if (is_new) facts_.classes.push_back(printed_class(place->first));
    return place->second;
  }

  void write(std::size_t at, const std::string& above) {
    const Node& node = nodes_[at];
    for (std::uint32_t each = 0; each < node.line.count; ++each) {
      std::string path = above;
      if (!path.empty()) path += kSeparator;
      if (node.line.count == 1) {
        path += node.line.name;
      } else {
        path += std::to_string(node.line.first + each);
      }
      const std::uint32_t module = tree_.add(path, node.offset);
      facts_.class_of.resize(tree_.size(), kNoClass);
      if (!node.line.kind.empty()) facts_.class_of[module] = class_number(node.line.kind);
      for (const std::size_t child : node.children) write(child, path);
    }
  }

  TreeBuilder& tree_;
  ModelFacts facts_;
  std::unordered_map<std::string, std::uint32_t> class_numbers_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> open_;  // the last module and its ancestors, without the root
};

}  // namespace

bool is_printed_model(std::string_view text) {
  if (text.find("): ") == std::string_view::npos) return false;
  std::size_t lines = 0;
  std::size_t modules = 0;
  std::size_t closings = 0;
  for_each_line(text, [&](const Line& line, std::size_t) {
    lines += line.text.empty() ? 0 : 1;
    modules += line.name.empty() ? 0 : 1;
    closings += is_closing(line.text) ? 1 : 0;
  });
  return modules > 0 && 2 * (modules + closings + 1) >= lines;
}

ModelFacts parse_printed_model(std::string_view text, TreeBuilder& tree) {
  return PrintReader(text, tree).write();
}

}  // namespace overmatch
