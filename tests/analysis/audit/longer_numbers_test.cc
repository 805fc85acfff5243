// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/longer_numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analysis/tree/tree_index.h"

namespace overmatch::longer_numbers_test {
namespace {

ModuleTree tree() {
  ModuleTree out;
  for (const char* const path :
       {"l", "l.1", "l.1.q", "l.2", "l.2.q", "l.10", "l.10.q", "l.11", "l.11.q", "l.21", "l.21.q"})
    out.modules.push_back(path);
  return out;
}

// "what -> corrected" of a regex; "" for none.
std::string found(Mode mode, const std::string& regex) {
  const ModuleTree of = tree();
  const TreeIndex index(of);
  const auto numbers = longer_numbers(index, mode, regex, index.select(mode, regex).value());
  return numbers ? numbers->what + " -> " + numbers->corrected : "";
}

TEST(LongerNumbers, AreFoundWhereDigitsMayGoOn) {
  const std::string what = "the number 1 is also a part of longer ones, as of ";
  EXPECT_EQ(found(Mode::regex, "l.1.*"), what + "10 -> l.1(?![0-9]).*");
  EXPECT_EQ(found(Mode::regex, R"(l\.1.*)"), what + "10 -> l\\.1(?![0-9]).*");
  EXPECT_EQ(found(Mode::match, R"(l\.1)"), what + "10 -> l\\.1(?![0-9])");
  EXPECT_EQ(found(Mode::regex, R"(l\.(1|2).*)"), what + "10 -> l\\.(1(?![0-9])|2(?![0-9])).*");
  EXPECT_EQ(found(Mode::regex, R"(.*1\.q)"), what + "11 -> .*(?:^|[^0-9])1\\.q");
}

TEST(LongerNumbers, AreNoneWhereSomethingEndsTheNumber) {
  const std::vector<std::string> closed = {
      R"(l\.1\..*)", R"(l\.1[0-9].*)", R"(l\.1\d?.*)", R"(l\.(1|2)[0-9]?.*)", R"(l\.[1].*)",
      R"(l\.3.*)",   R"(l\.1{1,2}.*)", "l.*",          R"(l\.11.*)"};
  for (const std::string& regex : closed) EXPECT_EQ(found(Mode::regex, regex), "") << regex;
  EXPECT_EQ(found(Mode::regex, R"(l\.1)"), "") << "a closed end";
  EXPECT_EQ(found(Mode::endswith, "1"), "") << "no regex";
}

}  // namespace
}  // namespace overmatch::longer_numbers_test
