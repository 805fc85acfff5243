// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/fuzz_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "fuzz/case_text.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/json_text.h"
#include "properties/registry.h"

namespace overmatch::fuzz {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 4> kParts = {"/corpus", "/seeds", "/pending", "/findings"};

std::string rest_of(const Mark& mark) {
  const nlohmann::json rest = {{"fuzz",
                                {{"property", mark.key.property->name},
                                 {"direction", to_string(mark.key.direction)},
                                 {"shape", to_string(mark.key.group)},
                                 {"ended", mark.ended},
                                 {"subject", mark.subject},
                                 {"found_after", mark.found_after}}}};
  std::string text;
  append_json(text, rest);
  return text;
}

std::optional<Mark> mark_of(const About& about) {
  const nlohmann::json rest = parse_json(about.rest, "about");
  if (!rest.contains("fuzz")) return std::nullopt;
  const nlohmann::json& fuzz = rest["fuzz"];
  try {
    Mark mark;
    mark.key.property = find_property(fuzz.at("property").get<std::string>());
    const std::string direction = fuzz.at("direction").get<std::string>();
    for (const auto each : {Direction::overmatch, Direction::undermatch, Direction::other}) {
      if (to_string(each) == direction) mark.key.direction = each;
    }
    const std::string group = fuzz.at("shape").get<std::string>();
    for (std::size_t each = 0; each < kKindGroups; ++each) {
      if (to_string(static_cast<KindGroup>(each)) == group)
        mark.key.group = static_cast<KindGroup>(each);
    }
    mark.ended = fuzz.at("ended").get<std::string>();
    mark.subject = fuzz.at("subject").get<std::string>();
    mark.found_after = fuzz.at("found_after").get<std::uint64_t>();
    mark.what = about.title;
    return mark.key.property == nullptr ? std::nullopt : std::optional(mark);
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw InputError(folder + ": cannot make the folder, " + error.message());
}

}  // namespace

std::size_t most_deaths_like(const Mark& mark) noexcept {
  constexpr std::size_t kMostCrashes = 3;
  return mark.ended.starts_with("hung") || mark.ended.starts_with("ran") ? 1 : kMostCrashes;
}

FuzzFolder::FuzzFolder(std::string folder) : folder_(std::move(folder)) {
  for (const char* const part : kParts) {
    make_folder(folder_ + part);
    remove_abandoned(folder_ + part);
  }
}

FuzzFolder::~FuzzFolder() {
  for (const char* const part : kParts) remove_abandoned(folder_ + part);
}

void FuzzFolder::add_pending(const Mark& mark, const Case& content) const {
  SavedCase saved{content, {}};
  saved.about.title = mark.what;
  saved.about.rest = rest_of(mark);
  std::string name = case_file_name(content);
  name.resize(name.size() - std::string_view(".json").size());
  name.append("-")
      .append(mark.key.property->name)
      .append("-")
      .append(to_string(mark.key.direction));
  name.append("-").append(to_string(mark.key.group)).append(".json");
  write_file(folder_ + "/pending/" + name, format_case(saved));
}

void FuzzFolder::add_death(const std::string& ended, const std::string& subject,
                           std::uint64_t found_after, const Case& content) const {
  const Mark mark{
      {&kTotality, Direction::other, KindGroup::whole_list}, ended, ended, subject, found_after};
  std::size_t same = 0;
  for (const auto& list : {pending(), findings()}) {
    same += static_cast<std::size_t>(std::count_if(
        list.begin(), list.end(), [&](const Marked& each) { return each.mark == mark; }));
  }
  if (same < most_deaths_like(mark)) add_pending(mark, content);
}

std::string FuzzFolder::add_finding(const Mark& mark, const SavedCase& saved) const {
  SavedCase marked = saved;
  marked.about.rest = rest_of(mark);
  return save_case(marked, folder_ + "/findings");
}

std::vector<Marked> FuzzFolder::list(const std::string& part) const {
  std::vector<Marked> all;
  for (const std::string& file : list_case_files(folder_ + "/" + part)) {
    try {
      const SavedCase saved = read_case(file);
      if (const auto mark = mark_of(saved.about)) all.push_back({*mark, saved.content, file});
    } catch (const InputError&) {
      continue;
    }
  }
  return all;
}

void FuzzFolder::remove(const std::string& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

void FuzzFolder::write_seeds(const std::vector<Case>& cases) const {
  std::error_code ignored;
  fs::remove_all(seeds(), ignored);
  make_folder(seeds());
  std::string text;
  for (const Case& content : cases) {
    write_case_text(content, text);
    if (text.size() <= kMostBytes) write_file(seeds() + "/" + case_file_name(content), text);
  }
}

std::size_t FuzzFolder::corpus_size() const {
  std::error_code ignored;
  std::size_t files = 0;
  for (auto entry = fs::directory_iterator(corpus(), ignored);
       !ignored && entry != fs::directory_iterator(); entry.increment(ignored)) {
    ++files;
  }
  return files;
}

}  // namespace overmatch::fuzz
