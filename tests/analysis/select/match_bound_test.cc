// SPDX-License-Identifier: Apache-2.0
// The bound against what PCRE2 really counts.
#include "analysis/select/match_bound.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <gtest/gtest.h>
#include <pcre2.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "analysis/automata/pattern_expression.h"
#include "matchers/python_regex/pcre_pointers.h"
#include "matchers/python_regex/python_dialect.h"
#include "tests/analysis/questions.h"

namespace overmatch::match_bound_test {
namespace {

class Sets final : public CharacterSets {
 public:
  [[nodiscard]] const CodeSet& of(std::string_view item, bool ignore_case) override {
    return code_points_of(item, ignore_case);
  }
  [[nodiscard]] const CodeSet& dot() override { return all_code_points(); }
};

// Whether PCRE2's interpreter ends within this match limit on a name. It starts where the name
// starts, as the bound is for one place.
bool ends_within(const std::string& translated, const std::string& name, std::uint32_t limit) {
  using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
  using Data = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;
  using Context = std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
  int error = 0;
  PCRE2_SIZE where = 0;
  // Without PCRE2's optimizations, which only save steps.
  const Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                                PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
                                    PCRE2_NO_START_OPTIMIZE | PCRE2_NO_AUTO_POSSESS,
                                &error, &where, nullptr));
  if (!code) return true;
  const Data data(pcre2_match_data_create(1, nullptr));
  const Context context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), limit);
  return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(name.data()), name.size(), 0, 0,
                     data.get(), context.get()) != PCRE2_ERROR_MATCHLIMIT;
}

struct Limits {
  std::size_t tried = 0;
  std::size_t exceeded = 0;
  std::string example;
};

// Tries each regex on names within the bound, multiplied by `factor`.
Limits try_regexes(double factor) {
  const std::vector<std::string> names = {
      "a", "ab", "ba.ab", "aaaaaaaaaaaa", "abababababab", "a.b.a.b.a.b.a", "bbbbbbbbbbbbbbb.a"};
  Limits limits;
  Sets sets;
  for (std::uint64_t seed = 0; seed < 6'000; ++seed) {
    Choices choices(seed);
    const std::string regex = random_regex(choices);
    const PatternExpression read = express_accepted_regex(regex, sets);
    if (read.reading != Reading::read) continue;
    Translation translation;
    translate_python_regex(regex, translation);
    for (const std::string& name : names) {
      const auto dots = static_cast<std::size_t>(std::count(name.begin(), name.end(), '.'));
      const double bound = most_steps(read.expression, read.groups, {name.size(), dots}) * factor;
      if (bound > 5e5) continue;
      ++limits.tried;
      const auto limit = static_cast<std::uint32_t>(std::ceil(bound));
      if (ends_within(translation.pattern, name, limit)) continue;
      if (limits.exceeded++ == 0)
        limits.example = regex + " on " + name + " in " + std::to_string(limit);
    }
  }
  return limits;
}

TEST(MatchBound, HoldsForPcre2) {
  const Limits limits = try_regexes(1);
  EXPECT_EQ(limits.exceeded, 0U) << limits.example;
  EXPECT_GT(limits.tried, 10'000U);
}

// A bound of a hundredth would be too low, so that the test above can fail.
TEST(MatchBound, IsNotVacuous) { EXPECT_GT(try_regexes(0.01).exceeded, 0U); }

double tries(std::string_view regex, std::size_t longest) {
  Sets sets;
  return most_tries(express_accepted_regex(regex, sets).expression, {longest, 8});
}

TEST(MatchBound, KnowsWhatIsUsual) {
  EXPECT_LT(tries(".*layers\\.3\\..*q_a_proj$", 60), 10'000);
  EXPECT_LT(tries("(?:.*\\.)?(?:q_proj|k_proj|v_proj)", 60), 2'000);
  EXPECT_LT(tries("^model\\.layers\\.\\d+\\.(self_attn|mlp)\\..*_proj", 60), 2'000);
  EXPECT_LT(tries("(?:\\w+\\.)*weight", 60), 50'000);
  // Nested repeats are exponential.
  EXPECT_GT(tries("(a|aa)+b", 60), 1e6);
  EXPECT_GT(tries("(a*)*b", 60), 1e6);
  EXPECT_GT(tries(".*.*.*.*.*.*b", 60), 1e6);
}

}  // namespace
}  // namespace overmatch::match_bound_test
