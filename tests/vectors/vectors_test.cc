// SPDX-License-Identifier: Apache-2.0
// The checked-in vectors against every planted matcher: all bugs that one question shows are
// killed, and no right matcher is.
#include "vectors/vectors.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "cases/case_file.h"
#include "names/readers/files.h"
#include "subjects/isolation.h"
#include "tests/support/mode_name.h"
#include "vectors/judge.h"

namespace overmatch::vectors_test {
namespace {

struct Read {
  Case content;
  std::string guards;
  std::set<std::string> kills;
};

std::vector<Read> read_vectors(Mode mode) {
  const std::string file =
      std::string(OVERMATCH_CORPUS_DIR "/vectors/").append(to_string(mode)) + ".jsonl";
  std::vector<Read> vectors;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    const SavedCase saved =
        parse_case(line, file);  // refuses a line whose `expected` is not the reference's
    const auto about = nlohmann::json::parse(saved.about.rest);
    vectors.push_back({saved.content, about.at("guards"), about.at("kills")});
    EXPECT_EQ(saved.content.mode, mode) << file;
  }
  return vectors;
}

std::vector<Mode> modes_with_vectors() {
  std::vector<Mode> modes;
  for (const Mode mode : kModes) {
    if (kVectorModes.contains(mode)) modes.push_back(mode);
  }
  return modes;
}

class Vectors : public testing::TestWithParam<Mode> {};
INSTANTIATE_TEST_SUITE_P(Modes, Vectors, testing::ValuesIn(modes_with_vectors()),
                         [](const auto& mode) { return test_name_of(mode.param); });

bool answers_wrongly(const Planted& bug, const Case& content) {
  Answer answer;
  Answer expected;
  make_reference(bug.mode)->match(content.question(), expected);
  bug.make()->match(content.question(), answer);
  return !(answer == expected);
}

// Whether a witness of one question is enough: known without the harness's word for it.
bool shows_in_one_question(const Planted& bug) {
  return std::any_of(bug.witness.begin(), bug.witness.end(),
                     [&](const Ask& ask) { return answers_wrongly(bug, to_case(bug.mode, ask)); });
}

TEST_P(Vectors, KillEveryBugThatOneQuestionShows) {
  const auto vectors = read_vectors(GetParam());
  std::size_t bugs = 0;
  for (const Planted& bug : planted()) {
    if (bug.mode != GetParam() || bug.expect != Expect::wrong || bug.behaviour.raw != nullptr)
      continue;
    if (bug.order != Order::any) continue;  // vectors are plain lists
    if (bug.differs != Differs::inside || !shows_in_one_question(bug)) continue;
    ++bugs;
    bool killed = false;
    for (const Read& vector : vectors) {
      const bool wrong = answers_wrongly(bug, vector.content);
      if (vector.kills.contains(std::string(bug.name))) {
        EXPECT_TRUE(wrong) << bug.name << " is said to be killed by: " << vector.guards;
        killed = true;
      }
    }
    EXPECT_TRUE(killed) << bug.name << ": " << bug.bug;
  }
  EXPECT_GE(bugs, 15U);
}

TEST_P(Vectors, KillEveryBugThatEndsItsProcess) {
  const auto vectors = read_vectors(GetParam());
  for (const Planted& bug : planted()) {
    if (bug.mode != GetParam() || !ends_process(bug) || bug.differs != Differs::inside) continue;
    if (bug.witness.size() > 1) continue;  // it needs several questions
    bool killed = false;
    for (const Read& vector : vectors) {
      if (!vector.kills.contains(std::string(bug.name))) continue;
      killed = true;
      const IsolatedRun run = run_isolated(
          [&](const Sink&, Heartbeat& heartbeat) {
            const auto matcher = bug.make();
            Answer answer;
            Probe(*matcher, bug.mode, &heartbeat).ask(vector.content.question(), answer);
          },
          {std::chrono::milliseconds(250), 512ULL << 20U});
      EXPECT_NE(run.ending, Ending::finished) << bug.name;
    }
    EXPECT_TRUE(killed) << bug.name << ": " << bug.bug;
  }
}

TEST_P(Vectors, AccuseNoRightMatcher) {
  const auto vectors = read_vectors(GetParam());
  for (const Planted& variant : planted()) {
    if (variant.mode != GetParam() || variant.expect != Expect::correct) continue;
    for (const Read& vector : vectors)
      EXPECT_FALSE(answers_wrongly(variant, vector.content))
          << variant.name << ": " << vector.guards;
  }
}

TEST_P(Vectors, EachEarnsItsPlace) {
  std::set<std::string> names;
  for (const Read& vector : read_vectors(GetParam())) {
    EXPECT_FALSE(vector.guards.empty());
    EXPECT_EQ(vector.guards.find('\n'), std::string::npos) << vector.guards;
    EXPECT_FALSE(vector.kills.empty()) << vector.guards;
    EXPECT_TRUE(names.insert(case_file_name(vector.content)).second)
        << vector.guards << " stands twice";
    for (const std::string& name : vector.kills) EXPECT_NE(find_planted(name), nullptr) << name;
  }
}

TEST(VectorForms, CountedStringsHoldAnyBytes) {
  const Vector vector{{Mode::segment, {"a\nb", ""}, {"x.a\nb", "c"}, {}}, {}, "why", {}};
  EXPECT_EQ(format_counted(vector), "segment 2 2\n3 a\nb\n0 \n5 x.a\nb\n1 c\n=10\n3 why\n");
}

TEST(VectorForms, ARejectionIsAWord) {
  const Vector vector{{Mode::regex, {"("}, {"a"}, {}},
                      {CollisionKind::metacharacter},
                      "why",
                      {find_planted("regex-literal")}};
  EXPECT_EQ(format_counted(vector), "regex 1 1\n1 (\n1 a\nrejected\n3 why\n");
  EXPECT_EQ(
      format_vector(vector),
      R"({"overmatch": 1, "mode": "regex", "patterns": ["("], "modules": ["a"], "expected": "rejected", )"
      R"("about": {"kinds": ["metacharacter"], "guards": "why", "kills": ["regex-literal"]}})");
}

}  // namespace
}  // namespace overmatch::vectors_test
