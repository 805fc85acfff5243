// SPDX-License-Identifier: Apache-2.0
// Every property is two-sided: the references keep it, and a planted bug breaks it, with no other
// property's help.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "generate/case_generator.h"
#include "planted/planted.h"
#include "properties/registry.h"
#include "tests/support/all_wanted.h"

namespace overmatch::properties_test {
namespace {

constexpr std::uint64_t kCases = 1000;

// The number of the first generated case that breaks the property, or 0.
std::uint64_t first_broken(const Property& property, Matcher& subject, Mode mode,
                           Order order = Order::any) {
  Probe probe(subject, mode, nullptr, kNever, order);
  Trial trial(probe);
  CaseGenerator generator(mode, false, order);
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(7, index));
    generator.generate(choices, content, facts);
    if (breaks(property, trial, content)) return index + 1;
  }
  return 0;
}

struct Pair {
  std::string_view property;
  std::string_view bug;
};
constexpr auto kBroken = std::to_array<Pair>({{"agreement", "segment-underscore-boundary"},
                                              {"containment", "segment-dash-boundary"},
                                              {"boundary", "segment-digit-boundary"},
                                              {"independence", "segment-memo-by-first-letter"},
                                              {"union", "segment-first-pattern-only"},
                                              {"wrapping", "subtree-any-depth"},
                                              {"renaming", "segment-space-boundary"},
                                              {"literalness", "segment-last-2-segments"},
                                              {"lattice", "exact-dot-is-any-character"},
                                              {"rejection", "regex-bad-is-no-match"},
                                              {"determinism", "exact-every-second-call"},
                                              {"totality", "segment-empty-list-is-all"},
                                              {"concatenation", "exact-list-grouped-by-label"},
                                              {"dead-entry", "segment-list-other-end-decides"},
                                              {"commuting", "search-list-null-ends-the-list"},
                                              {"null-entry", "substring-list-null-is-skipped"},
                                              {"opaque-labels", "exact-list-highest-label-decides"},
                                              {"repeats", "glob-list-dictionary"}});

TEST(Properties, EachIsKeptByTheReferencesOfItsModes) {
  for (const Property* const property : all_properties()) {
    for (const Mode mode : kModes) {
      if (!property->modes.contains(mode)) continue;
      const auto reference = make_reference(mode);
      for (const Order order : {Order::any, Order::first, Order::last}) {
        if (!property->applies(mode, order)) continue;
        EXPECT_EQ(first_broken(*property, *reference, mode, order), 0U)
            << property->name << " in mode " << to_string(mode) << ", order " << to_string(order);
      }
    }
  }
}

TEST(Properties, EachIsBrokenAloneByAPlantedBug) {
  for (const auto& [name, bug_name] : kBroken) {
    const Property* const property = find_property(name);
    const Planted* const bug = find_planted(bug_name);
    ASSERT_NE(property, nullptr) << name;
    ASSERT_NE(bug, nullptr) << bug_name;
    const auto subject = bug->make();
    EXPECT_NE(first_broken(*property, *subject, bug->mode, bug->order), 0U)
        << name << " does not see " << bug_name;
  }
}

TEST(Properties, AllAreInTheTableAbove) {
  for (const Property* const property : all_properties()) {
    EXPECT_TRUE(std::any_of(kBroken.begin(), kBroken.end(), [&](const Pair& pair) {
      return pair.property == property->name;
    })) << property->name;
    EXPECT_EQ(find_property(property->name), property);
  }
  EXPECT_EQ(find_property("no such property"), nullptr);
}

// A regex that takes too many steps only where the name has a dot, which a wrapper brings: found by
// fuzzing.
TEST(Properties, NoneBlamesTheReferenceForItsLimit) {
  const auto reference = make_reference(Mode::regex);
  const Case content{Mode::regex, {R"((aa|.|.)+ba\.a*)"}, {"mult_mdal_proj{ect"}, {}};
  const Case wrapped{
      Mode::regex, {R"(w_r\.w\.(?:(aa|.|.)+ba\.a*))"}, {"w_r.w.mult_mdal_proj{ect"}, {}};
  Answer answer;
  reference->match(content.question(), answer);
  EXPECT_FALSE(answer.rejected());
  reference->match(wrapped.question(), answer);
  EXPECT_TRUE(answer.rejected());
  Probe probe(*reference, Mode::regex);
  Trial trial(probe);
  for (const Property* const property : all_properties()) {
    const bool asked = property->modes.contains(Mode::regex);
    EXPECT_FALSE(asked && breaks(*property, trial, content)) << property->name;
  }
}

TEST(Properties, RejectionLooksAtTheEmptyTreeToo) {
  const Planted* const bug = find_planted("endswith-empty-tree-is-rejected");
  ASSERT_NE(bug, nullptr);
  const Case content{Mode::endswith, {"a"}, {"a"}, {}};
  const auto broken = [&](Matcher& subject) {
    Probe probe(subject, Mode::endswith);
    Trial trial(probe);
    return breaks(kRejection, trial, content);
  };
  EXPECT_TRUE(broken(*bug->make()));
  EXPECT_FALSE(broken(*make_reference(Mode::endswith)));
}

TEST(Properties, CorrectVariantsBreakNone) {
  for (const Planted& planted : planted()) {
    if (planted.expect != Expect::correct) continue;
    for (const Property* const property : all_properties()) {
      if (!property->applies(planted.mode, planted.order)) continue;
      const auto subject = planted.make();
      Probe probe(*subject, planted.mode, nullptr, kNever, planted.order);
      Trial trial(probe);
      CaseGenerator generator(planted.mode, false, planted.order);
      Case content;
      CaseFacts facts;
      for (std::uint64_t index = 0; index < 60; ++index) {
        Choices choices(mix_seed(8, index));
        generator.generate(choices, content, facts);
        ASSERT_FALSE(breaks(*property, trial, content))
            << planted.name << " accused by " << property->name;
      }
    }
  }
}

}  // namespace
}  // namespace overmatch::properties_test
