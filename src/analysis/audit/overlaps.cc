// SPDX-License-Identifier: Apache-2.0
// Finds patterns of one list that select the same modules: one is redundant, or two settings
// conflict.
#include <algorithm>
#include <bit>
#include <map>
#include <span>

#include "analysis/audit/audit.h"
#include "analysis/audit/named_entries.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most overlaps that are reported one by one: patterns that are each the end of the next have
// one for every pair.
constexpr std::size_t kMostOverlaps = 1'000;

using Pair = std::pair<std::uint32_t, std::uint32_t>;

struct Side {
  const AuditedPattern& pattern;
  const Selection& meant;
};

std::string relation(const Side& one, const Side& other, std::size_t shared) {
  const auto& [left, l_meant] = one;
  const auto& [right, r_meant] = other;
  const std::string l = in_findings(left);
  const std::string r = in_findings(right);
  if (left.pattern == right.pattern) return l + " is listed twice";
  if (shared == l_meant.size() && shared == r_meant.size())
    return l + " and " + r + " select the same";
  if (shared == l_meant.size())
    return l + " is shadowed: all that it selects, " + r + " selects too";
  if (shared == r_meant.size())
    return r + " is shadowed: all that it selects, " + l + " selects too";
  return l + " and " + r + " overlap";
}

// A bit matrix of patterns: a row marks the later patterns that select a common module.
class SharedRows {
 public:
  explicit SharedRows(std::size_t patterns)
      : words_((patterns + 63) / 64), rows_(patterns * words_) {}

  // Marks that all of these patterns, in ascending order, select a common module.
  void add(std::span<const std::uint32_t> patterns) {
    // One mask for all: a row takes the bits after its own pattern.
    std::vector<std::uint64_t> mask(words_);
    for (const std::uint32_t pattern : patterns)
      mask[pattern / 64] |= std::uint64_t{1} << (pattern % 64);
    for (const std::uint32_t pattern : patterns) {
      mask[pattern / 64] &= ~(std::uint64_t{1} << (pattern % 64));
      for (std::size_t word = pattern / 64; word <= patterns.back() / 64; ++word)
        rows_[pattern * words_ + word] |= mask[word];
    }
  }

  // Calls `each(left, right)` for all marked pairs, sorted by left and right.
  template <typename Each>
  void visit(const Each& each) const {
    for (std::uint32_t left = 0; left * words_ < rows_.size(); ++left) {
      for (std::uint32_t word = 0; word < words_; ++word) {
        for (std::uint64_t bits = rows_[left * words_ + word]; bits != 0; bits &= bits - 1) {
          each(left, word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits)));
        }
      }
    }
  }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> rows_;
};

// What counts of each pattern: its selection without what it has by accident and other entries
// name.
class Meant {
 public:
  Meant(const NamedEntries& named, const Audit& audit)
      : audit_(audit), shorter_(audit.patterns.size()) {
    for (std::size_t at = 0; at < shorter_.size(); ++at) {
      const AuditedPattern& pattern = audit.patterns[at];
      // A pattern that no module is called by means what it selects.
      if (pattern.precise.empty() || pattern.decision || pattern.precise == pattern.selected)
        continue;
      shorter_[at] = united(pattern.precise, named.by_accident(pattern));
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return shorter_.size(); }
  [[nodiscard]] const Selection& operator[](std::size_t at) const {
    return shorter_[at].empty() ? audit_.patterns[at].selected : shorter_[at];
  }

 private:
  const Audit& audit_;
  std::vector<Selection> shorter_;  // empty: the whole selection
};

SharedRows shared_rows(const Meant& selections) {
  // Groups modules by their set of patterns, of which there are few. A set is stored as its last
  // pattern and the set without it.
  struct Set {
    std::uint32_t before = 0;
    std::uint32_t pattern = 0;
    std::uint32_t next = 0;  // this set with the current pattern added
    std::size_t modules = 0;
  };
  std::vector<Set> sets(1);
  std::vector<std::uint32_t> set_of;  // by module; 0 is the empty set
  std::vector<std::uint32_t> grown;
  for (std::uint32_t pattern = 0; pattern < selections.size(); ++pattern) {
    const Selection& selected = selections[pattern];
    if (!selected.empty() && selected.back() >= set_of.size())
      set_of.resize(selected.back() + std::size_t{1});
    for (const std::uint32_t module : selected) {
      const std::uint32_t old = set_of[module];
      if (sets[old].next == 0) {
        sets[old].next = static_cast<std::uint32_t>(sets.size());
        sets.push_back({old, pattern, 0, 0});
        grown.push_back(old);
      }
      if (old != 0) --sets[old].modules;
      set_of[module] = sets[old].next;
      ++sets[set_of[module]].modules;
    }
    for (; !grown.empty(); grown.pop_back()) sets[grown.back()].next = 0;
  }
  SharedRows rows(selections.size());
  std::vector<std::uint32_t> patterns;
  for (const Set& last : sets) {
    if (last.modules == 0 || last.before == 0) continue;
    patterns.clear();
    for (const Set* set = &last; set != &sets.front(); set = &sets[set->before])
      patterns.push_back(set->pattern);
    std::reverse(patterns.begin(), patterns.end());
    rows.add(patterns);
  }
  return rows;
}

}  // namespace

void find_overlaps(const NamedEntries& named, Audit& audit) {
  std::vector<Pair> told;
  std::size_t count = 0;
  const auto add = [&](std::uint32_t left, std::uint32_t right) {
    const AuditedPattern& a = audit.patterns[left];
    const AuditedPattern& b = audit.patterns[right];
    if (a.member != b.member) return;
    // Several names became one parameter.
    if (a.of_parameters && b.of_parameters && a.pattern != b.pattern) return;
    if (count++ < kMostOverlaps) told.emplace_back(left, right);
  };
  const Meant meant(named, audit);
  shared_rows(meant).visit(add);
  // Patterns that select nothing overlap if they are equal.
  std::map<std::pair<std::string_view, std::string_view>, std::vector<std::uint32_t>> unmatched;
  for (std::uint32_t at = 0; at < audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = audit.patterns[at];
    if (!pattern.selected.empty()) continue;
    std::vector<std::uint32_t>& same = unmatched[{pattern.member, pattern.pattern}];
    for (const std::uint32_t earlier : same) add(earlier, at);
    same.push_back(at);
  }

  for (const auto& [left, right] : told) {
    const AuditedPattern& a = audit.patterns[left];
    const AuditedPattern& b = audit.patterns[right];
    AuditFinding finding;
    finding.kind = AuditKind::overlap;
    finding.severity = Severity::note;
    finding.pattern = left;
    finding.modules = shared(meant[left], meant[right]);
    finding.why = relation({a, meant[left]}, {b, meant[right]}, finding.modules.size());
    audit.findings.push_back(std::move(finding));
  }
  if (count > told.size()) {
    AuditFinding finding;
    finding.kind = AuditKind::overlap;
    finding.severity = Severity::note;
    finding.why = std::to_string(count - told.size()) + " more pairs of patterns overlap";
    audit.findings.push_back(std::move(finding));
  }
}

}  // namespace overmatch
