// SPDX-License-Identifier: Apache-2.0
// Shrinking and proving, with failures whose least case is known.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "matchers/matcher.h"
#include "search/reduce/prove_minimal.h"

namespace overmatch::minimise_test {
namespace {

using Texts = std::vector<std::string>;

Case make_case(const Texts& patterns, const Texts& modules, Mode mode = Mode::segment) {
  Case content;
  content.mode = mode;
  for (const std::string& pattern : patterns) content.patterns.push_back(pattern);
  for (const std::string& module : modules) content.modules.push_back(module);
  return content;
}

std::string show(const Case& content) {
  std::string text;
  for (const auto name : content.patterns) text.append(name).append(" ");
  text += "|";
  for (const auto name : content.modules) text.append(" ").append(name);
  return text;
}

bool differ(const Case& content, Mode left, Mode right) {
  Answer one;
  Answer other;
  make_reference(left)->match(content.question(), one);
  make_reference(right)->match(content.question(), other);
  return !(one == other);
}

// FLUX.1's collision.
Case flux() {
  return make_case({"transformer_blocks.0.attn.to_q"},
                   {"proj_out", "single_transformer_blocks.0.attn.to_q", "transformer_blocks",
                    "transformer_blocks.0.attn.to_q"});
}

constexpr Budget kBudget = {{1, 1, 4}, 30'000, 1'500'000};

TEST(Minimise, EndsAtTheLeastCaseOfAMissingBoundary) {
  const auto fails = [](const Case& content) {
    return differ(content, Mode::endswith, Mode::segment) && !content.patterns[0].empty();
  };
  const auto safe = [&](const Case& content) {
    return !content.patterns.empty() && fails(content);
  };
  const Minimised minimised = minimise(flux(), safe, kBudget);
  EXPECT_EQ(show(minimised.content), "a | aa");
  EXPECT_EQ(minimised.proof.minimality, Minimality::proved);
  EXPECT_EQ(minimised.proof.alphabet, "a b .");
}

TEST(Minimise, TheShrinkerAloneGetsThereToo) {
  const auto fails = [](const Case& content) {
    return !content.patterns.empty() && !content.patterns[0].empty() &&
           differ(content, Mode::endswith, Mode::segment);
  };
  const ShrinkResult result = shrink(flux(), fails, 30'000);
  EXPECT_EQ(show(result.content), "a | aa");
  EXPECT_FALSE(result.out_of_budget);
}

TEST(Minimise, KeepsWhatTheFailureNeeds) {
  struct Row {
    const char* needs;
    Fails fails;
    const char* least;
  };
  const auto count = [](const Case& content, char wanted) {
    std::size_t total = 0;
    for (const auto name : content.modules)
      total += static_cast<std::size_t>(std::count(name.begin(), name.end(), wanted));
    return total;
  };
  const Row rows[] = {
      {"two modules", [](const Case& content) { return content.modules.size() >= 2; }, "|  a"},
      {"a digit", [&](const Case& content) { return count(content, '0') > 0; }, "| 0"},
      {"an underscore in both",
       [&](const Case& content) {
         return count(content, '_') > 0 && !content.patterns.empty() &&
                content.patterns[0].find('_') != std::string_view::npos;
       },
       "_ | _"},
      {"three segments", [&](const Case& content) { return count(content, '.') >= 2; }, "| a.a.a"},
  };
  for (const Row& row : rows) {
    const Minimised minimised = minimise(flux(), row.fails, kBudget);
    EXPECT_EQ(show(minimised.content), row.least) << row.needs;
    EXPECT_EQ(minimised.proof.minimality, Minimality::proved) << row.needs;
  }
}

TEST(Minimise, LongNamesAreProvedByWhatIsEmbeddedInThem) {
  const auto fails = [](const Case& content) {
    return !content.modules.empty() && content.modules[0].size() >= 40 &&
           content.modules[0].back() == 'b';
  };
  const Minimised minimised =
      minimise(make_case({"x"}, {std::string(50, 'x') + ".b"}), fails, kBudget);
  EXPECT_EQ(show(minimised.content), "| " + std::string(39, 'a') + "b");
  EXPECT_EQ(minimised.proof.minimality, Minimality::proved_embedded);
}

TEST(Minimise, SaysWhenItIsNotProved) {
  const Minimised minimised =
      minimise(flux(),
               [](const Case& content) {
                 return !content.modules.empty() && content.modules[0].size() > 12;
               },
               {{}, 30'000, 10});
  EXPECT_EQ(minimised.proof.minimality, Minimality::not_proved);
}

TEST(Minimise, KeepsToItsBudget) {
  std::uint64_t evaluations = 0;
  const auto fails = [&](const Case& content) {
    ++evaluations;
    return !content.modules.empty();
  };
  const ShrinkResult result = shrink(flux(), fails, 5);
  EXPECT_LE(evaluations, 6U);  // and one to see whether the intended subtree matters
  EXPECT_TRUE(result.out_of_budget);
  EXPECT_TRUE(fails(result.content));
}

TEST(ProveMinimal, FindsTheSmallerCaseThatIsThere) {
  const auto fails = [](const Case& content) {
    return content.modules.size() == 1 && content.modules[0].size() >= 2;
  };
  const Proof proof = prove_minimal(make_case({}, {"b.b"}), fails, 1'000'000);
  ASSERT_TRUE(proof.smaller);
  EXPECT_EQ(show(*proof.smaller), "| aa");
  EXPECT_EQ(proof.minimality, Minimality::not_proved);
}

TEST(Order, IsATotalOrderOnItsRows) {
  const Case rows[] = {
      make_case({}, {}),         make_case({}, {"a"}),      make_case({"a"}, {}),
      make_case({}, {"aa"}),     make_case({""}, {"a"}),    make_case({"a"}, {"a"}),
      make_case({"a"}, {"b"}),   make_case({"b"}, {"a"}),   make_case({"a"}, {"aa"}),
      make_case({"a"}, {"a.a"}), make_case({"a"}, {"A.A"}), make_case({"a", "a"}, {"a"})};
  for (std::size_t left = 0; left < std::size(rows); ++left) {
    for (std::size_t right = 0; right < std::size(rows); ++right) {
      EXPECT_EQ(is_simpler(rows[left], rows[right]), left < right)
          << show(rows[left]) << " and " << show(rows[right]);
    }
  }
}

}  // namespace
}  // namespace overmatch::minimise_test
