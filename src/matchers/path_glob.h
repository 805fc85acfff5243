// SPDX-License-Identifier: Apache-2.0
// Mode `path-glob` selects each module whose path has as many segments as the pattern, each of
// which the pattern's segment matches by Python's `fnmatch.fnmatchcase` (glob.h).
//
// PyTorch 2.8 reads the keys of a plan of `parallelize_module` so: it splits both at "." and
// compares segment by segment
// (https://github.com/pytorch/pytorch/blob/v2.8.0/torch/distributed/tensor/parallel/api.py).
#pragma once

#include <string_view>

#include "matchers/glob.h"

namespace overmatch {

// Whether each segment of `path` matches its segment of `pattern`, and there are as many. Segments
// are what Python's `split(".")` gives: the root has one, which is empty. A `.` in brackets parts
// segments too.
[[nodiscard]] inline bool path_glob_selects(std::string_view path,
                                            std::string_view pattern) noexcept {
  while (true) {
    const std::size_t end = path.find('.');
    const std::size_t pattern_end = pattern.find('.');
    if ((end == std::string_view::npos) != (pattern_end == std::string_view::npos)) return false;
    if (!glob_selects(path.substr(0, end), pattern.substr(0, pattern_end))) return false;
    if (end == std::string_view::npos) return true;
    path.remove_prefix(end + 1);
    pattern.remove_prefix(pattern_end + 1);
  }
}

}  // namespace overmatch
