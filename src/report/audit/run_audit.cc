// SPDX-License-Identifier: Apache-2.0
#include "report/audit/run_audit.h"

#include <algorithm>
#include <utility>

#include "analysis/audit/suggestion.h"
#include "analysis/peft/facts/peft_replication.h"
#include "analysis/peft/frozen_accidents.h"
#include "analysis/peft/peft_audit.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"

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

// Finds the line of each pattern in the config, by its text in JSON.
std::vector<std::size_t> lines_of(const std::string& text,
                                  const std::vector<AuditedPattern>& patterns) {
  std::vector<std::size_t> lines;
  for (const AuditedPattern& pattern : patterns) {
    std::string spelled;
    append_json_string(spelled, pattern.pattern);
    std::size_t from = text.find("\"" + pattern.member + "\"");
    if (from == std::string::npos) from = 0;
    const std::size_t at = text.find(spelled, from);
    lines.push_back(
        at == std::string::npos
            ? 0
            : 1 + static_cast<std::size_t>(std::count(
                      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')));
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

PeftConfig read_config(const AuditRequest& request) {
  PeftConfig config = parse_peft_config(request.peft->text, printable_path(request.peft->file));
  if (!request.peft_version.empty()) {
    const auto version = parse_peft_version(request.peft_version);
    if (!version)
      throw InputError("--peft-version " + in_quotes(request.peft_version) +
                       ": give a release of PEFT, such as 0.21.2");
    config.version = *version;
  }
  return config;
}

void audit_config(const AuditRequest& request, const PeftConfig& config,
                  const PathTemplates& templates, const Model& model, AuditReport& report) {
  const std::string shown = printable_path(request.peft->file);
  PeftAudit result = [&] {
    try {
      return audit_peft(*report.index, templates, config, request.intended,
                        model.facts ? &*model.facts : nullptr);
    } catch (const InputError& error) {  // a pattern that does not compile
      throw InputError(shown + ": " + error.what());
    }
  }();
  report.audit = std::move(result.audit);
  report.effect = std::move(result.effect);
  report.config = request.peft->file;
  report.lines = lines_of(request.peft->text, report.audit.patterns);
  TrainingPlan plan = plan_of(*report.effect, config);
  plan.accidents = accidents_of(*report.index, report.audit);
  add_trainable(request, model, plan, report);
}

void audit_list(const AuditRequest& request, const PathTemplates& templates, const Model& model,
                AuditReport& report) {
  const TreeIndex& index = *report.index;
  const Mode mode = need_mode(request.mode);
  std::vector<std::string> names;
  const EntryLabels labels = read_labels(request.labels, mode, request.patterns.size(), names);
  report.audit = audit_patterns(index, templates, mode, request.patterns, request.intended, labels);
  if (!labels.empty()) report.order = labels.order;
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

}  // namespace

void check_usage(const AuditRequest& request) {
  if (request.peft && !request.patterns.empty())
    throw InputError("--peft and --pattern exclude each other: both give patterns");
  if (request.peft && !request.mode.empty()) {
    throw InputError(
        "--mode and --peft exclude each other: PEFT has a rule of its own for each member");
  }
  if (!request.peft && !request.peft_version.empty())
    throw InputError("--peft-version needs a config: give it with --peft");
  if (request.patterns.empty() && !(request.labels.labels.empty() && request.labels.order.empty()))
    throw InputError("--label and --order need patterns: give them with --pattern");
  if (!request.peft && request.patterns.empty()) {
    if (!request.mode.empty()) throw InputError("--mode needs patterns: give them with --pattern");
    if (request.intended)
      throw InputError("--intended needs patterns: give them with --pattern or --peft");
    if (request.trainable)
      throw InputError("--trainable needs patterns: give them with --pattern or --peft");
  }
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
  std::optional<PeftConfig> config;
  if (request.peft) {
    config = read_config(request);
    if (std::optional<Model> after = replicated(model, *config)) {
      model = *std::move(after);
      config->layers_replicated = true;
    }
  }
  auto run = std::make_unique<AuditRun>(std::move(model), file);
  AuditReport& report = run->report_;
  const PathTemplates templates(run->index_);
  report.intended = request.intended;
  if (request.intended) check_intended(run->index_, *request.intended);
  if (config) {
    audit_config(request, *config, templates, run->model_, report);
  } else if (!request.patterns.empty()) {
    audit_list(request, templates, run->model_, report);
  }
  if (request.hazards || (report.audit.patterns.empty() && !request.peft))
    report.hazards = find_tree_hazards(run->index_, templates);
  return run;
}

}  // namespace overmatch
