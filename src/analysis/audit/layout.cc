// SPDX-License-Identifier: Apache-2.0
// Finds entries that fit another layout of the same model.
#include <algorithm>
#include <map>
#include <utility>

#include "analysis/audit/audit.h"
#include "analysis/entries/explanation.h"
#include "analysis/entries/layouts.h"
#include "analysis/findings/advice.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostRootsTold = 2;
constexpr std::size_t kMostEntriesTold = 3;

// Whether the names of modules alone say what an entry selects.
bool is_of_names(const AuditedPattern& pattern) { return !pattern.by_class && !pattern.parameters; }

// What an entry selects in another layout, as modules of this tree.
Selection selected_there(const TreeIndex& there, const OtherLayout& layout,
                         const AuditedPattern& pattern) {
  const ModePattern meaning =
      pattern.reading ? *pattern.reading : ModePattern{pattern.mode, pattern.pattern};
  Selection wanted;
  for (const std::uint32_t module :
       there.select(meaning.mode, meaning.pattern).value_or(Selection())) {
    if (layout.here[module] != kNoModule) wanted.push_back(layout.here[module]);
  }
  std::sort(wanted.begin(), wanted.end());
  return wanted;
}

// The entry for this tree: with the roots of this layout, or made from the names.
std::vector<Advice> translated(const TreeIndex& index, const OtherLayout& layout,
                               const AuditedPattern& pattern, const Selection& wanted) {
  if (pattern.reading) return {};  // the entry has another syntax
  std::string text = pattern.pattern;
  const bool regex = is_regex(pattern.mode);
  for (const auto& [there, here] : layout.roots) {
    if (there.empty()) continue;
    const auto other = with_root(pattern.pattern, regex, there, here);
    if (other && index.select(pattern.mode, *other) == wanted) return {{pattern.mode, *other, ""}};
    if (const auto more = with_root(text, regex, there, here)) text = *more;
  }
  if (text != pattern.pattern && index.select(pattern.mode, text) == wanted)
    return {{pattern.mode, std::move(text), ""}};
  return advice_for(index, wanted, pattern.mode);
}

// "`model.language_model` was `language_model.model` there" for the roots of the modules.
std::string roots_in_words(const TreeIndex& index, const OtherLayout& layout,
                           const Selection& modules) {
  std::vector<std::string> told;
  for (const std::uint32_t module : modules) {
    for (const auto& [there, here] : layout.roots) {
      if (there == here || !in_subtree(index.path(module), here)) continue;
      std::string words = "`" + printable_path(there) + "` is `" + printable_path(here) + "` here";
      if (std::find(told.begin(), told.end(), words) == told.end())
        told.push_back(std::move(words));
      break;
    }
    if (told.size() > kMostRootsTold) break;
  }
  return in_a_row(told, kMostRootsTold);
}

// The entries of one list that select nothing here and something there.
struct Translation {
  std::vector<std::size_t> patterns;
  std::vector<Selection> wanted;
};

void tell(const TreeIndex& index, const OtherLayout& layout, const Translation& translation,
          Audit& audit) {
  AuditFinding finding;
  finding.kind = AuditKind::layout;
  finding.severity = Severity::warning;
  finding.pattern = translation.patterns.front();
  const bool several = translation.patterns.size() > 1;
  if (several) finding.patterns = translation.patterns;
  std::vector<std::string> quoted;
  for (std::size_t at = 0; at < translation.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[translation.patterns[at]];
    quoted.push_back(in_findings(pattern));
    finding.modules = united(finding.modules, translation.wanted[at]);
    for (Advice& advice : translated(index, layout, pattern, translation.wanted[at])) {
      if (several) advice.purpose = pattern.entry.empty() ? pattern.pattern : pattern.entry;
      finding.advice.push_back(std::move(advice));
    }
  }
  finding.why = in_a_row(quoted, kMostEntriesTold) +
                (several ? " select nothing here, but fit" : " selects nothing here, but fits") +
                " another layout of this model, " + layout.name;
  if (const std::string roots = roots_in_words(index, layout, finding.modules); !roots.empty())
    finding.why += ": " + roots;
  audit.findings.push_back(std::move(finding));
}

