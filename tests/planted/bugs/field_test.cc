// SPDX-License-Identifier: Apache-2.0
// The planted bugs hold what is known of the field: data/field-bugs.tsv lists all bugs that were
// collected, by kind (FP: selects too much, FN: too little, RN: renames, ORD: order, UNMATCHED:
// selects nothing, DIALECT: read by another rule), and names the planted reports or the reason why
// there is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "planted/planted.h"

namespace overmatch::field_test {
namespace {

struct Row {
  std::string id;
  std::string kind;
  std::vector<std::string> references;
  std::string planted;  // references, or the reason
};

std::vector<Row> rows() {
  std::ifstream file(OVERMATCH_TEST_DATA "/data/field-bugs.tsv");
  EXPECT_TRUE(file.is_open());
  std::vector<Row> all;
  std::string line;
  std::getline(file, line);  // the columns' names
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    Row row;
    std::string references;
    std::getline(cells, row.id, '\t');
    std::getline(cells, row.kind, '\t');
    std::getline(cells, references, '\t');
    std::getline(cells, row.planted, '\t');
    std::istringstream each(references);
    for (std::string reference; each >> reference;) row.references.push_back(reference);
    all.push_back(row);
  }
  return all;
}

bool is_planted(const std::string& reference) {
  return std::any_of(planted().begin(), planted().end(),
                     [&](const Planted& one) { return one.source == reference; });
}

TEST(FieldBugs, AllOfTheCollectionAreListed) {
  std::map<std::string, int> kinds;
  for (const Row& row : rows()) ++kinds[row.kind];
  EXPECT_EQ(kinds, (std::map<std::string, int>{{"FP", 27},
                                               {"FN", 46},
                                               {"FP/FN", 1},
                                               {"RN", 11},
                                               {"RN/FN", 1},
                                               {"ORD", 6},
                                               {"UNMATCHED", 10},
                                               {"DIALECT", 7},
                                               {"OTHER", 4}}));
}

// The reasons for which a report has no planted bug.
const std::vector<std::string> kReasons = {
    "renames keys, selects no module",
    "a label is compared with a value that no list holds",
    "ties pairs of names, selects no module",
    "selects by class, not by name",
    "stands on a map of fused names to their shards",
    "the weights are parameters, which are no modules",
    "the list says what it selects: an audit reports it, no rule is wrong",
    "the entries match nothing: an audit reports it, no rule is wrong",
    "the entries name another layout of the model: no rule is wrong",
    "the names are written in the code and incomplete: no list of entries",
    "how a string is split into entries, before any is matched",
    "an empty list is replaced by defaults, before any name is matched",
    "two lists are swapped, whatever they name",
    "a type of argument that is refused, whatever it names",
    "a pattern is matched against the text of patterns",
};

TEST(FieldBugs, EachIsPlantedOrLeftOutForAReason) {
  constexpr std::string_view kLeftOut = "left out: ";
  int left_out = 0;
  for (const Row& row : rows()) {
    if (row.planted.starts_with(kLeftOut)) {
      ++left_out;
      EXPECT_NE(std::find(kReasons.begin(), kReasons.end(), row.planted.substr(kLeftOut.size())),
                kReasons.end())
          << row.id << " " << row.planted;
      EXPECT_TRUE(std::none_of(row.references.begin(), row.references.end(), is_planted))
          << row.id << " is planted, and said to be left out";
      continue;
    }
    ASSERT_FALSE(row.planted.empty()) << row.id;
    std::istringstream each(row.planted);
    for (std::string reference; each >> reference;) {
      EXPECT_TRUE(is_planted(reference)) << row.id << " " << reference;
      EXPECT_NE(std::find(row.references.begin(), row.references.end(), reference),
                row.references.end())
          << row.id;
    }
  }
  EXPECT_EQ(left_out, 51);
}

TEST(FieldBugs, EverySourceOfTheFieldThemesIsInTheCollection) {
  const std::vector<Row> all = rows();
  for (const Planted& one : planted()) {
    if (one.theme != "field" || one.source.starts_with("huggingface/peft")) continue;
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Row& row) {
      return std::find(row.references.begin(), row.references.end(), one.source) !=
             row.references.end();
    })) << one.name;
  }
}

// What a version of PEFT answered, where the row tells.
bool answered(const nlohmann::json& row, const std::string& version) {
  if (!row.contains("by_version")) return row.at("expected").get<bool>();
  for (const auto& span : row.at("by_version")) {
    if (span.at("from") == version) return span.at("expected").get<bool>();
  }
  ADD_FAILURE() << "no answer of " << version << ": " << row;
  return false;
}

TEST(PeftHistory, ThePlantedRulesAnswerAsTheOldVersionsDid) {
  struct Rule {
    const char* name;
    const char* version;
    int differ;  // rows on which the version differs from today's rule
  };
  for (const Rule& rule : {Rule{"segment-field-peft-endswith", "0.4.0", 2},
                           Rule{"segment-field-peft-list-of-regexes", "0.5.0", 2}}) {
    const Planted* const planted = find_planted(rule.name);
    ASSERT_NE(planted, nullptr) << rule.name;
    std::ifstream file(OVERMATCH_TEST_DATA "/data/peft-matching.jsonl");
    int differ = 0;
    for (std::string line; std::getline(file, line);) {
      const auto row = nlohmann::json::parse(line);
      if (row.at("mode") != "target_modules_list") continue;
      const auto texts = row.at("patterns").get<std::vector<std::string>>();
      const std::vector<std::string_view> patterns(texts.begin(), texts.end());
      const auto name = row.at("name").get<std::string>();
      const std::string_view module = name;
      Answer answer;
      planted->make()->match({patterns, {&module, 1}}, answer);
      EXPECT_EQ(answer.selects(0), answered(row, rule.version)) << rule.name << " " << line;
      if (answered(row, rule.version) != row.at("expected").get<bool>()) ++differ;
    }
    EXPECT_EQ(differ, rule.differ) << rule.name;
  }
}

}  // namespace
}  // namespace overmatch::field_test
