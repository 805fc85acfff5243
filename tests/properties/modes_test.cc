// SPDX-License-Identifier: Apache-2.0
// Every property in every mode that it applies to: a planted bug of that mode breaks it alone, and
// only wanted violations are told.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "generate/case_generator.h"
#include "planted/planted.h"
#include "properties/registry.h"
#include "tests/support/all_wanted.h"

namespace overmatch::modes_test {
namespace {

constexpr std::uint64_t kCases = 1000;

struct Row {
  std::string_view property;
  std::vector<std::string_view> bugs;  // one of each mode that the property applies to
};

// In `endswith` only a crash breaks totality, which the supervisor tells: see campaign_test.cc.
constexpr std::pair kCrashOnly = {std::string_view("totality"), Mode::endswith};

const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {"agreement",
       {"endswith-ignores-case", "segment-dash-boundary", "exact-strips-module",
        "subtree-camel-boundary", "regex-search", "prefix-any-segment", "substring-exact",
        "run-exact", "glob-by-segment", "path-glob-crosses-dots", "match-search",
        "search-fullmatch", "compressed-tensors-marker-optional", "transformers-skip-search",
        "nncf-marker-optional", "peft-targets-as-endswith"}},
      {"containment",
       {"segment-underscore-boundary", "exact-first-segment-ignored", "subtree-digit-boundary",
        "regex-ignorecase", "run-no-left-boundary", "glob-open-end", "path-glob-open-start",
        "peft-targets-as-substring"}},
      {"boundary",
       {"endswith-field-leaf-collapsed", "segment-space-boundary", "exact-octal",
        "subtree-underscore-boundary", "regex-match", "prefix-endswith", "run-digit-boundary",
        "glob-open-start", "path-glob-open-end", "match-search", "compressed-tensors-regex-search",
        "nncf-regex-search", "peft-targets-as-endswith"}},
      {"independence",
       {"endswith-outermost-only", "segment-pattern-used-up", "exact-memo-by-leaf",
        "subtree-last-module-skipped", "regex-unmatched-is-rejected", "prefix-memo-by-length",
        "substring-memo-by-leaf", "run-loop-break", "glob-loop-break", "path-glob-memo-by-length",
        "match-memo-by-length", "search-loop-break", "compressed-tensors-memo-by-length",
        "transformers-skip-loop-break", "nncf-memo-by-length", "peft-targets-memo-by-length"}},
      {"union",
       {"endswith-outermost-only", "segment-first-8-patterns", "exact-patterns-toggle",
        "subtree-cache-key-commas", "regex-joined-after-check", "prefix-first-pattern-only",
        "substring-joined-by-bars", "run-first-pattern-only", "glob-joined-by-bars",
        "path-glob-first-pattern-only", "match-run-together", "search-first-pattern-only",
        "compressed-tensors-kind-of-first-entry", "transformers-skip-first-pattern-only",
        "nncf-kind-of-first-entry", "peft-targets-first-pattern-only"}},
      {"wrapping",
       {"endswith-every-other-byte", "segment-dotted-is-full-path", "exact-strips-model",
        "subtree-any-depth", "regex-alternation-not-grouped", "prefix-any-segment",
        "substring-dot-in-front", "run-exact", "glob-leaf-of-path", "path-glob-from-the-end",
        "match-one-alternative-anchored", "search-match"}},
      {"renaming",
       {"endswith-ignores-case", "segment-digit-boundary", "exact-lowers-path",
        "subtree-camel-boundary", "prefix-lowers-path", "substring-dash-is-underscore",
        "run-digit-boundary", "glob-lowers-path", "path-glob-dash-is-underscore",
        "peft-targets-lowers-path"}},
      {"literalness",
       {"endswith-last-16-bytes", "segment-last-1-segment", "exact-question-mark", "subtree-star",
        "regex-empty-pattern-is-all", "prefix-is-regex", "substring-is-regex",
        "run-leaf-of-pattern", "glob-dot-is-any-character", "path-glob-leaf-of-path",
        "match-ignores-case", "search-unescaped", "compressed-tensors-regex-fullmatch",
        "nncf-leaf-of-path", "peft-targets-one-is-regex"}},
      {"lattice",
       {"endswith-root-never", "segment-any-number", "exact-strips-module", "subtree-without-root",
        "regex-search", "prefix-dot-behind", "substring-exact", "run-exact", "glob-star-as-text",
        "path-glob-zipped", "match-something-behind", "search-not-at-start"}},
      {"rejection",
       {"endswith-rejects-empty-segments", "segment-rejects-metacharacters",
        "exact-rejects-repeats", "subtree-rejects-unmatched", "regex-bad-is-literal",
        "prefix-rejects-unmatched", "substring-rejects-repeats", "run-rejects-unmatched",
        "glob-rejects-unmatched", "path-glob-rejects-repeats", "match-bad-is-text",
        "search-bad-is-no-match", "compressed-tensors-bad-regex-is-name",
        "transformers-skip-bad-regex", "nncf-bad-regex-is-name", "peft-targets-rejects-repeats"}},
      {"determinism",
       {"endswith-once-only", "segment-every-16th-call", "exact-buffer-not-cleared",
        "subtree-tired-after-100-calls", "regex-rejects-for-ever", "prefix-every-second-call",
        "substring-tired-after-100-calls", "run-every-second-call", "glob-every-second-call",
        "path-glob-tired-after-100-calls", "match-every-second-call", "search-every-second-call",
        "compressed-tensors-every-second-call", "transformers-skip-tired-after-100-calls",
        "nncf-tired-after-100-calls", "peft-targets-every-second-call"}},
      {"totality",
       {"segment-root-always", "exact-patterns-pile-up", "subtree-empty-list-is-all",
        "regex-empty-list-is-all", "prefix-empty-list-is-all", "substring-loop-all-of",
        "run-empty-list-is-all", "glob-empty-list-is-all", "path-glob-loop-all-of",
        "match-empty-list-is-all", "search-empty-list-is-all",
        "compressed-tensors-empty-list-is-all", "transformers-skip-loop-all-of",
        "nncf-empty-list-is-all", "peft-targets-empty-list-is-all"}},
  };
  return rows;
}

