// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/peft_findings.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "analysis/findings/suggestion.h"
#include "analysis/peft/rules/peft_rules.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

AuditFinding& add(Audit& audit, AuditKind kind, Severity severity, Selection modules,
                  std::string why) {
  AuditFinding finding;
  finding.kind = kind;
  finding.severity = severity;
  finding.modules = std::move(modules);
  finding.why = std::move(why);
  return audit.findings.emplace_back(std::move(finding));
}

bool is_plain(std::string_view key) {
  return key.find_first_of("*+?[](){}^$|\\") == std::string_view::npos;
}

Selection all_modules(const TreeIndex& index) {
  Selection all(index.size());
  std::iota(all.begin(), all.end(), std::uint32_t{0});
  return all;
}

// Why a key sets nothing.
void explain_key(const PeftFacts& peft, const AuditedPattern& key, const KeyedSelection& selection,
                 std::size_t at, Audit& audit) {
  const std::string shown = in_quotes(key.pattern) + " in " + key.member;
  if (!selection.matched.empty()) {
    add(audit, AuditKind::overlap, Severity::warning, selection.matched,
        shown + " sets nothing: earlier keys match all that it matches, and the first key wins")
        .pattern = at;
    return;
  }
  const auto matches = [&](const std::string& other, const Selection& among) {
    return apply_keys(peft.index, {other}, among, peft.config.version)[0].matched;
  };
  Selection inside = matches("(?:" + key.pattern + ")\\..*", peft.effect.adapted);
  std::string why = shown + " sets nothing";
  if (!inside.empty()) {
    why += ": a key is the end of a path, and this one is the front of paths";
  } else if (!matches(key.pattern, all_modules(peft.index)).empty()) {
    why += ": no module that it matches has an adapter";
  } else if (is_plain(key.pattern)) {
    const auto groups = suggest(peft.index, Mode::segment, key.pattern, {});
    if (!groups.empty()) why += "; did you mean " + in_words(groups) + "?";
  }
  add(audit, AuditKind::unmatched, Severity::warning, std::move(inside), std::move(why)).pattern =
      at;
}

constexpr const char* kTyingAdvice = "; write \"ensure_weight_tying\": true";

// What ties the copies of a weight, behind a finding about them.
std::string tying_advice(const PeftConfig& config) {
  if (!config.type.empty() && config.type != "LORA")
    return "; only LoRA can tie them, by ensure_weight_tying";
  if (!config.version.has(PeftRule::ensure_weight_tying))
    return "; PEFT 0.18 and later can tie them, by ensure_weight_tying";
  const auto names_embedding = [](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [](const std::string& name) {
      return last_segment(name) == "embed_tokens" || last_segment(name) == "lm_head";
    });
  };
  if (!names_embedding(config.modules_to_save) && !names_embedding(config.target_modules.list))
    return "; ensure_weight_tying ties only what is called embed_tokens or lm_head";
  return kTyingAdvice;
}

// Whether ensure_weight_tying would tie a pair; PEFT asks a running model which it declares.
bool would_tie(const PeftFacts& peft, const std::pair<std::string, std::string>& pair) {
  if (peft.facts == nullptr || peft.facts->class_of.empty()) return true;
  PeftConfig tying = peft.config;
  tying.members.emplace_back("ensure_weight_tying");
  const PeftEffect tied = apply_peft(peft.index, tying, peft.facts);
  return !tied.refused &&
         std::find(tied.untied.begin(), tied.untied.end(), pair) == tied.untied.end();
}

}  // namespace

Selection holders_of(const TreeIndex& index, const std::vector<std::string>& parameters) {
  Selection holders;
  for (const std::string& name : parameters) {
    const std::uint32_t holder = index.find(parent(name));
    if (holder != kNoModule) holders.push_back(holder);
  }
  sort_modules(holders, index.size());
  return holders;
}

