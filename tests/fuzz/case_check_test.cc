// SPDX-License-Identifier: Apache-2.0
#include "fuzz/case_check.h"

#include <gtest/gtest.h>

#include "planted/planted.h"

namespace overmatch::fuzz {
namespace {

Case glued() {
  Case content;
  content.patterns.push_back("a");
  content.modules.push_back("ba");
  return content;
}

TEST(CaseCheck, FindsAViolationOnceAndPassesARightMatcher) {
  for (const auto& [name, wrong] :
       {std::pair{"segment-no-boundary", true}, std::pair{"segment-correct-segments", false}}) {
    const Planted* const planted = find_planted(name);
    ASSERT_NE(planted, nullptr) << name;
    const auto subject = planted->make();
    Probe probe(*subject, Mode::segment);
    CaseCheck check(probe, all_properties());
    const Case content = glued();
    Violation violation;
    const Case* culprit = nullptr;
    const Property* const broken = check.test(content, violation, culprit);
    EXPECT_EQ(broken, wrong ? &kAgreement : nullptr) << name;
    if (!wrong) continue;
    EXPECT_EQ(violation.group, KindGroup::glued_prefix);
    check.know({broken, violation.direction, violation.group});
    EXPECT_NE(check.test(content, violation, culprit), &kAgreement);
  }
}

TEST(CaseCheck, ChecksEveryPropertyOnSomeCase) {
  std::vector<int> asked(11);
  for (int number = 0; number < 500; ++number) {
    Case content;
    content.modules.push_back("m" + std::to_string(number));
    ++asked[CaseCheck::choose_property(content, asked.size())];
  }
  for (std::size_t property = 0; property < asked.size(); ++property)
    EXPECT_GT(asked[property], 10) << property;
}

}  // namespace
}  // namespace overmatch::fuzz
