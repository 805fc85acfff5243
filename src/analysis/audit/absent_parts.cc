// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/absent_parts.h"

#include <algorithm>
#include <map>
#include <string>

#include "analysis/entries/model_parts.h"
#include "analysis/regex/regex_tokens.h"
#include "names/ascii.h"

namespace overmatch {

namespace {

// Entries that a sentence names; it counts the others.
constexpr std::size_t kNamed = 6;

// The names that a regex spells. Letters that stand for themselves in a group, as in
// `(q|k|v)_proj`, are none.
std::vector<std::string> names_in(std::string_view regex) {
  std::vector<std::string> names(1);
  for (const RegexTokens tokens = tokenize_regex(regex); const RegexToken& token : tokens.tokens) {
    const std::string_view text = tokens.spelling(token);
    const bool letter = token.kind == TokenKind::literal && text.size() == 1 && is_word(text[0]);
    if (letter)
      names.back() += text;
    else if (!names.back().empty())
      names.emplace_back();
  }
  for (std::string& name : names) name.erase(0, name.find_first_not_of('_'));
  std::erase_if(names, [](const std::string& name) { return name.size() < 2 && !is_number(name); });
  return names;
}

bool is_open_at_the_start(std::string_view regex) {
  if (regex.starts_with('^')) regex.remove_prefix(1);
  return regex.starts_with(".*") || regex.starts_with("(?:.*") || regex.starts_with("(.*");
}

bool has_segment(const TreeIndex& index, std::string_view name) {
  const auto names = index.names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether all names of the regex are parts of some family, and the tree lacks one of them. The
// number of a layer is no such name: who writes it has one model in mind.
bool is_of_another_family(const TreeIndex& index, std::string_view regex) {
  const std::vector<std::string> names = names_in(regex);
  return !names.empty() && std::all_of(names.begin(), names.end(), is_part_of_models) &&
         std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return !has_segment(index, name); });
}

}  // namespace

void settle_absent_parts(const TreeIndex& index, Audit& audit) {
  std::map<std::string_view, ModuleSet> selected;  // by member, of those that were asked for
  const auto selected_by = [&](const std::string& member) -> const ModuleSet& {
    const auto [known, fresh] = selected.try_emplace(member);
    if (!fresh) return known->second;
    for (const AuditedPattern& pattern : audit.patterns) {
      if (pattern.member == member) known->second.add(pattern.selected);
    }
    return known->second;
  };
  std::map<std::string, std::vector<std::size_t>> absent;  // by member
  std::erase_if(audit.findings, [&](AuditFinding& finding) {
    if (finding.kind != AuditKind::unmatched || finding.severity != Severity::warning ||
        finding.pattern == kNoPattern || !finding.patterns.empty())
      return false;
    const AuditedPattern& pattern = audit.patterns[finding.pattern];
    if (pattern.trains || !is_regex(pattern.mode) || !pattern.selected.empty()) return false;
    if (finding.modules.empty() && !finding.advice.empty())
      return false;  // a mistake that is known
    const bool other_root = !finding.modules.empty() && !is_open_at_the_start(pattern.pattern);
    if (!other_root && is_of_another_family(index, pattern.pattern)) {
      absent[pattern.member].push_back(finding.pattern);
      return true;
    }
    const ModuleSet& all = selected_by(pattern.member);
    if (finding.modules.empty() ||
        !std::all_of(finding.modules.begin(), finding.modules.end(),
                     [&](std::uint32_t module) { return all.contains(module); }))
      return false;
    finding.severity = Severity::note;
    finding.advice.clear();
    finding.why = in_findings(pattern) +
                  " selects nothing, and other entries select what it may be meant for";
    return false;
  });
  for (const auto& [member, patterns] : absent) {
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::note;
    finding.pattern = patterns.front();
    if (patterns.size() > 1) finding.patterns = patterns;
    std::vector<std::string> names;
    for (const std::size_t at : patterns) names.push_back(in_findings(audit.patterns[at]));
    finding.why = in_a_row(names, kNamed) + (names.size() == 1 ? " selects" : " select") +
                  " nothing: this model has no such part";
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace overmatch
