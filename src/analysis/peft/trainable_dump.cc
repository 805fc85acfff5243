// SPDX-License-Identifier: Apache-2.0
// Reads a dump of what trains in a run, and compares it with a plan.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "analysis/peft/trainable.h"
#include "analysis/peft/trained_parameter.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"

namespace overmatch {

namespace {

using Role = ParameterRole;

constexpr auto kRoles = std::to_array<std::pair<std::string_view, Role>>({
    {"own", Role::own},
    {"adapter", Role::adapter},
    {"saved", Role::saved},
    {"token-rows", Role::token_rows},
    {"original", Role::original},
    {"added", Role::added},
});

void add(std::vector<AuditFinding>& findings, AuditKind kind, Severity severity,
         std::vector<std::string> names, std::string why) {
  if (names.empty()) return;
  AuditFinding finding;
  finding.kind = kind;
  finding.severity = severity;
  finding.parameters = std::move(names);
  finding.why = std::move(why);
  finding.of_run = true;
  findings.push_back(std::move(finding));
}

// Whether PEFT holds the parameter beside the base model: the prompts of a PeftModel, and what a
// tuner has besides its `model`.
bool is_added(std::string_view name) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : Segments(name)) {
    if (!is_dump_wrapper(segment) || !segments.empty()) segments.push_back(segment);
  }
  return segments.size() > 1 && (segments[0] == "prompt_encoder" ||
                                 (segments[0] == "base_model" && segments[1] != "model"));
}

// The parameters of a dump with what they are.
class ResolvedDump {
 public:
  ResolvedDump(const TreeIndex& index, const TrainingPlan& plan,
               const std::vector<DumpedParameter>& dump)
      : index_(index), plan_(plan), dump_(dump), has_base_layer_(index.size()) {
    for (const DumpedParameter& parameter : dump) parameters_.push_back(first_look(parameter));
    for (std::size_t at = 0; at < dump.size(); ++at) {
      if (!parameters_[at].is_found() && !dump[at].role) look_again(at);
      if (dump[at].requires_grad) training_.insert(unit(at));
    }
  }

  [[nodiscard]] const TrainedParameter& operator[](std::size_t at) const { return parameters_[at]; }
  // Whether the parameter is frozen in an adapter, a copy or an addition of which a part trains.
  [[nodiscard]] bool frozen_part(std::size_t at) const {
    return !dump_[at].requires_grad && parameters_[at].role != Role::own &&
           training_.contains(unit(at));
  }

 private:
  // What trains or is frozen as one: an adapter, all copies of one parameter, all additions.
  using Unit = std::tuple<Role, std::uint32_t, std::string_view>;
  [[nodiscard]] Unit unit(std::size_t at) const {
    const TrainedParameter& parameter = parameters_[at];
    const bool copies = parameter.role == Role::saved;
    return {parameter.role, parameter.module, copies ? last_segment(dump_[at].name) : ""};
  }

  TrainedParameter first_look(const DumpedParameter& parameter) {
    if (parameter.role) return {*parameter.role, index_.find(parameter.module)};
    const TrainedParameter resolved = resolve(index_, plan_, parameter.name);
    if (resolved.module != kNoModule &&
        (parent(parameter.name).ends_with(kBaseLayer) ||
         parameter.name.find(kBaseLayerInside) != std::string::npos))
      has_base_layer_[resolved.module] = true;
    return resolved;
  }

  // Takes a name that belongs to no module for one of an adapter, or of PEFT itself.
  void look_again(std::size_t at) {
    const std::string_view name = dump_[at].name;
    for (std::string_view above = parent(name); !above.empty(); above = parent(above)) {
      const std::uint32_t module = resolve(index_, plan_, std::string(above) + ".x").module;
      if (module == kNoModule) continue;
      if (has_base_layer_[module]) parameters_[at] = {Role::adapter, module};
      return;
    }
    if (is_added(name)) parameters_[at] = {Role::added, kNoModule};
  }

  static constexpr std::string_view kBaseLayer = ".base_layer";
  static constexpr std::string_view kBaseLayerInside = ".base_layer.";

  const TreeIndex& index_;
  const TrainingPlan& plan_;
  const std::vector<DumpedParameter>& dump_;
  std::vector<bool> has_base_layer_;
  std::vector<TrainedParameter> parameters_;
  std::set<Unit> training_;
};

// Which accidents of a plan train, and which are frozen.
class Accidents {
 public:
  Accidents(const TreeIndex& index, const TrainingPlan& plan)
      : index_(index), plan_(plan), seen_(index.size()), trains_(index.size()) {}

