// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/trainable.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"

namespace overmatch {

namespace {

enum class Role : std::uint8_t { own, adapter, saved, original };

struct Parameter {
  Role role = Role::own;
  std::uint32_t module = kNoModule;
};

constexpr std::array<std::string_view, 7> kAdapters = {"lora_", "ia3_",  "hada_", "lokr_",
                                                       "oft_",  "boft_", "vera_"};
constexpr std::array<std::string_view, 4> kDumpWrappers = {
    "module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"};

bool is_adapter(std::string_view segment) noexcept {
  return std::any_of(kAdapters.begin(), kAdapters.end(),
                     [&](std::string_view front) { return segment.starts_with(front); });
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

Parameter resolve(const TreeIndex& index, std::string_view name) {
  Parameter parameter;
  const std::string_view module = parent(name);
  std::vector<std::string_view> segments;
  const auto start_over = [&] {
    segments.clear();
    for (const std::string_view segment : Segments(module)) segments.push_back(segment);
  };
  start_over();
  // The modules of an adapter belong to the module that it adapts, even if the tree is that of the
  // wrapped model.
  for (std::size_t at = 0; at < segments.size(); ++at) {
    if (is_adapter(segments[at])) {
      parameter.role = Role::adapter;
      segments.resize(at);
    } else if (segments[at] == "modules_to_save" && at + 1 < segments.size()) {
      parameter.role = Role::saved;
      segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(at),
                     segments.begin() + static_cast<std::ptrdiff_t>(at) + 2);
      --at;
    } else if (segments[at] == "original_module") {
      parameter.role = Role::original;
      segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(at--));
    } else if (segments[at] == "base_layer") {
      segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(at--));
    }
  }
  // A parameter may belong to an adapter directly: `lora_embedding_A.default`.
  if (parameter.role == Role::own && is_adapter(last_segment(name))) parameter.role = Role::adapter;
  for (const bool peft : {false, true}) {
    if (peft) {
      const auto base = std::find(segments.begin(), segments.end(), "base_model");
      if (base == segments.end() || base + 1 == segments.end() || base[1] != "model") continue;
      segments.erase(segments.begin(), base + 2);
    }
    for (const bool wrappers : {false, true}) {
      parameter.module = find_without(index, segments, wrappers);
      if (parameter.module != kNoModule) return parameter;
    }
  }
  return parameter;
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
      return std::binary_search(plan.adapted.begin(), plan.adapted.end(), parameter.module);
    case Role::saved: return is_below(index, plan.whole, parameter.module);
    case Role::original: return false;
    case Role::own: break;
  }
  if (is_below(index, plan.whole, parameter.module)) return true;
  if (!plan.peft || last_segment(name) != "bias") return false;
  if (plan.bias == "all") return true;
  return plan.bias == "lora_only" &&
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
    dump.push_back({name, value.get<bool>()});
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
  return {effect.saved, effect.adapted, true, config.bias};
}

std::optional<bool> would_train(const TreeIndex& index, const TrainingPlan& plan,
                                std::string_view parameter) {
  const Parameter resolved = resolve(index, parameter);
  if (resolved.module == kNoModule) return std::nullopt;
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

TrainableFacts compare_trainable(const TreeIndex& index, const TrainingPlan& plan,
                                 const std::vector<DumpedParameter>& dump,
                                 std::vector<AuditFinding>& findings) {
  TrainableFacts facts;
  std::vector<std::string> loose;
  std::vector<std::string> frozen;
  std::vector<std::string> foreign;
  std::vector<bool> has_adapter(index.size());
  for (const DumpedParameter& parameter : dump) {
    ++facts.parameters;
    if (parameter.requires_grad) ++facts.trainable;
    const Parameter resolved = resolve(index, parameter.name);
    if (resolved.module == kNoModule) {
      foreign.push_back(parameter.name);
      continue;
    }
    if (resolved.role == Role::adapter) has_adapter[resolved.module] = true;
    bool planned = trains(index, plan, resolved, parameter.name);
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
