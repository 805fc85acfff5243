// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/tried_advice.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analysis/findings/advice.h"
#include "analysis/findings/boundaries.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most modules that all trials of one audit may visit: bounds a thousand patterns on a tree of
// 75,000 modules.
constexpr std::size_t kMostVisits = 20'000'000;

class AdviceTrial {
 public:
  AdviceTrial(const TreeIndex& index, const PathTemplates& templates,
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
        case AuditKind::refusal:
        case AuditKind::dead:
        case AuditKind::uneven:
        case AuditKind::uncovered:
        case AuditKind::layout: break;
      }
    }
  }

 private:
  void correct(AuditFinding& finding, const AuditedPattern& pattern, const Selection& wanted) {
    if (add(finding, pattern, pattern.mode, wanted, "")) return;
    if (bounded_mode(pattern.mode) != pattern.mode) {
      finding.why += "; no pattern that is read by `" + std::string(to_string(pattern.mode)) +
                     "` can avoid that in this tree";
    }
    for (const std::optional<Mode> mode : other_modes(pattern.mode)) {
      if (add(finding, pattern, *mode, wanted, "")) return;
    }
  }

  // Advises patterns for each tower, or for each subtree that one pattern selects, outside blocks.
  void part(AuditFinding& finding, const AuditedPattern& pattern) {
    std::vector<SelectionPart> parts;
    if (finding.severity > Severity::note) {
      for (Tower& tower : towers_of(index_, templates_, finding.modules))
        parts.push_back({std::move(tower.root), std::move(tower.modules)});
    } else if (finding.patterns.empty()) {
      SelectionParts parted = overmatch::part(templates_, finding.modules);
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
    // The author's own pattern, corrected, is better than one made from the names.
    if (is_regex(mode) && pattern.precise_mode == mode && purpose.empty() &&
        pattern.precise_pattern != pattern.pattern)
      ways.push_back({pattern.precise_pattern});
    if (is_text(mode) && pattern.mode != mode && pattern.precise_mode == mode && purpose.empty())
      ways.push_back({pattern.pattern});
    if (is_glob(mode) && pattern.mode == mode && purpose.empty())
      ways.push_back(own_globs(pattern));
    if (std::vector<std::string> way = advise(index_, wanted, mode); !way.empty())
      ways.push_back(std::move(way));
    for (const std::vector<std::string>& way : ways) {
      if (!helps(way, mode, finding, wanted)) continue;
      for (const std::string& each : way) finding.advice.push_back({mode, each, purpose});
      return true;
    }
    return false;
  }

  // The globs that a star at an end means, those that select something.
  [[nodiscard]] std::vector<std::string> own_globs(const AuditedPattern& pattern) const {
    std::vector<std::string> globs = bounded_globs(pattern.mode, pattern.pattern);
    std::erase_if(globs, [&](const std::string& glob) {
      return index_.select(pattern.mode, glob).value_or(Selection()).empty();
    });
    return globs;
  }

  // Whether the patterns select what is wanted and cause no new finding.
  bool helps(const std::vector<std::string>& patterns, Mode mode, const AuditFinding& finding,
             const Selection& wanted) {
    visits_ += !is_text(mode) ? index_.size() : wanted.size();
    const Audit again = find_in_patterns(index_, templates_, mode, patterns, intended_);
    Selection selected;
    for (const AuditedPattern& each : again.patterns) {
      if (each.selected.empty()) return false;
      selected.insert(selected.end(), each.selected.begin(), each.selected.end());
    }
    sort_modules(selected, index_.size());
    if (!is_as_wanted(index_, mode, selected, wanted)) return false;
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
  AdviceTrial(index, templates, intended, audit).run();
}

}  // namespace overmatch
