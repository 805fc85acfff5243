// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/same_mistake.h"

#include <algorithm>
#include <array>
#include <set>

#include "names/utf8.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

using std::string_view;

std::string category(Mode mode, string_view c) {
  const char first = c[0];
  if (c.size() > 1) return "beyond ASCII";
  if (first >= 'A' && first <= 'Z') return "capital";
  if (first >= '0' && first <= '9') return "digit";
  if (!is_regex(mode) && string_view("*?[](){}^$|\\+").find(first) != string_view::npos)
    return "language";
  return std::string(c);
}

bool is_plain(Mode mode, string_view c) {
  return c == "a" || c == "b" || c == "c" || c == "." || (is_regex(mode) && c == "\\");
}

// Whether few names have the trigger. In a case that is not minimal, the common ones are most
// likely there by chance.
bool is_rare(string_view trigger) {
  const bool is_letter = trigger.size() == 1 && trigger[0] >= 'a' && trigger[0] <= 'z';
  return !is_letter && trigger != "_" && trigger != "capital" && trigger != "digit" &&
         trigger != "long";
}

bool has(const Finding& finding, const Property& property) {
  return finding.key.property == &property ||
         std::find(finding.also.begin(), finding.also.end(), property.name) != finding.also.end();
}

// Whether both need several names, and violate a common property about several patterns, modules or
// questions.
bool need_several_names(const Finding& left, const Finding& right) {
  const auto alone = [](const Finding& finding) {
    return finding.minimal.patterns.size() <= 1 && finding.minimal.modules.size() <= 1 &&
           finding.key.group != KindGroup::whole_list;
  };
  if (alone(left) || alone(right)) return false;
  const std::array<const Property*, 3> properties = {&kUnion, &kIndependence, &kDeterminism};
  return std::any_of(properties.begin(), properties.end(), [&](const Property* property) {
    return has(left, *property) && has(right, *property);
  });
}

// Whether the wrong answer is to a question that the property derived: a property that compares
// answers is violated, and the answer to the case itself is correct, or was not asked in time.
bool is_consequence(const Finding& finding) {
  const Case& content = finding.minimal;
  const std::array<const Property*, 6> properties = {&kUnion,    &kIndependence, &kWrapping,
                                                     &kRenaming, &kLiteralness,  &kLattice};
  if (std::find(properties.begin(), properties.end(), finding.key.property) == properties.end() ||
      has(finding, kAgreement) || finding.rejected)
    return false;
  if (finding.out_of_time && finding.selected.empty()) return true;
  if (finding.selected.size() != content.modules.size()) return false;
  for (std::size_t at = 0; at < content.modules.size(); ++at) {
    const bool selects =
        std::any_of(content.patterns.begin(), content.patterns.end(), [&](string_view pattern) {
          return is_right_to_select(content.mode, pattern, content.modules[at]);
        });
    if (selects != (finding.selected[at] != Answer::kNo)) return false;
  }
  return true;
}

// Whether the rules give the wrong answer: to the case, or to what the property derived from it.
bool explain(const RulesFollowed& rules, const Finding& finding) {
  if (rules.explain(finding)) return true;
  if (!finding.follow_up) return false;
  Finding derived;
  derived.key = finding.key;
  derived.minimal = finding.follow_up->question;
  derived.selected = finding.follow_up->selected;
  derived.rejected = finding.follow_up->rejected;
  return rules.explain(derived);
}

bool are_same(const Finding& lead, const Finding& other, const RulesFollowed& rules) {
  const auto is_answer = [](const Finding& finding) {
    return finding.crash.empty() && finding.reproducible && !finding.stateful;
  };
  // Answers that depend on earlier questions show one mistake: state.
  const auto remembers = [](const Finding& finding) {
    return finding.crash.empty() && (finding.stateful || !finding.reproducible);
  };
  if (remembers(lead) && remembers(other)) return true;
  if (!is_answer(lead) || !is_answer(other)) return false;
  // Rejecting valid patterns and accepting invalid ones are two mistakes.
  if (lead.key.property == &kRejection && other.key.property == &kRejection &&
      lead.key.direction != other.key.direction)
    return false;
  if (explain(rules, lead) && explain(rules, other)) return true;
  if (lead.key.property == &kAgreement && other.follow_up && !has(other, kAgreement) &&
      lead.key.direction == other.key.direction && lead.key.group == other.key.group)
    return true;
  if (lead.key.property == &kAgreement && is_consequence(other)) return true;
  if (need_several_names(lead, other)) return true;
  const std::vector<std::string> left = triggers(lead);
  const std::vector<std::string> right = triggers(other);
  return !left.empty() && !right.empty() &&
         (std::includes(left.begin(), left.end(), right.begin(), right.end()) ||
          std::includes(right.begin(), right.end(), left.begin(), left.end()));
}

}  // namespace

std::vector<std::string> triggers(const Finding& finding) {
  constexpr std::size_t kLong = 7;
  const Case& content = finding.minimal;
  std::set<std::string> found;
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const string_view name : *names) {
      if (name.size() >= kLong) found.insert("long");
      for (std::size_t at = 0; at < name.size(); at += code_point_size(name[at])) {
        const string_view c = code_point_at(name, at);
        if (!is_plain(content.mode, c)) found.insert(category(content.mode, c));
      }
    }
  }
  if (finding.out_of_time) std::erase_if(found, [](const auto& each) { return !is_rare(each); });
  return {found.begin(), found.end()};
}

std::vector<Finding> one_per_mistake(std::vector<Finding> ranked, const RulesFollowed& rules) {
  std::vector<Finding> leads;
  std::stable_partition(ranked.begin(), ranked.end(),
                        [](const Finding& finding) { return !is_consequence(finding); });
  for (Finding& finding : ranked) {
    const auto lead = std::find_if(leads.begin(), leads.end(), [&](const Finding& other) {
      return are_same(other, finding, rules);
    });
    if (lead == leads.end()) {
      leads.push_back(std::move(finding));
      continue;
    }
    const auto also = [&](const std::string& name) {
      if (name != lead->key.property->name &&
          std::find(lead->also.begin(), lead->also.end(), name) == lead->also.end())
        lead->also.push_back(name);
    };
    also(std::string(finding.key.property->name));
    for (const std::string& name : finding.also) also(name);
    lead->same_mistake.push_back(std::move(finding));
  }
  return leads;
}

}  // namespace overmatch
