// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "names/readers/json_string.h"
#include "names/readers/tree_lines.h"

namespace overmatch {

namespace {

void append_text_member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(", \"").append(name).append("\": ");
  append_json_string(out, value);
}

void append_bases(std::string& out, const ModelFacts& facts) {
  bool is_first = true;
  for (const ModuleClass& each : facts.classes) {
    if (each.bases.empty()) continue;
    out += std::exchange(is_first, false) ? ", \"bases\": {" : ", ";
    append_json_string(out, each.name);
    out += ": [";
    for (const std::string& base : each.bases) {
      if (&base != &each.bases.front()) out += ", ";
      append_json_string(out, base);
    }
    out += ']';
  }
  if (!is_first) out += '}';
}

void append_pairs(std::string& out, const char* member,
                  const std::vector<std::pair<std::string, std::string>>& pairs) {
  bool is_first = true;
  for (const auto& [left, right] : pairs) {
    out += std::exchange(is_first, false) ? std::string(", \"") + member + "\": [[" : ", [";
    append_json_string(out, left);
    out += ", ";
    append_json_string(out, right);
    out += ']';
  }
  if (!is_first) out += ']';
}

void append_declared_ties(std::string& out, const ModelFacts& facts) {
  if (facts.declared_ties.empty()) return;
  const bool has_sources = std::any_of(facts.declared_ties.begin(), facts.declared_ties.end(),
                                       [](const auto& tie) { return !tie.second.empty(); });
  out += ", \"declared_ties\": ";
  out += has_sources ? '{' : '[';
  for (const auto& tie : facts.declared_ties) {
    if (&tie != &facts.declared_ties.front()) out += ", ";
    append_json_string(out, tie.first);
    if (!has_sources) continue;
    out += ": ";
    append_json_string(out, tie.second);
  }
  out += has_sources ? '}' : ']';
}

void append_header(std::string& out, const ModelFacts& facts) {
  out += "{\"overmatch_tree\": 1";
  append_text_member(out, "model_type", facts.model_type);
  if (!facts.config.empty()) out.append(", \"config\": ").append(facts.config);
  append_text_member(out, "input_embeddings", facts.input_embeddings);
  append_text_member(out, "output_embeddings", facts.output_embeddings);
  append_bases(out, facts);
  append_pairs(out, "tied", facts.tied);
  append_declared_ties(out, facts);
  append_pairs(out, "aliases", facts.aliases);
  if (facts.from_checkpoint) out += ", \"checkpoint\": true";
  if (facts.printed) out += ", \"printed\": true";
  out += "}\n";
}

void append_shape(std::string& out, const ParameterFacts& parameter) {
  append_json_string(out, parameter.name);
  out += ": [";
  for (std::size_t at = 0; at < parameter.shape.size(); ++at) {
    if (at > 0) out += ", ";
    out += std::to_string(parameter.shape[at]);
  }
  out += ']';
}

}  // namespace

std::string format_tree_lines(const Names& modules, const ModelFacts& facts) {
  std::string out;
  append_header(out, facts);
  const std::vector<ParameterFacts> none;
  const std::vector<ParameterFacts>& parameters = facts.parameters ? *facts.parameters : none;
  auto parameter = parameters.begin();
  auto groups = facts.groups.begin();
  auto missing = facts.not_in_checkpoint.begin();
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    out += "{\"module\": ";
    append_json_string(out, modules[module]);
    if (const ModuleClass* known = facts.class_at(module))
      append_text_member(out, "class", known->name);
    // One empty member says that the parameters are known where there are none.
    const bool has_parameters = parameter != parameters.end() && parameter->module == module;
    if (has_parameters || (module == 0 && facts.parameters && parameters.empty())) {
      out += ", \"parameters\": {";
      for (; parameter != parameters.end() && parameter->module == module; ++parameter) {
        if (!out.ends_with('{')) out += ", ";
        append_shape(out, *parameter);
      }
      out += '}';
    }
    if (groups != facts.groups.end() && groups->module == module)
      out.append(", \"groups\": ").append(std::to_string(groups++->groups));
    if (missing != facts.not_in_checkpoint.end() && *missing == module) {
      out += ", \"in_checkpoint\": false";
      ++missing;
    }
    out += "}\n";
  }
  return out;
}

}  // namespace overmatch
