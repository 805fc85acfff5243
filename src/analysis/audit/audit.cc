// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/audit.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/audit/absent_parts.h"
#include "analysis/audit/coverage.h"
#include "analysis/audit/decided.h"
#include "analysis/audit/longer_numbers.h"
#include "analysis/audit/named_entries.h"
#include "analysis/audit/tried_advice.h"
#include "analysis/clinic/clinic.h"
#include "analysis/clinic/real_names.h"
#include "analysis/findings/boundaries.h"
#include "dialects/dialect.h"
#include "matchers/glob.h"
#include "matchers/plain_text.h"
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
  const RealNames names(index);
  ClinicOptions options;
  options.proof.most_states = kMostStates;
  for (const Applied how : kAllApplied) {
    if (mode_of(how) == read.mode) options.applied = how;
  }
  options.own_model = true;
  options.only_repairs = true;
  Diagnosis diagnosis = examine_regex(regex, names, options);
  read.precise_pattern = diagnosis.repaired;
  for (Diagnosis::Finding& finding : diagnosis.findings) {
    const bool narrows = finding.warning && !finding.effect.lost.empty();
    if (narrows) read.mistakes.push_back(finding.what);
    if (narrows && finding.effect.gained.empty()) continue;
    // That nothing is selected, and a plain name: find_unmatched explains it.
    if (finding.what == kNothingSelected) continue;
    if (finding.kind == MistakeKind::reading && index.count(Mode::segment, {&regex, 1}) > 0)
      continue;
    read.gaps.push_back(
        {std::move(finding.what), finding.warning, std::move(finding.effect.gained),
         finding.warning ? Selection() : std::move(finding.effect.lost),
         finding.warning && !finding.corrected.empty() ? diagnosis.repaired : finding.corrected});
  }
}

// Stores a pattern that selects exactly `bounded`, which the pattern selects at boundaries.
void write_boundaries(const TreeIndex& index, const Selection& bounded, AuditedPattern& read) {
  std::vector<std::string> regexes;
  if (is_text(read.mode)) return;  // the same pattern in precise_mode
  if (is_regex(read.mode)) {
    regexes = bounded_regexes(read.mode, read.precise_pattern);
  } else {
    read.precise_mode = Mode::regex;
    std::string all;
    for (const std::string& glob : bounded_globs(read.mode, read.precise_pattern)) {
      if (!all.empty()) all += '|';
      // A glob that cannot be written as a regex selects nothing, so that nothing is written here.
      (void)append_glob_as_regex(read.mode, all, glob);
    }
    regexes.push_back(std::move(all));
  }
  for (std::string& regex : regexes) {
    const bool last = &regex == &regexes.back();
    if (last || index.select(read.precise_mode, regex) == bounded) {
      read.precise_pattern = std::move(regex);
      return;
    }
  }
}

// Why modules are selected that `precise` does not have: what a mode of text is open to.
std::string middle_in_words(const ModeTraits& traits, const std::string& shown) {
  if (traits.before == Beside::nothing)
    return "their paths go on behind " + shown + " in the middle of a segment";
  if (traits.after == Beside::nothing)
    return "their paths end with " + shown + " in the middle of a segment";
  return shown + " begins or ends in the middle of a segment of their paths";
}

// A part of a path that is no module's name, and where it stands.
const char* part_in_words(const ModeTraits& traits) noexcept {
  if (traits.before == Beside::nothing) return "the beginning";
  return traits.after == Beside::nothing ? "the end" : "a part";
}

// Why a pattern selects modules that it does not select at boundaries, and how bad that is.
std::pair<std::string, Severity> explain_collision(const AuditedPattern& pattern) {
  const ModeTraits& traits = traits_of(pattern.mode);
  const std::string shown = in_findings(pattern);
  const std::string rule = "the rule is `" + std::string(traits.name) + "`: ";
  if (!pattern.mistakes.empty()) {
    std::string why;
    for (const std::string& mistake : pattern.mistakes) why += (why.empty() ? "" : "; ") + mistake;
    return {why + ": " + shown + " matches names that it does not spell", Severity::error};
  }
  if (traits.syntax == Syntax::regex)
    return {rule + shown + " matches in the middle of a segment", Severity::warning};
  if (traits.syntax == Syntax::glob)
    return {"a star of " + shown + " takes a part of a segment", Severity::warning};
  if (pattern.pattern.empty())
    return {traits.after == Beside::nothing ? "every path ends with the empty pattern"
                                            : "the empty pattern stands in every path",
            Severity::error};
  if (!pattern.precise.empty()) return {rule + middle_in_words(traits, shown), Severity::error};
  // In a rule that is open behind the pattern, a part of a name may well be meant.
  return {
      "no module is called " + shown + ": it is only " + part_in_words(traits) + " of longer names",
      traits.after == Beside::nothing ? Severity::error : Severity::note};
}

}  // namespace

