// SPDX-License-Identifier: Apache-2.0
// Finds patterns that select nothing, and suggests what their authors may have meant.
//
// A list of names for many families selects with some of them: the others are one note, unless the
// model has such a layer by another name that no entry selects.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "analysis/audit/audit.h"
#include "analysis/entries/explanation.h"
#include "analysis/findings/advice.h"
#include "analysis/findings/suggestion.h"
#include "analysis/tree/renamings.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

std::string with_segments(std::string_view name) {
  return depth(name) == 1 ? "(?:.*\\.)?" + escape_regex(name) : ".*\\." + escape_regex(name);
}

// What PEFT adds to modules_to_save for a classification; a model has one of the two
// (PeftModelForSequenceClassification in
// https://github.com/huggingface/peft/blob/v0.21.2/src/peft/facts/peft_model.py).
constexpr std::array<std::string_view, 2> kPeftHeads = {"classifier", "score"};

// Entries that a sentence names; it counts the others.
constexpr std::size_t kNamed = 6;

// The patterns of one member: what they select, and what the layers are called that they select.
struct MemberEntries {
  Selection selected;
  std::uint64_t roles = 0;                       // of the entries that select something
  std::array<bool, kPeftHeads.size()> heads{};   // of those that select something
  std::array<bool, kPeftHeads.size()> listed{};  // of all
};

// Why a pattern that is the end of paths selects nothing in a mode that wants the front of a path.
const char* unlike_an_end(const ModeTraits& traits) noexcept {
  if (traits.syntax == Syntax::text) return ": it is the end of paths, not a path";
  if (traits.syntax == Syntax::glob) return ": a glob must match the whole path";
  return traits.after == Beside::nothing ? ": a regex must match the whole path"
                                         : ": a regex must match from the start of the path";
}

// Stores the reason in `finding.why`, with a correction: as advice if the mistake is certain, in
// words if it is a guess. `taken` is what the other entries of the list select. Returns whether
// something else may be meant.
bool explain(EntryTrials& trials, const AuditedPattern& pattern, std::optional<Mode> dialect,
             const ModelFacts* facts, const Selection& taken, AuditFinding& finding) {
  const TreeIndex& index = trials.index();
  const std::string shown = in_findings(pattern);
  const std::string_view text = pattern.pattern;
  const auto selects = [&](Mode mode, std::string_view other) {
    const auto selected = index.select(mode, other);
    return selected && !selected->empty();
  };
  finding.why = shown + " selects nothing";
  // A last segment alone is a common mistake in modes that need the whole path.
  const ModeTraits& traits = traits_of(pattern.mode);
  if (traits.before == Beside::nothing && !text.empty() && selects(Mode::segment, text)) {
    const bool regex = traits.syntax == Syntax::regex;
    finding.why += unlike_an_end(traits);
    if (regex) {
      finding.advice.push_back({pattern.mode, with_segments(text), ""});
    } else {
      for (std::string& path : advise(index, *index.select(Mode::segment, text), pattern.mode))
        finding.advice.push_back({pattern.mode, std::move(path), ""});
    }
    return true;
  }
  const std::string_view above = parent(text);
  if (is_well_formed(text) && (text.ends_with(".weight") || text.ends_with(".bias")) &&
      selects(pattern.mode, above)) {
    finding.why += ": it names a parameter, the module is " + in_quotes(above);
    finding.advice.push_back({pattern.mode, std::string(above), ""});
    return true;
  }
  const UnmatchedEntry entry{text, pattern.mode, dialect, pattern.entry, facts};
  const auto accept = [&](std::optional<Explanation> found) {
    if (!found) return false;
    finding.why += found->why;
    for (ModePattern& one : found->corrections)
      finding.advice.push_back({one.mode, std::move(one.pattern), ""});
    if (finding.advice.empty()) finding.advice = advice_for(index, found->wanted, pattern.mode);
    if (found->of_its_mode) {
      std::erase_if(finding.advice, [&](const Advice& each) { return each.mode != pattern.mode; });
    }
    if (!found->certain) finding.severity = Severity::note;
    return true;
  };
  if (accept(explain_entry(trials, entry)) || accept(explain_number(trials, entry))) return true;
  if (traits.syntax != Syntax::regex) {
    const auto groups = suggest(index, pattern.mode, text, taken);
    if (!groups.empty()) {
      finding.why += "; did you mean " + in_words(groups) + "?";
      return true;
    }
  }
  auto spelled = explain_misspelling(trials, entry);
  if (spelled) {
    const ModePattern& right = spelled->corrections.front();
    // The list has the right entry, too.
    if (without(trials.select(right.mode, right.pattern), taken).empty()) spelled.reset();
  }
  return accept(std::move(spelled)) || accept(explain_class(trials, entry)) ||
         traits.syntax == Syntax::regex;
}

}  // namespace

