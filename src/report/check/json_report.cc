// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "report/check/finding_facts.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"

namespace overmatch {

namespace {

using Json = nlohmann::ordered_json;

Json case_json(const Case& content) { return Json::parse(format_case_line({content, {}})); }

// Paths, "rejected", or null where the subject gave no answer.
Json selected_json(const Finding& finding) {
  if (finding.rejected) return "rejected";
  if (!finding.crash.empty() || finding.selected.size() != finding.minimal.modules.size())
    return nullptr;
  Json paths = Json::array();
  for (std::size_t at = 0; at < finding.selected.size(); ++at) {
    if (finding.selected[at] != Answer::kNo) paths.push_back(finding.minimal.modules[at]);
  }
  return paths;
}

// Of a list with labels: the label of each module, or null. Null where the subject gave no answer.
Json labels_json(const Finding& finding) {
  if (selected_json(finding).is_null() || finding.rejected) return nullptr;
  Json labels = Json::array();
  for (const Label label : finding.selected) {
    const auto name = finding.minimal.labels.name(label);
    labels.push_back(name ? Json(*name) : Json(nullptr));
  }
  return labels;
}

Json proof_json(const Finding& finding) {
  if (finding.minimality == Minimality::not_proved) return nullptr;
  return {{"scope", finding.minimality == Minimality::proved ? "all" : "embedded"},
          {"tried", finding.tried},
          {"alphabet", finding.alphabet}};
}

Json finding_json(const Finding& finding) {
  Json json;
  json["property"] = finding.key.property->name;
  json["case"] = case_json(finding.minimal);
  json["selected"] = selected_json(finding);
  if (!finding.minimal.labels.empty()) json["labels"] = labels_json(finding);
  json["minimal"] = finding.minimality == Minimality::not_proved ? "not proved" : "proved";
  json["out_of_time"] = finding.out_of_time;
  json["found_after"] = finding.found_after;
  json["file"] = finding.file;
  json["direction"] = to_string(finding.key.direction);
  json["kind"] = finding.kind ? Json(to_string(*finding.kind)) : Json(nullptr);
  json["id"] = finding.id();
  json["headline"] = report::headline(finding);
  json["what"] = finding.what;
  json["also"] = finding.also;
  json["pattern"] = finding.pattern;
  json["module"] = finding.module;
  json["proof"] = proof_json(finding);
  json["phase"] = to_string(finding.phase);
  json["strategy"] = finding.strategy;
  json["crash"] = finding.crash;
  json["reproducible"] = finding.reproducible;
  json["not_reduced"] = finding.not_reduced;
  // Findings that most likely have the same cause.
  Json& same = json["same_mistake"] = Json::array();
  for (const Finding& other : finding.same_mistake) {
    same.push_back({{"property", other.key.property->name},
                    {"id", other.id()},
                    {"headline", report::headline(other)},
                    {"case", case_json(other.minimal)},
                    {"selected", selected_json(other)}});
  }
  return json;
}

Json findings_json(const std::vector<Finding>& findings) {
  Json json = Json::array();
  for (const Finding& finding : findings) json.push_back(finding_json(finding));
  return json;
}

Json real_examples_json(const std::vector<RealExample>& real_examples) {
  Json json = Json::array();
  for (const RealExample& real_example : real_examples) {
    json.push_back({{"tree", real_example.tree},
                    {"pattern", real_example.pattern},
                    {"module", real_example.target},
                    {"direction", to_string(real_example.direction)},
                    {"wrong", real_example.wrong},
                    {"count", real_example.wrong_count}});
  }
  return json;
}

Json statistics_json(const CampaignResult& result) {
  Json json;
  json["calls"] = result.statistics.calls;
  json["left_out"] = result.statistics.left_out;
  Json& untried = json["untried"] = Json::object();
  for (const auto& [name, count] : report::untried_phases(result.statistics))
    untried[std::string(name)] = count;
  json["swept"] = result.statistics.small_pairs;
  Json& properties = json["properties"] = Json::object();
  for (const report::PropertyRow& row : report::property_rows(result)) {
    properties[std::string(row.property->name)] = {{"checked", row.count.checked},
                                                   {"vacuous", row.count.vacuous},
                                                   {"violated", row.count.violated}};
  }
  for (const report::CountTable& table : report::count_tables(result.statistics)) {
    Json& counts = json[std::string(table.key)] = Json::object();
    for (const auto& [name, count] : table.counts) counts[std::string(name)] = count;
  }
  return json;
}

}  // namespace

std::string json_report(const CampaignResult& result) {
  Json json;
  json["subject"] = result.subject;
  json["mode"] = to_string(result.mode);
  json["seed"] = result.seed;
  json["cases"] = result.statistics.cases;
  json["violations"] = findings_json(result.findings);
  json["accepted"] = findings_json(result.accepted);
  json["sightings"] = real_examples_json(result.real_examples);
  json["covered"] = result.covered;
  json["statistics"] = statistics_json(result);
  json["complete"] = is_complete(result);
  json["incomplete"] = result.incomplete;
  json["interrupted"] = result.interrupted;
  json["broke_off"] = result.broke_off;
  json["not_saved"] = result.not_saved;
  json["budget"] = result.budget > 0 ? Json(result.budget) : Json(nullptr);
  json["out_of_time"] = result.out_of_time;
  json["gave_up"] = result.gave_up;
  json["deaths"] = result.crashes;
  json["notes"] = result.notes;
  json["other_modes"] = result.other_modes;
  json["other_lists"] = result.other_lists;
  for (const ReplayedCase& each : result.replayed)
    json["replayed"].push_back({{"file", each.file}, {"outcome", to_string(each.outcome)}});
  // A subject's name or output may be invalid UTF-8, which is replaced.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace overmatch