struct NoneWanted final : Wanted {
  [[nodiscard]] bool operator()(Direction, KindGroup) const override { return false; }
};

// Looks for a generated case on which the property says `violated` to `wanted`, in several
// sequences of cases, each with a subject of its own: a bug that depends on the number of earlier
// calls shows only if the property happens to repeat its question just then.
bool is_broken_in(std::uint64_t seed, const Property& property, const Planted& bug,
                  const Wanted& wanted, Violation& violation) {
  const auto subject = bug.make();
  Probe probe(*subject, bug.mode, nullptr, kNever, bug.order);
  Trial trial(probe);
  CaseGenerator generator(bug.mode, false, bug.order);
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(seed, index));
    generator.generate(choices, content, facts);
    trial.begin(content);
    if (trial.check(property, wanted, violation) == Verdict::violated) return true;
  }
  return false;
}

bool is_broken(const Property& property, const Planted& bug, const Wanted& wanted,
               Violation& violation) {
  constexpr std::array<std::uint64_t, 4> kSeeds = {7, 8, 9, 10};
  return std::any_of(kSeeds.begin(), kSeeds.end(), [&](std::uint64_t seed) {
    return is_broken_in(seed, property, bug, wanted, violation);
  });
}

TEST(PropertiesByMode, EachIsBrokenByABugOfTheMode) {
  for (const Row& row : table()) {
    const Property* const property = find_property(row.property);
    ASSERT_NE(property, nullptr) << row.property;
    for (const std::string_view name : row.bugs) {
      const Planted* const bug = find_planted(name);
      ASSERT_NE(bug, nullptr) << name;
      Violation violation;
      EXPECT_TRUE(is_broken(*property, *bug, AllWanted{}, violation))
          << row.property << " does not see " << name;
      EXPECT_FALSE(violation.what.empty()) << row.property;
      EXPECT_FALSE(is_broken(*property, *bug, NoneWanted{}, violation))
          << row.property << " tells what nobody wants";
    }
  }
}

TEST(PropertiesByMode, TheTableLeavesNoModeOut) {
  const auto all = all_properties();
  const auto labelled = std::count_if(all.begin(), all.end(), [](const Property* property) {
    return property->lists == Lists::labelled;
  });
  EXPECT_EQ(table().size() + static_cast<std::size_t>(labelled), all.size());
  for (const Row& row : table()) {
    for (const Mode mode : kModes) {
      if (fixed_order(mode).value_or(Order::any) != Order::any) continue;  // below
      const auto bugs = std::count_if(row.bugs.begin(), row.bugs.end(), [&](std::string_view name) {
        const Planted* const bug = find_planted(name);
        return bug != nullptr && bug->mode == mode;
      });
      const bool crash_only = std::pair(row.property, mode) == kCrashOnly;
      const bool applies = find_property(row.property)->modes.contains(mode) && !crash_only;
      EXPECT_EQ(bugs, applies ? 1 : 0) << row.property << " in mode " << to_string(mode);
    }
  }
}

