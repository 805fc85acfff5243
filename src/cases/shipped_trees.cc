// SPDX-License-Identifier: Apache-2.0
#include "cases/shipped_trees.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include "names/ascii.h"
#include "names/closest.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"

namespace overmatch {

namespace fs = std::filesystem;

namespace {

// No name is longer than this.
constexpr std::size_t kLongestTreeName = 128;
// Names that a message lists at most.
constexpr std::size_t kListedTrees = 6;
constexpr std::string_view kTypesEnding = ".tree.jsonl.gz";

// Without the endings that trees have in the corpus.
std::string_view name_in_corpus(std::string_view name) {
  constexpr std::array<std::string_view, 3> endings = {".gz", ".modules.txt", ".tree.jsonl"};
  for (const std::string_view ending : endings) {
    if (name.ends_with(ending)) name.remove_suffix(ending.size());
  }
  return name;
}

// "OWNER/NAME" without an ending that files of ours have.
bool is_hub_id(std::string_view name) {
  constexpr std::array<std::string_view, 6> endings = {".gz",    ".txt",         ".json",
                                                       ".jsonl", ".safetensors", ".gguf"};
  const std::size_t slash = name.find('/');
  return slash != 0 && slash + 1 < name.size() && name.find('/', slash + 1) == name.npos &&
         name.front() != '.' && name.front() != '~' &&
         std::none_of(endings.begin(), endings.end(),
                      [&](std::string_view ending) { return name.ends_with(ending); });
}

// The file of the model with this id, by the first two columns of sources.tsv; "" if there is none.
std::string file_of_model(std::string_view id, const std::string& folder) {
  const std::string table = read_file(folder + "/sources.tsv");
  std::string found;
  for (std::string_view rest = table; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t file_end = std::min(line.find('\t'), line.size());
    const std::string_view file = line.substr(0, file_end);
    std::string_view model = line.substr(std::min(file_end + 1, line.size()));
    model = model.substr(0, model.find('\t'));
    if (equal_but_for_case(model, id) && (found.empty() || file.ends_with(kTypesEnding)))
      found = folder + "/" + std::string(file);
  }
  return found;
}

// The names that contain `name`, else the one that it resembles.
std::vector<std::string_view> similar(std::string_view name,
                                      const std::vector<std::string_view>& names) {
  std::vector<std::string_view> found;
  std::copy_if(names.begin(), names.end(), std::back_inserter(found),
               [&](std::string_view each) { return each.find(name) != each.npos; });
  if (!found.empty()) return found;
  if (const std::string_view meant = closest(name, names); !meant.empty()) found.push_back(meant);
  return found;
}

// The file in the folder with this name; "" if nothing there resembles it. Throws InputError with
// what does.
std::string file_of_name(std::string_view name, const std::string& folder) {
  const std::vector<std::string> files = list_tree_files(folder);
  std::vector<std::string_view> names;
  for (const std::string& file : files) {
    const std::string_view base = std::string_view(file).substr(file.rfind('/') + 1);
    if (base == name || name_in_corpus(base) == name_in_corpus(name)) return file;
    names.push_back(name_in_corpus(base));
  }
  std::vector<std::string_view> meant = similar(name_in_corpus(name), names);
  if (meant.empty()) return "";
  const std::size_t more = meant.size() - std::min(meant.size(), kListedTrees);
  meant.resize(meant.size() - more);
  throw InputError(
      fmt::format("{}: no such file, and no tree of overmatch has this name; there {} {}{}",
                  printable_path(name), meant.size() == 1 ? "is" : "are", fmt::join(meant, ", "),
                  more == 0 ? "" : fmt::format(" and {} more", more)));
}

}  // namespace

std::string tree_file(const std::string& given, const std::string& folder) {
  std::error_code error;  // ignored: the reader says what is wrong with a path
  if (given.empty() || given == "-" || given.size() > kLongestTreeName ||
      fs::exists(given, error) || !fs::is_directory(folder, error))
    return given;
  std::string_view name = given;
  constexpr std::string_view kFolder = "corpus/trees/";
  if (name.starts_with(kFolder)) name.remove_prefix(kFolder.size());
  if (name.empty()) return given;
  if (name.find('/') == name.npos) {
    const std::string found = file_of_name(name, folder);
    return found.empty() ? given : found;
  }
  if (!is_hub_id(name)) return given;
  const std::string found = file_of_model(name, folder);
  if (!found.empty()) return found;
  throw InputError(
      fmt::format("{}: no such file, and overmatch has no tree of a model with this "
                  "id: write one with overmatch.tree(model).save(FILE) in Python",
                  printable_path(given)));
}

}  // namespace overmatch