bool is_told(const Audit& audit, std::size_t pattern) {
  return std::any_of(audit.findings.begin(), audit.findings.end(), [&](const AuditFinding& each) {
    return each.kind == AuditKind::layout &&
           (each.pattern == pattern ||
            std::find(each.patterns.begin(), each.patterns.end(), pattern) != each.patterns.end());
  });
}

// By list: the entries without a selection that select something in the layout.
std::map<std::string, Translation> translations(const TreeIndex& there, const OtherLayout& layout,
                                                const Audit& audit) {
  std::map<std::string, Translation> all;
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (!pattern.selected.empty() || !pattern.gaps.empty() || is_told(audit, at) ||
        !is_of_names(pattern))
      continue;
    Selection wanted = selected_there(there, layout, pattern);
    if (wanted.empty()) continue;
    all[pattern.member].patterns.push_back(at);
    all[pattern.member].wanted.push_back(std::move(wanted));
  }
  return all;
}

// Whether an entry spells a root that only the layout has: it is worth a try.
bool spells(const AuditedPattern& pattern, const KnownLayout& layout) {
  std::string plain = pattern.pattern;
  std::erase(plain, '\\');
  for (std::size_t at = plain.find("[.]"); at != std::string::npos; at = plain.find("[.]", at))
    plain.replace(at, 3, ".");
  return std::any_of(layout.roots.begin(), layout.roots.end(), [&](const auto& root) {
    return root.first != root.second && plain.find(root.first) != std::string::npos;
  });
}

}  // namespace

void find_layout(const TreeIndex& index, Audit& audit) {
  const auto open = [](const AuditedPattern& pattern) {
    return pattern.selected.empty() && pattern.gaps.empty() && !pattern.pattern.empty() &&
           pattern.member != "task_type";
  };
  if (std::none_of(audit.patterns.begin(), audit.patterns.end(), open)) return;
  for (KnownLayout& known : known_layouts(index)) {
    if (std::none_of(audit.patterns.begin(), audit.patterns.end(),
                     [&](const AuditedPattern& each) { return open(each) && spells(each, known); }))
      continue;
    const OtherLayout layout = fill_layout(index, std::move(known));
    const TreeIndex there(layout.tree);
    for (const auto& [member, translation] : translations(there, layout, audit))
      tell(index, layout, translation, audit);
  }
}

void find_layout(const TreeIndex& index, const OtherLayout& before, Audit& audit) {
  std::erase_if(audit.findings,
                [](const AuditFinding& each) { return each.kind == AuditKind::layout; });
  const TreeIndex there(before.tree);
  for (const auto& [member, translation] : translations(there, before, audit))
    tell(index, before, translation, audit);
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (pattern.selected.empty() || !is_of_names(pattern)) continue;
    const Selection earlier = selected_there(there, before, pattern);
    Selection gone = without(earlier, pattern.selected);
    Selection fresh = without(pattern.selected, earlier);
    if (gone.empty() && fresh.empty()) continue;
    AuditFinding finding;
    finding.kind = AuditKind::layout;
    finding.pattern = at;
    const auto counted = [](std::size_t modules, const char* than) {
      return std::to_string(modules) + (modules == 1 ? " module " : " modules ") + than;
    };
    finding.why = in_findings(pattern) + " selects ";
    if (!gone.empty()) finding.why += counted(gone.size(), "less");
    if (!fresh.empty())
      finding.why += (gone.empty() ? "" : " and ") + counted(fresh.size(), "more");
    finding.why += " than in the earlier tree " + before.name;
    finding.modules = united(gone, fresh);
    finding.advice = translated(index, before, pattern, earlier);
    audit.findings.push_back(std::move(finding));
  }
  std::erase_if(audit.findings, [&](const AuditFinding& each) {
    return each.kind == AuditKind::unmatched && each.pattern != kNoPattern &&
           each.patterns.empty() && is_told(audit, each.pattern);
  });
  rank(audit.findings);
}

}  // namespace overmatch
