// SPDX-License-Identifier: Apache-2.0
// Saves cases under their names in a folder.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/json_text.h"
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

void keep_names(About& about, const SavedCase& original) {
  constexpr std::size_t kMostNames = 64;
  const Case& content = original.content;
  if (content.patterns.size() + content.modules.size() > kMostNames) return;
  nlohmann::json rest = parse_json(about.rest, "about");
  const auto names = [](const Names& from) {
    nlohmann::json list = nlohmann::json::array();
    for (const std::string_view name : from) list.push_back(std::string(name));
    return list;
  };
  nlohmann::json& before = rest["shrunk_from"];
  before["patterns"] = names(content.patterns);
  before["modules"] = names(content.modules);
  if (!original.about.title.empty()) before["title"] = original.about.title;
  about.rest.clear();
  append_json(about.rest, rest);
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
