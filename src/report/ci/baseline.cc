// SPDX-License-Identifier: Apache-2.0
#include "report/ci/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "cases/case_file.h"
#include "names/ascii.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/json_text.h"
#include "report/run_time.h"
#include "report/words.h"

namespace overmatch {

namespace {

using BaselineJson = nlohmann::json;

constexpr const char* kFormatKey = "overmatch_baseline";
constexpr int kBaselineFormat = 1;

// Whether a text is a day that exists, as YYYY-MM-DD.
bool is_day(const std::string& text) {
  constexpr std::string_view form = "0000-00-00";
  if (text.size() != form.size()) return false;
  for (std::size_t at = 0; at < form.size(); ++at) {
    if (form[at] == '0' ? !is_digit(text[at]) : text[at] != '-') return false;
  }
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::stoi(text.substr(at, size));
  };
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)),
                                     std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                     std::chrono::day(static_cast<unsigned>(number(8, 2))))
      .ok();
}

KnownFinding parse_entry(const BaselineJson& json, const std::string& place) {
  if (!json.is_object()) throw InputError(place + ": expected an object");
  KnownFinding entry;
  const std::map<std::string, std::string*> texts = {{"of", &entry.of},
                                                     {"id", &entry.id},
                                                     {"reason", &entry.reason},
                                                     {"until", &entry.until},
                                                     {"case", &entry.minimal}};
  for (const auto& [key, value] : json.items()) {
    if (key == "size") {
      if (!value.is_number_unsigned()) throw InputError(place + ": \"size\" should be a number");
      entry.size = value.get<std::size_t>();
      continue;
    }
    const auto text = texts.find(key);
    if (text == texts.end()) {
      throw InputError(place + ": unknown member " + quoted_short(key) +
                       "; an entry has of, id, size, case, reason and until");
    }
    if (value.is_null() && key == "until") continue;
    if (!value.is_string()) throw InputError(place + ": \"" + key + "\" should be a string");
    *text->second = value.get<std::string>();
  }
  if (entry.of.empty() || entry.id.empty())
    throw InputError(place + ": \"of\" and \"id\" are missing or empty");
  if (!entry.until.empty() && !is_day(entry.until))
    throw InputError(place + ": \"until\" should be a day, such as 2027-01-31");
  return entry;
}

}  // namespace

Baseline Baseline::parse(std::string_view text, const std::string& file) {
  const BaselineJson json = parse_json(text, file);
  if (!json.is_object() || !json.contains(kFormatKey) || !json.contains("findings") ||
      json.size() != 2)
    throw InputError(fmt::format("{}: is no baseline: expected {{\"{}\": {}, \"findings\": [...]}}",
                                 file, kFormatKey, kBaselineFormat));
  if (json[kFormatKey] != kBaselineFormat) {
    throw InputError(fmt::format("{}: has another format than {}, which this overmatch reads", file,
                                 kBaselineFormat));
  }
  const BaselineJson& listed = json["findings"];
  if (!listed.is_array()) throw InputError(file + ": \"findings\" should be an array");
  Baseline out;
  std::set<std::pair<std::string, std::string>> ids;
  for (std::size_t at = 0; at < listed.size(); ++at) {
    const std::string place = fmt::format("{}: findings[{}]", file, at);
    KnownFinding entry = parse_entry(listed[at], place);
    if (!ids.emplace(entry.of, entry.id).second)
      throw InputError(place + ": " + quoted_short(entry.id) + " is listed twice");
    out.entries_.push_back(std::move(entry));
  }
  return out;
}

