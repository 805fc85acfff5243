// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/audit_config.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "analysis/audit/decided.h"
#include "analysis/audit/tried_advice.h"
#include "analysis/configs/class_entries.h"
#include "analysis/configs/config_findings.h"
#include "analysis/configs/parameter_tree.h"
#include "cases/given_list.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// A list that is being audited on the tree of its subject.
struct ReadList {
  const ConfigList* list = nullptr;
  const ParameterTree* parameters = nullptr;  // null for a list about modules
  std::vector<ConfigEntry> entries;           // those that are judged
  std::vector<Selection> by_class;            // of each, what it selects as a class
  std::vector<std::vector<std::string>> won;  // of each, the parameters that it decides
  Audit audit;
  EntryLabels labels;
};

class ListAuditor {
 public:
  ListAuditor(const TreeIndex& index, const PathTemplates& templates, const ReadConfig& config,
              const Model& model, const std::optional<std::string>& intended)
      : index_(index),
        templates_(templates),
        config_(config),
        model_(model),
        classes_(index, model.facts ? &*model.facts : nullptr),
        intended_(intended) {}

  ConfigAudit run() {
    out_.not_judged = config_.not_judged;
    for (const ConfigList& list : config_.lists) lists_.push_back(read(list));
    for (ReadList& list : lists_) decide(list);
    gather_excluding();
    for (ReadList& list : lists_) exclude(list);
    for (ReadList& list : lists_) find(list);
    tell_results();
    for (ReadList& list : lists_) {
      for (const ConfigEntry& entry : list.entries) out_.lines.push_back(entry.line);
      append_audit(out_.audit, std::move(list.audit));
    }
    rank(out_.audit.findings);
    return std::move(out_);
  }

 private:
  [[nodiscard]] const TreeIndex& tree_of(const ReadList& list) const {
    return list.parameters == nullptr ? index_ : list.parameters->index();
  }

  const ParameterTree& parameter_tree(const std::string& prefix) {
    std::unique_ptr<ParameterTree>& tree = trees_[prefix];
    if (!tree) {
      tree = std::make_unique<ParameterTree>(index_, model_, prefix);
      if (tree->assumed() && !std::exchange(assumed_, true)) {
        out_.notes.push_back(
            "the tree lists no parameters: each module without children is taken to have a weight");
      }
    }
    return *tree;
  }

  ReadList read(const ConfigList& list) {
    ReadList read;
    read.list = &list;
    if (list.subject == ListSubject::parameters) read.parameters = &parameter_tree(list.prefix);
    std::vector<std::string> unknown;
    for (const ConfigEntry& entry : list.entries) {
      const ModePattern meaning =
          list.read != nullptr ? list.read(entry.entry) : meaning_of(list.mode, entry.entry);
      AuditedPattern pattern;
      try {
        pattern = read_pattern(tree_of(read), meaning.mode, meaning.pattern);
      } catch (const InputError& error) {
        throw InputError((entry.line == 0 ? "" : "line " + std::to_string(entry.line) + ": ") +
                         list.member + ": " + error.what());
      }
      pattern.entry = entry.entry;
      pattern.member = list.member;
      pattern.rule = list.rule;
      pattern.trains = list.role == ListRole::selects;
      if (list.read != nullptr) pattern.reading = meaning;
      if (read.parameters != nullptr) {
        pattern.selected = read.parameters->parameters(pattern.selected);
        pattern.precise = read.parameters->parameters(pattern.precise);
      }
      Selection by_class;
      if (list.classes != ClassRule::none && meaning.mode == Mode::exact) {
        if (classes_.known()) {
          by_class = classes_.select(entry.entry);
        } else if (pattern.selected.empty() && looks_like_class(entry.entry)) {
          unknown.push_back(in_quotes(entry.entry));
          continue;
        }
      }
      if (!by_class.empty()) {
        pattern.rule = "by class";
        pattern.selected = united(pattern.selected, by_class);
        pattern.precise = pattern.selected;
      }
      if (entry.entry == traits_of(list.mode).dialect.rest && !entry.entry.empty())
        pattern.precise = pattern.selected;
      read.audit.patterns.push_back(std::move(pattern));
      read.entries.push_back(entry);
      read.by_class.push_back(std::move(by_class));
    }
    if (!unknown.empty()) {
      out_.not_judged.push_back(
          {list.member, "by class, not checked: " + in_a_row(unknown), "classes"});
      open_.insert(list.scope);
    }
    return read;
  }

