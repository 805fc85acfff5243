// SPDX-License-Identifier: Apache-2.0
// One mistake, one finding; and two mistakes, two.
#include "search/campaign/same_mistake.h"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "planted/planted.h"
#include "properties/registry.h"
#include "search/campaign/campaign.h"
#include "tests/support/sanitized.h"

namespace overmatch::same_mistake_test {
namespace {

Finding wrong(Mode mode, const char* pattern, const char* module, bool selects) {
  Finding made;
  made.key = {&kAgreement, selects ? Direction::overmatch : Direction::undermatch,
              KindGroup::glued_prefix};
  made.minimal = {mode, {pattern}, {module}, {}};
  made.selected = {selects ? Answer::kYes : Answer::kNo};
  return made;
}

TEST(SameMistake, IsToldByWhatTheLeastCasesNeed) {
  struct Row {
    Finding lead;
    Finding other;
    bool same;
  };
  const std::vector<Row> rows = {
      {wrong(Mode::segment, "A", "a", true), wrong(Mode::segment, "A", "A", false), true},
      {wrong(Mode::segment, "0", "1", true), wrong(Mode::segment, "1", "a0", true), true},
      {wrong(Mode::regex, "a", "a\n", true), wrong(Mode::regex, "|", "\n", true), true},
      {wrong(Mode::segment, "a", "a_a", true), wrong(Mode::segment, "A", "a", true), false},
      {wrong(Mode::segment, "a", "aa", true), wrong(Mode::segment, "A", "a", true), false},
      {wrong(Mode::segment, "a", "aa", true), wrong(Mode::segment, "a", "a.b", true), false}};
  for (const Row& row : rows) {
    const auto kept = one_per_mistake({row.lead, row.other}, {});
    ASSERT_EQ(kept.size(), row.same ? 1U : 2U)
        << row.lead.minimal.patterns[0] << " and " << row.other.minimal.patterns[0];
    EXPECT_EQ(kept[0].same_mistake.size(), row.same ? 1U : 0U);
  }
}

TEST(SameMistake, IsToldOfAListThatIsAnsweredRightAndOfWhatDependsOnEarlierQuestions) {
  const Finding plain = wrong(Mode::exact, "a", "aa", true);
  Finding list = wrong(Mode::exact, "", "b", false);  // selects nothing, which is right
  list.minimal.patterns.push_back("a");
  list.key.property = &kUnion;
  EXPECT_EQ(one_per_mistake({plain, list}, {}).size(), 1U);
  EXPECT_EQ(one_per_mistake({list, plain}, {})[0].key.property, &kAgreement);
  list.selected = {Answer::kYes};
  EXPECT_EQ(one_per_mistake({plain, list}, {}).size(), 2U);
  Finding first = wrong(Mode::segment, "a", "b", true);
  Finding second = wrong(Mode::segment, "a", "ba", true);
  EXPECT_EQ(one_per_mistake({first, second}, {}).size(), 2U);
  first.stateful = true;
  EXPECT_EQ(one_per_mistake({first, second}, {}).size(), 2U);
  second.reproducible = false;
  EXPECT_EQ(one_per_mistake({first, second}, {}).size(), 1U);
}

TEST(SameMistake, OfACaseThatIsNotMinimalOnlyRareCharactersTell) {
  Finding finding = wrong(Mode::segment, "encoder.layers.*", "encoder.Layer_1/", true);
  EXPECT_GT(triggers(finding).size(), 5U);
  finding.out_of_time = true;
  EXPECT_EQ(triggers(finding), (std::vector<std::string>{"/", "language"}));
}

// Wrong where one of two planted matchers is.
class Both final : public Matcher {
 public:
  Both(const Planted& first, const Planted& second)
      : first_(first.make()), second_(second.make()), right_(make_reference(first.mode)) {}
  [[nodiscard]] std::string_view name() const override { return "both"; }
  [[nodiscard]] Mode mode() const override { return right_->mode(); }
  void match(const Question& question, Answer& answer) override {
    Answer first;
    Answer second;
    Answer right;
    first_->match(question, first);
    second_->match(question, second);
    right_->match(question, right);
    if (right.rejected()) {
      answer = right;
      return;
    }
    answer.start(question.modules.size());
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      const bool is_wrong = first.selects(at) != right.selects(at);
      if ((is_wrong ? first : second).selects(at)) answer.select(at);
    }
  }

