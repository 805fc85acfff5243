// SPDX-License-Identifier: Apache-2.0
// GivenList is a list of patterns with an order and labels as a user gives them on the command
// line, not yet checked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/entry_labels.h"
#include "matchers/mode.h"

namespace overmatch {

// A label by its name; nothing for null.
using GivenLabel = std::optional<std::string>;
// The label that a word of the command line stands for: the word `null` is null.
[[nodiscard]] GivenLabel parse_label(const std::string& word);

struct GivenList {
  std::string order;               // "" if not given
  std::vector<GivenLabel> labels;  // one a pattern; empty of a plain list
};

// How messages spell what gives a list.
struct ListOptions {
  std::string_view pattern = "--pattern";
  std::string_view order = "--order";
  std::string_view label = "--label";
};

// The order and the labels of a list of `patterns` patterns; empty of a plain list. Numbers labels
// by their places in `names`, and adds those that are missing. Throws InputError for labels without
// an order, an order without labels, another number of labels, and an order that the dialect
// contradicts.
[[nodiscard]] EntryLabels read_labels(const GivenList& given, Mode mode, std::size_t patterns,
                                      std::vector<std::string>& names,
                                      const ListOptions& options = {});

// The number of a label in `names`, to which it is added if missing.
[[nodiscard]] Label number_label(const GivenLabel& label, std::vector<std::string>& names);

}  // namespace overmatch
