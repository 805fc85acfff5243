// SPDX-License-Identifier: Apache-2.0
// Finds patterns that select in several towers or subtrees of a model: one finding a member.
//
// Vision or audio beside language is a warning, because one of them is mostly meant to stay frozen.
// Encoder and decoder, the stacks of FLUX and the parts of a U-Net are trained together: a note.
#include <algorithm>
#include <deque>
#include <iterator>
#include <string_view>

#include "analysis/audit/audit.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::size_t kNamedTowers = 6;

bool is_sensory(const Tower& tower) noexcept {
  return tower.modality == Modality::vision || tower.modality == Modality::audio;
}
bool is_textual(const Tower& tower) noexcept {
  return tower.modality == Modality::language || tower.modality == Modality::unmarked;
}

std::string counted_root(const std::string& root, std::size_t modules) {
  return (root.empty() ? "the root" : "`" + printable_path(root) + "`") + " (" +
         std::to_string(modules) + ")";
}

std::string quoted(const Audit& audit, const std::vector<std::size_t>& patterns) {
  std::vector<std::string> texts;
  for (const std::size_t at : patterns) texts.push_back(in_findings(audit.patterns[at]));
  return in_a_row(texts);
}

// What several patterns select in several parts.
struct Parts {
  std::vector<std::size_t> patterns;
  std::vector<SelectionPart> parts;  // distinct roots
  bool inside_block = true;

  void add(std::size_t pattern, SelectionParts parted) {
    patterns.push_back(pattern);
    inside_block = inside_block && parted.inside_block;
    for (SelectionPart& part : parted.parts) {
      const auto same = std::find_if(parts.begin(), parts.end(), [&](const SelectionPart& known) {
        return known.root == part.root;
      });
      if (same == parts.end()) {
        parts.push_back(std::move(part));
      } else {
        same->modules = united(same->modules, part.modules);
      }
    }
  }

  // Several patterns may be parted at different depths: counts what is inside of another part
  // there, unless one part would remain.
  void join_nested() {
    std::vector<SelectionPart> outer;
    for (const SelectionPart& part : parts) {
      if (std::none_of(parts.begin(), parts.end(), [&](const SelectionPart& other) {
            return other.root != part.root && in_subtree(part.root, other.root);
          }))
        outer.push_back(part);
    }
    if (outer.size() < 2) return;
    for (SelectionPart& each : outer) {
      for (const SelectionPart& part : parts) {
        if (in_subtree(part.root, each.root)) each.modules = united(each.modules, part.modules);
      }
    }
    parts = std::move(outer);
  }
};

// Whether a regex contains the names of all parts, so that its author meant them all.
bool names_all(std::string_view pattern, const std::vector<SelectionPart>& parts) {
  return std::all_of(parts.begin(), parts.end(), [&](const SelectionPart& part) {
    return pattern.find(last_segment(part.root)) != std::string_view::npos;
  });
}

// Patterns that may select in several places; find_rerootings handles whole paths.
bool may_be_ambiguous(const TreeIndex& index, const AuditedPattern& pattern) {
  if (!pattern.trains) return false;
  if (!is_text(pattern.mode)) return true;
  return traits_of(pattern.mode).before != Beside::nothing &&
         index.find(pattern.pattern) == kNoModule;
}

// The members of an audit in the order of their patterns; "" for patterns without a config.
std::vector<std::string> members_of(const Audit& audit) {
  std::vector<std::string> members;
  for (const AuditedPattern& pattern : audit.patterns) {
    if (members.empty() || members.back() != pattern.member) members.push_back(pattern.member);
  }
  return members;
}

AuditFinding ambiguity(Severity severity, const std::vector<std::size_t>& patterns,
                       Selection modules, std::string why) {
  AuditFinding finding;
  finding.kind = AuditKind::ambiguity;
  finding.severity = severity;
  finding.pattern = patterns.front();
  if (patterns.size() > 1) finding.patterns = patterns;
  finding.modules = std::move(modules);
  finding.why = std::move(why);
  return finding;
}

}  // namespace

const Selection& in_force(const AuditedPattern& pattern, const Selection& selection,
                          Selection& shortened) {
  if (!pattern.left) return selection;
  shortened = shared(selection, *pattern.left);
  return shortened;
}

Selection in_force(const AuditedPattern& pattern, const Selection& selection) {
  return pattern.left ? shared(selection, *pattern.left) : selection;
}

