// SPDX-License-Identifier: Apache-2.0
// The corpus is the folder of saved cases and real module trees that overmatch ships.
#pragma once

#include <string>
#include <vector>

#include "cases/case.h"

namespace overmatch {

// The corpus folder: $OVERMATCH_CORPUS, else share/overmatch/corpus in the nearest folder above the
// program that has one. So it is found in an installation, in a wheel, and in a build, where it is
// a link to the sources. Throws InputError when there is none.
[[nodiscard]] std::string corpus_folder();

// The case files (`*.json`) of a folder and its subfolders, sorted by path. A file, or "-" for
// standard input, gives itself. Throws InputError when the path does not exist.
[[nodiscard]] std::vector<std::string> list_case_files(const std::string& file_or_folder);

// Whether a saved case can be put to a subject of this mode: a plain list to every subject, a list
// with labels only to one that is asked such lists, in the same order.
[[nodiscard]] inline bool is_for(const Case& saved, Mode mode, Order order) noexcept {
  return saved.mode == mode && (saved.labels.empty() || saved.labels.order == order);
}

}  // namespace overmatch
