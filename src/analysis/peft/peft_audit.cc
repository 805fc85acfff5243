// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/peft_audit.h"

#include <algorithm>
#include <iterator>

#include "analysis/audit/coverage.h"
#include "analysis/audit/named_entries.h"
#include "analysis/peft/dead_targets.h"
#include "analysis/peft/peft_advice.h"
#include "analysis/peft/peft_findings.h"
#include "analysis/peft/rules/peft_saved.h"
#include "analysis/peft/rules/peft_targets.h"
#include "analysis/peft/unmatched_parameters.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

class PeftAuditor {
 public:
  PeftAuditor(const TreeIndex& index, const PathTemplates& templates, const PeftConfig& config,
              ReadPatterns& known, const ModelFacts* facts)
      : index_(index), templates_(templates), config_(config), known_(known), facts_(facts) {}

  PeftAudit run(const std::optional<std::string>& intended) {
    result_.effect = apply_peft(index_, config_, facts_);
    if (is_all_linear(config_.target_modules))
      add_all_linear();
    else if (!result_.effect.depends_on_classes)
      add_names("target_modules", config_.target_modules, true);
    mark_all_linear();
    add_names("exclude_modules", config_.exclude_modules, false);
    add_saved();
    add_heads();
    const PeftFacts peft{index_, config_, result_.effect, facts_};
    add_keys(peft, "rank_pattern", config_.rank_pattern, audit());
    add_keys(peft, "alpha_pattern", config_.alpha_pattern, audit());

    const NamedEntries named(audit());
    find_collisions(named, audit());
    if (intended) find_escapes(index_, audit(), *intended);
    find_rerootings(index_, named, audit());
    find_ambiguities(index_, templates_, audit());
    find_gaps(audit());
    find_layout(index_, audit());
    find_unmatched(index_, audit(), std::nullopt, facts_);
    find_overlaps(named, audit());
    find_conflicts();
    find_guarded();
    find_unused_exclusions();
    find_dead_targets(index_, config_, facts_, result_);
    find_untied(peft, audit());
    find_layers(peft, audit());
    find_unmatched_parameters(index_, config_, facts_, audit());
    find_refusal();
    rank(audit().findings);
    return std::move(result_);
  }

 private:
  Audit& audit() { return result_.audit; }

  AuditFinding& add(AuditKind kind, Severity severity, Selection modules, std::string why) {
    AuditFinding finding;
    finding.kind = kind;
    finding.severity = severity;
    finding.modules = std::move(modules);
    finding.why = std::move(why);
    return audit().findings.emplace_back(std::move(finding));
  }

  const AuditedPattern& read(Mode mode, const std::string& text) {
    const auto found = known_.find({mode, text});
    if (found != known_.end()) return found->second;
    return known_.emplace(std::pair(mode, text), read_pattern(index_, mode, text)).first->second;
  }

  void add_names(const char* member, const PeftNames& names, bool trains) {
    const auto add_one = [&](Mode mode, const std::string& text) {
      AuditedPattern pattern = read(mode, text);
      pattern.member = member;
      pattern.trains = trains;
      if (trains) {
        pattern.left = result_.effect.adapted;
        add_fused(text, pattern);
      }
      audit().patterns.push_back(std::move(pattern));
    };
    if (names.regex) add_one(Mode::regex, *names.regex);
    for (const std::string& name : names.list) {
      if (!ties(name, names.list)) add_one(Mode::segment, name);
    }
  }

  // Adds the experts whose parameters PEFT adapts for an entry.
  void add_fused(const std::string& text, AuditedPattern& pattern) {
    const auto& fused = result_.effect.fused;
    std::vector<std::string> names;
    bool is_fused = false;
    for (const auto& [entry, parameter] : fused) {
      if (entry != text) continue;
      is_fused = true;
      for (const std::string& name : result_.effect.adapted_parameters) {
        if (name.ends_with("." + parameter)) names.push_back(name);  // `gate.weight`, too
      }
    }
    if (!is_fused) return;
    const Selection holders = holders_of(index_, names);
    const bool text_mode = pattern.mode == Mode::segment;
    pattern.of_parameters = true;
    // PEFT no longer looks for modules of a name that it turned into a parameter.
    pattern.selected = text_mode ? holders : united(pattern.selected, holders);
    pattern.precise = text_mode ? holders : united(pattern.precise, holders);
    pattern.left = united(result_.effect.adapted, holders);
    if (!text_mode) return;
    pattern.rule = "the parameter of fused experts that PEFT makes of it";
    if (!names.empty() || (facts_ != nullptr && facts_->parameters)) pattern.parameters = names;
  }