std::optional<TowerSplit> split_by_tower(const TreeIndex& index, const PathTemplates& templates,
                                         const Audit& audit, const std::string& member) {
  TowerSplit split;
  ModuleSet all;
  std::vector<std::pair<std::size_t, const Selection*>> selections;
  std::deque<Selection> shortened;
  Selection none;
  for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (pattern.member != member || !pattern.trains) continue;
    const Selection& left =
        in_force(pattern, pattern.precise, pattern.left ? shortened.emplace_back() : none);
    selections.emplace_back(at, &left);
    all.add(left);
  }
  split.all = all.sorted();
  split.towers = towers_of(index, templates, split.all);
  if (std::none_of(split.towers.begin(), split.towers.end(), is_textual)) return std::nullopt;
  Selection textual;
  for (const Tower& tower : split.towers) {
    if (is_textual(tower)) textual = united(textual, tower.modules);
  }
  for (const Tower& tower : split.towers) {
    if (!is_sensory(tower)) continue;
    const bool meant = std::any_of(selections.begin(), selections.end(), [&](const auto& each) {
      const auto& [at, selected] = each;
      const AuditedPattern& pattern = audit.patterns[at];
      if (pattern.by_class || !meet(*selected, tower.modules)) return false;
      return !meet(*selected, textual) ||
             (!is_text(pattern.mode) &&
              pattern.pattern.find(last_segment(tower.root)) != std::string::npos);
    });
    if (!meant) split.beyond = united(split.beyond, tower.modules);
  }
  for (const auto& [at, selected] : selections) {
    if (!may_be_ambiguous(index, audit.patterns[at])) continue;
    if (meet(*selected, split.beyond) && meet(*selected, textual)) split.patterns.push_back(at);
  }
  if (split.patterns.empty()) return std::nullopt;
  return split;
}

void find_ambiguities(const TreeIndex& index, const PathTemplates& templates, Audit& audit) {
  for (const std::string& member : members_of(audit)) {
    std::vector<std::size_t> told;
    if (const auto split = split_by_tower(index, templates, audit, member)) {
      std::vector<std::string> counts;
      bool marked = true;  // every tower says of what it is
      for (const Tower& tower : split->towers) {
        counts.push_back(counted_root(tower.root, tower.modules.size()));
        marked = marked && tower.modality != Modality::unmarked;
      }
      Selection shortened;
      ModuleSet modules;
      for (const std::size_t at : split->patterns)
        modules.add(in_force(audit.patterns[at], audit.patterns[at].precise, shortened));
      // Towers that a contrastive model trains together.
      const bool together = marked && !writes_text(index);
      audit.findings.push_back(ambiguity(
          together ? Severity::note : Severity::warning, split->patterns, modules.sorted(),
          quoted(audit, split->patterns) + " select" + (split->patterns.size() == 1 ? "s" : "") +
              " in several towers" +
              (member.empty() ? "" : ", so that " + member + " has modules in") + ": " +
              in_a_row(counts, kNamedTowers)));
      told = split->patterns;
    }
    Parts all;
    for (std::size_t at = 0; at < audit.patterns.size(); ++at) {
      const AuditedPattern& pattern = audit.patterns[at];
      if (pattern.member != member || !may_be_ambiguous(index, pattern)) continue;
      if (pattern.by_class) continue;  // it is meant for all parts
      if (std::find(told.begin(), told.end(), at) != told.end()) continue;
      Selection shortened;
      const Selection& selected = in_force(pattern, pattern.precise, shortened);
      if (!has_parts(templates, selected)) continue;
      SelectionParts parted = part(templates, selected);
      if (!is_text(pattern.mode) &&
          (parted.inside_block || names_all(pattern.pattern, parted.parts)))
        continue;
      all.add(at, std::move(parted));
    }
    if (all.patterns.empty()) continue;
    all.join_nested();
    Selection modules;
    std::vector<std::string> counts;
    for (const SelectionPart& part : all.parts) {
      counts.push_back(counted_root(part.root, part.modules.size()));
      modules = united(modules, part.modules);
    }
    audit.findings.push_back(ambiguity(
        Severity::note, all.patterns, std::move(modules),
        quoted(audit, all.patterns) + " select" + (all.patterns.size() == 1 ? "s" : "") +
            (all.inside_block ? " different parts of one block: "
                              : " modules in " + std::to_string(all.parts.size()) + " subtrees: ") +
            in_a_row(counts)));
  }
}

}  // namespace overmatch
