// SPDX-License-Identifier: Apache-2.0
#include "report/audit/audit_marks.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <tuple>

#include "analysis/audit/audit.h"
#include "names/path.h"
#include "names/printable.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

// The modules that a pattern gives something to.
Selection given_by(const AuditedPattern& pattern) {
  if (!pattern.trains || (pattern.decision && !pattern.decision->gives)) return {};
  return pattern.decision ? pattern.decision->won : in_force(pattern, pattern.selected);
}

// Makes each set of patterns a state once.
class Marker {
 public:
  explicit Marker(std::size_t modules) { marks_.of.resize(modules, 0); }

  void select(const Selection& modules, std::uint32_t pattern) {
    for (const std::uint32_t module : modules) {
      std::uint32_t& state = marks_.of[module];
      const auto [entry, fresh] = with_pattern_.try_emplace({state, pattern}, next());
      if (fresh) {
        ModuleState made = state == 0 ? ModuleState{{}, "selected"} : marks_.states[state - 1];
        made.patterns.push_back(pattern);
        marks_.states.push_back(std::move(made));
      }
      state = entry->second;
    }
  }

  void blame(const AuditFinding& finding) {
    const Tone tone = finding.severity == Severity::error ? Tone::bad : Tone::warning;
    for (const std::uint32_t module : finding.modules) {
      std::uint32_t& state = marks_.of[module];
      // Findings come with the most severe first.
      if (state != 0 && marks_.states[state - 1].tone != Tone::good) continue;
      const auto [entry, fresh] =
          with_finding_.try_emplace({state, finding.kind, finding.severity}, next());
      if (fresh) {
        ModuleState made = state == 0 ? ModuleState{} : marks_.states[state - 1];
        made.word = to_string(finding.kind);
        made.tone = tone;
        marks_.states.push_back(std::move(made));
      }
      state = entry->second;
    }
  }

  ModelMarks take() { return std::move(marks_); }
  std::vector<PagePattern>& patterns() { return marks_.patterns; }

 private:
  [[nodiscard]] std::uint32_t next() const {
    return static_cast<std::uint32_t>(marks_.states.size() + 1);
  }

  ModelMarks marks_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> with_pattern_;
  std::map<std::tuple<std::uint32_t, AuditKind, Severity>, std::uint32_t> with_finding_;
};

}  // namespace

std::string open_text(const AuditedPattern& pattern) {
  const bool open = pattern.mode == Mode::endswith || pattern.mode == Mode::prefix ||
                    pattern.mode == Mode::substring;
  return open && shows_as_it_is(pattern.pattern) ? pattern.pattern : "";
}

ModelMarks audit_marks(const AuditReport& report) {
  Marker marker(report.index->size());
  const auto& patterns = report.audit.patterns;
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    const AuditedPattern& pattern = patterns[at];
    marker.patterns().push_back(
        {(pattern.member.empty() ? "" : pattern.member + " ") + short_quoted(pattern.pattern),
         open_text(pattern)});
    marker.select(given_by(pattern), static_cast<std::uint32_t>(at));
  }
  for (const AuditFinding& finding : report.audit.findings)
    if (finding.severity != Severity::note) marker.blame(finding);
  return marker.take();
}

Selection all_selected(const AuditReport& report) {
  Selection all;
  for (const AuditedPattern& pattern : report.audit.patterns) {
    const Selection given = given_by(pattern);
    all.insert(all.end(), given.begin(), given.end());
  }
  if (report.effect) {
    for (const std::string& name : report.effect->adapted_parameters)
      all.push_back(report.index->find(parent(name)));
  }
  sort_modules(all, report.index->size());
  return all;
}

std::vector<LayerCounts> counts_by_layer(const TreeIndex& index, const Selection& selection) {
  std::map<std::string_view, std::map<std::uint64_t, std::uint64_t>> lists;
  const auto count = [&](std::uint32_t module, std::uint64_t times) {
    const std::string_view path = index.path(module);
    for (const std::string_view segment : Segments(path)) {
      std::uint64_t number = 0;
      const auto [end, error] =
          std::from_chars(segment.data(), segment.data() + segment.size(), number);
      if (error != std::errc() || end != segment.data() + segment.size()) continue;
      const auto front = static_cast<std::size_t>(segment.data() - path.data());
      lists[path.substr(0, front == 0 ? 0 : front - 1)][number] += times;
      return;
    }
  };
  for (std::uint32_t module = 0; module < index.size(); ++module) count(module, 0);
  for (const std::uint32_t module : selection) count(module, 1);
  std::vector<LayerCounts> all;
  for (const auto& [list, layers] : lists) {
    LayerCounts one{printable_path(list), {}};
    for (const auto& [number, modules] : layers) {
      one.counts.emplace_back(std::to_string(number), modules);
      one.selected += modules;
    }
    if (one.selected > 0 && one.counts.size() > 1) all.push_back(std::move(one));
  }
  std::stable_sort(all.begin(), all.end(), [](const LayerCounts& left, const LayerCounts& right) {
    return left.selected > right.selected;
  });
  return all;
}

}  // namespace overmatch::report