void find_unmatched(const TreeIndex& index, Audit& audit, std::optional<Mode> dialect,
                    const ModelFacts* facts) {
  EntryTrials trials(index);
  std::vector<std::uint8_t> told(audit.patterns.size());
  for (const AuditFinding& finding : audit.findings) {
    // Of keys of PEFT, peft_findings.cc tells why they set nothing.
    const bool key = finding.pattern != kNoPattern &&
                     (finding.kind == AuditKind::unmatched || finding.kind == AuditKind::overlap) &&
                     audit.patterns[finding.pattern].selected.empty();
    if (finding.kind != AuditKind::layout && !key) continue;
    told[finding.pattern] = 1;
    for (const std::size_t at : finding.patterns) told[at] = 1;
  }
  std::map<std::string_view, MemberEntries> members;
  for (const AuditedPattern& pattern : audit.patterns) {
    MemberEntries& member = members[pattern.member];
    member.selected.insert(member.selected.end(), pattern.selected.begin(), pattern.selected.end());
    for (std::size_t at = 0; at < kPeftHeads.size(); ++at)
      member.listed[at] = member.listed[at] || pattern.pattern == kPeftHeads[at];
    if (pattern.selected.empty()) continue;
    member.roles |= roles_of(pattern.pattern);
    for (std::size_t at = 0; at < kPeftHeads.size(); ++at)
      member.heads[at] = member.heads[at] || pattern.pattern == kPeftHeads[at];
  }
  for (auto& [name, member] : members) sort_modules(member.selected, index.size());
  // Entries that nothing explains, by member: of other families, and others.
  std::map<std::string_view, std::vector<std::size_t>> foreign;
  std::map<std::string_view, std::vector<std::size_t>> unknown;
  // The heads of PEFT, if the tree has none of them.
  std::vector<std::size_t> heads;
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    // find_gaps has reported the mistakes of regexes.
    if (told[at] != 0) continue;
    if (!pattern.selected.empty() || !pattern.gaps.empty() || pattern.by_class) continue;
    // Parameters that the tree does not list.
    if (pattern.of_parameters && !pattern.parameters) continue;
    if (pattern.member == "task_type") continue;  // PEFT's own names: peft_audit.cc tells of them
    const MemberEntries& member = members[pattern.member];
    if (pattern.member == "modules_to_save" && pattern.mode == Mode::endswith &&
        ((pattern.pattern == kPeftHeads[0] && member.heads[1]) ||
         (pattern.pattern == kPeftHeads[1] && member.heads[0])))
      continue;
    // PEFT lists both at once; nobody writes both.
    if (pattern.member == "modules_to_save" && member.listed[0] && member.listed[1] &&
        std::find(kPeftHeads.begin(), kPeftHeads.end(), pattern.pattern) != kPeftHeads.end()) {
      heads.push_back(at);
      continue;
    }
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = Severity::warning;
    finding.pattern = at;
    const bool guessed = explain(trials, pattern, dialect, facts, member.selected, finding);
    const bool listed = !pattern.member.empty() && !is_regex(pattern.mode);
    const bool others = !member.selected.empty();
    if (listed && finding.advice.empty() &&
        ((roles_of(pattern.pattern) & member.roles) != 0 ||
         (!guessed && ((others && is_known_layer(pattern.pattern)) || !pattern.trains)))) {
      foreign[pattern.member].push_back(at);
      continue;
    }
    if (listed && !guessed) {
      unknown[pattern.member].push_back(at);
      continue;
    }
    audit.findings.push_back(std::move(finding));
  }
  const auto tell = [&](const std::vector<std::size_t>& patterns, Severity severity,
                        const char* why) {
    AuditFinding finding;
    finding.kind = AuditKind::unmatched;
    finding.severity = severity;
    finding.pattern = patterns.front();
    if (patterns.size() > 1) finding.patterns = patterns;
    std::vector<std::string> names;
    for (const std::size_t at : patterns) names.push_back(in_findings(audit.patterns[at]));
    finding.why =
        in_a_row(names, kNamed) + (names.size() == 1 ? " selects" : " select") + " nothing" + why;
    audit.findings.push_back(std::move(finding));
  };
  if (!heads.empty())
    tell(heads, Severity::note, ": PEFT lists them for a classification, and no head trains");
  for (const auto& [member, patterns] : unknown) tell(patterns, Severity::warning, "");
  for (const auto& [member, patterns] : foreign)
    tell(patterns, Severity::note, ": this model has no such layers");
}

}  // namespace overmatch
