// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/trainable.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "analysis/peft/facts/peft_tuners.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"

namespace overmatch {

namespace {

using Role = ParameterRole;

struct Parameter {
  Role role = Role::own;
  std::uint32_t module = kNoModule;
};

constexpr auto kRoles = std::to_array<std::pair<std::string_view, Role>>({
    {"own", Role::own},
    {"adapter", Role::adapter},
    {"saved", Role::saved},
    {"token-rows", Role::token_rows},
    {"original", Role::original},
    {"added", Role::added},
});

constexpr std::array<std::string_view, 4> kDumpWrappers = {
    "module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"};

bool is_adapter(const TrainingPlan& plan, std::string_view segment) noexcept {
  const auto begins = [&](std::string_view front) {
    return !front.empty() && segment.starts_with(front);
  };
  if (!plan.prefixes.empty())
    return std::any_of(plan.prefixes.begin(), plan.prefixes.end(), begins);
  const auto tuners = all_tuners();
  return std::any_of(tuners.begin(), tuners.end(),
                     [&](const PeftTuner& tuner) { return begins(tuner.prefix); });
}

std::uint32_t find_without(const TreeIndex& index, const std::vector<std::string_view>& segments,
                           bool wrappers) {
  std::string path;
  for (const std::string_view segment : segments) {
    if (wrappers &&
        std::find(kDumpWrappers.begin(), kDumpWrappers.end(), segment) != kDumpWrappers.end())
      continue;
    if (!path.empty()) path += kSeparator;
    path += segment;
  }
  return index.find(path);
}

// The module of a path of the running model. PEFT puts `base_model.model` in front, for prompts
// only `base_model`.
std::uint32_t find_module(const TreeIndex& index, const std::vector<std::string_view>& segments) {
  const auto base = std::find(segments.begin(), segments.end(), "base_model");
  std::vector<std::vector<std::string_view>> fronts = {segments};
  if (base != segments.end()) {
    if (base + 1 != segments.end() && base[1] == "model")
      fronts.emplace_back(base + 2, segments.end());
    fronts.emplace_back(base + 1, segments.end());
  }
  for (const auto& front : fronts) {
    for (const bool wrappers : {false, true}) {
      const std::uint32_t found = find_without(index, front, wrappers);
      if (found != kNoModule) return found;
    }
  }
  return kNoModule;
}

// Removes what PEFT inserts from a path, and tells what that says of its parameters. The modules
// of an adapter belong to the module that it adapts, even if the tree is that of the wrapped model.
Role strip(const TrainingPlan& plan, std::vector<std::string_view>& segments) {
  Role role = Role::own;
  std::vector<std::string_view> kept;
  for (std::size_t at = 0; at < segments.size(); ++at) {
    const std::string_view segment = segments[at];
    if (segment == "modules_to_save" && at + 1 < segments.size()) {
      if (role != Role::original) role = Role::saved;
      ++at;
    } else if (segment == "original_module") {
      role = Role::original;
    } else if (segment == "token_adapter") {
      if (role == Role::own) role = Role::token_rows;
    } else if (segment == "base_layer") {
      if (role == Role::token_rows) role = Role::original;
    } else if (is_adapter(plan, segment)) {
      if (role != Role::token_rows && role != Role::original) role = Role::adapter;
      break;
    } else {
      kept.push_back(segment);
    }
  }
  segments = std::move(kept);
  return role;
}

Parameter resolve(const TreeIndex& index, const TrainingPlan& plan, std::string_view name) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : Segments(parent(name))) segments.push_back(segment);
  if (plan.peft && !segments.empty() && segments[0] == "prompt_encoder")
    return {Role::added, kNoModule};
  Parameter parameter;
  parameter.role = strip(plan, segments);
  // A parameter may belong to an adapter directly: `lora_embedding_A.default`.
  if (parameter.role == Role::own && is_adapter(plan, last_segment(name)))
    parameter.role = Role::adapter;
  parameter.module = find_module(index, segments);
  if (parameter.role == Role::adapter && parameter.module == kNoModule && plan.peft &&
      (segments.empty() || segments.back() == "base_model"))
    parameter.role = Role::added;  // what all adapters share: `base_model.tinylora_v.default`
  return parameter;
}

bool is_found(const Parameter& parameter) noexcept {
  return parameter.module != kNoModule || parameter.role == Role::added;
}

bool is_below(const TreeIndex& index, const Selection& tops, std::uint32_t module) {
  for (; module != kNoModule; module = index.parent_of(module)) {
    if (std::binary_search(tops.begin(), tops.end(), module)) return true;
  }
  // The root is above all modules, but not their parent_of.
  return !tops.empty() && index.path(tops[0]).empty();
}

bool trains(const TreeIndex& index, const TrainingPlan& plan, const Parameter& parameter,
            std::string_view name) {
  switch (parameter.role) {
    case Role::adapter:
      return plan.any_adapter ||
             std::binary_search(plan.adapted.begin(), plan.adapted.end(), parameter.module) ||
             std::binary_search(plan.tokens.begin(), plan.tokens.end(), parameter.module);
    case Role::added: return true;
    case Role::token_rows:
      return std::binary_search(plan.tokens.begin(), plan.tokens.end(), parameter.module);
    case Role::saved: return is_below(index, plan.whole, parameter.module);
    case Role::original: return false;
    case Role::own: break;
  }
  if (is_below(index, plan.whole, parameter.module)) return true;
  if (!plan.peft) return false;
  if (plan.bias == "all" && plan.bias_by_part && name.find("bias") != std::string_view::npos)
    return true;
  if (last_segment(name) != "bias") return false;
  if (plan.bias == "all") return true;
  return plan.bias.ends_with("_only") &&
         std::binary_search(plan.adapted.begin(), plan.adapted.end(), parameter.module);
}

