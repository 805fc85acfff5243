// SPDX-License-Identifier: Apache-2.0
#include "generate/case_generator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "names/path.h"
#include "names/utf8.h"

namespace overmatch::case_generator_test {
namespace {

constexpr std::uint64_t kCases = 2000;

struct Made {
  Case content;
  CaseFacts facts;
};

void for_each_case(Mode mode, bool wide,
                   const std::function<void(const Case&, const CaseFacts&)>& look) {
  CaseGenerator generator(mode, wide);
  Made made;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(1, index));
    generator.generate(choices, made.content, made.facts);
    look(made.content, made.facts);
  }
}

template <typename Enum>
bool holds(std::uint32_t bits, Enum value) {
  return ((bits >> static_cast<unsigned>(value)) & 1U) != 0;
}

std::uint64_t hash_of(Mode mode, bool wide) {
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
  const auto add = [&](std::string_view text, char end) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    hash = (hash ^ static_cast<unsigned char>(end)) * 0x100000001B3U;
  };
  for_each_case(mode, wide, [&](const Case& content, const CaseFacts& facts) {
    for (const std::string_view pattern : content.patterns) add(pattern, '\x01');
    for (const std::string_view module : content.modules) add(module, '\x02');
    add(content.intended.value_or("-"), '\x03');
    add(std::to_string(facts.kinds) + to_string(facts.strategy).data(), '\x04');
  });
  return hash;
}

TEST(CaseGenerator, MakesTheSameCasesEverywhere) {
  struct Row {
    Mode mode;
    bool wide;
    std::uint64_t hash;
  };
  constexpr auto kRows = std::to_array<Row>({{Mode::endswith, false, 8960718464108505324U},
                                             {Mode::segment, false, 8960718464108505324U},
                                             {Mode::exact, false, 8960718464108505324U},
                                             {Mode::subtree, false, 15556930486719936769U},
                                             {Mode::regex, false, 8051074105759629794U},
                                             {Mode::regex, true, 14103931741688235895U}});
  for (const auto& [mode, wide, hash] : kRows) {
    EXPECT_EQ(hash_of(mode, wide), hash)
        << to_string(mode)
        << ": every compiler and platform must make the same cases of the same seeds";
  }
}

TEST(CaseGenerator, MakesTreesOfDistinctWellFormedPaths) {
  for (const Mode mode : kModes) {
    for_each_case(mode, mode == Mode::regex, [&](const Case& content, const CaseFacts&) {
      EXPECT_EQ(content.mode, mode);
      std::set<std::string_view> seen;
      for (const std::string_view module : content.modules) {
        EXPECT_TRUE(is_well_formed(module)) << module;
        EXPECT_EQ(find_invalid_utf8(module), kValidUtf8) << module;
        EXPECT_TRUE(seen.insert(module).second) << module << " twice";
      }
      for (const std::string_view pattern : content.patterns)
        EXPECT_EQ(find_invalid_utf8(pattern), kValidUtf8) << pattern;
    });
  }
}

TEST(CaseGenerator, MakesWellFormedCrowdsBesideTheRoot) {
  // Decoys of no name at all, which now and then take the place of the target that a crowd stands
  // below.
  Mixture mixture;
  mixture.weights = {0, 0, 0, 0, 0, 1};
  mixture.kinds = 1U << static_cast<unsigned>(CollisionKind::empty);
  CaseGenerator generator(Mode::segment);
  Made made;
  bool crowded = false;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Choices choices(mix_seed(1, index));
    generator.generate(choices, made.content, made.facts, mixture);
    const auto& modules = made.content.modules;
    crowded = crowded || (modules.contains("") && modules.size() > 60);
    for (const std::string_view module : modules) ASSERT_TRUE(is_well_formed(module)) << module;
  }
  EXPECT_TRUE(crowded);
}

TEST(CaseGenerator, RemembersNothingOfTheCasesBefore) {
  CaseGenerator used(Mode::segment);
  Made again;
  for (std::uint64_t index = 0; index < kCases; ++index) {
    Made fresh;
    Choices one(mix_seed(2, index));
    CaseGenerator(Mode::segment).generate(one, fresh.content, fresh.facts);
    Choices two(mix_seed(2, index));
    used.generate(two, again.content, again.facts);
    ASSERT_EQ(fresh.content, again.content) << "case " << index;
    ASSERT_EQ(fresh.facts.kinds, again.facts.kinds);
    ASSERT_EQ(fresh.facts.forms, again.facts.forms);
  }
}

