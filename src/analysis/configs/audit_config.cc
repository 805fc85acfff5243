// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/audit_config.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "analysis/audit/tried_advice.h"
#include "analysis/configs/class_entries.h"
#include "analysis/configs/config_findings.h"
#include "analysis/configs/list_findings.h"
#include "analysis/configs/read_list.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

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
    out_.notes = config_.notes;
    for (const NotJudged& each : config_.not_judged) out_.open.push_back({each.member, each.value});
    for (const ConfigList& list : config_.lists) lists_.push_back(read(list));
    for (const ConfigList& list : config_.lists) {
      if (open_.contains(list.scope)) out_.open.push_back(open_list(list));
    }
    for (ReadList& list : lists_) decide_list(list);
    gather_excluding();
    for (ReadList& list : lists_) exclude(list);
    for (ReadList& list : lists_) find(list);
    for (ReadList& list : lists_) find_in_exclusions(list);
    if (config_.refusal)
      refuse(*config_.refusal);
    else
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
    const Selection asked = classes_.select_any(list.asked_classes);
    std::vector<std::string> unknown;
    for (const ConfigEntry& entry : list.entries) {
      const ModePattern meaning =
          list.read != nullptr ? list.read(entry.entry) : meaning_of(list.mode, entry.entry);
      AuditedPattern pattern;
      try {
        pattern = read_pattern(tree_of(read), meaning.mode, meaning.pattern);
      } catch (const InputError& error) {
        throw InputError((entry.line == 0 ? "" : "line " + std::to_string(entry.line) + ": ") +
                         list.member + ": " + with_entry(error.what(), entry.entry));
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
      const bool reaches = !pattern.selected.empty();
      if (!ask_classes(list, asked, entry, pattern)) {
        unknown.push_back(in_quotes(entry.entry));
        continue;
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
      // An entry that names something of another class is no mistake of its words.
      const bool asks = !list.asked_classes.empty() && classes_.known();
      pattern.by_class = !by_class.empty() || (asks && (reaches || !pattern.selected.empty()));
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
    } else if (!list.asked_classes.empty() && !classes_.known() && !list.entries.empty()) {
      out_.not_judged.push_back({list.member,
                                 "which of what it selects is of the class " +
                                     in_a_row(quoted_classes(list.asked_classes)) + ", and so " +
                                     list.result + ", is not checked",
                                 "classes"});
      open_.insert(list.scope);
    }
    return read;
  }

  // The words about a regex that does not compile, with the entry as it stands in the file.
  static std::string with_entry(std::string why, const std::string& entry) {
    constexpr std::string_view front = "pattern ";
    const std::size_t end = why.find(" does not compile");
    if (!why.starts_with(front) || end == std::string::npos) return why;
    return std::string(front) + in_quotes(entry) + why.substr(end);
  }

  static std::vector<std::string> quoted_classes(const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const std::string& name : names) out.push_back("`" + name + "`");
    return out;
  }

  // Leaves of what an entry selects what the library asks the list about, `asked`. False if an
  // entry for the rest selects by class, and no class is known.
  bool ask_classes(const ConfigList& list, const Selection& asked, const ConfigEntry& entry,
                   AuditedPattern& pattern) const {
    if (list.asked_classes.empty()) return true;
    const std::string_view rest = traits_of(list.mode).dialect.rest;
    if (!classes_.known()) return rest.empty() || entry.entry != rest;
    // torchao takes a module that is named whole, whatever its class.
    const bool named = list.mode == Mode::torchao && entry.entry != rest &&
                       pattern.mode == Mode::exact && pattern.selected.size() == 1;
    const Selection& taken = named ? leaves_of(index_) : asked;
    pattern.selected = shared(pattern.selected, taken);
    pattern.precise = shared(pattern.precise, taken);
    return true;
  }

  [[nodiscard]] Selection taken_by_name() const {
    Selection named;
    if (config_.taken_name.empty()) return named;
    for (std::uint32_t module = 0; module < index_.size(); ++module) {
      const std::string_view path = index_.path(module);
      if (!parent(path).empty() && last_segment(path) == config_.taken_name)
        named.push_back(module);
    }
    return named;
  }

  // What a list that excludes is about.
  [[nodiscard]] Excludable about(const ReadList& read) const {
    Excludable out;
    bool selected = false;
    for (const ReadList& other : lists_) {
      if (other.list->scope != read.list->scope || other.parameters != nullptr) continue;
      const bool selects = other.list->role == ListRole::selects;
      selected = selected || selects;
      if (other.list->role == ListRole::sets) continue;
      Selection& all = selects ? out.taken : out.excluded;
      for (const AuditedPattern& pattern : other.audit.patterns)
        all = united(all, pattern.selected);
    }
    if (selected && !open_.contains(read.list->scope)) return out;
    out.by_class = classes_.known();
    if (!out.by_class) {
      out.taken = leaves_of(index_);
      return out;
    }
    std::vector<std::string> names = config_.taken_classes;
    if (names.empty()) names = {"Linear", "Conv1D"};
    out.taken = united(out.taken, united(classes_.select_any(names), taken_by_name()));
    return out;
  }

  void find_in_exclusions(ReadList& read) {
    if (read.list->role != ListRole::excludes || read.parameters != nullptr) return;
    const Excludable excludable = about(read);
    find_kept_containers(index_, *read.list, excludable, read.audit);
    find_glued_entries(index_, *read.list, excludable, read.audit);
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
    // An entry for the rest is meant for all towers.
    const std::string_view rest = traits_of(list.mode).dialect.rest;
    std::erase_if(read.audit.findings, [&](const AuditFinding& finding) {
      return !rest.empty() && finding.kind == AuditKind::ambiguity &&
             finding.pattern != kNoPattern && read.entries[finding.pattern].entry == rest;
    });
    advise_on_patterns(tree, templates, intended, read.audit);
    find_taken_entries(list, excluding_[list.scope], read.audit);
    write_entries(list, read.audit);
    add_remarks(index_, list, read.audit);
    if (read.parameters == nullptr) return;
    // Parameters of one subtree lie in several parts of it.
    std::erase_if(read.audit.findings, [](const AuditFinding& finding) {
      return finding.kind == AuditKind::ambiguity && finding.severity == Severity::note;
    });
    for (AuditedPattern& pattern : read.audit.patterns) {
      read.won.push_back(read.parameters->names(pattern.left ? *pattern.left : pattern.selected));
      own_parameters(*read.parameters, pattern);
      pattern.parameters_in_force = read.won.back();
    }
    for (AuditFinding& finding : read.audit.findings) {
      finding.parameters = read.parameters->names(read.parameters->parameters(finding.modules));
      finding.modules.clear();
    }
  }

  void refuse(const PeftRefusal& refused) {
    AuditFinding finding;
    finding.kind = AuditKind::refusal;
    finding.severity = Severity::error;
    finding.why = config_.library + " refuses the config; " + refused.member + ": " + refused.why +
                  "; " + refused.what;
    out_.audit.findings.push_back(std::move(finding));
  }

  void tell_results() {
    Selection excluded;
    for (ReadList& read : lists_) {
      const ConfigList& list = *read.list;
      if (list.role == ListRole::excludes && list.scope.empty()) {
        for (const AuditedPattern& pattern : read.audit.patterns)
          excluded = united(excluded, pattern.selected);
      }
      // A class that is not known may select or exclude more.
      if (list.result.empty() || open_.contains(list.scope)) continue;
      tell_result(read);
    }
    tell_taken(excluded);
  }

  // What happens to the modules that a list selects.
  void tell_result(ReadList& read) {
    const ConfigList& list = *read.list;
    bool some = false;
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
      some = some || !result.modules.empty();
      if (!result.modules.empty()) out_.results.push_back(std::move(result));
    }
    if (some || !list.decides || list.role != ListRole::selects || read.entries.empty()) return;
    out_.results.push_back({list.result, std::nullopt, {}, {}});
    const bool reaches =
        std::any_of(read.audit.patterns.begin(), read.audit.patterns.end(),
                    [](const AuditedPattern& each) { return !each.selected.empty(); });
    tell_nothing_done(list.result,
                      reaches ? "what " + list.member + " selects is left out again"
                              : "no entry of " + list.member + " selects anything",
                      0, read.audit);
  }

  // What happens to the modules that the library takes by itself.
  void tell_taken(const Selection& excluded) {
    if (config_.taken.empty()) return;
    const auto first = std::find_if(lists_.begin(), lists_.end(), [](const ReadList& read) {
      return read.list->role == ListRole::excludes && !read.entries.empty();
    });
    const auto tell_nothing = [&] {
      if (first != lists_.end())
        tell_nothing_done(config_.taken, first->list->member + " excludes all of them", 0,
                          first->audit);
    };
    if (!classes_.known() || config_.taken_classes.empty()) {
      if (first != lists_.end() && without(leaves_of(index_), excluded).empty()) {
        out_.results.push_back({config_.taken, std::nullopt, {}, {}});
        tell_nothing();
        return;
      }
    }
    if (config_.taken_classes.empty()) return;
    if (!classes_.known()) {
      const std::vector<std::string> names = quoted_classes(config_.taken_classes);
      if (!config_.taken_by.empty()) {
        out_.not_judged.push_back(
            {config_.taken_by, "by class, not checked: " + in_a_row(names), "classes"});
        out_.open.push_back({config_.taken_by, "true", config_.taken});
        return;
      }
      out_.notes.push_back("modules of the class " + in_a_row(names) + " are " + config_.taken +
                           ", unless a list leaves them out: this tree has no classes");
      return;
    }
    ConfigResult result;
    result.what = config_.taken;
    result.modules = united(classes_.select_any(config_.taken_classes), taken_by_name());
    if (config_.keeps_output) {
      const std::string& known = model_.facts->output_embeddings;
      const std::uint32_t output = index_.find(known.empty() ? "lm_head" : known);
      if (output != kNoModule) result.modules = without(result.modules, {output});
    }
    const bool some = !result.modules.empty();
    result.modules = without(result.modules, excluded);
    if (some && result.modules.empty()) tell_nothing();
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
    // PEFT will get a list, which it takes layers beside, and not this word.
    peft.layers_to_transform.clear();
    peft.layers_pattern.clear();
    std::erase_if(peft.members, [](const std::string& member) {
      return member == "layers_to_transform" || member == "layers_pattern";
    });
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
