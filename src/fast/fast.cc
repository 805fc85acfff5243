// SPDX-License-Identifier: Apache-2.0
#include "fast/fast.h"

#include "fast/literal_index.h"
#include "fast/regex_set.h"

namespace overmatch::fast {

std::unique_ptr<Matcher> make_fast(Mode mode) {
  if (is_text(mode)) return std::make_unique<LiteralIndex>(mode);
  if (is_dialect(mode)) return make_reference(mode);
  return std::make_unique<RegexSet>(mode);
}

}  // namespace overmatch::fast
