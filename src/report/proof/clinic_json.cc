// SPDX-License-Identifier: Apache-2.0
// Writes the result of the regex clinic for programs.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/proof/proof_report.h"

namespace overmatch {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kExamplesInJson = 10;

Json some_json(const RealNames& names, const Selection& some) {
  Json json = {{"names", some.size()}, {"examples", Json::array()}};
  for (std::size_t at = 0; at < std::min(some.size(), kExamplesInJson); ++at)
    json["examples"].push_back(names[some[at]]);
  return json;
}

Json effect_json(const RealNames& names, const Effect& effect) {
  return {{"selected_before", effect.before},
          {"selected", effect.after},
          {"takes_away", some_json(names, effect.lost)},
          {"adds", some_json(names, effect.gained)}};
}

}  // namespace

std::string clinic_json(const std::string& regex, const RealNames& names,
                        const Diagnosis& diagnosis) {
  Json json;
  json["verdict"] = to_string(diagnosis.verdict);
  json["witness"] = nullptr;
  json["why"] = "";
  json["regex"] = regex;
  json["tried_on"] = {{"names", names.size()}, {"of", names.title()}};
  json["selected"] = Json::object();
  for (const auto& count : diagnosis.counts)
    json["selected"][std::string(to_string(count.how))] = count.names;
  json["applied"] = to_string(diagnosis.applied);
  json["mended"] = diagnosis.repaired;
  json["effect"] =
      diagnosis.repaired == regex ? Json(nullptr) : effect_json(names, diagnosis.effect);
  json["findings"] = Json::array();
  for (const auto& finding : diagnosis.findings) {
    const Effect& effect = finding.effect;
    const Json witness = !effect.lost.empty()     ? Json(names[effect.lost.front()])
                         : !effect.gained.empty() ? Json(names[effect.gained.front()])
                                                  : Json(nullptr);
    if (finding.warning && json["why"] == "") {
      json["witness"] = witness;
      json["why"] = finding.what;
    }
    json["findings"].push_back(
        {{"kind", to_string(finding.kind)},
         {"severity", finding.warning ? "warning" : "note"},
         {"what", finding.what},
         {"witness", witness},
         {"corrected", finding.corrected.empty() ? Json(nullptr) : Json(finding.corrected)},
         {"effect", finding.corrected.empty() ? Json(nullptr) : effect_json(names, effect)}});
  }
  json["harmless"] = Json::array();
  for (const auto& one : diagnosis.harmless)
    json["harmless"].push_back({{"kind", to_string(one.kind)}, {"what", one.what}});
  json["undecided"] = diagnosis.undecided.empty() ? Json(nullptr) : Json(diagnosis.undecided);
  if (diagnosis.verdict == Conclusion::undecided) json["why"] = diagnosis.undecided;
  return json.dump(2) + "\n";
}

}  // namespace overmatch
