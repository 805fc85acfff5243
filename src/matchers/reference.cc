// SPDX-License-Identifier: Apache-2.0
#include "matchers/literal_matcher.h"
#include "matchers/regex.h"

namespace overmatch {

std::unique_ptr<Matcher> make_reference(Mode mode) {
  if (mode == Mode::regex) return std::make_unique<RegexMatcher>();
  return std::make_unique<LiteralMatcher>(mode);
}

}  // namespace overmatch
