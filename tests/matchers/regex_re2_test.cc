// SPDX-License-Identifier: Apache-2.0
// Generated patterns stay inside what engines read alike: RE2, an engine of another kind, agrees
// with the reference on each.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <iostream>
#include <string_view>

#include "generate/regex_pattern.h"
#include "matchers/regex.h"
#include "names/printable.h"
#include "real_targets.h"

namespace overmatch::regex_re2_test {
namespace {

struct Count {
  std::size_t refused = 0;
  std::size_t pairs = 0;
  std::size_t selected = 0;
  std::size_t different = 0;
};

using Re2Match = bool (*)(const RE2& regex, const std::string& name);

Count compare_with_re2(std::uint64_t seeds, Re2Match re2_matches, std::string* example) {
  RE2::Options options;
  options.set_log_errors(false);
  Count count;
  RegexMatcher reference;
  Answer answer;
  std::string pattern;
  const auto differ = [&](const std::string& what) {
    ++count.different;
    if (example != nullptr) *example += overmatch::in_quotes(pattern) + ": " + what + "\n";
  };
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Choices choices(mix_seed(20'000, seed));
    const TargetCase target = make_target_case(choices);
    generate_regex(choices, target.target, target.other, pattern);
    const RE2 regex(pattern, options);
    const std::string_view view = pattern;
    const std::vector<std::string_view> names(target.names.begin(), target.names.end());
    reference.match({{&view, 1}, names}, answer);
    if (regex.ok() == answer.rejected()) {
      differ(answer.rejected() ? answer.reason() : "RE2: " + regex.error());
    } else if (answer.rejected()) {
      ++count.refused;
    }
    if (!regex.ok() || answer.rejected()) continue;
    for (std::size_t i = 0; i < names.size(); ++i, ++count.pairs) {
      if (answer.selects(i)) ++count.selected;
      if (re2_matches(regex, target.names[i]) != answer.selects(i))
        differ(overmatch::in_quotes(names[i]));
    }
  }
  return count;
}

TEST(RegexRe2Test, AgreesOnGeneratedPatterns) {
  std::string examples;
  const Count count = compare_with_re2(
      20'000, [](const RE2& regex, const std::string& name) { return RE2::FullMatch(name, regex); },
      &examples);
  std::cout << count.refused << " patterns refused by both, " << count.pairs << " pairs compared, "
            << count.selected << " selected, " << count.different << " differ\n";
  EXPECT_EQ(count.different, 0U) << examples.substr(0, 2000);
  EXPECT_GT(count.refused, 200U);
  EXPECT_GT(count.pairs, 200'000U);
  EXPECT_GT(count.selected, 20'000U);
}

TEST(RegexRe2Test, NoticesPartialMatchInPlaceOfFullMatch) {
  const Count count = compare_with_re2(
      500, [](const RE2& regex, const std::string& name) { return RE2::PartialMatch(name, regex); },
      nullptr);
  EXPECT_GT(count.different, 100U);
}

}  // namespace
}  // namespace overmatch::regex_re2_test