void add_keys(const PeftFacts& peft, const char* member, const std::vector<std::string>& keys,
              Audit& audit) {
  const bool known = !peft.effect.depends_on_classes;
  // Which parameters have adapters is not known either.
  const bool open =
      !known || ((!peft.effect.fused.empty() || !peft.config.target_parameters.empty()) &&
                 peft.effect.adapted_parameters.empty());
  const std::vector<KeyedSelection> selections = apply_keys(
      peft.index, keys, known ? peft.effect.adapted : all_modules(peft.index), peft.config.version);
  const auto parameters = apply_keys(keys, peft.effect.adapted_parameters, peft.config.version);
  for (std::size_t at = 0; at < keys.size(); ++at) {
    AuditedPattern pattern;
    pattern.pattern = keys[at];
    pattern.mode = Mode::regex;
    pattern.member = member;
    pattern.trains = false;
    pattern.rule =
        "(.*\\.)?(" + keys[at] + ")$, of the modules with an adapter; the first key wins";
    pattern.selected = selections[at].set;
    // A key without metacharacters is meant as a name.
    const bool plain = is_plain(keys[at]);
    pattern.precise_mode = plain ? Mode::segment : Mode::regex;
    pattern.precise_pattern = keys[at];
    pattern.precise = plain ? shared(pattern.selected, *peft.index.select(Mode::segment, keys[at]))
                            : pattern.selected;
    if (!parameters[at].empty()) {
      const Selection holders = holders_of(peft.index, parameters[at]);
      pattern.selected = united(pattern.selected, holders);
      pattern.precise = united(pattern.precise, holders);
      pattern.of_parameters = true;
      if (selections[at].set.empty()) pattern.parameters = parameters[at];
    } else if (selections[at].set.empty() && open) {
      pattern.of_parameters = true;
    }
    const std::size_t number = audit.patterns.size();
    audit.patterns.push_back(std::move(pattern));
    const AuditedPattern& added = audit.patterns.back();
    if (added.selected.empty() && !added.of_parameters)
      explain_key(peft, added, selections[at], number, audit);
  }
}

void find_untied(const PeftFacts& peft, Audit& audit) {
  const std::string advice = tying_advice(peft.config);
  const auto pattern_of = [&](std::uint32_t module) {
    const auto found =
        std::find_if(audit.patterns.begin(), audit.patterns.end(), [&](const AuditedPattern& each) {
          return (each.member == "modules_to_save" || each.member == "task_type") &&
                 std::binary_search(each.selected.begin(), each.selected.end(), module);
        });
    return found == audit.patterns.end() ? kNoPattern
                                         : static_cast<std::size_t>(found - audit.patterns.begin());
  };
  const auto is_saved = [&](std::uint32_t module) {
    return std::binary_search(peft.effect.saved.begin(), peft.effect.saved.end(), module);
  };
  const auto name = [&](std::uint32_t module) {
    return "`" + printable_path(peft.index.path(module)) + "`";
  };
  for (const auto& [later, first] : peft.effect.untied) {
    std::uint32_t one = peft.index.find(parent(later));
    std::uint32_t other = peft.index.find(parent(first));
    if (one == kNoModule || other == kNoModule) continue;
    if (!is_saved(one)) std::swap(one, other);
    std::string why = name(one) + " and " + name(other) + " share one weight: PEFT trains ";
    why += is_saved(other) ? "a copy for each, so that they are tied no longer"
                           : "a copy for the first, and the second keeps the old one";
    const std::string help = advice == kTyingAdvice && !would_tie(peft, {later, first})
                                 ? "; ensure_weight_tying does not tie these"
                                 : advice;
    AuditFinding& finding = add(audit, AuditKind::overlap, Severity::warning,
                                {std::min(one, other), std::max(one, other)}, why + help);
    finding.pattern = pattern_of(one);
  }
  if (peft.facts == nullptr || peft.config.has("ensure_weight_tying")) return;
  const auto is_adapted = [&](std::uint32_t module) {
    return std::binary_search(peft.effect.adapted.begin(), peft.effect.adapted.end(), module);
  };
  for (const auto& [later, first] : peft.facts->tied) {
    const std::uint32_t one = peft.index.find(parent(first));
    const std::uint32_t other = peft.index.find(parent(later));
    if (one == kNoModule || other == kNoModule || one == other) continue;
    if (!is_adapted(one) && !is_adapted(other)) continue;
    add(audit, AuditKind::overlap, Severity::note, {std::min(one, other), std::max(one, other)},
        name(one) + " and " + name(other) + " share one weight, and " +
            (is_adapted(one) && is_adapted(other)
                 ? "each gets an adapter of its own"
                 : name(is_adapted(one) ? one : other) + " alone gets an adapter") +
            ": merging unties them" + advice);
  }
}

