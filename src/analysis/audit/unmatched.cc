// SPDX-License-Identifier: Apache-2.0
// Finds patterns that select nothing, and suggests what their authors may have meant.
#include <map>
#include <string>

#include "analysis/audit/advice.h"
#include "analysis/audit/audit.h"
#include "analysis/audit/suggestion.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

std::string with_segments(std::string_view name) {
  return depth(name) == 1 ? "(?:.*\\.)?" + escape_regex(name) : ".*\\." + escape_regex(name);
}

// Whether a list entry, which is read as a name, looks like a regex.
bool looks_like_regex(std::string_view text) {
  return text.find_first_of("*?+[](){}^$|\\") != std::string_view::npos;
}

// Stores the reason in `finding.why`, with a correction: as advice if the mistake is certain, in
// words if it is a guess. `taken` is what the other entries of the list select.
void explain(const TreeIndex& index, const AuditedPattern& pattern, const Selection& taken,
             AuditFinding& finding) {
  const std::string shown = quoted_short(pattern.pattern);
  const std::string_view text = pattern.pattern;
  const auto selects = [&](Mode mode, std::string_view other) {
    const auto selected = index.select(mode, other);
    return selected && !selected->empty();
  };
  finding.why = shown + " selects nothing";
  // A last segment alone is a common mistake in modes that need the whole path.
  if (pattern.mode != Mode::segment && pattern.mode != Mode::endswith && !text.empty() &&
      selects(Mode::segment, text)) {
    const bool regex = pattern.mode == Mode::regex;
    finding.why +=
        regex ? ": a regex must match the whole path" : ": it is the end of paths, not a path";
    if (regex) {
      finding.advice.push_back({Mode::regex, with_segments(text), ""});
    } else {
      for (std::string& path : advise(index, *index.select(Mode::segment, text), pattern.mode))
        finding.advice.push_back({pattern.mode, std::move(path), ""});
    }
    return;
  }
  const std::string_view above = parent(text);
  if (is_well_formed(text) && (text.ends_with(".weight") || text.ends_with(".bias")) &&
      selects(pattern.mode, above)) {
    finding.why += ": it names a parameter, the module is " + in_quotes(above);
    finding.advice.push_back({pattern.mode, std::string(above), ""});
    return;
  }
  for (const std::string_view front : {"base_model.model.", "module.", "model.", "_orig_mod."}) {
    if (text.starts_with(front) && selects(pattern.mode, text.substr(front.size()))) {
      finding.why += ": this tree has no `" + std::string(front) + "` in front";
      finding.advice.push_back({pattern.mode, std::string(text.substr(front.size())), ""});
      return;
    }
  }
  if (pattern.mode == Mode::regex) return;
  if (looks_like_regex(text)) {
    finding.why += ": a list is read as names, not as regexes";
    if (const auto selected = index.select(Mode::regex, text); selected && !selected->empty())
      finding.why += "; as one it would select " + std::to_string(selected->size());
    return;
  }
  const auto groups = suggest(index, pattern.mode, text, taken);
  if (!groups.empty()) finding.why += "; did you mean " + in_words(groups) + "?";
}

}  // namespace

void find_unmatched(const TreeIndex& index, Audit& audit) {
  std::map<std::string_view, Selection> selected;  // by member
  for (const AuditedPattern& pattern : audit.patterns) {
    Selection& all = selected[pattern.member];
    all.insert(all.end(), pattern.selected.begin(), pattern.selected.end());
  }
  for (auto& [member, all] : selected) sort_modules(all, index.size());
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    // find_gaps has reported the mistakes of regexes.
    if (!audit.patterns[at].selected.empty() || !audit.patterns[at].gaps.empty()) continue;
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::warning;
    finding.pattern = at;
    explain(index, audit.patterns[at], selected[audit.patterns[at].member], finding);
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace overmatch