 private:
  std::unique_ptr<Matcher> first_;
  std::unique_ptr<Matcher> second_;
  std::unique_ptr<Matcher> right_;
};

const Planted& named(const char* name) {
  const Planted* const found = find_planted(name);
  if (found == nullptr) throw std::out_of_range(std::string("no planted matcher ") + name);
  return *found;
}

std::vector<Finding> found_in(std::unique_ptr<Matcher> matcher) {
  const Mode mode = matcher->mode();
  Subject subject{std::move(matcher), mode, false, "--test"};
  CampaignOptions options;
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.plan.cases = 500;
  return run_campaign(subject, options).findings;
}

std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings)
    text += finding.id() + " and " + std::to_string(finding.same_mistake.size()) + " more; ";
  return text;
}

TEST(SameMistake, OnePlantedMistakeIsOneFinding) {
  struct Row {
    const char* name;
    std::size_t at_least;  // that it would be, if each were told by itself
  };
  constexpr std::array kRows = {Row{"segment-no-boundary", 3},
                                Row{"segment-underscore-boundary", 1},
                                Row{"segment-digit-boundary", 3},
                                Row{"segment-lowers-pattern", 4},
                                Row{"segment-trims-pattern", 4},
                                Row{"segment-splits-at-commas", 4},
                                Row{"segment-field-substring", 4},
                                Row{"endswith-contains", 4},
                                Row{"endswith-mutant-6", 4},
                                Row{"exact-first-63-bytes", 4},
                                Row{"exact-field-startswith", 4},
                                Row{"subtree-ends", 3},
                                Row{"subtree-dash-boundary", 2},
                                Row{"exact-shorter-length", 6},
                                Row{"exact-trims-dots", 2},
                                Row{"subtree-trims-last-dot", 2},
                                Row{"regex-match", 5},
                                Row{"regex-dollar-newline", 3}};
  for (const Row& row : rows_to_run(kRows, 4)) {
    const std::vector<Finding> findings = found_in(named(row.name).make());
    ASSERT_EQ(findings.size(), 1U) << row.name << ": " << told(findings);
    EXPECT_GE(findings[0].same_mistake.size() + 1, row.at_least) << row.name;
    for (const Finding& other : findings[0].same_mistake)
      EXPECT_TRUE(other.same_mistake.empty()) << row.name;
  }
}

TEST(SameMistake, TwoPlantedMistakesAreTwoFindings) {
  constexpr std::array<std::pair<const char*, const char*>, 8> kRows = {
      {{"segment-no-boundary", "segment-lowers-pattern"},
       {"segment-underscore-boundary", "segment-trims-pattern"},
       {"segment-dotted-is-full-path", "segment-trims-pattern"},
       {"segment-trims-pattern", "segment-all-keyword"},
       {"subtree-empty-list-is-all", "subtree-field-startswith"},
       {"exact-lowers-latin1", "exact-attributes"},
       {"endswith-contains", "endswith-lead-byte"},
       {"regex-dollar-newline", "regex-field-star-segment-as-text"}}};
  for (const auto& [first, second] : rows_to_run(kRows, 2)) {
    const auto findings = found_in(std::make_unique<Both>(named(first), named(second)));
    EXPECT_EQ(findings.size(), 2U) << first << " and " << second << ": " << told(findings);
  }
}

}  // namespace
}  // namespace overmatch::same_mistake_test
