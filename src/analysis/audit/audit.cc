// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/audit.h"

#include <algorithm>
#include <iterator>

#include "analysis/audit/tried_advice.h"
#include "analysis/clinic/clinic.h"
#include "analysis/clinic/real_names.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most states of one proof: an audit makes many, and also tries the tree's names.
constexpr std::size_t kMostStates = 20'000;

Selection within(const TreeIndex& index, const Selection& all, const std::string& root) {
  Selection inside;
  for (const std::uint32_t module : all) {
    if (in_subtree(index.path(module), root)) inside.push_back(module);
  }
  return inside;
}

bool is_plain(Mode mode) noexcept { return mode == Mode::endswith || mode == Mode::segment; }

AuditFinding finding_of(AuditKind kind, Severity severity, std::size_t pattern, Selection modules,
                        std::string why) {
  AuditFinding finding;
  finding.kind = kind;
  finding.severity = severity;
  finding.pattern = pattern;
  finding.modules = std::move(modules);
  finding.why = std::move(why);
  return finding;
}

// Examines a regex on this tree; stores its mistakes and the corrected regex.
void test(const TreeIndex& index, const std::string& regex, AuditedPattern& read) {
  const auto modules = index.tree().modules.views();
  NamePool pool;
  pool.names.assign(modules.begin(), modules.end());
  const RealNames names(std::move(pool), index.tree().name);
  ClinicOptions options;
  options.proof.most_states = kMostStates;
  options.applied = Applied::fullmatch;
  options.own_model = true;
  Diagnosis diagnosis = examine_regex(regex, names, options);
  read.precise_pattern = diagnosis.repaired;
  for (Diagnosis::Finding& finding : diagnosis.findings) {
    const bool narrows = finding.warning && !finding.effect.lost.empty();
    if (narrows) read.mistakes.push_back(finding.what);
    if (narrows && finding.effect.gained.empty()) continue;
    // A plain name: find_unmatched reports it.
    if (finding.kind == MistakeKind::reading && index.count(Mode::segment, {&regex, 1}) > 0)
      continue;
    read.gaps.push_back(
        {std::move(finding.what), finding.warning, std::move(finding.effect.gained),
         finding.warning ? Selection() : std::move(finding.effect.lost),
         finding.warning && !finding.corrected.empty() ? diagnosis.repaired : finding.corrected});
  }
}

}  // namespace

AuditedPattern read_pattern(const TreeIndex& index, Mode mode, std::string pattern) {
  AuditedPattern read;
  read.mode = mode;
  read.precise_mode = mode == Mode::endswith ? Mode::segment : mode;
  std::string why;
  auto selected = index.select(mode, pattern, &why);
  if (!selected) throw InputError(why);
  read.selected = std::move(*selected);
  read.precise_pattern = pattern;
  if (mode == Mode::regex) {
    test(index, pattern, read);
  }
  if (mode == Mode::endswith && pattern.starts_with(kSeparator)) {
    read.precise = read.selected;  // the pattern has the boundary
  } else if (mode == Mode::endswith) {
    const bool all =
        index.count(Mode::segment, {&pattern, 1}) == read.selected.size();  // nearly always
    read.precise = all ? read.selected : *index.select(Mode::segment, pattern);
  } else if (read.precise_pattern != pattern) {
    // A corrected regex may also select more, but `precise` is a subset.
    Selection repaired = index.select(Mode::regex, read.precise_pattern).value_or(read.selected);
    std::set_intersection(repaired.begin(), repaired.end(), read.selected.begin(),
                          read.selected.end(), std::back_inserter(read.precise));
  } else {
    read.precise = read.selected;
  }
  read.pattern = std::move(pattern);
  return read;
}

void find_collisions(Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    Selection glued = without(pattern.selected, pattern.precise);
    if (glued.empty()) continue;
    const std::string shown = quoted_short(pattern.pattern);
    std::string why;
    if (pattern.mode == Mode::regex) {
      for (const std::string& mistake : pattern.mistakes)
        why += (why.empty() ? "" : "; ") + mistake;
      why += ": " + shown + " matches names that it does not spell";
    } else if (pattern.pattern.empty()) {
      why = "every path ends with the empty pattern";
    } else if (pattern.precise.empty()) {
      why = "no module is called " + shown + ": it is only the end of longer names";
    } else {
      why = "the rule is `endswith`: their paths end with " + shown + " in the middle of a segment";
    }
    audit.findings.push_back(
        finding_of(AuditKind::collision, Severity::error, at, std::move(glued), std::move(why)));
  }
}

