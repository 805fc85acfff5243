// SPDX-License-Identifier: Apache-2.0
// Turns the orders and labels of Python into those of cases.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cases/entry_labels.h"
#include "cases/given_list.h"
#include "matchers/mode.h"

namespace overmatch::python {

// One a pattern; None is null.
using GivenLabels = std::vector<GivenLabel>;

// The labels of a list; none make a plain list, without an order. Throws InputError if they are not
// one a pattern, have no order, are missing for an order, or are too many.
[[nodiscard]] EntryLabels to_labels(Mode mode, const std::optional<GivenLabels>& labels,
                                    const std::string& order, std::size_t patterns);

// The label of each module by the reference, or the reason why it rejects the patterns.
[[nodiscard]] std::pair<GivenLabels, std::optional<std::string>> select_labels(
    const std::string& mode, const std::vector<std::string>& patterns,
    const std::vector<std::string>& modules, const std::optional<GivenLabels>& labels,
    const std::string& order);

}  // namespace overmatch::python
