// SPDX-License-Identifier: Apache-2.0
#include "fuzz/harness.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "fuzz/mismatch.h"
#include "fuzz/subject.h"

namespace overmatch::fuzz {

namespace {

// The word that reports have for a kind group, so that `overmatch explain` knows it.
std::string_view word_of(KindGroup group) {
  switch (group) {
    case KindGroup::glued_prefix: return "glued-prefix";
    case KindGroup::glued_suffix: return "glued-suffix";
    case KindGroup::substring: return "fused";
    case KindGroup::truncated: return "truncated";
    case KindGroup::re_rooted: return "re-rooted";
    case KindGroup::empty: return "empty";
    default: return to_string(group);
  }
}

}  // namespace

Harness::Candidate::Candidate(Matcher& subject, Order order)
    : matcher(subject),
      probe(subject, subject.mode(), nullptr, kNever, order),
      check(probe, all_properties()) {}

Harness::Harness() : matchers_(subjects()) {
  for (const auto& matcher : matchers_) {
    const std::optional<Order> fixed = fixed_order(matcher->mode());
    for (const Order order : {Order::any, Order::first, Order::last}) {
      const bool takes =
          order == Order::any ? matcher->takes_plain_lists() : matcher->takes_labels();
      if (!takes || (fixed && *fixed != order)) continue;
      kinds_.push_back({matcher->mode(), order});
      candidates_.push_back(std::make_unique<Candidate>(*matcher, order));
    }
  }
  if (kinds_.empty())
    throw std::logic_error("no subject takes lists of the order that its dialect fixes");
}

Harness& Harness::get() {
  static Harness harness;
  return harness;
}

std::vector<Mode> case_modes() {
  std::vector<Mode> modes;
  for (const Harness::Kind& kind : Harness::get().kinds()) {
    if (std::find(modes.begin(), modes.end(), kind.mode) == modes.end()) modes.push_back(kind.mode);
  }
  return modes;
}

std::vector<Order> case_orders() {
  std::vector<Order> orders;
  for (const Harness::Kind& kind : Harness::get().kinds()) {
    if (fixed_order(kind.mode)) continue;
    if (std::find(orders.begin(), orders.end(), kind.order) == orders.end())
      orders.push_back(kind.order);
  }
  return orders.empty() ? std::vector<Order>{Order::any} : orders;
}

void Harness::run(Case& content) {
  std::size_t at = 0;
  for (std::size_t kind = kinds_.size(); kind-- > 0;) {
    if (kinds_[kind].mode == content.mode) at = kind;  // the first of its mode
  }
  for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
    if (kinds_[kind].mode == content.mode && kinds_[kind].order == content.labels.order) at = kind;
  }
  content.mode = kinds_[at].mode;
  content.labels.fit(kinds_[at].order, content.patterns.size());
  print_if_asked(content);
  const Case* culprit = nullptr;
  Candidate& candidate = *candidates_[at];
  const Property* const broken = candidate.check.test(content, violation_, culprit);
  if (broken == nullptr) return;
  report_mismatch(candidate.matcher.name(), broken->name, word_of(violation_.group),
                  violation_.what, culprit);
}

}  // namespace overmatch::fuzz
