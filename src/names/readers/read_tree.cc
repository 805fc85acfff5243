// SPDX-License-Identifier: Apache-2.0
#include "names/readers/read_tree.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/checkpoint_facts.h"
#include "names/readers/files.h"
#include "names/readers/gguf.h"
#include "names/readers/gzip.h"
#include "names/readers/model_folder.h"
#include "names/readers/plain_list.h"
#include "names/readers/printed_model.h"
#include "names/readers/safetensors.h"
#include "names/readers/tidy_list.h"
#include "names/readers/tree_json.h"
#include "names/readers/tree_lines.h"
#include "names/tree_builder.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

constexpr std::size_t kFirstRead = std::size_t{1} << 20U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool remove_ending(std::string& name, std::string_view ending) {
  if (name.size() <= ending.size() || !name.ends_with(ending)) return false;
  name.resize(name.size() - ending.size());
  return true;
}

// The model's name: "gpt2" for "trees/gpt2.modules.txt.gz". Other dots are kept: "qwen2.5-7b".
std::string tree_name(const std::string& file) {
  std::string name = file.substr(file.rfind('/') + 1);
  remove_ending(name, ".gz");
  if (remove_ending(name, ".txt") || remove_ending(name, ".json") ||
      remove_ending(name, ".jsonl")) {
    for (const std::string_view ending :
         {".modules", ".parameters", ".tree", ".safetensors.index", ".bin.index"}) {
      if (remove_ending(name, ending)) break;
    }
  } else if (!remove_ending(name, ".safetensors")) {
    remove_ending(name, ".gguf");
  }
  return name;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  lines.reserve(text.size() / 32);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

void parse_list(std::string_view text, const std::vector<std::string_view>& lines,
                TreeBuilder& tree) {
  const auto offset_of = [&](std::string_view line) {
    return static_cast<std::size_t>(line.data() - text.data());
  };
  for (std::size_t at = 1; at < lines.size(); ++at) {
    if (!lines[at].empty()) continue;
    tree.fail(offset_of(lines[at]),
              "empty line; only the first may be, for the root. Delete it, or list names that "
              "hold a newline as a JSON array");
  }
  const bool parameters = are_parameters(lines);
  for (const std::string_view line : lines) {
    if (parameters) {
      tree.add_parameter(line, offset_of(line));
    } else {
      tree.add(line, offset_of(line));
    }
  }
}

Model finished(TreeBuilder&& tree, const std::string& file) {
  auto [modules, parameters] = std::move(tree).finish();
  return {
      {tree_name(file), std::move(modules)}, std::move(parameters), std::nullopt, std::nullopt, {}};
}

// The full names of the parameters, without those that are tied to an earlier one: as
// named_parameters() gives them.
Names parameter_names(const Names& modules, const ModelFacts& facts) {
  Names names;
  if (!facts.parameters) return names;
  std::set<std::string_view> later;
  for (const auto& tie : facts.tied) later.insert(tie.first);
  for (const ParameterFacts& parameter : *facts.parameters) {
    std::string name(modules[parameter.module]);
    if (!name.empty()) name += kSeparator;
    name += parameter.name;
    if (later.count(name) == 0) names.push_back(name);
  }
  return names;
}

Model parse_binary(std::string_view bytes, const std::string& file) {
  TreeBuilder tree(bytes, file, false);
  if (is_gguf(bytes)) {
    if (!parse_gguf(bytes, tree))
      tree.fail(0, "not a sound GGUF file: it ends before the names of its tensors do");
    return finished(std::move(tree), file);
  }
  HeaderShapes shapes;
  parse_safetensors_header(safetensors_header(bytes, tree, file), tree, shapes);
  Model model = finished(std::move(tree), file);
  model.facts.emplace().from_checkpoint = true;
  model.facts->parameters =
      parameters_with(std::move(shapes), model.tree.modules, model.parameters);
  return model;
}

// Reads a checkpoint only up to the end of its names, any other file whole.
std::string read_head(const std::string& file) {
  std::string head = read_file_start(file, kFirstRead);
  if (is_gzip(head)) return head.size() < kFirstRead ? head : read_file(file);
  if (is_safetensors(head, file)) return read_safetensors_head(file);
  if (!is_gguf(head)) return head.size() < kFirstRead ? head : read_file(file);
  const std::string shown = printable_path(file);
  for (std::size_t most = kFirstRead; head.size() == most && most < kLargestTree;) {
    TreeBuilder trial(head, shown, false);
    if (parse_gguf(head, trial)) break;
    most *= 4;
    head = read_file_start(file, most);
  }
  return head;
}

bool is_tree_file(std::string name) {
  remove_ending(name, ".gz");
  return name.ends_with(".txt") || name.ends_with(".json") || name.ends_with(".jsonl");
}

// Parses a file. The names are views into the text instead of copies where possible.
Model parse(std::string bytes, const std::string& file) {
  auto whole = std::make_unique<std::string>(std::move(bytes));
  if (is_gzip(*whole)) *whole = gunzip(*whole, kLargestTree, file);
  std::string_view text = *whole;
  if (is_gguf(text) || is_safetensors(text, file)) return parse_binary(text, file);
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    TreeBuilder(text, file, false).fail(0, "UTF-16; a module tree is text in UTF-8");
  if (const std::size_t invalid = find_invalid_utf8(text); invalid != kValidUtf8) {
    TreeBuilder(text, file)
        .fail(invalid, "invalid UTF-8; a module tree is text that lists names, not the weights");
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_json =
      first != std::string_view::npos && (text[first] == '[' || text[first] == '{');
  TreeBuilder tree(text, file);
  if (is_tree_lines(text)) {
    ModelFacts facts = parse_tree_lines(text, tree);
    Model model = finished(std::move(tree), file);
    model.parameters = parameter_names(model.tree.modules, facts);
    model.facts = std::move(facts);
    return model;
  }
  if (is_json) {
    parse_json_tree(text, tree);
    return finished(std::move(tree), file);
  }
  if (is_printed_model(text)) {
    ModelFacts facts = parse_printed_model(text, tree);
    Model model = finished(std::move(tree), file);
    model.facts = std::move(facts);
    return model;
  }
  PlainList list = check_list(text, tree);
  for (std::string& warning : list.warnings) warning.insert(0, file + ": ");
  if (!list.changed && text.size() <= kLargestTree) {
    if (auto tidy = read_tidy_list(text)) {
      return {{tree_name(file), Names(std::move(whole), std::move(tidy->paths))},
              {},
              std::move(tidy->shape),
              std::nullopt,
              std::move(list.warnings)};
    }
  }
  parse_list(text, list.changed ? list.lines : lines_of(text), tree);
  Model model = finished(std::move(tree), file);
  model.warnings = std::move(list.warnings);
  return model;
}

}  // namespace

Model parse_model(std::string_view text, const std::string& file) {
  return parse(std::string(text), file);
}

void warn_on_stderr(const std::string& warning) {
  std::fprintf(stderr, "overmatch: warning: %s\n", warning.c_str());
}

ModuleTree parse_tree(std::string_view text, const std::string& file) {
  return parse_model(text, file).tree;
}

Model read_model(const std::string& file) {
  if (std::error_code error; file != "-" && std::filesystem::is_directory(file, error))
    return read_model_folder(file);
  // A pipe cannot be read twice; for checkpoints the start is enough.
  std::string text = file == "-" ? read_file_start(file, kLargestFile) : read_head(file);
  if (file == "-" && text.size() == kLargestFile && !is_gguf(text) && !is_safetensors(text, file)) {
    throw InputError("standard input: more than " + std::to_string(kLargestFile >> 20U) +
                     " MiB, and no weights");
  }
  return parse(std::move(text), file == "-" ? "standard input" : printable_path(file));
}

ModuleTree read_tree(const std::string& file, const TellWarning& tell) {
  Model model = read_model(file);
  for (const std::string& warning : model.warnings) tell(warning);
  return std::move(model.tree);
}

std::vector<std::string> list_tree_files(const std::string& file_or_folder) {
  namespace fs = std::filesystem;
  if (file_or_folder == "-" || !fs::is_directory(file_or_folder) || is_model_folder(file_or_folder))
    return {file_or_folder};
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(file_or_folder, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (is_tree_file(entry->path().filename().string()) && entry->is_regular_file())
      files.push_back(entry->path().string());
  }
  if (error)
    throw InputError("cannot read " + printable_path(file_or_folder) + ": " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace overmatch
