// SPDX-License-Identifier: Apache-2.0
#include "dialects/dialect.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "dialects/compressed_tensors.h"
#include "dialects/compressed_tensors_targets.h"
#include "dialects/dtensor.h"
#include "dialects/gptqmodel.h"
#include "dialects/llama_cpp.h"
#include "dialects/modelopt.h"
#include "dialects/nncf.h"
#include "dialects/peft_targets.h"
#include "dialects/torchao.h"
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
    {Mode::compressed_tensors_targets, read_compressed_tensors_targets},
    {Mode::torchao, read_torchao},
    {Mode::llama_cpp, read_llama_cpp},
    {Mode::gptqmodel, read_gptqmodel},
    {Mode::modelopt, read_modelopt},
    {Mode::nncf, read_nncf},
    {Mode::dtensor, read_dtensor},
    {Mode::peft_targets, read_peft_targets},
});

constexpr const Dialect* dialect_of(Mode mode) {
  const auto* const found = std::find_if(kDialects.begin(), kDialects.end(),
                                         [&](const Dialect& row) { return row.mode == mode; });
  return found == kDialects.end() ? nullptr : found;
}
static_assert(std::all_of(kModes.begin(), kModes.end(), [](Mode mode) {
  return (dialect_of(mode) != nullptr) == is_dialect(mode);
}));

// Where the arrangement puts an entry: before those with a higher number.
int place_of(Mode mode, std::string_view entry) {
  const DialectTraits& dialect = traits_of(mode).dialect;
  switch (dialect.arrangement) {
    case Arrangement::as_given: break;
    case Arrangement::names_first:
      return entry == dialect.rest ? 2 : entry.starts_with(dialect.marker) ? 1 : 0;
    case Arrangement::sorted: return entry.find(dialect.marker) != std::string_view::npos ? 1 : 0;
  }
  return 0;
}

}  // namespace

std::vector<ModePattern> expand(Mode mode, std::string_view entry) {
  const Dialect* const dialect = dialect_of(mode);
  if (dialect == nullptr) return {{mode, std::string(entry)}};
  return dialect->read(entry);
}

std::vector<std::size_t> decision_order(Mode mode, Order order,
                                        std::span<const std::string_view> entries) {
  std::vector<std::size_t> places(entries.size());
  std::iota(places.begin(), places.end(), 0);
  if (order == Order::last) std::reverse(places.begin(), places.end());
  const Arrangement arrangement = traits_of(mode).dialect.arrangement;
  if (arrangement == Arrangement::as_given) return places;
  const auto key = [&](std::size_t at) {
    return std::tuple(place_of(mode, entries[at]),
                      arrangement == Arrangement::sorted ? entries[at] : std::string_view());
  };
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t left, std::size_t right) { return key(left) < key(right); });
  return places;
}

std::string giving_entry(Mode mode, std::string_view entry) {
  if (!has_null_sign(mode, entry)) return std::string(entry);
  return std::string(traits_of(mode).dialect.label_sign).append(without_sign(mode, entry));
}

}  // namespace overmatch
