// SPDX-License-Identifier: Apache-2.0
// The properties with RapidCheck as the engine, as a user's own suite would have them.
#include "properties/rapidcheck.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "planted/planted.h"
#include "properties/registry.h"
#include "tests/support/all_wanted.h"
#include "tests/support/mode_name.h"

namespace overmatch::rapidcheck_test {
namespace {

// The names of the properties that the subject breaks, "" for none.
std::string broken(Matcher& subject, Mode mode, const Case& content) {
  Probe probe(subject, mode);
  Trial trial(probe);
  std::string names;
  for (const Property* const property : all_properties()) {
    if (property->modes.contains(mode) && breaks(*property, trial, content))
      names.append(property->name).append(" ");
  }
  return names;
}

class ReferenceKeepsAll : public testing::TestWithParam<Mode> {};

TEST_P(ReferenceKeepsAll, OnCasesOfRapidCheck) {
  const auto reference = make_reference(GetParam());
  EXPECT_TRUE(rc::check(std::string(to_string(GetParam())), [&] {
    const Case content = *cases(GetParam());
    const std::string names = broken(*reference, GetParam(), content);
    RC_TAG(content.modules.size() > 8 ? "many modules" : "few modules");
    RC_ASSERT(names.empty());
  }));
}
INSTANTIATE_TEST_SUITE_P(Modes, ReferenceKeepsAll, testing::ValuesIn(kModes),
                         [](const auto& mode) { return test_name_of(mode.param); });

TEST(RapidCheckTest, FindsAPlantedBug) {
  const Planted* const bug = find_planted("segment-underscore-boundary");
  ASSERT_NE(bug, nullptr);
  const auto subject = bug->make();
  testing::internal::CaptureStderr();
  const bool passes =
      rc::check([&] { RC_ASSERT(broken(*subject, bug->mode, *cases(bug->mode)).empty()); });
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_FALSE(passes);
  EXPECT_NE(said.find("Falsifiable"), std::string::npos) << said;
}

}  // namespace
}  // namespace overmatch::rapidcheck_test
