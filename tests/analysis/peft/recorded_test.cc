// SPDX-License-Identifier: Apache-2.0
// The audit's idea of PEFT against the answers of real releases (tests/data/peft, which
// tests/python/real_peft/record.py writes and describes).
//
// For each pair of a model and a config, both must name the same adapted and saved modules, the
// same modules of which rows train, and the same trained parameters; or both refuse; or the audit
// says what it did not judge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "analysis/peft/facts/peft_replication.h"
#include "analysis/peft/rules/peft_rules.h"
#include "analysis/peft/trainable.h"
#include "analysis/tree/tree_index.h"
#include "names/input_error.h"
#include "names/readers/gzip.h"
#include "names/readers/read_tree.h"

namespace overmatch::recorded_test {
namespace {

using Json = nlohmann::ordered_json;

// What PEFT or the audit says of a pair: names by what is done to them.
struct Said {
  std::map<std::string, std::set<std::string>> names;
  std::string refused;
  std::string unread;  // why the audit does not even read the config
  std::string open;    // what was not judged, and what that needs
};

enum class Verdict : std::uint8_t { agree, said, unread, differ };

std::set<std::string> texts_of(const Json& answer, const char* member) {
  return answer.contains(member) ? answer[member].get<std::set<std::string>>()
                                 : std::set<std::string>{};
}

Said recorded(const Json& answer) {
  Said said;
  for (const char* member : {"adapted", "saved", "tokens", "trainable", "idle"})
    said.names[member] = texts_of(answer, member);
  said.refused = answer.value("refused", "");
  return said;
}

// The parameters of the base model that a config trains, or of which it trains a copy.
std::set<std::string> trained(const TreeIndex& index, const ModelFacts& facts,
                              const TrainingPlan& plan) {
  std::set<std::string> names;
  if (!facts.parameters) return names;
  for (const ParameterFacts& parameter : *facts.parameters) {
    const std::string_view module = index.path(parameter.module);
    std::string name = std::string(module) + (module.empty() ? "" : ".") + parameter.name;
    if (would_train(index, plan, name).value_or(false)) names.insert(std::move(name));
  }
  return names;
}

Said audited(const Model& model, const TreeIndex& original, const std::string& members) {
  Said said;
  try {
    PeftConfig config = parse_peft_config(members, "config");
    const std::optional<Model> after = replicated(model, config);
    config.layers_replicated = after.has_value();
    const std::optional<TreeIndex> fresh =
        after ? std::optional<TreeIndex>(after->tree) : std::nullopt;
    const TreeIndex& index = fresh ? *fresh : original;
    const ModelFacts& facts = after ? *after->facts : *model.facts;
    const PeftEffect effect = apply_peft(index, config, &facts);
    const auto paths = [&](const Selection& modules) {
      std::set<std::string> all;
      for (const std::uint32_t module : modules) all.emplace(index.path(module));
      return all;
    };
    said.names["adapted"] = paths(effect.adapted);
    said.names["saved"] = paths(effect.saved);
    said.names["tokens"] = paths(effect.tokens);
    said.names["trainable"] = trained(index, facts, plan_of(effect, config));
    for (const std::string& parameter : effect.adapted_parameters)
      said.names["adapted"].insert(parameter.substr(0, parameter.rfind('.')));
    if (effect.refused) said.refused = effect.refused->member + ": " + effect.refused->why;
    for (const NotJudged& each : effect.not_judged)
      said.open += each.member + " " + each.what + ", needs " + each.needs + "; ";
  } catch (const InputError& error) {
    said.unread = error.what();
  }
  return said;
}

// The names that only one of them has, as a text: "adapted: not a, not b, but c".
std::string difference(const Said& peft, const Said& audit) {
  std::ostringstream text;
  const auto list = [&text](const char* word, const std::set<std::string>& names,
                            const std::set<std::string>& others) {
    std::vector<std::string> only;
    std::set_difference(names.begin(), names.end(), others.begin(), others.end(),
                        std::back_inserter(only));
    for (std::size_t at = 0; at < std::min<std::size_t>(only.size(), 2); ++at)
      text << ' ' << word << ' ' << only[at];
    if (only.size() > 2) text << " (" << only.size() << ")";
  };
  for (const char* member : {"adapted", "saved", "tokens", "trainable"}) {
    const auto& theirs = peft.names.at(member);
    const auto& ours = audit.names.at(member);
    if (theirs == ours) continue;
    text << member << ':';
    list("PEFT", theirs, ours);
    list("audit", ours, theirs);
    text << "; ";
  }
  return text.str();
}

Verdict compare(const Said& peft, const Said& audit, std::string& why) {
  if (!peft.refused.empty() && !(audit.refused + audit.unread).empty()) return Verdict::agree;
  if (!audit.unread.empty()) return Verdict::unread;
  if (!audit.open.empty()) return Verdict::said;
  if (!peft.refused.empty()) {
    why = "PEFT refuses: " + peft.refused;
    return Verdict::differ;
  }
  if (!audit.refused.empty()) {
    why = "the audit refuses: " + audit.refused;
    return Verdict::differ;
  }
  why = difference(peft, audit);
  return why.empty() ? Verdict::agree : Verdict::differ;
}

struct Tally {
  std::map<Verdict, std::size_t> counts;
  std::vector<std::string> differences;  // "CONFIG<tab>PEFT<tab>MODEL<tab>WHY"
  std::vector<std::string> open;         // likewise
  std::set<std::string> unread;          // configs that PEFT takes and the audit calls malformed
};

// Compares all pairs of one recorded file.
void compare_file(const std::filesystem::path& path, Tally& tally) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::istringstream lines(gunzip(bytes, std::size_t{64} << 20U, path.string()));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const std::string version = Json::parse(line).at("peft");
  std::string name;
  std::string tree;
  std::optional<Model> model;
  std::optional<TreeIndex> index;
  while (std::getline(lines, line)) {
    if (line.starts_with("{\"overmatch_tree\"")) {
      name = Json::parse(line).at("model");
      tree = line + "\n";
      index.reset();
      continue;
    }
    if (line.starts_with("{\"module\"")) {
      tree += line + "\n";
      continue;
    }
    if (!index) {
      model.emplace(parse_model(tree, name));
      ASSERT_TRUE(model->facts) << name;
      index.emplace(model->tree);
    }
    Json pair = Json::parse(line);
    pair["members"]["peft_version"] = version;
    std::string why;
    const Said peft = recorded(pair.at("answer"));
    const Said audit = audited(*model, *index, pair["members"].dump());
    const Verdict verdict = compare(peft, audit, why);
    ++tally.counts[verdict];
    const std::string key =
        pair.at("config").get<std::string>() + "\t" + version + "\t" + name + "\t";
    if (verdict == Verdict::differ) tally.differences.push_back(key + why);
    if (verdict == Verdict::unread) tally.unread.insert(pair.at("config"));
    if (verdict == Verdict::said) tally.open.push_back(key + audit.open);
  }
}

// Writes the lines to the file that an environment variable names, if it does.
void write(const char* variable, const std::vector<std::string>& lines) {
  const char* path = std::getenv(variable);
  if (path == nullptr) return;
  std::ofstream file(path);
  for (const std::string& line : lines) file << line << "\n";
}

// OVERMATCH_DIFFERENCES and OVERMATCH_NOT_JUDGED name files to which the pairs are written.
TEST(RecordedPeft, TheAuditAgreesOrSaysWhatItDidNotJudge) {
  Tally tally;
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(OVERMATCH_TEST_DATA "/data/peft"))
    if (entry.path().extension() == ".gz") files.insert(entry.path());
  EXPECT_GE(files.size(), 3U) << "releases of PEFT";
  for (const auto& file : files) compare_file(file, tally);
  write("OVERMATCH_DIFFERENCES", tally.differences);
  write("OVERMATCH_NOT_JUDGED", tally.open);

  EXPECT_THAT(tally.differences, testing::IsEmpty());
  // Of a string in place of a list, PEFT takes each letter for a name.
  EXPECT_THAT(tally.unread, testing::ElementsAre("save-string"));
  const std::size_t agree = tally.counts[Verdict::agree];
  EXPECT_GT(agree, 5000U);
  EXPECT_LT(tally.counts[Verdict::said] * 20, agree) << "too much is not judged";
}

}  // namespace
}  // namespace overmatch::recorded_test