  // What "all-linear" means is known once the classes are.
  void add_all_linear() {
    if (result_.effect.depends_on_classes) return;
    AuditedPattern pattern;
    pattern.pattern = *config_.target_modules.regex;
    pattern.mode = Mode::regex;
    pattern.member = "target_modules";
    pattern.rule = "all modules of the classes Linear and Conv1D but the output layer";
    std::vector<std::string> names;
    for (const auto& [entry, parameter] : result_.effect.fused) {
      for (const std::string& name : result_.effect.adapted_parameters) {
        if (last_segment(name) == parameter) names.push_back(name);
      }
    }
    pattern.selected = united(result_.effect.adapted, holders_of(index_, names));
    pattern.precise = pattern.selected;
    pattern.precise_mode = Mode::regex;
    pattern.precise_pattern = pattern.pattern;
    pattern.by_class = true;
    audit().patterns.push_back(std::move(pattern));
  }

  // A list that selects what "all-linear" does: PEFT writes one into the config that it has
  // applied. It says no more of what is meant than "all-linear".
  void mark_all_linear() {
    if (facts_ == nullptr || facts_->class_of.empty() || config_.target_modules.list.size() < 2)
      return;
    PeftConfig all = config_;
    all.target_modules = {{}, "all-linear"};
    if (!all.version.has(PeftRule::all_linear) ||
        apply_peft(index_, all, facts_).adapted != result_.effect.adapted)
      return;
    for (AuditedPattern& pattern : audit().patterns) pattern.by_class = !pattern.selected.empty();
  }

  // Whether PEFT has written the name into the list, to tie what the others name.
  [[nodiscard]] bool ties(const std::string& name, const std::vector<std::string>& names) const {
    return config_.has("ensure_weight_tying") && facts_ != nullptr &&
           name == facts_->input_embeddings &&
           std::any_of(names.begin(), names.end(), [&](const std::string& other) {
             return other != name && name.ends_with(kSeparator + other);
           });
  }

  void add_saved() {
    const std::vector<std::string> heads = implicit_heads(config_);
    const auto& names = config_.modules_to_save;
    for (auto name = names.begin(); name != names.end(); ++name) {
      if (ties(*name, names)) continue;
      // PEFT appends the heads in the config itself, even if its author lists them already.
      if (std::find(names.begin(), name, *name) != name &&
          std::find(heads.begin(), heads.end(), *name) != heads.end())
        continue;
      AuditedPattern pattern = read(Mode::endswith, *name);
      pattern.member = "modules_to_save";
      audit().patterns.push_back(std::move(pattern));
    }
  }

