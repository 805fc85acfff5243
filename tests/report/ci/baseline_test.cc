// SPDX-License-Identifier: Apache-2.0
#include "report/ci/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace overmatch::baseline_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Baseline baseline(const std::string& entries) {
  return Baseline::parse("{\"overmatch_baseline\": 1, \"findings\": [" + entries + "]}", "f");
}

const std::string kEntry = R"({"of": "audit a", "id": "x", "size": 3, "reason": "why")";

TEST(Baseline, JudgesFindings) {
  struct Row {
    std::string entry;
    std::vector<FoundId> found;
    bool known;
    std::vector<std::string> notes;
  };
  const std::vector<Row> rows = {
      {kEntry + "}", {{"x", 3}}, true, {}},
      {kEntry + "}", {{"x", 2}}, true, {}},
      {kEntry + "}", {{"x", 4}}, false, {"has grown from 3 to 4 names: x (why)"}},
      {kEntry + "}",
       {{"y", 3}},
       false,
       {"no longer occurs: x (why); take it out with --update-baseline"}},
      {kEntry + R"(, "until": "2026-05-31"})", {{"x", 3}}, true, {}},
      {kEntry + R"(, "until": "2026-05-30"})",
       {{"x", 3}},
       false,
       {"was known until 2026-05-30: x (why)"}},
      {kEntry + R"(, "until": null})", {{"x", 3}}, true, {}},
      {R"({"of": "audit b", "id": "x", "size": 3})", {{"x", 3}}, false, {}},
      {kEntry + R"(, "case": "q on my_q"})", {{"x", 3, 0, "q on my_q"}}, true, {}},
      {kEntry + R"(, "case": "q on my_q"})", {{"x", 3}}, true, {}},
      {kEntry + R"(, "case": "q on my_q"})",
       {{"x", 3, 0, "q on q"}},
       false,
       {"shows another case, q on q, than the known one, q on my_q: x (why)"}},
  };
  for (const Row& row : rows) {
    const BaselineVerdict verdict = baseline(row.entry).judge("audit a", row.found, "2026-05-31");
    EXPECT_THAT(verdict.known, ElementsAre(row.known)) << row.entry;
    EXPECT_EQ(verdict.notes, row.notes) << row.entry;
  }
  const Baseline known = baseline(kEntry + "}");
  EXPECT_THAT(known.judge("audit a", {}, "2026-05-31", false).notes, IsEmpty())
      << "an incomplete run";
  EXPECT_THAT(known.in_force("audit a", "2026-05-31"), ElementsAre("x"));
  EXPECT_THAT(known.in_force("audit b", "2026-05-31"), IsEmpty());
}

TEST(Baseline, KeepsReasonsWhenItIsUpdated) {
  Baseline known = baseline(kEntry + R"(, "until": "2026-05-31"}, {"of": "check m", "id": "z"})");
  EXPECT_THAT(known.update("audit a", {{"y", 1}, {"x", 5}}), IsEmpty());
  const std::string expected =
      "{\n  \"overmatch_baseline\": 1,\n  \"findings\": [\n"
      "    {\"of\": \"audit a\", \"id\": \"x\", \"size\": 5, \"reason\": \"why\", \"until\": "
      "\"2026-05-31\"},\n"
      "    {\"of\": \"audit a\", \"id\": \"y\", \"size\": 1, \"reason\": \"\"},\n"
      "    {\"of\": \"check m\", \"id\": \"z\", \"reason\": \"\"}\n  ]\n}\n";
  EXPECT_EQ(known.text(), expected);
  EXPECT_EQ(Baseline::parse(known.text(), "f").text(), expected);
  EXPECT_THAT(known.update("audit a", {}), ElementsAre("x", "y"));
  EXPECT_THAT(known.update("check m", {}), ElementsAre("z"));
  EXPECT_EQ(known.text(), "{\n  \"overmatch_baseline\": 1,\n  \"findings\": []\n}\n");
}

TEST(Baseline, KnowsTheDay) {
  EXPECT_EQ(today_in_utc().size(), 10U);
  EXPECT_GT(today_in_utc(), "2026-01-01");
  EXPECT_LT(today_in_utc(), "2200-01-01");
}

}  // namespace
}  // namespace overmatch::baseline_test
