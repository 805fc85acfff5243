// SPDX-License-Identifier: Apache-2.0
#include "dialects/dialect_matcher.h"
#include "dialects/list_reference.h"
#include "matchers/regex.h"
#include "matchers/rule_matcher.h"

namespace overmatch {

namespace {

std::unique_ptr<Matcher> plain_reference(Mode mode) {
  if (is_dialect(mode)) return std::make_unique<DialectMatcher>(mode);
  if (is_regex(mode)) return std::make_unique<RegexMatcher>(mode);
  return std::make_unique<RuleMatcher>(mode);
}

}  // namespace

std::unique_ptr<Matcher> make_reference(Mode mode) {
  return std::make_unique<ListReference>(plain_reference(mode));
}

}  // namespace overmatch
