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

std::vector<Read> read_vectors(const ListType& list) {
  const std::string file = OVERMATCH_CORPUS_DIR "/vectors/" + vector_file_name(list) + ".jsonl";
  std::vector<Read> vectors;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    const SavedCase saved =
        parse_case(line, file);  // refuses a line whose `expected` is not the reference's
    const auto about = nlohmann::json::parse(saved.about.rest);
    vectors.push_back({saved.content, about.at("guards"), about.at("kills")});
    EXPECT_EQ((ListType{saved.content.mode, saved.content.labels.order}), list) << file;
  }
  return vectors;
}

bool is_of(const Planted& bug, const ListType& list) {
  return ListType{bug.mode, bug.order} == list;
}

class Vectors : public testing::TestWithParam<ListType> {};
INSTANTIATE_TEST_SUITE_P(Lists, Vectors, testing::ValuesIn(vector_lists()), [](const auto& list) {
  const std::string name = test_name_of(list.param.mode);
  if (list.param.order == Order::any) return name;
  return name + "_" + std::string(to_string(list.param.order));
});

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
                     [&](const Ask& ask) { return answers_wrongly(bug, to_case(bug, ask)); });
}

TEST_P(Vectors, KillEveryBugThatOneQuestionShows) {
  const auto vectors = read_vectors(GetParam());
  std::size_t bugs = 0;
  for (const Planted& bug : planted()) {
    if (!is_of(bug, GetParam()) || bug.expect != Expect::wrong || bug.behaviour.raw != nullptr)
      continue;
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
    if (!is_of(bug, GetParam()) || !ends_process(bug) || bug.differs != Differs::inside) continue;
    if (bug.witness.size() > 1) continue;  // it needs several questions
    bool killed = false;
    for (const Read& vector : vectors) {
      if (!vector.kills.contains(std::string(bug.name))) continue;
      killed = true;
      const IsolatedRun run = run_isolated(
          [&](const Sink&, Heartbeat& heartbeat) {
            const auto matcher = bug.make();
            Answer answer;
            Probe(*matcher, bug.mode, &heartbeat, kNever, bug.order)
                .ask(vector.content.question(), answer);
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
    if (!is_of(variant, GetParam()) || variant.expect != Expect::correct) continue;
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

TEST(VectorForms, AListWithLabelsHasNumbers) {
  Case content{Mode::substring, {"a", "b"}, {"ab", "b", "c"}, {}};
  content.labels.assign(Order::last, {kNull, 7});
  const Vector vector{content, {}, "why", {find_planted("substring-list-null-is-skipped")}};
  EXPECT_EQ(format_counted(vector),
            "substring 2 3 last\n1 a\n1 b\n2 ab\n1 b\n1 c\nlabels 0 1\n= 1 1 0\n3 why\n");
  EXPECT_EQ(
      format_vector(vector),
      R"({"overmatch": 2, "mode": "substring", "order": "last", "patterns": ["a", "b"], "labels": [null, "A"], )"
      R"("modules": ["ab", "b", "c"], "expected": ["A", "A", null], )"
      R"("about": {"guards": "why", "kills": ["substring-list-null-is-skipped"]}})");
}

TEST(VectorForms, AFileIsNamedByModeAndOrder) {
  EXPECT_EQ(vector_file_name({Mode::segment, Order::any}), "segment");
  EXPECT_EQ(vector_file_name({Mode::segment, Order::last}), "segment-last");
  EXPECT_EQ(vector_file_name({Mode::torchao, Order::first}), "torchao");
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
