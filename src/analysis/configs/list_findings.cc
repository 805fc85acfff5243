// SPDX-License-Identifier: Apache-2.0
#include "analysis/configs/list_findings.h"

#include <algorithm>
#include <vector>

#include "analysis/tree/renamings.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

bool is_plain_entry(const std::string& entry) {
  return std::all_of(entry.begin(), entry.end(),
                     [](char c) { return is_word(c) || c == kSeparator || c == '-'; });
}

// What an entry selects in its list.
Selection selected_by(const TreeIndex& index, const ConfigList& list, const std::string& entry) {
  const ModePattern meaning =
      list.read != nullptr ? list.read(entry) : meaning_of(list.mode, entry);
  return index.select(meaning.mode, meaning.pattern).value_or(Selection());
}

// Entries that may select what is below the containers, too.
std::vector<std::string> wider_entries(const TreeIndex& index, const ConfigList& list,
                                       const std::string& entry, const Selection& containers) {
  const std::string path =
      containers.size() == 1 ? std::string(index.path(containers.front())) : "";
  std::string_view marker = marker_of(list.mode);
  std::vector<std::string> entries;
  if (list.mode == Mode::transformers_skip) {
    if (!path.empty()) entries.push_back(path);
    entries.push_back(".*" + entry);
  } else if (!marker.empty()) {
    std::string regex = entry;
    if (regex.starts_with(marker)) {
      regex.erase(0, marker.size());
    } else {
      regex.clear();
      append_escaped_regex(regex, entry);
    }
    if (regex.ends_with('$')) regex.pop_back();
    entries.push_back(std::string(marker) + regex + "(\\.|$)");
  } else {
    entries.push_back(entry + ".*");
    entries.push_back("*." + entry + ".*");
  }
  return entries;
}

}  // namespace

Selection leaves_of(const TreeIndex& index) {
  Selection leaves;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (!index.has_children(module)) leaves.push_back(module);
  }
  return leaves;
}

void find_kept_containers(const TreeIndex& index, const ConfigList& list, const Excludable& about,
                          Audit& audit) {
  const Selection leaves = leaves_of(index);
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (pattern.selected.empty() || !shared(pattern.selected, leaves).empty() ||
        !shared(pattern.selected, about.taken).empty())
      continue;
    const Selection inside = without(index.with_all_below(pattern.selected), pattern.selected);
    Selection left = without(shared(about.taken, inside), about.excluded);
    if (left.empty()) continue;
    const bool one = pattern.selected.size() == 1;
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::warning;
    finding.pattern = at;
    finding.why = in_findings(pattern) + " reaches only " +
                  (one ? "the container `"
                       : std::to_string(pattern.selected.size()) + " containers such as `") +
                  printable_path(std::string(index.path(pattern.selected.front()))) +
                  "`: " + std::to_string(left.size()) +
                  (about.by_class ? " linear layer" : " module") + (left.size() == 1 ? "" : "s") +
                  " below " + (one ? "it" : "them") + (left.size() == 1 ? " is" : " are") +
                  " not " + (list.result.empty() ? "left out" : list.result);
    for (const std::string& entry : wider_entries(index, list, pattern.entry, pattern.selected)) {
      const Selection selected = selected_by(index, list, entry);
      if (!without(left, selected).empty() ||
          !without(selected, united(pattern.selected, inside)).empty())
        continue;
      finding.advice.push_back({list.mode, entry, ""});
      break;
    }
    finding.modules = std::move(left);
    audit.findings.push_back(std::move(finding));
  }
}

void find_glued_entries(const TreeIndex& index, const ConfigList& list, const Excludable& about,
                        Audit& audit) {
  if (list.mode != Mode::transformers_skip) return;
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    const std::string& entry = pattern.entry;
    if (pattern.selected.empty() || !is_plain_entry(entry)) continue;
    const auto is_glued = [&](std::uint32_t module) {
      const std::string_view path = index.path(module);
      if (entry.empty()) return true;
      return path.size() > entry.size() && path.ends_with(entry) && entry[0] != kSeparator &&
             path[path.size() - entry.size() - 1] != kSeparator && !in_subtree(path, entry);
    };
    if (!std::all_of(pattern.selected.begin(), pattern.selected.end(), is_glued)) continue;
    Selection layers;
    for (const std::uint32_t module : shared(pattern.selected, about.taken)) {
      if (about.by_class || entry.empty() || roles_of(last_segment(index.path(module))) != 0)
        layers.push_back(module);
    }
    const bool told = std::any_of(audit.findings.begin(), audit.findings.end(),
                                  [&](const AuditFinding& each) { return each.pattern == at; });
    if (layers.empty() || told) continue;
    AuditFinding finding;
    finding.kind = AuditKind::collision;
    finding.severity = entry.empty() ? Severity::error : Severity::warning;
    finding.pattern = at;
    finding.why = entry.empty() ? "every path ends with the empty entry"
                                : "no module is called " + in_findings(pattern) +
                                      ": it is only the end of longer names, which it " +
                                      (list.result.empty() ? "excludes" : "leaves out") + ", too";
    finding.modules = std::move(layers);
    audit.findings.push_back(std::move(finding));
  }
}

void tell_nothing_done(const std::string& result, const std::string& why, std::size_t pattern,
                       Audit& audit) {
  AuditFinding finding;
  finding.kind = AuditKind::unmatched;
  finding.severity = Severity::error;
  finding.pattern = pattern;
  finding.why = "no module at all is " + result + ": " + why;
  audit.findings.push_back(std::move(finding));
}

}  // namespace overmatch