void find_gaps(Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    for (const RegexGap& gap : audit.patterns[at].gaps) {
      const bool beyond = !gap.beyond.empty();
      AuditFinding finding = finding_of(beyond ? AuditKind::collision : AuditKind::unmatched,
                                        gap.warning ? Severity::warning : Severity::note, at,
                                        beyond ? gap.beyond : gap.missed,
                                        quoted_short(audit.patterns[at].pattern) + ": " + gap.what);
      if (!gap.missed.empty()) finding.why += ": these are left out";
      if (beyond) finding.why += ", so that these are selected, too";
      if (!gap.corrected.empty()) finding.advice.push_back({Mode::regex, gap.corrected, ""});
      audit.findings.push_back(std::move(finding));
    }
  }
}

void find_rerootings(const TreeIndex& index, Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (!is_plain(pattern.mode)) continue;
    const std::uint32_t whole = index.find(pattern.pattern);
    if (whole == kNoModule || pattern.pattern.empty()) continue;
    Selection others;
    for (const std::uint32_t module : in_force(pattern, pattern.precise)) {
      if (module != whole) others.push_back(module);
    }
    if (others.empty()) continue;
    // Entries of target_modules are ends of paths by design; a single segment means them all.
    const bool meant = pattern.member == "target_modules" && depth(pattern.pattern) == 1;
    audit.findings.push_back(finding_of(
        AuditKind::rerooting, meant ? Severity::note : Severity::warning, at, std::move(others),
        quoted_short(pattern.pattern) +
            " is the whole path of one module and the end of others: no rule " +
            "that looks at ends can tell them apart"));
  }
}

void find_escapes(const TreeIndex& index, Audit& audit, const std::string& intended) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (!pattern.trains) continue;
    const Selection selected = in_force(pattern, pattern.selected);
    const Selection inside = within(index, selected, intended);
    Selection outside = without(selected, inside);
    if (outside.empty()) continue;
    audit.findings.push_back(
        finding_of(AuditKind::escape, Severity::error, at, std::move(outside),
                   "outside of the intended subtree " + printable_path(intended)));
  }
}

Selection wanted_of(const TreeIndex& index, const AuditedPattern& pattern, AuditKind kind,
                    const std::optional<std::string>& intended) {
  if (kind == AuditKind::rerooting) return {index.find(pattern.pattern)};
  const Selection& meant = pattern.precise;
  Selection wanted = intended ? within(index, meant, *intended) : meant;
  // If no module has this name, the ends of longer names were meant.
  if (wanted.empty())
    wanted = intended ? within(index, pattern.selected, *intended) : pattern.selected;
  return wanted;
}

Audit audit_patterns(const TreeIndex& index, const PathTemplates& templates, Mode mode,
                     const std::vector<std::string>& patterns,
                     const std::optional<std::string>& intended) {
  Audit audit = find_in_patterns(index, templates, mode, patterns, intended);
  advise_on_patterns(index, templates, intended, audit);
  return audit;
}

Audit find_in_patterns(const TreeIndex& index, const PathTemplates& templates, Mode mode,
                       const std::vector<std::string>& patterns,
                       const std::optional<std::string>& intended) {
  Audit audit;
  for (const std::string& pattern : patterns)
    audit.patterns.push_back(read_pattern(index, mode, pattern));
  find_collisions(audit);
  if (intended) find_escapes(index, audit, *intended);
  find_rerootings(index, audit);
  find_ambiguities(index, templates, audit);
  find_gaps(audit);
  find_unmatched(index, audit);
  find_overlaps(audit);
  rank(audit.findings);
  return audit;
}

void rank(std::vector<AuditFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const AuditFinding& left, const AuditFinding& right) {
                     return left.severity > right.severity;
                   });
}

}  // namespace overmatch
