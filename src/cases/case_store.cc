// SPDX-License-Identifier: Apache-2.0
// Saves cases under their names in a folder.
#include <fmt/format.h>

#include <filesystem>

#include "cases/case_file.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/sha256.h"

namespace overmatch {

std::string hex_digest(std::string_view text) {
  const Sha256 digest = sha256(text);
  // 16 hex digits: a million cases collide with probability 3e-8.
  constexpr std::ptrdiff_t kBytes = 8;
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + kBytes, ""));
}

std::string case_file_name(const Case& content) {
  return hex_digest(format_case({content, {}})) + ".json";
}

std::string save_case(const SavedCase& saved, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw InputError(fmt::format("{}: cannot make the folder, {}", folder, error.message()));
  const std::string file = (std::filesystem::path(folder) / case_file_name(saved.content)).string();
  write_file(file, format_case(saved));
  return file;
}

}  // namespace overmatch
