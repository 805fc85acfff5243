// SPDX-License-Identifier: Apache-2.0
#include "report/audit/run_audit.h"

#include <algorithm>
#include <utility>

#include "analysis/configs/audit_config.h"
#include "analysis/configs/formats/read_config.h"
#include "analysis/findings/suggestion.h"
#include "analysis/peft/facts/peft_replication.h"
#include "analysis/peft/frozen_accidents.h"
#include "analysis/peft/peft_audit.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"
#include "report/audit/audit_ids.h"
#include "search/campaign/finding_list.h"

namespace overmatch {

namespace {

// Throws InputError if the tree lacks the intended subtree: every selected module would be an
// escape.
void check_intended(const TreeIndex& index, const std::string& root) {
  if (root.empty() || index.find(root) != kNoModule) return;
  const auto groups = suggest(index, Mode::exact, root, {});
  throw InputError("--intended " + in_quotes(root) + ": the tree has no such module" +
                   (groups.empty() ? "" : "; did you mean " + in_words(groups) + "?"));
}

// Finds the line of each pattern of PEFT in the config, by its text behind its member.
std::vector<std::size_t> lines_of(const std::string& text, const ReadConfig& config,
                                  const std::vector<AuditedPattern>& patterns) {
  std::vector<std::size_t> starts = {0};  // where each line begins
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    starts.push_back(at + 1);
  std::vector<std::size_t> lines;
  for (const AuditedPattern& pattern : patterns) {
    const auto known = config.lines.find(pattern.member);
    // YAML ends lines at characters that other readers do not.
    const std::size_t line =
        known == config.lines.end() ? 0 : std::min(known->second, starts.size());
    std::size_t from = line > 0 ? starts[line - 1] : text.find("\"" + pattern.member + "\"");
    if (from == std::string::npos) from = 0;
    std::string spelled;
    append_json_string(spelled, pattern.pattern);
    std::size_t at = text.find(spelled, from);
    if (at == std::string::npos && line > 0) at = text.find(pattern.pattern, from);
    lines.push_back(at == std::string::npos
                        ? line
                        : static_cast<std::size_t>(
                              std::upper_bound(starts.begin(), starts.end(), at) - starts.begin()));
  }
  return lines;
}

void add_trainable(const AuditRequest& request, const Model& model, const TrainingPlan& plan,
                   AuditReport& report) {
  if (request.trainable || !request.dump.empty()) {
    const auto dump = request.trainable ? parse_trainable(request.trainable->text,
                                                          printable_path(request.trainable->file))
                                        : request.dump;
    report.trainable = compare_trainable(*report.index, plan, dump, report.audit.findings);
    report.dumped = true;
    settle_frozen(*report.trainable, report.audit);
    rank(report.audit.findings);
  } else if (!model.parameters.empty()) {
    report.trainable = count_trainable(*report.index, plan, model.parameters);
  }
}

// What the request names: a config, PEFT's, or overrides of llama.cpp; nothing for patterns.
std::optional<ReadConfig> read_request(const AuditRequest& request) {
  std::optional<ReadConfig> read;
  if (request.config) {
    read = read_config(request.config->text, printable_path(request.config->file));
  } else if (request.peft) {
    read.emplace().peft = parse_peft_config(request.peft->text, printable_path(request.peft->file));
  } else if (!request.override_tensor.empty() || !request.tensor_type.empty()) {
    read.emplace().kind = "options of llama.cpp";
    read->library = "llama.cpp";
    if (!request.override_tensor.empty())
      read->lists.push_back(read_tensor_overrides("--override-tensor", request.override_tensor));
    if (!request.tensor_type.empty())
      read->lists.push_back(read_tensor_overrides("--tensor-type", request.tensor_type));
  }
  if (!request.peft_version.empty()) {
    const auto version = parse_peft_version(request.peft_version);
    if (!version)
      throw InputError("--peft-version " + in_quotes(request.peft_version) +
                       ": give a release of PEFT, such as 0.21.2");
    if (!read->peft)
      throw InputError("--peft-version: " + read->kind + " holds nothing that PEFT reads");
    read->peft->version = *version;
    if (request.config) read->peft->version_text = request.peft_version;
  }
  return read;
}

// The file that holds the patterns.
const NamedText* file_of(const AuditRequest& request) {
  if (request.config) return &*request.config;
  return request.peft ? &*request.peft : nullptr;
}

void audit_peft_part(const AuditRequest& request, const ReadConfig& read,
                     const PathTemplates& templates, const Model& model, AuditReport& report) {
  const ModelFacts* const facts = model.facts ? &*model.facts : nullptr;
  const PeftConfig config = peft_config_of(*report.index, read, facts);
  PeftAudit result = audit_peft(*report.index, templates, config, request.intended, facts);
  report.audit = std::move(result.audit);
  report.effect = std::move(result.effect);
  report.read_by = "PEFT " + config.version.text();
  TrainingPlan plan = plan_of(*report.effect, config);
  plan.accidents = accidents_of(*report.index, report.audit);
  add_trainable(request, model, plan, report);
  const auto rename = [&](std::string& member) {
    const auto renamed = read.peft_members.find(member);
    if (renamed != read.peft_members.end()) member = renamed->second;
  };
  for (AuditedPattern& pattern : report.audit.patterns) rename(pattern.member);
  for (MemberAdvice& advice : report.audit.members) rename(advice.member);
  report.open = open_lists_of(*read.peft, *report.effect);
  if (read.adds_linear_names && report.effect->depends_on_classes)
    report.open.push_back({"lora_target_linear", "true"});
  for (OpenList& open : report.open) rename(open.member);
  for (NotJudged& open : report.effect->not_judged) rename(open.member);
  report.lines = lines_of(file_of(request)->text, read, report.audit.patterns);
}

void audit_config(const AuditRequest& request, const ReadConfig& read,
                  const PathTemplates& templates, const Model& model, AuditReport& report) {
  const NamedText* const file = file_of(request);
  try {
    if (read.peft) audit_peft_part(request, read, templates, model, report);
    if (!read.library.empty() && !read.peft) report.read_by = read.library;
    ConfigAudit lists = audit_lists(*report.index, templates, read, model, request.intended);
    append_audit(report.audit, std::move(lists.audit));
    rank(report.audit.findings);
    report.lines.insert(report.lines.end(), lists.lines.begin(), lists.lines.end());
    report.results = std::move(lists.results);
    report.not_judged = std::move(lists.not_judged);
    report.notes = std::move(lists.notes);
    report.open.insert(report.open.end(), std::make_move_iterator(lists.open.begin()),
                       std::make_move_iterator(lists.open.end()));
  } catch (const InputError& error) {  // a pattern that does not compile
    if (file == nullptr) throw;
    throw InputError(printable_path(file->file) + ": " + error.what());
  }
  if (!read.peft && (request.trainable || !request.dump.empty()))
    throw InputError("--trainable needs a config of PEFT or patterns: " + read.kind +
                     " does not say what trains");
  if (file != nullptr) report.config = file->file;
  if (!request.peft) report.read = read;
}

void audit_list(const AuditRequest& request, const PathTemplates& templates, const Model& model,
                AuditReport& report) {
  const TreeIndex& index = *report.index;
  const Mode mode = need_mode(request.mode);
  std::vector<std::string> names;
  const EntryLabels labels = read_labels(request.labels, mode, request.patterns.size(), names);
  report.audit = audit_patterns(index, templates, mode, request.patterns, request.intended, labels);
  if (!labels.empty()) report.order = labels.order;
  report.read_by = request.mode;
  if (!request.trainable && request.dump.empty() && model.parameters.empty()) return;
  Selection selected;
  for (const AuditedPattern& pattern : report.audit.patterns) {
    if (pattern.decision && !pattern.decision->gives) continue;
    const Selection& given = pattern.decision ? pattern.decision->won : pattern.selected;
    selected.insert(selected.end(), given.begin(), given.end());
  }
  sort_modules(selected, index.size());
  add_trainable(request, model, plan_of(selected), report);
}

void leave_out_accepted(const std::vector<std::string>& accept, AuditReport& report) {
  if (accept.empty()) return;
  // One that is about several entries is left out if each of its ids is accepted.
  std::vector<bool> kept(report.audit.findings.size(), false);
  for (const FoundId& each : ids_of(report)) {
    const std::string_view kind = to_string(report.audit.findings[each.finding].kind);
    if (std::none_of(accept.begin(), accept.end(), [&](const std::string& glob) {
          return glob == kind || matches_glob(glob, each.id);
        }))
      kept[each.finding] = true;
  }
  std::size_t at = 0;
  report.accepted =
      std::erase_if(report.audit.findings, [&](const AuditFinding&) { return !kept[at++]; });
  if (report.hazards && std::find(accept.begin(), accept.end(), "hazard") != accept.end())
    report.hazards.reset();
  if (report.accepted == 0) return;
  // Advice is for what is left.
  const auto& left = report.audit.findings;
  if (std::none_of(left.begin(), left.end(),
                   [](const AuditFinding& finding) { return finding.severity > Severity::note; }))
    report.audit.members.clear();
}

}  // namespace

void check_usage(const AuditRequest& request) {
  const bool overrides = !request.override_tensor.empty() || !request.tensor_type.empty();
  const char* const source = request.peft                       ? "--peft"
                             : request.config                   ? "--config"
                             : !request.override_tensor.empty() ? "--override-tensor"
                             : overrides                        ? "--tensor-type"
                                                                : nullptr;
  if (source != nullptr && !request.patterns.empty())
    throw InputError(std::string(source) + " and --pattern exclude each other: both give patterns");
  if (request.peft && request.config)
    throw InputError("--peft and --config exclude each other: --config reads PEFT's configs, too");
  if ((request.peft || request.config) && overrides)
    throw InputError(std::string(source) + " and " +
                     (request.override_tensor.empty() ? "--tensor-type" : "--override-tensor") +
                     " exclude each other: both give patterns");
  if (request.peft && !request.mode.empty()) {
    throw InputError(
        "--mode and --peft exclude each other: PEFT has a rule of its own for each member");
  }
  if (source != nullptr && !request.mode.empty()) {
    throw InputError(std::string("--mode and ") + source +
                     " exclude each other: each list is read by the rule of its library");
  }
  if (!request.peft && !request.config && !request.peft_version.empty())
    throw InputError("--peft-version needs a config: give it with --peft");
  if (request.patterns.empty() && !(request.labels.labels.empty() && request.labels.order.empty()))
    throw InputError("--label and --order need patterns: give them with --pattern");
  if (source == nullptr && request.patterns.empty()) {
    if (!request.mode.empty()) throw InputError("--mode needs patterns: give them with --pattern");
    if (request.intended)
      throw InputError("--intended needs patterns: give them with --pattern or --peft");
    if (request.trainable)
      throw InputError("--trainable needs patterns: give them with --pattern or --peft");
  }
  if (request.before && source == nullptr && request.patterns.empty())
    throw InputError("--tree-before needs patterns: give them with --pattern, --peft or --config");
  if (!request.patterns.empty() && request.mode.empty()) {
    throw InputError("--pattern needs --mode: " + mode_names());
  }
}

AuditRun::AuditRun(Model model, const std::string& file)
    : model_(std::move(model)),
      index_(model_.shape ? TreeIndex(model_.tree, *std::exchange(model_.shape, std::nullopt))
                          : TreeIndex(model_.tree)) {
  report_.index = &index_;
  report_.file = file;
  report_.parameters = model_.parameters.size();
}

std::unique_ptr<const AuditRun> run_audit(Model model, const std::string& file,
                                          const AuditRequest& request) {
  check_usage(request);
  std::optional<ReadConfig> config = read_request(request);
  if (config && config->peft) {
    if (std::optional<Model> after = replicated(model, *config->peft)) {
      model = *std::move(after);
      config->peft->layers_replicated = true;
    }
  }
  auto run = std::make_unique<AuditRun>(std::move(model), file);
  AuditReport& report = run->report_;
  const PathTemplates& templates = run->index_.templates();
  report.intended = request.intended;
  if (request.intended) check_intended(run->index_, *request.intended);
  if (config) {
    audit_config(request, *config, templates, run->model_, report);
  } else if (!request.patterns.empty()) {
    audit_list(request, templates, run->model_, report);
  }
  if (request.before) {
    const TreeIndex before(*request.before);
    find_layout(run->index_, layout_before(before, run->index_), report.audit);
    const bool skipped = std::any_of(
        report.audit.patterns.begin(), report.audit.patterns.end(),
        [](const AuditedPattern& pattern) { return pattern.by_class || pattern.parameters; });
    if (config && skipped) {
      report.notes.emplace_back(
          "entries that select by class or by the names of parameters are not compared with the "
          "earlier tree");
    }
  }
  if (request.hazards || (report.audit.patterns.empty() && !config))
    report.hazards = find_tree_hazards(run->index_, templates);
  leave_out_accepted(request.accept, report);
  return run;
}

}  // namespace overmatch
