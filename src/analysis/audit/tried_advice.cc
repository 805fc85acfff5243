// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/tried_advice.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/audit/advice.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most modules that all trials of one audit may visit: bounds a thousand patterns on a tree of
// 75,000 modules.
constexpr std::size_t kMostVisits = 20'000'000;

// The modes that can express more than `mode`, the most similar first.
std::vector<Mode> others(Mode mode) {
  switch (mode) {
    case Mode::endswith: return {Mode::segment, Mode::exact, Mode::regex};
    case Mode::segment: return {Mode::exact, Mode::regex};
    case Mode::exact: return {Mode::regex};
    case Mode::subtree: return {Mode::exact, Mode::regex};
    case Mode::regex: return {Mode::exact};
  }
  return {};
}

class Adviser {
 public:
  Adviser(const TreeIndex& index, const PathTemplates& templates,
          const std::optional<std::string>& intended, Audit& audit)
      : index_(index), templates_(templates), intended_(intended), audit_(audit) {}

  void run() {
    for (AuditFinding& finding : audit_.findings) {
      if (finding.pattern == kNoPattern) continue;
      const AuditedPattern& pattern = audit_.patterns[finding.pattern];
      switch (finding.kind) {
        case AuditKind::collision:
        case AuditKind::rerooting:
        case AuditKind::escape:
          if (finding.severity == Severity::note) {
            confirm(finding);
            break;
          }
          correct(finding, pattern, wanted_of(index_, pattern, finding.kind, intended_));
          break;
        case AuditKind::ambiguity: part(finding, pattern); break;
        case AuditKind::unmatched: confirm(finding); break;
        case AuditKind::overlap:
        case AuditKind::hazard:
        case AuditKind::refusal: break;
      }
    }
  }

 private:
  void correct(AuditFinding& finding, const AuditedPattern& pattern, const Selection& wanted) {
    if (add(finding, pattern, pattern.mode, wanted, "")) return;
    if (pattern.mode == Mode::endswith) {
      finding.why += "; no pattern that is read by `endswith` can avoid that in this tree";
    }
    for (const Mode mode : others(pattern.mode)) {
      if (add(finding, pattern, mode, wanted, "")) return;
    }
  }

  // Advises patterns for each tower, or for each subtree that one pattern selects, outside blocks.
  void part(AuditFinding& finding, const AuditedPattern& pattern) {
    std::vector<SelectionPart> parts;
    if (finding.severity > Severity::note) {
      for (Tower& tower : towers_of(index_, templates_, finding.modules))
        parts.push_back({std::move(tower.root), std::move(tower.modules)});
    } else if (finding.patterns.empty()) {
      SelectionParts parted = overmatch::part(index_, templates_, finding.modules);
      if (!parted.inside_block) parts = std::move(parted.parts);
    }
    for (std::size_t at = 0; at < parts.size() && at < kMostAdvisedParts; ++at) {
      const SelectionPart& one = parts[at];
      if (!add(finding, pattern, pattern.mode, one.modules, one.root))
        (void)add(finding, pattern, Mode::regex, one.modules, one.root);
    }
  }

  // Removes advice of an earlier step that selects nothing.
  void confirm(AuditFinding& finding) {
    std::erase_if(finding.advice, [&](const Advice& advice) {
      const Audit again =
          find_in_patterns(index_, templates_, advice.mode, {advice.pattern}, std::nullopt);
      return again.patterns[0].selected.empty();
    });
  }

  bool add(AuditFinding& finding, const AuditedPattern& pattern, Mode mode, const Selection& wanted,
           const std::string& purpose) {
    if (wanted.empty() || visits_ > kMostVisits) return false;
    std::vector<std::vector<std::string>> ways;
    // The author's own regex, corrected, is better than one made from the names.
    if (mode == Mode::regex && pattern.mode == Mode::regex && purpose.empty() &&
        pattern.precise_pattern != pattern.pattern)
      ways.push_back({pattern.precise_pattern});
    if (std::vector<std::string> way = advise(index_, wanted, mode); !way.empty())
      ways.push_back(std::move(way));
    for (const std::vector<std::string>& way : ways) {
      if (!helps(way, mode, finding, wanted)) continue;
      for (const std::string& each : way) finding.advice.push_back({mode, each, purpose});
      return true;
    }
    return false;
  }

  // Whether the patterns select what is wanted and cause no new finding.
  bool helps(const std::vector<std::string>& patterns, Mode mode, const AuditFinding& finding,
             const Selection& wanted) {
    visits_ += mode == Mode::regex ? index_.size() : wanted.size();
    const Audit again = find_in_patterns(index_, templates_, mode, patterns, intended_);
    Selection selected;
    for (const AuditedPattern& each : again.patterns) {
      if (each.selected.empty()) return false;
      selected.insert(selected.end(), each.selected.begin(), each.selected.end());
    }
    sort_modules(selected, index_.size());
    // A subtree also selects what is below.
    const bool right = mode == Mode::subtree ? std::includes(selected.begin(), selected.end(),
                                                             wanted.begin(), wanted.end())
                                             : selected == wanted;
    if (!right) return false;
    return std::none_of(
        again.findings.begin(), again.findings.end(), [&](const AuditFinding& each) {
          if (each.severity == Severity::note) return false;
          if (each.kind == finding.kind) return finding.kind != AuditKind::ambiguity;
          // The original pattern may have other findings, each with its own advice.
          return std::none_of(audit_.findings.begin(), audit_.findings.end(),
                              [&](const AuditFinding& known) {
                                return known.pattern == finding.pattern && known.kind == each.kind;
                              });
        });
  }

  const TreeIndex& index_;
  const PathTemplates& templates_;
  const std::optional<std::string>& intended_;
  Audit& audit_;
  std::size_t visits_ = 0;
};

}  // namespace

void advise_on_patterns(const TreeIndex& index, const PathTemplates& templates,
                        const std::optional<std::string>& intended, Audit& audit) {
  Adviser(index, templates, intended, audit).run();
}

}  // namespace overmatch
