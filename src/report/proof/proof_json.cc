// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "report/proof/proof_report.h"
#include "report/proof/proof_words.h"

namespace overmatch {
namespace {

using Json = nlohmann::ordered_json;

Json label_json(Label label, const ProofResult& result) {
  return label == kNull ? Json(nullptr) : Json(result.names[label - 1U]);
}

Json list_json(const ProofResult& result, const PatternList& list) {
  Json json = {{"mode", to_string(list.mode)}, {"patterns", list.patterns}};
  if (!list.has_labels()) return json;
  json["order"] = to_string(list.order);
  json["labels"] = Json::array();
  for (const Label label : list.labels) json["labels"].push_back(label_json(label, result));
  return json;
}

// What the references say of the witness; entries are numbered from 1.
Json reading_json(const ProofResult& result, const PatternList& list, const NameReading& reading) {
  if (!list.has_labels()) return reading.selected();
  const bool decided = reading.entry != kNoEntry;
  return {{"label", label_json(reading.label, result)},
          {"entry", decided ? Json(reading.entry + 1) : Json(nullptr)},
          {"pattern", decided ? Json(list.patterns[reading.entry]) : Json(nullptr)}};
}

std::string_view claim_name(Claim claim) {
  switch (claim) {
    case Claim::relation:
    case Claim::intended: break;
    case Claim::dead: return "dead";
    case Claim::no_overlap: return "no-overlap";
    case Claim::swap: return "swap";
  }
  return {};
}

std::string_view relation_name(Relation relation) {
  switch (relation) {
    case Relation::within: return "within";
    case Relation::disjoint: return "disjoint";
    case Relation::same: return "same";
  }
  return {};
}

Json witness_json(const Decision& decision) {
  return decision.verdict == Conclusion::refuted ? Json(decision.witness) : Json(nullptr);
}

Json counts_json(const CountsByLength& counts_by_length) {
  Json json;
  json["measured"] = counts_by_length.measured;
  if (!counts_by_length.measured) {
    json["why"] = counts_by_length.why;
    return json;
  }
  json["characters"] = kNameLetters;
  json["bounded"] = counts_by_length.bounded;
  json["by_length"] = Json::array();
  for (const LengthCount& count : counts_by_length.counts) {
    json["by_length"].push_back(
        {{"length", count.length}, {"names", count.names}, {"or_more", count.names == UINT64_MAX}});
  }
  json["shortest"] = counts_by_length.shortest;
  return json;
}

}  // namespace

std::string proof_json(const ProofResult& result) {
  const Decision& decision = result.decision;
  Json json;
  json["verdict"] = to_string(decision.verdict);
  json["witness"] = witness_json(decision);
  json["why"] = report::why_in_words(result);
  json["claim"] = report::statement_in_words(result);
  json["relation"] = relation_name(result.relation);
  json["first"] = list_json(result, result.first);
  json["second"] = list_json(result, result.second);
  json["intended"] = result.intended() ? Json(result.second.patterns.front()) : Json(nullptr);
  if (const std::string_view claim = claim_name(result.claim); !claim.empty()) {
    json["statement"] = claim;
    json["entries"] = {result.entries[0] + 1};
    if (result.claim != Claim::dead) json["entries"].push_back(result.entries[1] + 1);
  }
  if (result.first.only) json["only"] = label_json(*result.first.only, result);
  json["names"] = result.visible ? "without control characters" : "all";
  if (decision.verdict == Conclusion::refuted) {
    json["selected_by"] = {{"first", decision.in_first}, {"second", decision.in_second}};
    if (result.first.has_labels() || result.second.has_labels()) {
      json["given_by"] = {{"first", reading_json(result, result.first, decision.first)},
                          {"second", reading_json(result, result.second, decision.second)}};
    }
    json["extent"] = counts_json(decision.counts_by_length);
  }
  json["states"] = decision.states;
  return json.dump(2) + "\n";
}

}  // namespace overmatch