  // Which entry of a list with labels decides; classes come after names.
  void decide(ReadList& read) {
    const ConfigList& list = *read.list;
    if (list.order == Order::any || read.entries.empty()) return;
    std::vector<std::string> entries;
    std::vector<std::string> names;
    GivenList given;
    given.order = to_string(list.order);
    for (const ConfigEntry& entry : read.entries) {
      entries.push_back(entry.entry);
      given.labels.push_back(entry.label);
    }
    read.labels = read_labels(given, list.mode, entries.size(), names);
    std::vector<AuditedPattern>& patterns = read.audit.patterns;
    for (std::size_t at = 0; at < patterns.size(); ++at) {
      if (!read.by_class[at].empty())
        patterns[at].selected = without(patterns[at].selected, read.by_class[at]);
    }
    decide_entries(list.mode, entries, read.labels, read.audit);
    for (AuditedPattern& pattern : patterns)
      pattern.trains = pattern.trains && list.role == ListRole::selects;
    std::vector<std::size_t> classes;
    Selection won;
    for (std::size_t at = 0; at < patterns.size(); ++at) {
      won = united(won, patterns[at].decision->won);
      if (!read.by_class[at].empty()) classes.push_back(at);
    }
    std::sort(classes.begin(), classes.end(),
              [&](std::size_t left, std::size_t right) { return entries[left] < entries[right]; });
    for (const std::size_t at : classes) {
      EntryDecision& decision = *patterns[at].decision;
      const Selection rest = without(read.by_class[at], won);
      for (std::size_t by = 0; by < patterns.size(); ++by) {
        Selection taken = shared(read.by_class[at], patterns[by].decision->won);
        if (by != at && !taken.empty()) decision.beaten_by.push_back({by, std::move(taken)});
      }
      decision.won = united(decision.won, rest);
      won = united(won, rest);
      patterns[at].selected = united(patterns[at].selected, read.by_class[at]);
      patterns[at].left = decision.won;
    }
  }

  // The entries of each scope that exclude modules.
  void gather_excluding() {
    for (const ReadList& read : lists_) {
      if (read.list->role != ListRole::excludes || read.parameters != nullptr) continue;
      for (const AuditedPattern& pattern : read.audit.patterns)
        excluding_[read.list->scope].push_back(
            {read.list->member + " " + in_findings(pattern), &pattern.selected});
    }
  }

  // Takes what the scope excludes out of what the list selects.
  void exclude(ReadList& read) {
    if (read.list->role == ListRole::excludes || read.parameters != nullptr) return;
    Selection excluded;
    for (const ExcludingEntry& each : excluding_[read.list->scope])
      excluded = united(excluded, *each.selected);
    if (excluded.empty()) return;
    for (AuditedPattern& pattern : read.audit.patterns)
      pattern.left = without(pattern.left ? *pattern.left : pattern.selected, excluded);
  }

  void find(ReadList& read) {
    const ConfigList& list = *read.list;
    const TreeIndex& tree = tree_of(read);
    const PathTemplates& templates =
        read.parameters == nullptr ? templates_ : read.parameters->templates();
    std::optional<std::string> intended = intended_;
    if (intended && read.parameters != nullptr) *intended = list.prefix + *intended;
    const bool ordered = list.order != Order::any;
    const bool spelled = list.read == nullptr && is_dialect(list.mode);
    find_in_read(tree, templates, intended, ordered, read.audit,
                 spelled ? std::optional(list.mode) : std::nullopt);
    advise_on_patterns(tree, templates, intended, read.audit);
    find_taken_entries(list, excluding_[list.scope], read.audit);
    write_entries_of(list, read.audit);
    if (list.remark != nullptr) add_remarks_of(list, read.audit);
    if (read.parameters == nullptr) return;
    // Parameters of one subtree lie in several parts of it.
    std::erase_if(read.audit.findings, [](const AuditFinding& finding) {
      return finding.kind == AuditKind::ambiguity && finding.severity == Severity::note;
    });
    for (AuditedPattern& pattern : read.audit.patterns) {
      read.won.push_back(read.parameters->names(pattern.left ? *pattern.left : pattern.selected));
      own_parameters(*read.parameters, pattern);
    }
    for (AuditFinding& finding : read.audit.findings) {
      finding.parameters = read.parameters->names(read.parameters->parameters(finding.modules));
      finding.modules.clear();
    }
  }

  // Changes the selections of a pattern from parameters to the modules that own them.
  static void own_parameters(const ParameterTree& tree, AuditedPattern& pattern) {
    pattern.parameters = tree.names(pattern.selected);
    for (Selection* const each : {&pattern.selected, &pattern.precise}) *each = tree.owners(*each);
    if (pattern.left) pattern.left = tree.owners(*pattern.left);
    for (RegexGap& gap : pattern.gaps) {
      gap.missed = tree.owners(gap.missed);
      gap.beyond = tree.owners(gap.beyond);
    }
    if (!pattern.decision) return;
    pattern.decision->won = tree.owners(pattern.decision->won);
    for (BeatenBy& by : pattern.decision->beaten_by) by.modules = tree.owners(by.modules);
  }

