// SPDX-License-Identifier: Apache-2.0
// Every property in every mode that it applies to: a planted bug of that mode breaks it alone, and
// only wanted violations are told.
#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "generate/case_generator.h"
#include "planted/planted.h"
#include "properties/registry.h"
#include "tests/support/all_wanted.h"

namespace overmatch::modes_test {
namespace {

constexpr std::uint64_t kCases = 1000;

struct Row {
  std::string_view property;
  std::array<std::string_view, 5>
      bugs;  // in the order of kModes; "" where the property says nothing
};

constexpr auto kRows = std::to_array<Row>({
    {"agreement",
     {"endswith-ignores-case", "segment-dash-boundary", "exact-strips-module",
      "subtree-camel-boundary", "regex-search"}},
    {"containment",
     {"", "segment-underscore-boundary", "exact-first-segment-ignored", "subtree-digit-boundary",
      "regex-ignorecase"}},
    {"boundary",
     {"endswith-field-leaf-collapsed", "segment-space-boundary", "exact-octal",
      "subtree-underscore-boundary", "regex-match"}},
    {"independence",
     {"endswith-outermost-only", "segment-pattern-used-up", "exact-memo-by-leaf",
      "subtree-last-module-skipped", "regex-unmatched-is-rejected"}},
    {"union",
     {"endswith-outermost-only", "segment-first-8-patterns", "exact-patterns-toggle",
      "subtree-cache-key-commas", "regex-joined-after-check"}},
    {"wrapping",
     {"endswith-every-other-byte", "segment-dotted-is-full-path", "exact-strips-model",
      "subtree-any-depth", "regex-alternation-not-grouped"}},
    {"renaming",
     {"endswith-ignores-case", "segment-digit-boundary", "exact-lowers-path",
      "subtree-camel-boundary", ""}},
    {"literalness",
     {"endswith-last-16-bytes", "segment-last-1-segment", "exact-question-mark", "subtree-star",
      "regex-empty-pattern-is-all"}},
    {"lattice",
     {"endswith-root-never", "segment-any-number", "exact-strips-module", "subtree-without-root",
      ""}},
    {"rejection",
     {"endswith-rejects-empty-segments", "segment-rejects-metacharacters", "exact-rejects-repeats",
      "subtree-rejects-unmatched", "regex-bad-is-literal"}},
    {"determinism",
     {"endswith-once-only", "segment-every-16th-call", "exact-buffer-not-cleared",
      "subtree-tired-after-100-calls", "regex-rejects-for-ever"}},
    // In `endswith` only a crash breaks totality, which the supervisor tells: see campaign_test.cc.
    {"totality",
     {"", "segment-root-always", "exact-patterns-pile-up", "subtree-empty-list-is-all",
      "regex-empty-list-is-all"}},
});

struct NoneWanted final : Wanted {
  [[nodiscard]] bool operator()(Direction, KindGroup) const override { return false; }
};

// Looks for a generated case on which the property says `violated` to `wanted`.
bool is_broken(const Property& property, const Planted& bug, const Wanted& wanted,
               Violation& violation) {
  const auto subject = bug.make();
  Probe probe(*subject, bug.mode);
  Trial trial(probe);
  CaseGenerator generator(bug.mode);
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(7, index));
    generator.generate(choices, content, facts);
    trial.begin(content);
    if (property.check(trial, wanted, violation) == Verdict::violated) return true;
  }
  return false;
}

TEST(PropertiesByMode, EachIsBrokenByABugOfTheMode) {
  for (const Row& row : kRows) {
    const Property* const property = find_property(row.property);
    ASSERT_NE(property, nullptr) << row.property;
    for (std::size_t at = 0; at < kModes.size(); ++at) {
      if (row.bugs[at].empty()) continue;
      const Planted* const bug = find_planted(row.bugs[at]);
      ASSERT_NE(bug, nullptr) << row.bugs[at];
      EXPECT_EQ(bug->mode, kModes[at]) << row.bugs[at];
      Violation violation;
      EXPECT_TRUE(is_broken(*property, *bug, AllWanted{}, violation))
          << row.property << " does not see " << row.bugs[at];
      EXPECT_FALSE(violation.what.empty()) << row.property;
      EXPECT_FALSE(is_broken(*property, *bug, NoneWanted{}, violation))
          << row.property << " tells what nobody wants";
    }
  }
}

TEST(PropertiesByMode, TheTableLeavesNoModeOut) {
  EXPECT_EQ(kRows.size(), all_properties().size());
  for (const Row& row : kRows) {
    for (std::size_t at = 0; at < kModes.size(); ++at) {
      const bool crash_only = row.property == "totality" && kModes[at] == Mode::endswith;
      EXPECT_EQ(find_property(row.property)->modes.contains(kModes[at]),
                !row.bugs[at].empty() || crash_only)
          << row.property << " in mode " << to_string(kModes[at]);
    }
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
