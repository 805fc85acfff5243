// SPDX-License-Identifier: Apache-2.0
// Patterns that select nothing, and what their authors may have meant.
#include <algorithm>
#include <unordered_set>

#include "analysis/advice.h"
#include "analysis/audit.h"
#include "matchers/regex.h"
#include "names/closest.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The distinct last segments of a tree, in its order.
std::vector<std::string_view> leaf_names(const TreeIndex& index) {
  std::vector<std::string_view> names;
  std::unordered_set<std::string_view> known;
  for (const std::string_view path : index.tree().modules) {
    const std::string_view name = last_segment(path);
    if (!name.empty() && known.insert(name).second) names.push_back(name);
  }
  return names;
}

std::string with_segments(std::string_view name) {
  return depth(name) == 1 ? "(?:.*\\.)?" + escape_regex(name) : ".*\\." + escape_regex(name);
}

// Fills in why, and what would select something.
void explain(const TreeIndex& index, const AuditedPattern& pattern, AuditFinding& finding) {
  const std::string shown = quoted_short(pattern.pattern);
  const std::string_view text = pattern.pattern;
  const auto selects = [&](Mode mode, std::string_view other) {
    const auto selected = index.select(mode, other);
    return selected && !selected->empty();
  };
  finding.why = shown + " selects nothing";
  // A regex must match the whole path, a full path must be full: a last segment alone is what
  // people write by mistake.
  if (pattern.mode != Mode::segment && pattern.mode != Mode::endswith && !text.empty() &&
      selects(Mode::segment, text)) {
    finding.why += pattern.mode == Mode::regex ? ": a regex must match the whole path"
                                               : ": it is the end of paths, not a path";
    if (selects(Mode::regex, with_segments(text)))
      finding.advice.push_back({Mode::regex, with_segments(text), ""});
    finding.advice.push_back({Mode::segment, std::string(text), ""});
    return;
  }
  const std::string_view above = parent(text);
  if (is_well_formed(text) && (text.ends_with(".weight") || text.ends_with(".bias")) &&
      selects(pattern.mode, above)) {
    finding.why += ": it names a parameter, the module is " + quoted(above);
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
  if (pattern.mode == Mode::regex || !is_well_formed(text) || text.empty()) return;
  const std::vector<std::string_view> names = leaf_names(index);
  const std::string_view near = closest(last_segment(text), names);
  if (near.empty() || near == last_segment(text)) return;
  std::string mended(above);
  if (!mended.empty()) mended += kSeparator;
  mended += near;
  if (!selects(pattern.mode, mended)) return;
  finding.why += "; did you mean " + quoted(mended) + "?";
  finding.advice.push_back({pattern.mode, std::move(mended), ""});
}

}  // namespace

void find_unmatched(const TreeIndex& index, Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    if (!audit.patterns[at].selected.empty()) continue;
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::warning;
    finding.pattern = at;
    explain(index, audit.patterns[at], finding);
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace overmatch
