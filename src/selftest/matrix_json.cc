// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "properties/registry.h"
#include "selftest/matrix_report.h"

namespace overmatch {

namespace {

using Json = nlohmann::ordered_json;

std::string_view to_string(Expect expect) {
  switch (expect) {
    case Expect::wrong: return "wrong";
    case Expect::crash: return "crash";
    case Expect::hang: return "hang";
    case Expect::memory: return "memory";
    case Expect::correct: return "correct";
  }
  return {};
}

std::string_view to_string(Differs differs) {
  switch (differs) {
    case Differs::inside: return "inside";
    case Differs::beyond_core: return "beyond the core";
    case Differs::beyond_limit: return "beyond the limit";
    case Differs::nowhere: return "nowhere";
  }
  return {};
}

Json row_json(const MatrixRow& row) {
  const Planted& planted = *row.planted;
  Json json;
  json["name"] = planted.name;
  json["mode"] = overmatch::to_string(planted.mode);
  json["class"] = planted.theme;
  json["bug"] = planted.bug;
  json["source"] = planted.source;
  json["expect"] = to_string(planted.expect);
  json["differs"] = to_string(planted.differs);
  json["mark_holds"] = planted.differs == Differs::inside ? Json(nullptr) : Json(row.mark_holds);
  json["found_after"] = row.found() ? Json(row.found_after) : Json(nullptr);
  json["phase"] = row.found() ? Json(overmatch::to_string(row.phase)) : Json(nullptr);
  json["strategy"] = row.strategy;
  json["property"] = row.property;
  json["what"] = row.what;
  json["case"] = row.found() ? Json::parse(format_case_line({row.content, {}})) : Json(nullptr);
  json["cases"] = row.cases;
  Json killed = Json::object();
  Json expected = Json::array();
  for (std::size_t at = 0; at < all_properties().size(); ++at) {
    const Property& property = *all_properties()[at];
    if (row.killed_after[at] != 0) killed[std::string(property.name)] = row.killed_after[at];
    if ((row.expected >> at & 1U) != 0) expected.push_back(property.name);
  }
  json["killed_after"] = std::move(killed);
  json["expected"] = std::move(expected);
  return json;
}

}  // namespace

std::string matrix_json(const MatrixResult& result) {
  Json json;
  json["seed"] = result.seed;
  json["property_cases"] = result.property_cases;
  Json properties = Json::array();
  for (const Property* const property : result.properties) properties.push_back(property->name);
  json["properties"] = std::move(properties);
  Json rows = Json::array();
  for (const MatrixRow& row : result.rows) rows.push_back(row_json(row));
  json["matchers"] = std::move(rows);
  Json faults = Json::array();
  for (const Fault& fault : result.faults) {
    faults.push_back(
        {{"kind", to_string(fault.kind)}, {"about", fault.about}, {"what", fault.what}});
  }
  json["faults"] = std::move(faults);
  json["interrupted"] = result.interrupted;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace overmatch
