// SPDX-License-Identifier: Apache-2.0
// A matcher that follows another rule than its mode's is told to follow that one; a right one,
// none.
#include "search/campaign/rules_followed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "matchers/regex.h"

namespace overmatch::rules_followed_test {
namespace {

using Rule = std::function<bool(const std::string& pattern, const std::string& path)>;

class Follower final : public Matcher {
 public:
  Follower(Mode mode, Rule rule) : mode_(mode), rule_(std::move(rule)) {}
  [[nodiscard]] std::string_view name() const override { return "follower"; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override {
    answer.start(question.modules.size());
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      for (const std::string_view pattern : question.patterns) {
        if (rule_(std::string(pattern), std::string(question.modules[at]))) answer.select(at);
      }
    }
  }

 private:
  Mode mode_;
  Rule rule_;
};

std::vector<std::string> names_of(Mode mode, const Rule& rule) {
  Follower follower(mode, rule);
  Probe probe(follower, mode);
  return RulesFollowed(probe).names();
}

bool finds(const std::string& regex, const std::string& path) {
  return is_right_to_select(Mode::regex, "[\\s\\S]*(?:" + regex + ")[\\s\\S]*", path);
}
std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

TEST(RulesFollowed, AreNamedAfterWhatTheMatcherDoes) {
  using Text = const std::string&;
  struct Row {
    const char* name;
    Mode mode;
    Rule rule;
  };
  const std::vector<Row> rows = {
      {"one starts the other", Mode::exact,
       [](Text p, Text m) { return p.starts_with(m) || m.starts_with(p); }},
      {"is the start", Mode::exact, [](Text p, Text m) { return p.starts_with(m); }},
      {"and differs", Mode::endswith,
       [](Text p, Text m) { return m.size() > p.size() && m.ends_with(p); }},
      {"in any case", Mode::subtree,
       [](Text p, Text m) { return is_right_to_select(Mode::subtree, lowered(p), lowered(m)); }},
      {"without a last dot", Mode::exact,
       [](Text p, Text m) { return m == (p.ends_with('.') ? p.substr(0, p.size() - 1) : p); }},
      {"without first dots", Mode::segment,
       [](Text p, Text m) {
         const std::size_t start = std::min(p.size(), p.find_first_not_of('.'));
         return is_right_to_select(Mode::segment, p.substr(start), m);
       }},
      {"between ^ and $", Mode::regex, [](Text p, Text m) { return finds("^" + p + "$", m); }},
      {"between a dot and \\Z", Mode::segment,
       [](Text p, Text m) { return finds("(^|\\.)" + p + "\\Z", m); }},
  };
  for (const Row& row : rows) {
    const auto names = names_of(row.mode, row.rule);
    EXPECT_NE(std::find(names.begin(), names.end(), row.name), names.end()) << row.name;
  }
}

TEST(RulesFollowed, NoneByTheReferences) {
  for (const Mode mode : kModes) {
    const auto names = names_of(mode, [mode](const std::string& pattern, const std::string& path) {
      return is_right_to_select(mode, pattern, path);
    });
    EXPECT_TRUE(names.empty()) << to_string(mode);
  }
}

TEST(RulesFollowed, ExplainWhatTheyGetWrong) {
  const RulesFollowed rules(Mode::exact, {"in any case"});
  Finding finding;
  finding.minimal = {Mode::exact, {"\u00c9"}, {"\u00e9"}, {}};
  finding.selected = {Answer::kYes};
  EXPECT_TRUE(rules.explain(finding));
  finding.selected = {Answer::kNo};
  EXPECT_FALSE(rules.explain(finding));
}

// A finding for which the time was up has no answer.
TEST(RulesFollowed, ExplainWhatWasNotAskedInTime) {
  const RulesFollowed rules(Mode::segment, {"everything"});
  Finding finding;
  finding.minimal = {Mode::segment, {"a"}, {"b", "c"}, {}};
  EXPECT_FALSE(rules.explain(finding));
  finding.out_of_time = true;
  EXPECT_TRUE(rules.explain(finding));
  finding.minimal = {Mode::segment, {"a"}, {"a", "b.a"}, {}};
  EXPECT_FALSE(rules.explain(finding));
}

TEST(RulesFollowed, ExplainAListWithoutPatterns) {
  Finding finding;
  finding.minimal = {Mode::segment, {}, {"a"}, {}};
  finding.selected = {Answer::kYes};
  EXPECT_TRUE(RulesFollowed(Mode::segment, {"everything"}).explain(finding));
  EXPECT_FALSE(RulesFollowed(Mode::segment, {"contains"}).explain(finding));
}

TEST(RulesFollowed, AreToldByNameToAnotherProcess) {
  const std::vector<std::string> names = {"ends with", "or without first dots",
                                          "named not between ^ and $"};
  EXPECT_EQ(RulesFollowed(Mode::exact, names).names(), names);
  EXPECT_TRUE(RulesFollowed(Mode::exact, {"named", "or", "not no such rule", ""}).names().empty());
}

}  // namespace
}  // namespace overmatch::rules_followed_test
