// SPDX-License-Identifier: Apache-2.0
#include "fast/fast.h"

#include "fast/literal_index.h"
#include "fast/regex_set.h"

namespace overmatch::fast {

std::unique_ptr<Matcher> make_fast(Mode mode) {
  if (mode == Mode::regex) return std::make_unique<RegexSet>();
  return std::make_unique<LiteralIndex>(mode);
}

}  // namespace overmatch::fast