TEST(CaseGenerator, SaysTruthfullyWhatItPutIn) {
  for_each_case(Mode::segment, false, [](const Case& content, const CaseFacts& facts) {
    const bool has_empty = std::any_of(content.patterns.begin(), content.patterns.end(),
                                       [](auto text) { return text.empty(); });
    if (holds(facts.forms, PatternForm::empty)) {
      EXPECT_TRUE(has_empty);
    }
    if (content.patterns.empty()) {
      EXPECT_TRUE(holds(facts.kinds, CollisionKind::empty));
    }
    EXPECT_EQ(content.patterns.empty(), facts.forms == 0);
    EXPECT_EQ(facts.regex_situations, 0U);
    if (std::any_of(content.patterns.begin(), content.patterns.end(),
                    [](auto text) { return !is_well_formed(text); })) {
      EXPECT_TRUE(holds(facts.kinds, CollisionKind::separator));
    }
    if (content.modules.size() > 64) {
      EXPECT_TRUE(holds(facts.kinds, CollisionKind::length));
    }
  });
  for_each_case(Mode::regex, false, [](const Case& content, const CaseFacts& facts) {
    EXPECT_EQ(content.patterns.empty(), facts.regex_situations == 0);
    EXPECT_EQ(facts.forms, 0U);
    EXPECT_FALSE(holds(facts.regex_situations, RegexSituation::engine_specific));
  });
}

TEST(CaseGenerator, MakesWhatOnlyOneEngineReadsWhenItIsAskedTo) {
  int wide = 0;
  for_each_case(Mode::regex, true, [&](const Case&, const CaseFacts& facts) {
    wide += holds(facts.regex_situations, RegexSituation::engine_specific) ? 1 : 0;
  });
  EXPECT_GT(wide, 500);
}

TEST(CaseGenerator, IntendsAPathThatIsThePattern) {
  int intended = 0;
  for_each_case(Mode::segment, false, [&](const Case& content, const CaseFacts&) {
    if (!content.intended) return;
    ++intended;
    EXPECT_TRUE(is_well_formed(*content.intended));
    ASSERT_EQ(content.patterns.size(), 1U);
    EXPECT_EQ(content.patterns[0], *content.intended);
  });
  EXPECT_GT(intended, 100);
}

TEST(CaseGenerator, MakesManyPatternsAndManyModulesNowAndThen) {
  for (const Mode mode : kModes) {
    std::size_t lists = 0;
    std::size_t crowds = 0;
    std::size_t none = 0;
    for_each_case(mode, false, [&](const Case& content, const CaseFacts&) {
      lists += content.patterns.size() > 8 ? 1 : 0;
      crowds += content.modules.size() > 64 ? 1 : 0;
      none += content.patterns.empty() ? 1 : 0;
    });
    EXPECT_GT(lists, 20U) << to_string(mode);
    EXPECT_GT(crowds, 20U) << to_string(mode);
    EXPECT_GT(none, 5U) << to_string(mode);
  }
}

TEST(CaseGenerator, MakesACaseOfAnyBytes) {
  CaseGenerator generator(Mode::segment);
  Made made;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    Choices source(seed);
    std::vector<std::uint8_t> bytes(source.below(60));
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(source.below(256));
    Choices choices{std::span<const std::uint8_t>(bytes)};
    generator.generate(choices, made.content, made.facts);
    for (const std::string_view module : made.content.modules)
      ASSERT_TRUE(is_well_formed(module)) << module;
  }
}

TEST(CaseGenerator, MakesTheSimplestCaseOfNoBytes) {
  Made made;
  Choices choices{std::span<const std::uint8_t>{}};
  CaseGenerator(Mode::segment).generate(choices, made.content, made.facts);
  EXPECT_EQ(made.content.patterns, Names{"a"});
  EXPECT_EQ(made.content.modules.size(), 2U);
  EXPECT_TRUE(made.content.modules.contains("a"));
}

}  // namespace
}  // namespace overmatch::case_generator_test
