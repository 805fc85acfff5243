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

std::string rest_of(const ViolationRecord& record) {
  const nlohmann::json rest = {{"fuzz",
                                {{"property", record.key.property->name},
                                 {"direction", to_string(record.key.direction)},
                                 {"shape", to_string(record.key.group)},
                                 {"ended", record.ended},
                                 {"subject", record.subject},
                                 {"found_after", record.found_after}}}};
  std::string text;
  append_json(text, rest);
  return text;
}

std::optional<ViolationRecord> mark_of(const About& about) {
  const nlohmann::json rest = parse_json(about.rest, "about");
  if (!rest.contains("fuzz")) return std::nullopt;
  const nlohmann::json& fuzz = rest["fuzz"];
  try {
    ViolationRecord record;
    record.key.property = find_property(fuzz.at("property").get<std::string>());
    const std::string direction = fuzz.at("direction").get<std::string>();
    for (const auto each : {Direction::overmatch, Direction::undermatch, Direction::other}) {
      if (to_string(each) == direction) record.key.direction = each;
    }
    const std::string group = fuzz.at("shape").get<std::string>();
    for (std::size_t each = 0; each < kKindGroups; ++each) {
      if (to_string(static_cast<KindGroup>(each)) == group)
        record.key.group = static_cast<KindGroup>(each);
    }
    record.ended = fuzz.at("ended").get<std::string>();
    record.subject = fuzz.at("subject").get<std::string>();
    record.found_after = fuzz.at("found_after").get<std::uint64_t>();
    record.what = about.title;
    return record.key.property == nullptr ? std::nullopt : std::optional(record);
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

std::size_t most_crashes_like(const ViolationRecord& record) noexcept {
  constexpr std::size_t kMostCrashes = 3;
  return record.ended.starts_with("hung") || record.ended.starts_with("ran") ? 1 : kMostCrashes;
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

void FuzzFolder::add_pending(const ViolationRecord& record, const Case& content) const {
  SavedCase saved{content, {}};
  saved.about.title = record.what;
  saved.about.rest = rest_of(record);
  std::string name = case_file_name(content);
  name.resize(name.size() - std::string_view(".json").size());
  name.append("-")
      .append(record.key.property->name)
      .append("-")
      .append(to_string(record.key.direction));
  name.append("-").append(to_string(record.key.group)).append(".json");
  write_file(folder_ + "/pending/" + name, format_case(saved));
}

void FuzzFolder::add_crash(const std::string& ended, const std::string& subject,
                           std::uint64_t found_after, const Case& content) const {
  const ViolationRecord record{
      {&kTotality, Direction::other, KindGroup::whole_list}, ended, ended, subject, found_after};
  std::size_t same = 0;
  for (const auto& list : {pending(), findings()}) {
    same += static_cast<std::size_t>(
        std::count_if(list.begin(), list.end(),
                      [&](const RecordedViolation& each) { return each.record == record; }));
  }
  if (same < most_crashes_like(record)) add_pending(record, content);
}

std::string FuzzFolder::add_finding(const ViolationRecord& record, const SavedCase& saved) const {
  SavedCase recorded = saved;
  recorded.about.rest = rest_of(record);
  return save_case(recorded, folder_ + "/findings");
}

std::vector<RecordedViolation> FuzzFolder::list(const std::string& part) const {
  std::vector<RecordedViolation> all;
  for (const std::string& file : list_case_files(folder_ + "/" + part)) {
    try {
      const SavedCase saved = read_case(file);
      if (const auto record = mark_of(saved.about)) all.push_back({*record, saved.content, file});
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