  // Whether only accidents train a parameter. Remembers whether they do.
  bool add(const TrainedParameter& parameter, bool requires_grad) {
    if (plan_.accidents.empty() || parameter.module == kNoModule ||
        (parameter.role != Role::own && parameter.role != Role::saved))
      return false;
    Selection above;
    for (std::uint32_t module = parameter.module; module != kNoModule;
         module = index_.parent_of(module)) {
      if (!has(plan_.whole, module)) continue;
      if (!has(plan_.accidents, module)) return false;
      above.push_back(module);
    }
    for (const std::uint32_t module : above) {
      seen_[module] = true;
      trains_[module] = trains_[module] || requires_grad;
    }
    return !above.empty();
  }

  void tell(TrainableFacts& facts) const {
    for (const std::uint32_t module : plan_.accidents) {
      if (!seen_[module]) continue;
      (trains_[module] ? facts.training_accidents : facts.frozen_accidents).push_back(module);
    }
  }

 private:
  static bool has(const Selection& selection, std::uint32_t module) {
    return std::binary_search(selection.begin(), selection.end(), module);
  }

  const TreeIndex& index_;
  const TrainingPlan& plan_;
  std::vector<bool> seen_;
  std::vector<bool> trains_;
};

}  // namespace

std::optional<ParameterRole> parse_role(std::string_view name) noexcept {
  for (const auto& [text, role] : kRoles) {
    if (text == name) return role;
  }
  return std::nullopt;
}

std::vector<DumpedParameter> parse_trainable(std::string_view text, const std::string& file) {
  if (!parse_json(text, file).is_object())
    throw InputError(file + ": must be an object of parameter names and true or false");
  const auto json =
      nlohmann::ordered_json::parse(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  std::vector<DumpedParameter> dump;
  for (const auto& [name, value] : json.items()) {
    if (!value.is_boolean())
      throw InputError(file + ": " + overmatch::in_quotes(name) +
                       " must be true or false: does it require a gradient?");
    if (name.empty() || !is_well_formed(name))
      throw InputError(file + ": malformed parameter name " + overmatch::in_quotes(name));
    dump.push_back({name, value.get<bool>(), std::nullopt, {}, 0});
  }
  if (dump.empty()) throw InputError(file + ": no parameters");
  return dump;
}

TrainableFacts compare_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                 const std::vector<DumpedParameter>& dump,
                                 std::vector<AuditFinding>& findings) {
  TrainableFacts facts;
  std::vector<std::string> loose;
  std::vector<std::string> frozen;
  std::vector<std::string> foreign;
  std::vector<bool> has_adapter(index.size());
  const ResolvedDump resolved(index, plan, dump);
  Accidents accidents(index, plan);
  const auto is_planned = [&](std::size_t at) {
    const TrainedParameter& parameter = resolved[at];
    if (!parameter.is_found()) return false;
    return trains(index, plan, parameter, dump[at].name);
  };
  // A tensor trains under all of its names.
  std::unordered_set<std::uint64_t> planned_tensors;
  for (std::size_t at = 0; at < dump.size(); ++at) {
    if (dump[at].tensor != 0 && is_planned(at)) planned_tensors.insert(dump[at].tensor);
  }
  for (std::size_t at = 0; at < dump.size(); ++at) {
    const DumpedParameter& parameter = dump[at];
    ++facts.parameters;
    if (parameter.requires_grad) ++facts.trainable;
    if (!resolved[at].is_found()) {
      foreign.push_back(parameter.name);
      continue;
    }
    if (resolved[at].role == Role::adapter && resolved[at].module != kNoModule)
      has_adapter[resolved[at].module] = true;
    if (accidents.add(resolved[at], parameter.requires_grad) && !parameter.requires_grad) continue;
    const bool planned =
        (is_planned(at) || planned_tensors.contains(parameter.tensor)) && !resolved.frozen_part(at);
    if (planned) {
      ++facts.planned;
      facts.planned_names.push_back(parameter.name);
    }
    if (parameter.requires_grad && !planned) loose.push_back(parameter.name);
    if (!parameter.requires_grad && planned) frozen.push_back(parameter.name);
  }
  accidents.tell(facts);
  add(findings, AuditKind::escape, Severity::error, std::move(loose),
      "train, though nothing here selects them");
  add(findings, AuditKind::unmatched, Severity::error, std::move(frozen),
      "are frozen, though they are meant to train");
  add(findings, AuditKind::unmatched, Severity::warning, std::move(foreign),
      "belong to no module of the tree: is it that of another model?");
  if (plan.peft && std::find(has_adapter.begin(), has_adapter.end(), true) != has_adapter.end()) {
    AuditFinding bare;
    bare.kind = AuditKind::unmatched;
    bare.severity = Severity::error;
    bare.of_run = true;
    bare.why = "have no adapter in the run, though target_modules selects them";
    // An adapter inside of a saved module is a part of its copy.
    for (const std::uint32_t module : without(plan.adapted, index.with_all_below(plan.whole))) {
      if (!has_adapter[module]) bare.modules.push_back(module);
    }
    if (!bare.modules.empty()) findings.push_back(std::move(bare));
  }
  return facts;
}

}  // namespace overmatch