// Of lists with labels, wherever they are planted: a bug that the property sees in each mode.
TEST(PropertiesByMode, EachOfListsWithLabelsIsBrokenInEachModeThatHasSome) {
  struct Line {
    std::string_view property;
    std::string_view bug;  // behind "MODE-list-"
  };
  for (const Line& line :
       {Line{"concatenation", "other-end-decides"}, Line{"dead-entry", "other-end-decides"},
        Line{"commuting", "null-ends-the-list"}, Line{"null-entry", "null-is-skipped"},
        Line{"opaque-labels", "highest-label-decides"}, Line{"repeats", "dictionary"},
        Line{"agreement", "third-match-decides"},
        Line{"independence", "label-of-the-last-module"}}) {
    std::size_t count = 0;
    for (const Planted& bug : planted()) {
      if (!bug.name.ends_with("-list-" + std::string(line.bug))) continue;
      ++count;
      if (!find_property(line.property)->applies(bug.mode, bug.order)) continue;
      Violation violation;
      EXPECT_TRUE(is_broken(*find_property(line.property), bug, AllWanted{}, violation))
          << line.property << " does not see " << bug.name;
    }
    EXPECT_EQ(count, 11U) << line.bug;
  }
}

// What a property says of one case, "" if it is content.
std::string said(std::string_view property, std::string_view bug_name, const Case& content) {
  const auto subject = find_planted(bug_name)->make();
  Probe probe(*subject, content.mode);
  Trial trial(probe);
  trial.begin(content);
  Violation violation;
  if (find_property(property)->check(trial, AllWanted{}, violation) != Verdict::violated) return "";
  return std::string(to_string(violation.direction)) + " " +
         std::string(to_string(violation.group)) + " " + violation.pattern + " | " +
         violation.module;
}

TEST(Violations, NameThePatternAndTheModuleToBlame) {
  struct Line {
    std::string_view property;
    std::string_view bug;
    Case content;
    std::string_view says;
  };
  const std::vector<Line> lines = {
      {"agreement",
       "segment-dash-boundary",
       {Mode::segment, {"zz", "a"}, {"q", "a", "b-a"}, {}},
       "overmatch front a | b-a"},
      {"agreement", "exact-ignores-case", {Mode::exact, {"A"}, {"a"}, {}}, "overmatch case A | a"},
      {"agreement",
       "segment-first-pattern-only",
       {Mode::segment, {"a", "b"}, {"a", "b"}, {}},
       "undermatch whole-list  | b"},
      {"agreement",
       "segment-root-always",
       {Mode::segment, {"a"}, {"", "b"}, {}},
       "overmatch no-pattern a | "},
      {"containment",
       "segment-dash-boundary",
       {Mode::segment, {}, {"a", "b-a"}, {}},
       "overmatch front a | b-a"},
      {"containment",
       "segment-dash-boundary",
       {Mode::segment, {}, {"a", "b.a"}, {}},
       ""},  // a re-rooting
      {"boundary",
       "segment-underscore-boundary",
       {Mode::segment, {"a"}, {"a"}, {}},
       "overmatch front a | _a"},
      {"literalness", "exact-star", {Mode::exact, {}, {"ab"}, {}}, "overmatch unrelated *b | ab"},
      {"lattice",
       "segment-any-number",
       {Mode::segment, {"a.1"}, {"a.2"}, {}},
       "overmatch unrelated a.1 | a.2"},
      {"rejection",
       "regex-bad-is-no-match",
       {Mode::regex, {"a", "("}, {"a"}, {}},
       "overmatch bad-pattern ( | "},
      {"rejection",
       "segment-rejects-metacharacters",
       {Mode::segment, {"a["}, {"a"}, {}},
       "undermatch unrelated a[ | "},
      {"totality",
       "segment-empty-list-is-all",
       {Mode::segment, {"a"}, {"b"}, {}},
       "overmatch whole-list  | b"},
      {"determinism",
       "exact-every-second-call",
       {Mode::exact, {"a"}, {"a"}, {}},
       "other whole-list  | "},
  };
  for (const Line& line : lines)
    EXPECT_EQ(said(line.property, line.bug, line.content), line.says) << line.bug;
}

}  // namespace
}  // namespace overmatch::modes_test