AuditedPattern read_pattern(const TreeIndex& index, Mode mode, std::string pattern) {
  AuditedPattern read;
  read.mode = mode;
  read.precise_mode = bounded_mode(mode);
  std::string why;
  auto selected = index.select(mode, pattern, &why);
  if (!selected) throw InputError(why);
  read.selected = std::move(*selected);
  read.precise_pattern = pattern;
  read.precise = read.selected;
  // The entry of a dialect is only a part of the regexes that are matched.
  if (is_regex(mode) && !is_dialect(mode)) {
    test(index, pattern, read);
    // A corrected regex may also select more, but `precise` is a subset.
    if (read.precise_pattern != pattern) {
      read.precise =
          shared(index.select(mode, read.precise_pattern).value_or(read.selected), read.selected);
    }
  }
  if (auto numbers = longer_numbers(index, mode, read.precise_pattern, read.precise)) {
    read.mistakes.push_back(std::move(numbers->what));
    read.precise_pattern = std::move(numbers->corrected);
    read.precise = std::move(numbers->selected);
  }
  Selection bounded = at_boundaries(index, mode, read.precise_pattern, read.precise);
  if (bounded != read.precise) write_boundaries(index, bounded, read);
  read.precise = std::move(bounded);
  read.pattern = std::move(pattern);
  return read;
}

void find_collisions(const NamedEntries& named, Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    Selection glued = named.by_accident(pattern);
    if (glued.empty()) continue;
    auto [why, severity] = explain_collision(pattern);
    audit.findings.push_back(
        finding_of(AuditKind::collision, severity, at, std::move(glued), std::move(why)));
  }
}

void find_gaps(Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    for (const RegexGap& gap : audit.patterns[at].gaps) {
      const bool beyond = !gap.beyond.empty();
      AuditFinding finding = finding_of(beyond ? AuditKind::collision : AuditKind::unmatched,
                                        gap.warning ? Severity::warning : Severity::note, at,
                                        beyond ? gap.beyond : gap.missed,
                                        in_findings(audit.patterns[at]) + ": " + gap.what);
      if (!gap.missed.empty()) finding.why += ": these are left out";
      if (beyond) finding.why += ", so that these are selected, too";
      if (!gap.corrected.empty())
        finding.advice.push_back({audit.patterns[at].mode, gap.corrected, ""});
      audit.findings.push_back(std::move(finding));
    }
  }
}

void find_rerootings(const TreeIndex& index, const NamedEntries& named, Audit& audit) {
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    const ModeTraits& traits = traits_of(pattern.mode);
    if (traits.syntax != Syntax::text || traits.before == Beside::nothing) continue;
    const std::uint32_t whole = index.find(pattern.pattern);
    if (whole == kNoModule || pattern.pattern.empty()) continue;
    const bool ends = traits.after == Beside::nothing;
    Selection others;
    Selection shortened;
    for (const std::uint32_t module : in_force(pattern, pattern.precise, shortened)) {
      const bool same = ends ? module == whole : in_subtree(index.path(module), pattern.pattern);
      if (!same && !named.has_longer(pattern, index.path(module))) others.push_back(module);
    }
    if (others.empty()) continue;
    // Entries of target_modules are ends of paths by design; a single segment means them all.
    const bool meant = pattern.member == "target_modules" && depth(pattern.pattern) == 1;
    audit.findings.push_back(finding_of(
        AuditKind::rerooting, meant ? Severity::note : Severity::warning, at, std::move(others),
        in_findings(pattern) + " is the whole path of one module and " +
            (ends ? "the end of others: no rule that looks at ends can tell them apart"
                  : "a part of others: no rule that looks at parts can tell them apart")));
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
  if (kind == AuditKind::rerooting) {
    const bool ends = traits_of(pattern.mode).after == Beside::nothing;
    return ends ? Selection{index.find(pattern.pattern)} : index.subtree(pattern.pattern);
  }
  const Selection& meant = pattern.precise;
  Selection wanted = intended ? within(index, meant, *intended) : meant;
  // If no module has this name, the ends of longer names were meant.
  if (wanted.empty())
    wanted = intended ? within(index, pattern.selected, *intended) : pattern.selected;
  return wanted;
}

