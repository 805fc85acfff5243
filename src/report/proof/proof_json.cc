// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "report/proof/proof_report.h"
#include "report/proof/proof_words.h"

namespace overmatch {
namespace {

using Json = nlohmann::ordered_json;

Json list_json(const PatternList& list) {
  return {{"mode", to_string(list.mode)}, {"patterns", list.patterns}};
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
  json["first"] = list_json(result.first);
  json["second"] = list_json(result.second);
  json["intended"] = result.intended ? Json(result.second.patterns.front()) : Json(nullptr);
  json["names"] = result.visible ? "without control characters" : "all";
  if (decision.verdict == Conclusion::refuted) {
    json["selected_by"] = {{"first", decision.in_first}, {"second", decision.in_second}};
    json["extent"] = counts_json(decision.counts_by_length);
  }
  json["states"] = decision.states;
  return json.dump(2) + "\n";
}

}  // namespace overmatch
