// SPDX-License-Identifier: Apache-2.0
#include "report/compare/run_compare.h"

#include <fmt/format.h>

#include <utility>

#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "subjects/remote.h"
#include "subjects/subject_error.h"

namespace overmatch {

namespace {

// Adds the failures of a command that did not repeat when it was asked the same again.
void take_incidents(const ComparedSubject& side, std::vector<std::string>& out) {
  auto* const remote = dynamic_cast<RemoteMatcher*>(side.subject->matcher.get());
  if (remote == nullptr) return;
  for (const Incident& incident : remote->take_incidents()) {
    out.push_back(
        side.name + " " + incident.crash.what() +
        fmt::format(", but answered when it was asked again ({} in all)", incident.times));
  }
}

}  // namespace

void set_generated_orders(Subject& a, Subject& b, const std::string& given) {
  const Order order = need_order(a.mode, given, "--order");
  if (order == Order::any) return;
  a.order = order;
  b.order = fixed_order(b.mode).value_or(order);
  for (const Subject* const side : {&a, &b}) {
    if (side->order != Order::any && side->matcher->takes_labels()) continue;
    throw InputError(std::string(side->matcher->name()) +
                     " reads no lists with labels, which --generated makes in mode " +
                     std::string(to_string(a.mode)) + " with order " +
                     std::string(to_string(order)));
  }
}

std::string order_for(Mode side, Mode other, const std::string& given) {
  return fixed_order(side) && !fixed_order(other) ? std::string() : given;
}

CompareReport run_compare(const ComparedSubject& a, const ComparedSubject& b, const Limits& limits,
                          const CompareRequest& request,
                          const std::function<bool(std::uint64_t)>& goes_on) {
  CompareReport report;
  report.a = a.name;
  report.b = b.name;
  report.labels = request.labels;
  std::uint64_t compared = 0;
  const Comparison comparison{a.subject, b.subject, limits, [&] { return goes_on(compared); }};
  // Records how a comparison ended and returns what it found.
  const auto take = [&](Differences differences) {
    report.interrupted = report.interrupted || differences.interrupted;
    if (report.broke_off.empty()) report.broke_off = std::move(differences.broke_off);
    ++compared;
    return std::move(differences.found);
  };
  const auto is_whole = [&] { return !report.interrupted && report.broke_off.empty(); };
  for (const ModuleTree& tree : request.trees) {
    if (!is_whole()) break;
    const std::vector<std::string> patterns =
        request.patterns.empty() ? patterns_of(tree) : request.patterns;
    report.trees.push_back(
        {tree.name, tree.modules.size(), patterns.size(),
         take(request.labels.empty()
                  ? compare_on_tree(comparison, tree, patterns)
                  : compare_labels_on_tree(comparison, tree, patterns, request.labels.numbers))});
  }
  if (request.generated > 0 && is_whole()) {
    report.cases = request.generated;
    report.seed = request.seed;
    report.generated = take(compare_on_generated(comparison, request.generated, request.seed));
  }
  if (count_differences(report) == 0 && !report.broke_off.empty())
    throw SubjectError(report.broke_off);
  take_incidents(a, report.incidents);
  take_incidents(b, report.incidents);
  return report;
}

}  // namespace overmatch