std::string Baseline::text() const {
  std::string out =
      fmt::format("{{\n  \"{}\": {},\n  \"findings\": [", kFormatKey, kBaselineFormat);
  const auto add = [&](std::string_view key, const std::string& value) {
    out += fmt::format("{}\"{}\": ", key == "of" ? "" : ", ", key);
    append_json_string(out, value);
  };
  for (const KnownFinding& entry : entries_) {
    out += &entry == &entries_.front() ? "\n    {" : ",\n    {";
    add("of", entry.of);
    add("id", entry.id);
    if (entry.size > 0) out += fmt::format(", \"size\": {}", entry.size);
    if (!entry.minimal.empty()) add("case", entry.minimal);
    add("reason", entry.reason);
    if (!entry.until.empty()) add("until", entry.until);
    out += '}';
  }
  return out + (entries_.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

std::vector<std::string> Baseline::in_force(const std::string& of, const std::string& today) const {
  std::vector<std::string> ids;
  for (const KnownFinding& entry : entries_) {
    if (entry.of == of && (entry.until.empty() || entry.until >= today)) ids.push_back(entry.id);
  }
  return ids;
}

BaselineVerdict Baseline::judge(const std::string& of, const std::vector<FoundId>& found,
                                const std::string& today, bool complete) const {
  BaselineVerdict out;
  out.known.resize(found.size());
  for (const KnownFinding& entry : entries_) {
    if (entry.of != of) continue;
    const auto each = std::find_if(found.begin(), found.end(),
                                   [&](const FoundId& one) { return one.id == entry.id; });
    const std::string reason = entry.reason.empty() ? "" : " (" + entry.reason + ")";
    if (each == found.end()) {
      if (complete)
        out.notes.push_back("no longer occurs: " + entry.id + reason +
                            "; take it out with --update-baseline");
    } else if (!entry.until.empty() && entry.until < today) {
      out.notes.push_back("was known until " + entry.until + ": " + entry.id + reason);
    } else if (each->size > entry.size) {
      out.notes.push_back(fmt::format("has grown from {} to {}: {}{}", report::grouped(entry.size),
                                      report::counted(each->size, "name"), entry.id, reason));
    } else if (!entry.minimal.empty() && !each->minimal.empty() && each->minimal != entry.minimal) {
      out.notes.push_back(fmt::format("shows another case, {}, than the known one, {}: {}{}",
                                      each->minimal, entry.minimal, entry.id, reason));
    } else {
      out.known[static_cast<std::size_t>(each - found.begin())] = true;
    }
  }
  return out;
}

std::vector<std::string> Baseline::update(const std::string& of,
                                          const std::vector<FoundId>& found) {
  std::vector<KnownFinding> fresh;
  for (const FoundId& one : found) {
    const auto old = std::find_if(entries_.begin(), entries_.end(), [&](const KnownFinding& entry) {
      return entry.of == of && entry.id == one.id;
    });
    fresh.push_back(old == entries_.end() ? KnownFinding{of, one.id, 0, "", ""} : *old);
    fresh.back().size = one.size;
    if (!one.minimal.empty()) fresh.back().minimal = one.minimal;
  }
  std::vector<std::string> gone;
  for (const KnownFinding& entry : entries_) {
    if (entry.of == of && std::none_of(fresh.begin(), fresh.end(), [&](const KnownFinding& each) {
          return each.id == entry.id;
        }))
      gone.push_back(entry.id);
  }
  std::erase_if(entries_, [&](const KnownFinding& entry) { return entry.of == of; });
  entries_.insert(entries_.end(), fresh.begin(), fresh.end());
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const KnownFinding& left, const KnownFinding& right) {
                     return std::tie(left.of, left.id) < std::tie(right.of, right.id);
                   });
  return gone;
}

std::string today_in_utc() { return report::utc_text(std::time(nullptr)).substr(0, 10); }

std::string minimal_of(const Finding& finding) {
  if (finding.out_of_time || finding.as_given || !finding.not_reduced.empty()) return "";
  constexpr std::size_t longest = 160;
  const auto listed = [](const Names& names) {
    std::string out;
    for (const std::string_view name : names) {
      if (!out.empty()) out += ", ";
      const bool plain = !name.empty() && name.find_first_of(" ,\"") == std::string_view::npos;
      out += plain ? printable_path(std::string(name)) : in_quotes(name);
    }
    return out;
  };
  const Case& content = finding.minimal;
  std::string text = listed(content.patterns) + " on " + listed(content.modules);
  if (content.labels.empty() && text.size() <= longest) return text;
  return case_file_name(content);
}

std::vector<FoundId> ids_of(const std::vector<Finding>& findings) {
  std::vector<FoundId> ids;
  const auto add = [&](const Finding& finding) {
    const auto same = std::find_if(ids.begin(), ids.end(),
                                   [&](const FoundId& each) { return each.id == finding.id(); });
    const std::string minimal = minimal_of(finding);
    if (same == ids.end()) {
      ids.push_back({finding.id(), 0, 0, minimal});
    } else if (same->minimal.empty() || minimal.empty()) {
      same->minimal.clear();
    } else if (same->minimal != minimal) {
      same->minimal += "; " + minimal;
    }
  };
  for (const Finding& finding : findings) {
    add(finding);
    for (const Finding& same : finding.same_mistake) add(same);
  }
  return ids;
}

}  // namespace overmatch
