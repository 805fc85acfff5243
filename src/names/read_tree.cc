#include "names/read_tree.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "names/files.h"
#include "names/gzip.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/tree_builder.h"
#include "names/tree_json.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool remove_ending(std::string& name, std::string_view ending) {
  if (name.size() <= ending.size() || !name.ends_with(ending)) return false;
  name.resize(name.size() - ending.size());
  return true;
}

// "trees/gpt2.modules.txt.gz" gives "gpt2". Other dots belong to the name: "qwen2.5-7b".
std::string tree_name(const std::string& file) {
  std::string name = file.substr(file.rfind('/') + 1);
  remove_ending(name, ".gz");
  if (remove_ending(name, ".txt") || remove_ending(name, ".json")) {
    if (!remove_ending(name, ".modules")) remove_ending(name, ".safetensors.index");
  }
  return name;
}

void parse_list(std::string_view text, TreeBuilder& tree) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && at != 0) {
      tree.fail(
          at, "empty line; only the first may be, for the root. Delete it, or list names that hold a newline as a JSON array");
    }
    tree.add(line, at);
    at = end + 1;
  }
}

bool is_tree_file(std::string name) {
  remove_ending(name, ".gz");
  return name.ends_with(".txt") || name.ends_with(".json");
}

}  // namespace

ModuleTree parse_tree(std::string_view text, const std::string& file) {
  std::string unpacked;
  if (is_gzip(text)) {
    unpacked = gunzip(text, kLargestTree, file);
    text = unpacked;
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  TreeBuilder tree(text, file);
  if (const std::size_t invalid = find_invalid_utf8(text); invalid != kValidUtf8) {
    tree.fail(invalid, "invalid UTF-8; a module tree is text that lists names, not the weights");
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text[first] == '[' || text[first] == '{')) {
    parse_json_tree(text, tree);
  } else {
    parse_list(text, tree);
  }
  return {tree_name(file), std::move(tree).finish()};
}

ModuleTree read_tree(const std::string& file) {
  const std::string text = read_file(file);
  return parse_tree(text, file == "-" ? "standard input" : printable_path(file));
}

std::vector<std::string> list_tree_files(const std::string& file_or_folder) {
  namespace fs = std::filesystem;
  if (file_or_folder == "-" || !fs::is_directory(file_or_folder)) return {file_or_folder};
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(file_or_folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (is_tree_file(entry->path().filename().string()) && entry->is_regular_file()) files.push_back(entry->path().string());
  }
  if (error) throw InputError("cannot read " + printable_path(file_or_folder) + ": " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace overmatch
