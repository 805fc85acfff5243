// SPDX-License-Identifier: Apache-2.0
// When a kill matrix speaks against the harness.
#include "selftest/verdict.h"

#include <gtest/gtest.h>

#include <string>

#include "properties/registry.h"

namespace overmatch::verdict_test {
namespace {

std::uint32_t bit(const Property& property) { return 1U << index_of(property); }

// A matrix of one row, and what is said about it.
class Matrix {
 public:
  Matrix(Expect expect, Differs differs) {
    planted_.name = "one";
    planted_.expect = expect;
    planted_.differs = differs;
    row_.planted = &planted_;
  }
  Matrix& found_by(const Property& property) {
    row_.found_after = 7;
    row_.property = property.name;
    return seen_by(property);
  }
  Matrix& seen_by(const Property& property) {
    row_.killed_after[index_of(property)] = 7;
    return *this;
  }
  Matrix& expects(std::uint32_t properties) {
    row_.expected = properties;
    return *this;
  }
  Matrix& with_labels() {
    planted_.order = Order::first;
    return *this;
  }
  Matrix& marked_truly() {
    row_.mark_holds = true;
    return *this;
  }
  [[nodiscard]] std::string faults(bool complete = false) const {
    std::string all;
    for (const Fault& fault : judge({&row_, 1}, all_properties(), complete)) {
      all.append(all.empty() ? "" : ", ")
          .append(to_string(fault.kind))
          .append(" ")
          .append(fault.about);
    }
    return all;
  }

 private:
  Planted planted_;
  MatrixRow row_;
};

Matrix bug(Differs differs = Differs::inside) { return {Expect::wrong, differs}; }
Matrix correct() { return {Expect::correct, Differs::inside}; }

TEST(Verdict, ABugMustBeFoundAndSeenByWhoShouldSeeIt) {
  const std::uint32_t two = bit(kContainment) | bit(kBoundary);
  EXPECT_EQ(bug().faults(), "survivor one");
  EXPECT_EQ(bug().expects(two).faults(), "survivor one");
  EXPECT_EQ(bug().found_by(kAgreement).faults(), "");
  EXPECT_EQ(bug().found_by(kAgreement).expects(two).faults(), "agreement alone one");
  EXPECT_EQ(bug().found_by(kAgreement).seen_by(kUnion).expects(two).faults(),
            "agreement alone one");
  EXPECT_EQ(bug().found_by(kAgreement).seen_by(kBoundary).expects(two).faults(), "");
}

TEST(Verdict, ABugOfListsWithLabelsMustBeSeenByAnyOtherProperty) {
  const std::uint32_t agreement = bit(kAgreement);
  EXPECT_EQ(bug().with_labels().found_by(kAgreement).expects(agreement).faults(),
            "agreement alone one");
  EXPECT_EQ(bug().with_labels().found_by(kAgreement).seen_by(kRepeats).expects(agreement).faults(),
            "");
}

TEST(Verdict, AMarkedBugMustSurviveAndItsMarkMustBeTrue) {
  for (const Differs differs : {Differs::beyond_core, Differs::beyond_limit, Differs::nowhere}) {
    EXPECT_EQ(bug(differs).faults(), "false mark one");
    EXPECT_EQ(bug(differs).marked_truly().faults(), "");
    EXPECT_EQ(bug(differs).marked_truly().found_by(kAgreement).faults(), "false mark one");
    EXPECT_EQ(bug(differs).marked_truly().seen_by(kLattice).faults(), "false mark one");
  }
}

TEST(Verdict, ACorrectVariantMustNotBeAccused) {
  EXPECT_EQ(correct().faults(), "");
  EXPECT_EQ(correct().found_by(kUnion).faults(), "accused one");
  EXPECT_EQ(correct().seen_by(kUnion).faults(), "accused one");
}

TEST(Verdict, APropertyMustSeeSomethingInAWholeMatrix) {
  const std::string faults = bug().found_by(kAgreement).faults(true);
  EXPECT_EQ(faults.find("vacuous property agreement"), std::string::npos);
  EXPECT_NE(faults.find("vacuous property containment"), std::string::npos);
}

}  // namespace
}  // namespace overmatch::verdict_test