  void tell_results() {
    Selection excluded;
    for (const ReadList& read : lists_) {
      const ConfigList& list = *read.list;
      if (list.role == ListRole::excludes && list.scope.empty() && read.parameters == nullptr) {
        for (const AuditedPattern& pattern : read.audit.patterns)
          excluded = united(excluded, pattern.selected);
      }
      // A class that is not known may select or exclude more.
      if (list.result.empty() || open_.contains(list.scope)) continue;
      std::map<std::string, ConfigResult> results;
      for (std::size_t at = 0; at < read.audit.patterns.size(); ++at) {
        const AuditedPattern& pattern = read.audit.patterns[at];
        if (pattern.decision && !pattern.decision->gives) continue;
        const auto label = pattern.decision ? pattern.decision->label : std::nullopt;
        ConfigResult& result = results[label.value_or("")];
        result.what = list.result;
        result.label = label;
        // Of a list about parameters, the modules that own them.
        const Selection all = pattern.left ? *pattern.left : pattern.selected;
        result.modules = united(result.modules, all);
        if (read.parameters == nullptr) continue;
        result.parameters.insert(result.parameters.end(), read.won[at].begin(), read.won[at].end());
      }
      for (auto& [label, result] : results) {
        std::sort(result.parameters.begin(), result.parameters.end());
        result.parameters.erase(std::unique(result.parameters.begin(), result.parameters.end()),
                                result.parameters.end());
        if (!result.modules.empty()) out_.results.push_back(std::move(result));
      }
    }
    if (config_.taken_classes.empty()) return;
    if (!classes_.known()) {
      std::vector<std::string> names;
      for (const std::string& name : config_.taken_classes) names.push_back("`" + name + "`");
      if (!config_.taken_by.empty()) {
        out_.not_judged.push_back(
            {config_.taken_by, "by class, not checked: " + in_a_row(names), "classes"});
        return;
      }
      out_.notes.push_back("modules of the class " + in_a_row(names) + " are " + config_.taken +
                           ", unless a list leaves them out: this tree has no classes");
      return;
    }
    ConfigResult result;
    result.what = config_.taken;
    for (const std::string& name : config_.taken_classes)
      result.modules = united(result.modules, classes_.select(name));
    result.modules = without(result.modules, excluded);
    out_.results.push_back(std::move(result));
  }

  const TreeIndex& index_;
  const PathTemplates& templates_;
  const ReadConfig& config_;
  const Model& model_;
  ClassEntries classes_;
  const std::optional<std::string>& intended_;
  std::map<std::string, std::unique_ptr<ParameterTree>> trees_;  // by prefix
  bool assumed_ = false;
  std::vector<ReadList> lists_;
  std::map<std::string, std::vector<ExcludingEntry>> excluding_;  // by scope
  std::set<std::string> open_;  // scopes with classes that are not known
  ConfigAudit out_;
};

}  // namespace

ConfigAudit audit_lists(const TreeIndex& index, const PathTemplates& templates,
                        const ReadConfig& config, const Model& model,
                        const std::optional<std::string>& intended) {
  return ListAuditor(index, templates, config, model, intended).run();
}

PeftConfig peft_config_of(const TreeIndex& index, const ReadConfig& config,
                          const ModelFacts* facts) {
  PeftConfig peft = *config.peft;
  if (!config.adds_linear_names) return peft;
  const ClassEntries classes(index, facts);
  if (!classes.known()) {
    peft.target_modules = {{}, "all-linear"};
    return peft;
  }
  std::set<std::string> names(peft.target_modules.list.begin(), peft.target_modules.list.end());
  for (const std::string& name : classes.linear_names()) {
    if (names.insert(name).second) peft.target_modules.list.push_back(name);
  }
  peft.members.emplace_back("target_modules");
  return peft;
}

void append_audit(Audit& audit, Audit more) {
  const std::size_t first = audit.patterns.size();
  for (AuditedPattern& pattern : more.patterns) {
    if (pattern.decision) {
      for (BeatenBy& by : pattern.decision->beaten_by) by.pattern += first;
    }
    audit.patterns.push_back(std::move(pattern));
  }
  for (AuditFinding& finding : more.findings) {
    if (finding.pattern != kNoPattern) finding.pattern += first;
    for (std::size_t& pattern : finding.patterns) pattern += first;
    audit.findings.push_back(std::move(finding));
  }
  audit.members.insert(audit.members.end(), std::make_move_iterator(more.members.begin()),
                       std::make_move_iterator(more.members.end()));
}

}  // namespace overmatch
