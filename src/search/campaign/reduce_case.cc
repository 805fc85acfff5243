// SPDX-License-Identifier: Apache-2.0
#include "names/input_error.h"
#include "properties/registry.h"
#include "search/campaign/campaign.h"
#include "search/campaign/finding_list.h"
#include "search/campaign/rules_followed.h"
#include "search/violations.h"

namespace overmatch {

namespace {

std::vector<Finding> grouped_by_mistake(const Runner& runner, std::vector<Finding> findings) {
  RulesFollowed rules;
  if (findings.size() > 1) {
    try {
      rules = find_rules_followed(runner);
    } catch (const WorkEnded&) {  // the caller sees it: Runner::ended
    }
  }
  FindingList list;
  for (Finding& finding : findings) list.add(std::move(finding));
  return std::move(list).result({}, rules).first;
}

}  // namespace

CaseFindings reduce_case(Subject& subject, const Case& content, const CampaignOptions& options,
                         bool minimal, const Progress& progress) {
  if (!content.labels.empty() && !subject.matcher->takes_labels())
    throw InputError("the case is a list with labels, and " + std::string(subject.matcher->name()) +
                     " reads plain lists only");
  if (!content.labels.empty()) subject.order = content.labels.order;
  Runner runner(subject, options.limits);
  if (progress) runner.set_goes_on([&] { return progress(minimal ? "shrinking" : "asking", 1); });
  const Effort effort = minimal ? Effort::minimal : Effort::confirm;
  std::string crash;
  std::vector<Finding> findings;
  const auto add = [&](const Discovery& discovery, const std::optional<IsolatedRun>& run) {
    findings.push_back(runner.ended()
                           ? unreduced(discovery, run, kInterrupted)
                           : reduce(runner, options.plan.properties, discovery, run, effort));
  };
  const auto violations = violations_of(runner, options.plan.properties, content, crash);
  if (!crash.empty()) {
    Discovery discovery;
    discovery.key = {&kTotality, Direction::other, KindGroup::whole_list};
    discovery.content = content;
    try {
      const IsolatedRun rerun = crash_on(runner, options.plan.properties, content);
      discovery.what = rerun.failed() ? rerun.describe() : crash;
      const bool again = rerun.failed();
      if (again || !crash.starts_with("hung"))
        add(discovery, again ? std::optional(rerun) : std::nullopt);
    } catch (const WorkEnded&) {
      discovery.what = crash;
      findings.push_back(unreduced(discovery, std::nullopt, kInterrupted));
      findings.back().crash = crash;
    }
  }
  for (const Discovery& discovery : violations) add(discovery, std::nullopt);
  for (Incident& incident : runner.take_incidents()) {
    if (incident.crash.ending() != Ending::hung)
      findings.push_back(to_finding(std::move(incident)));
  }
  if (options.one_per_mistake) findings = grouped_by_mistake(runner, std::move(findings));
  return {std::move(findings), runner.ended()};
}

}  // namespace overmatch
