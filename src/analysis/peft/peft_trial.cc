// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/peft_trial.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "analysis/select/selection.h"
#include "names/input_error.h"
#include "names/readers/json_string.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostTrials = 64;
// The most modules that all trials together may visit.
constexpr std::size_t kMostTrialVisits = 4'000'000;

std::array<std::size_t, kAuditKinds> counts(const PeftAudit& audit) {
  std::array<std::size_t, kAuditKinds> all{};
  for (const AuditFinding& finding : audit.audit.findings) {
    if (finding.severity > Severity::note) ++all[static_cast<std::size_t>(finding.kind)];
  }
  return all;
}

bool differ_within(const Selection& before, const Selection& after, const Selection& may) {
  Selection changed;
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(),
                                std::back_inserter(changed));
  return std::includes(may.begin(), may.end(), changed.begin(), changed.end());
}

}  // namespace

PeftTrials::PeftTrials(const PeftAuditContext& context, const PeftEffect& before)
    : context_(context),
      refused_(before.refused),
      left_(
          std::clamp<std::size_t>(kMostTrialVisits / (context.index.size() + 1), 4, kMostTrials)) {}

std::optional<PeftAudit> PeftTrials::unless_refused(PeftAudit audit) const {
  const std::optional<PeftRefusal>& now = audit.effect.refused;
  if (now && (!refused_ || refused_->member != now->member || refused_->why != now->why))
    return std::nullopt;
  return audit;
}

std::optional<PeftAudit> PeftTrials::audit(const PeftConfig& config) {
  if (left_ == 0) return std::nullopt;
  --left_;
  try {
    return unless_refused(find_in_peft(context_.index, context_.templates, config,
                                       context_.intended, context_.known, context_.facts));
  } catch (const InputError&) {  // the variant does not compile
    return std::nullopt;
  }
}

std::optional<PeftAudit> PeftTrials::audit(const ModuleTree& tree, const PeftConfig& config) {
  if (left_ == 0) return std::nullopt;
  --left_;
  const TreeIndex index(tree);
  ReadPatterns known;
  try {
    return unless_refused(find_in_peft(index, PathTemplates(index), config, context_.intended,
                                       known, context_.facts));
  } catch (const InputError&) {
    return std::nullopt;
  }
}

bool is_no_worse(const PeftAudit& before, const PeftAudit& after) {
  const auto old_counts = counts(before);
  const auto new_counts = counts(after);
  for (std::size_t kind = 0; kind < old_counts.size(); ++kind) {
    if (new_counts[kind] > old_counts[kind]) return false;
  }
  return true;
}

std::size_t count_faults(const PeftAudit& audit) {
  const auto all = counts(audit);
  return all[static_cast<std::size_t>(AuditKind::collision)] +
         all[static_cast<std::size_t>(AuditKind::rerooting)] +
         all[static_cast<std::size_t>(AuditKind::escape)];
}

bool differs_within(const PeftEffect& before, const PeftEffect& after, const Selection& may) {
  return differ_within(before.adapted, after.adapted, may) &&
         differ_within(before.saved, after.saved, may);
}

PeftNames names_of(const PeftConfig& config, std::string_view member) {
  if (member == "target_modules") return config.target_modules;
  if (member == "exclude_modules") return config.exclude_modules;
  return {config.modules_to_save, std::nullopt};
}

void set_names(PeftConfig& config, std::string_view member, PeftNames names) {
  if (member == "target_modules") {
    config.target_modules = std::move(names);
  } else if (member == "exclude_modules") {
    config.exclude_modules = std::move(names);
  } else {
    config.modules_to_save = std::move(names.list);
  }
}

std::string member_text(std::string_view member, const PeftNames& names) {
  std::string text = "\"" + std::string(member) + "\": ";
  if (names.regex) {
    append_json_string(text, *names.regex);
    return text;
  }
  if (names.list.empty()) return text + "null";
  for (std::size_t at = 0; at < names.list.size(); ++at) {
    text += at == 0 ? "[" : ", ";
    append_json_string(text, names.list[at]);
  }
  return text + "]";
}

}  // namespace overmatch
