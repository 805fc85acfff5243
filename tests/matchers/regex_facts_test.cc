// SPDX-License-Identifier: Apache-2.0
// The reference against answers that Python gave: tests/data/regex-facts.jsonl, written by
// make_regex_facts.py. Needs no Python.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/regex.h"
#include "names/printable.h"
#include "planted/pcre.h"

namespace overmatch::regex_facts_test {
namespace {

struct Fact {
  std::string pattern;
  std::vector<std::string> names;
  std::string answers;  // "!" for a pattern that does not compile
};

std::vector<Fact> read_facts() {
  std::ifstream in(OVERMATCH_TEST_DATA "/data/regex-facts.jsonl", std::ios::binary);
  std::vector<Fact> facts;
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json row = nlohmann::json::parse(line);
    facts.push_back({row.at(0), row.at(1), row.at(2)});
  }
  return facts;
}

std::string ask_reference(const Fact& fact, std::string& reason) {
  RegexMatcher matcher;
  Answer answer;
  const std::string_view pattern = fact.pattern;
  const std::vector<std::string_view> names(fact.names.begin(), fact.names.end());
  matcher.match({{&pattern, 1}, names}, answer);
  reason = answer.reason();
  if (answer.rejected()) return "!";
  std::string flags;
  for (const std::uint8_t flag : answer.selected()) flags += flag != 0 ? '1' : '0';
  return flags;
}

// PCRE2 without a translation, which reads many of the patterns otherwise.
std::string ask_pcre2(const Fact& fact) {
  plant::PcreOptions options;
  options.translate = false;
  const plant::Pcre pcre(fact.pattern, options);
  if (!pcre.ok()) return "!";
  std::string flags;
  for (const std::string& name : fact.names) flags += pcre.full_match(name) ? '1' : '0';
  return flags;
}

TEST(RegexFactsTest, AnswersAsPythonDidWherePcre2DoesNot) {
  std::size_t unsupported = 0;
  std::size_t pairs = 0;
  std::size_t mistakes_of_pcre2 = 0;
  const std::vector<Fact> facts = read_facts();
  for (const Fact& fact : facts) {
    std::string reason;
    const std::string ours = ask_reference(fact, reason);
    if (ours == "!" && fact.answers != "!") {
      EXPECT_NE(reason.find("not supported"), std::string::npos)
          << in_quotes(fact.pattern) << ": " << reason;
      ++unsupported;
      continue;
    }
    EXPECT_EQ(ours, fact.answers) << in_quotes(fact.pattern);
    pairs += fact.names.size();
    mistakes_of_pcre2 += ask_pcre2(fact) != fact.answers ? 1 : 0;
  }
  std::cout << facts.size() << " patterns, " << pairs << " pairs, " << unsupported
            << " patterns not supported; PCRE2 without a translation is wrong of "
            << mistakes_of_pcre2 << " patterns\n";
  EXPECT_GT(pairs, 9'000U);
  EXPECT_LT(unsupported, 60U);
  EXPECT_GT(mistakes_of_pcre2, 100U);
}

}  // namespace
}  // namespace overmatch::regex_facts_test
