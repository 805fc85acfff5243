// SPDX-License-Identifier: Apache-2.0
#include "cases/corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "names/input_error.h"
#include "names/readers/files.h"

namespace overmatch {

namespace fs = std::filesystem;

std::string corpus_folder() {
  std::error_code error;  // ignored: a folder that cannot be read counts as missing
  if (const char* const set = std::getenv("OVERMATCH_CORPUS"); set != nullptr && *set != '\0') {
    // No fallback from a folder that the user named: the run would use another corpus than he
    // believes.
    if (!fs::is_directory(set, error))
      throw InputError(fmt::format("{}: no folder, but OVERMATCH_CORPUS names it", set));
    return set;
  }
  const std::string program = program_path();
  for (fs::path at = fs::path(program).parent_path();; at = at.parent_path()) {
    const fs::path corpus = at / "share/overmatch/corpus";
    if (!program.empty() && fs::is_directory(corpus, error)) return corpus.string();
    if (at == at.parent_path()) break;
  }
  throw InputError(fmt::format(
      "{}: no folder share/overmatch/corpus beside it or above, set OVERMATCH_CORPUS to the corpus",
      program.empty() ? "overmatch" : program));
}

std::vector<std::string> list_case_files(const std::string& file_or_folder) {
  std::error_code error;
  if (file_or_folder == "-") return {file_or_folder};
  if (!fs::exists(file_or_folder, error))
    throw InputError(fmt::format("{}: no such file or folder", file_or_folder));
  if (!fs::is_directory(file_or_folder, error)) return {file_or_folder};
  std::vector<std::string> files;
  auto entry = fs::recursive_directory_iterator(file_or_folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;  // an entry that vanished meanwhile is skipped
    if (entry->path().extension() == ".json" && entry->is_regular_file(ignored))
      files.push_back(entry->path().string());
  }
  if (error)
    throw InputError(
        fmt::format("{}: cannot list the folder, {}", file_or_folder, error.message()));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace overmatch