ModePattern meaning_of(Mode mode, const std::string& entry) {
  std::vector<ModePattern> readings = expand(mode, entry);
  return readings.size() == 1 ? std::move(readings.front()) : ModePattern{mode, entry};
}

namespace {

// The entry of a dialect that selects what the pattern selects in the mode, or nothing. A regex of
// mode `regex` is closed at the ends where those of the dialect are open.
std::optional<std::string> entry_for(Mode dialect, Mode mode, const std::string& pattern) {
  if (mode == dialect) return pattern;
  const Mode plain = plain_mode_of(dialect);
  if (mode == Mode::regex && plain != Mode::regex && is_regex(plain)) {
    const ModeTraits& traits = traits_of(plain);
    std::string closed = pattern.find('|') != std::string::npos ? "(?:" + pattern + ")" : pattern;
    if (traits.before != Beside::nothing) closed.insert(0, 1, '^');
    if (traits.after != Beside::nothing) closed += '$';
    return entry_for(dialect, plain, closed);
  }
  const std::string entry = is_regex(mode) ? regex_entry(dialect, pattern) : pattern;
  if (meaning_of(dialect, entry) != ModePattern{mode, pattern}) return std::nullopt;
  return entry;
}

}  // namespace

void write_as_entries(Mode dialect, Audit& audit) {
  for (AuditedPattern& pattern : audit.patterns) {
    pattern.mode = dialect;
    pattern.pattern = pattern.entry;
  }
  for (AuditFinding& finding : audit.findings) {
    std::vector<Advice> advice;
    for (Advice& one : finding.advice) {
      std::optional<std::string> entry = entry_for(dialect, one.mode, one.pattern);
      if (!entry) continue;
      one.mode = dialect;
      one.pattern = std::move(*entry);
      advice.push_back(std::move(one));
    }
    finding.advice = std::move(advice);
  }
}

Audit audit_patterns(const TreeIndex& index, const PathTemplates& templates, Mode mode,
                     const std::vector<std::string>& patterns,
                     const std::optional<std::string>& intended, const EntryLabels& labels,
                     bool chooses) {
  Audit audit = find_in_patterns(index, templates, mode, patterns, intended, labels);
  advise_on_patterns(index, templates, intended, audit);
  if (chooses && (!is_dialect(mode) || mode == Mode::peft_targets))
    find_coverage(index, templates, nullptr, false, audit);
  if (is_dialect(mode)) write_as_entries(mode, audit);
  return audit;
}

Audit find_in_patterns(const TreeIndex& index, const PathTemplates& templates, Mode mode,
                       const std::vector<std::string>& patterns,
                       const std::optional<std::string>& intended, const EntryLabels& labels) {
  Audit audit;
  for (const std::string& pattern : patterns) {
    const ModePattern read = meaning_of(mode, pattern);
    audit.patterns.push_back(read_pattern(index, read.mode, read.pattern));
    if (!is_dialect(mode)) continue;
    AuditedPattern& last = audit.patterns.back();
    last.entry = pattern;
    // What the others leave over has no boundary.
    if (!pattern.empty() && pattern == traits_of(mode).dialect.rest) last.precise = last.selected;
  }
  const bool ordered = !labels.empty() || fixed_order(mode).value_or(Order::any) != Order::any;
  if (ordered) decide_entries(mode, patterns, labels, audit);
  find_in_read(index, templates, intended, ordered, audit,
               is_dialect(mode) ? std::optional(mode) : std::nullopt);
  return audit;
}

void find_in_read(const TreeIndex& index, const PathTemplates& templates,
                  const std::optional<std::string>& intended, bool ordered, Audit& audit,
                  std::optional<Mode> dialect) {
  const NamedEntries named(audit);
  find_collisions(named, audit);
  if (intended) find_escapes(index, audit, *intended);
  find_rerootings(index, named, audit);
  find_ambiguities(index, templates, audit);
  find_gaps(audit);
  find_layout(index, audit);
  find_unmatched(index, audit, dialect);
  settle_absent_parts(index, audit);
  ordered ? find_dead(audit) : find_overlaps(named, audit);
  rank(audit.findings);
}

void rank(std::vector<AuditFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const AuditFinding& left, const AuditFinding& right) {
                     return left.severity > right.severity;
                   });
}

}  // namespace overmatch