namespace {

// The segment that stands in front of a number most often; "" if none does.
std::string_view layers_of(const TreeIndex& index, const Selection& modules) {
  std::map<std::string_view, std::size_t> count;
  for (const std::uint32_t module : modules) {
    std::string_view before;
    for (const std::string_view segment : Segments(index.path(module))) {
      if (is_number(segment) && !before.empty()) ++count[before];
      before = segment;
    }
  }
  const auto most = std::max_element(
      count.begin(), count.end(),
      [](const auto& one, const auto& other) { return one.second < other.second; });
  return most == count.end() ? std::string_view{} : most->first;
}

}  // namespace

void find_layers(const PeftFacts& peft, Audit& audit) {
  const PeftConfig& config = peft.config;
  if (config.layers_to_transform.empty()) return;
  if (config.target_modules.regex) return;  // PEFT refuses it, or ignores it
  const auto is_wanted = [&](std::int64_t layer) {
    const auto& wanted = config.layers_to_transform;
    return layer >= 0 && std::find(wanted.begin(), wanted.end(), layer) != wanted.end();
  };
  const LayerRule rule = layer_rule(config.version);
  std::vector<std::string> beyond;
  for (const std::string& name : peft.effect.adapted_parameters) {
    if (!is_wanted(layer_of(name, config.layers_pattern, rule))) beyond.push_back(name);
  }
  if (!beyond.empty()) {
    add(audit, AuditKind::uneven, Severity::warning, {},
        "layers_to_transform holds for modules only: these parameters get an adapter, too; to "
        "choose layers, write their whole names in target_parameters")
        .parameters = std::move(beyond);
  }
  PeftConfig open = config;
  open.layers_to_transform.clear();
  const Selection targeted = apply_peft(peft.index, open, peft.facts).adapted;
  Selection outside;
  Selection otherwise;
  std::vector<std::int64_t> met;
  const LayerRule other = config.version.has(PeftRule::first_layer_number)
                              ? LayerRule::last_number
                              : LayerRule::first_number;
  for (const std::uint32_t module : targeted) {
    const std::string_view path = peft.index.path(module);
    const auto& names = config.target_modules.list;
    if (std::find(names.begin(), names.end(), path) != names.end()) continue;
    const std::int64_t now = layer_of(path, config.layers_pattern, rule);
    const std::int64_t before = layer_of(path, config.layers_pattern, other);
    if (now < 0) outside.push_back(module);
    met.push_back(now);
    if (is_wanted(now) != is_wanted(before)) otherwise.push_back(module);
  }
  if (!config.layers_pattern.empty() && !targeted.empty() && outside == targeted) {
    std::string patterns;
    for (const std::string& pattern : config.layers_pattern)
      patterns += (patterns.empty() ? "" : ", ") + quoted_short(pattern);
    const std::string_view layers = layers_of(peft.index, targeted);
    add(audit, AuditKind::unmatched, Severity::warning, std::move(outside),
        "layers_pattern: " + patterns +
            " stands in front of no number in the names that target_modules selects, so that "
            "layers_to_transform leaves all of them out" +
            (layers.empty() ? "" : "; " + quoted_short(layers) + " does"));
    return;
  }
  if (!outside.empty()) {
    add(audit, AuditKind::unmatched, Severity::note, std::move(outside),
        "in no layer that PEFT can see, so that layers_to_transform leaves them out");
  }
  if (!otherwise.empty()) {
    add(audit, AuditKind::ambiguity, Severity::warning, std::move(otherwise),
        "depends on the release: PEFT 0.8.0 to 0.19.1 take the last number of a path for its "
        "layer, and need a name in front of layers_pattern; later ones take the first");
  }
  for (const std::int64_t layer : config.layers_to_transform) {
    if (std::find(met.begin(), met.end(), layer) != met.end()) continue;
    add(audit, AuditKind::unmatched, Severity::warning, {},
        "layers_to_transform: nothing that target_modules selects is in layer " +
            std::to_string(layer));
  }
}

}  // namespace overmatch
