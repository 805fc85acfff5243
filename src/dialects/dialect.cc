// SPDX-License-Identifier: Apache-2.0
#include "dialects/dialect.h"

#include <algorithm>
#include <array>

#include "dialects/compressed_tensors.h"
#include "dialects/transformers_skip.h"

namespace overmatch {

namespace {

struct Dialect {
  Mode mode;
  std::vector<ModePattern> (*read)(std::string_view entry);
};

constexpr auto kDialects = std::to_array<Dialect>({
    {Mode::compressed_tensors, read_compressed_tensors},
    {Mode::transformers_skip, read_transformers_skip},
});

constexpr const Dialect* dialect_of(Mode mode) {
  const auto* const found = std::find_if(kDialects.begin(), kDialects.end(),
                                         [&](const Dialect& row) { return row.mode == mode; });
  return found == kDialects.end() ? nullptr : found;
}
static_assert(std::all_of(kModes.begin(), kModes.end(), [](Mode mode) {
  return (dialect_of(mode) != nullptr) == is_dialect(mode);
}));

}  // namespace

std::vector<ModePattern> expand(Mode mode, std::string_view entry) {
  const Dialect* const dialect = dialect_of(mode);
  if (dialect == nullptr) return {{mode, std::string(entry)}};
  return dialect->read(entry);
}

}  // namespace overmatch
