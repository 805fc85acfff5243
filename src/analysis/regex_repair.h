// A regex with the boundaries that its author forgot.
#pragma once

#include <string>
#include <string_view>

namespace overmatch {

// Three slips that people make, mended where they are plain to see; the pattern itself where there is none:
//   model.layers.0     an unescaped dot that no quantifier follows   model\.layers\.0
//   .*q_proj           an open front                                 (?:.*\.)?q_proj
//   layers.1.*         an open end                                   layers\.1(?:\..*)?
// A pattern with an alternation outside of groups keeps its ends: which side is meant is not plain. O(size).
[[nodiscard]] std::string repair_regex(std::string_view pattern);

}  // namespace overmatch
