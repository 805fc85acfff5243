// SPDX-License-Identifier: Apache-2.0
// Writes what the writer of a config and a server read otherwise, for people.
#pragma once

#include <string>

#include "analysis/servers/server_reading.h"

namespace overmatch {

// "FILE: vLLM 0.33.0 treats 64 modules otherwise than compressed-tensors 0.20.1", and each
// difference with its modules, folded. `all` prints every list in full.
[[nodiscard]] std::string readings_text(const TwoReadings& readings, const TreeIndex& index,
                                        const std::string& file, bool colour, bool all);

}  // namespace overmatch