void add(std::vector<AuditFinding>& findings, AuditKind kind, Severity severity,
         std::vector<std::string> names, std::string why) {
  if (names.empty()) return;
  AuditFinding finding;
  finding.kind = kind;
  finding.severity = severity;
  finding.parameters = std::move(names);
  finding.why = std::move(why);
  findings.push_back(std::move(finding));
}

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

TrainingPlan plan_of(const Selection& selected) {
  TrainingPlan plan;
  plan.whole = selected;
  return plan;
}

TrainingPlan plan_of(const PeftEffect& effect, const PeftConfig& config) {
  const PeftTuner* const tuner = find_tuner(config.type);
  TrainingPlan plan;
  plan.whole = effect.saved;
  plan.adapted = effect.adapted;
  plan.tokens = effect.tokens;
  plan.peft = true;
  if (tuner != nullptr && !tuner->prefix.empty()) plan.prefixes.emplace_back(tuner->prefix);
  plan.any_adapter = effect.depends_on_classes || !effect.adapted_parameters.empty();
  plan.bias_by_part = !config.version.since(21);
  if (tuner == nullptr || tuner->has('b')) plan.bias = config.bias;
  return plan;
}

std::optional<bool> would_train(const TreeIndex& index, const TrainingPlan& plan,
                                std::string_view parameter) {
  const Parameter resolved = resolve(index, plan, parameter);
  if (!is_found(resolved)) return std::nullopt;
  return trains(index, plan, resolved, parameter);
}

TrainableFacts count_trainable(const TreeIndex& index, const TrainingPlan& plan,
                               const Names& parameters) {
  TrainableFacts facts;
  for (const std::string_view name : parameters) {
    ++facts.parameters;
    if (!would_train(index, plan, name).value_or(false)) continue;
    ++facts.planned;
    facts.planned_names.emplace_back(name);
  }
  return facts;
}

namespace {

// Whether PEFT holds the parameter beside the base model: the prompts of a PeftModel, and what a
// tuner has besides its `model`.
bool is_added(std::string_view name) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : Segments(name)) {
    const bool wrapper =
        std::find(kDumpWrappers.begin(), kDumpWrappers.end(), segment) != kDumpWrappers.end();
    if (!wrapper || !segments.empty()) segments.push_back(segment);
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
      if (!is_found(parameters_[at]) && !dump[at].role) look_again(at);
      if (dump[at].requires_grad) training_.insert(unit(at));
    }
  }

  [[nodiscard]] const Parameter& operator[](std::size_t at) const { return parameters_[at]; }
  // Whether the parameter is frozen in an adapter, a copy or an addition of which a part trains.
  [[nodiscard]] bool frozen_part(std::size_t at) const {
    return !dump_[at].requires_grad && parameters_[at].role != Role::own &&
           training_.contains(unit(at));
  }

 private:
  // What trains or is frozen as one: an adapter, all copies of one parameter, all additions.
  using Unit = std::tuple<Role, std::uint32_t, std::string_view>;
  [[nodiscard]] Unit unit(std::size_t at) const {
    const Parameter& parameter = parameters_[at];
    const bool copies = parameter.role == Role::saved;
    return {parameter.role, parameter.module, copies ? last_segment(dump_[at].name) : ""};
  }

  Parameter first_look(const DumpedParameter& parameter) {
    if (parameter.role) return {*parameter.role, index_.find(parameter.module)};
    const Parameter resolved = resolve(index_, plan_, parameter.name);
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
  std::vector<Parameter> parameters_;
  std::set<Unit> training_;
};

}  // namespace

TrainableFacts compare_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                 const std::vector<DumpedParameter>& dump,
                                 std::vector<AuditFinding>& findings) {
  TrainableFacts facts;
  std::vector<std::string> loose;
  std::vector<std::string> frozen;
  std::vector<std::string> foreign;
  std::vector<bool> has_adapter(index.size());
  const ResolvedDump resolved(index, plan, dump);
  const auto is_planned = [&](std::size_t at) {
    const Parameter& parameter = resolved[at];
    if (!is_found(parameter)) return false;
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
    if (!is_found(resolved[at])) {
      foreign.push_back(parameter.name);
      continue;
    }
    if (resolved[at].role == Role::adapter && resolved[at].module != kNoModule)
      has_adapter[resolved[at].module] = true;
    const bool planned =
        (is_planned(at) || planned_tensors.contains(parameter.tensor)) && !resolved.frozen_part(at);
    if (planned) {
      ++facts.planned;
      facts.planned_names.push_back(parameter.name);
    }
    if (parameter.requires_grad && !planned) loose.push_back(parameter.name);
    if (!parameter.requires_grad && planned) frozen.push_back(parameter.name);
  }
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
    bare.why = "have no adapter in the run, though target_modules selects them";
    for (const std::uint32_t module : plan.adapted) {
      if (!has_adapter[module]) bare.modules.push_back(module);
    }
    if (!bare.modules.empty()) findings.push_back(std::move(bare));
  }
  return facts;
}

}  // namespace overmatch