  // The heads of the task type that modules_to_save does not list.
  void add_heads() {
    const std::vector<std::string> heads = implicit_heads(config_);
    const std::vector<std::string> saving = saving_names(config_);
    const auto has = [](const std::vector<std::string>& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    // Most models have one of the two.
    const bool none =
        !heads.empty() && std::all_of(heads.begin(), heads.end(), [&](const std::string& head) {
          return has(saving, head) && !has(config_.modules_to_save, head) &&
                 read(Mode::endswith, head).selected.empty();
        });
    const std::size_t first = audit().patterns.size();
    for (const std::string& head : heads) {
      if (has(config_.modules_to_save, head)) continue;  // told there
      AuditedPattern pattern = read(Mode::endswith, head);
      if (pattern.selected.empty() && !none) continue;
      pattern.member = "task_type";
      audit().patterns.push_back(std::move(pattern));
    }
    if (!none) return;
    std::vector<std::string> quoted;
    for (const std::string& head : heads) quoted.push_back(in_quotes(head));
    AuditFinding& finding =
        add(AuditKind::unmatched, Severity::note, {},
            "PEFT adds " + in_a_row(quoted) + " to modules_to_save for " + config_.task_type +
                "; the tree has " + (heads.size() == 1 ? "no such module" : "neither") +
                ", so no head trains unless modules_to_save names it");
    finding.pattern = first;
    if (heads.size() == 1) return;
    for (std::size_t at = first; at < audit().patterns.size(); ++at) finding.patterns.push_back(at);
  }

  // Modules that are saved and adapted: `endswith` saves them, but the guard has boundaries.
  void find_conflicts() {
    Selection both = shared(index_.with_all_below(result_.effect.saved), result_.effect.adapted);
    if (result_.effect.refused) both = without(both, result_.effect.refused->modules);
    if (!result_.effect.shadowed.empty()) {
      add(AuditKind::overlap, Severity::warning, result_.effect.shadowed,
          "saved inside of a module that is saved, too: PEFT trains a copy that does not run, and "
          "freezes the one that does");
    }
    if (both.empty()) return;
    add(AuditKind::overlap, Severity::error, std::move(both),
        "trained whole by modules_to_save, which is read by `endswith`, and given an adapter as "
        "well: what keeps the two apart "
        "is "
        "read with boundaries");
  }

  // Modules that the guard denies an adapter, though modules_to_save does not save them.
  void find_guarded() {
    PeftConfig open = config_;
    open.modules_to_save.clear();
    open.task_type.clear();
    const Selection without_guard = apply_peft(index_, open, facts_).adapted;
    Selection kept;
    std::set_difference(without_guard.begin(), without_guard.end(), result_.effect.adapted.begin(),
                        result_.effect.adapted.end(), std::back_inserter(kept));
    const Selection saved = index_.with_all_below(result_.effect.saved);
    find_dropped(kept, saved);
    std::erase_if(kept, [&](std::uint32_t module) {
      return std::binary_search(saved.begin(), saved.end(), module);
    });
    if (kept.empty()) return;
    add(AuditKind::unmatched, Severity::warning, std::move(kept),
        "selected by target_modules and neither adapted nor saved: PEFT reads modules_to_save as a "
        "regex when it keeps "
        "adapters away");
  }

  // Entries of target_modules whose modules modules_to_save trains whole: PEFT drops the adapters.
  void find_dropped(const Selection& kept, const Selection& saved) {
    for (std::size_t at = 0; at < audit().patterns.size(); ++at) {
      const AuditedPattern& pattern = audit().patterns[at];
      if (pattern.member != "target_modules" || pattern.mode == Mode::regex) continue;
      if (pattern.selected.empty() || pattern.of_parameters) continue;
      if (!without(pattern.selected, shared(kept, saved)).empty()) continue;
      add(AuditKind::overlap, Severity::note, pattern.selected,
          quoted_short(pattern.pattern) +
              " gets no adapter: modules_to_save trains it whole, and PEFT drops the adapter "
              "without a word")
          .pattern = at;
    }
  }

  void find_unused_exclusions() {
    if (config_.exclude_modules.empty() || result_.effect.depends_on_classes) return;
    PeftConfig open = config_;
    open.exclude_modules = {};
    const Selection targeted = apply_peft(index_, open, facts_).adapted;
    for (std::size_t at = 0; at < audit().patterns.size(); ++at) {
      const AuditedPattern& pattern = audit().patterns[at];
      if (pattern.member != "exclude_modules" || pattern.selected.empty()) continue;
      if (!shared(pattern.selected, targeted).empty()) continue;
      Selection inside = shared(index_.with_all_below(pattern.selected), result_.effect.adapted);
      const bool holds = !inside.empty();
      add(AuditKind::unmatched, holds ? Severity::warning : Severity::note,
          holds ? std::move(inside) : pattern.selected,
          quoted_short(pattern.pattern) +
              (holds ? " excludes a module without the modules below it: these get an adapter"
                     : " excludes nothing that target_modules selects"))
          .pattern = at;
    }
  }

  void find_refusal() {
    const auto& refused = result_.effect.refused;
    if (!refused) return;
    std::string why = refused->why;
    if (!refused->member.empty()) why = refused->member + ": " + why;
    add(AuditKind::refusal, Severity::error, refused->modules,
        "PEFT refuses the config; " + why + "; " + refused->what);
  }

  const TreeIndex& index_;
  const PathTemplates& templates_;
  const PeftConfig& config_;
  ReadPatterns& known_;
  const ModelFacts* facts_;
  PeftAudit result_;
};

}  // namespace

PeftAudit find_in_peft(const TreeIndex& index, const PathTemplates& templates,
                       const PeftConfig& config, const std::optional<std::string>& intended,
                       ReadPatterns& known, const ModelFacts* facts) {
  return PeftAuditor(index, templates, config, known, facts).run(intended);
}

PeftAudit audit_peft(const TreeIndex& index, const PathTemplates& templates,
                     const PeftConfig& config, const std::optional<std::string>& intended,
                     const ModelFacts* facts) {
  ReadPatterns known;
  PeftAudit result = find_in_peft(index, templates, config, intended, known, facts);
  advise_on_peft({index, templates, intended, known, facts}, config, result);
  if (config.layers_to_transform.empty()) {
    const bool names_parameters = !config.target_parameters.empty() || !result.effect.fused.empty();
    find_coverage(index, templates, facts, names_parameters, result.audit);
  }
  return result;
}

}  // namespace overmatch
