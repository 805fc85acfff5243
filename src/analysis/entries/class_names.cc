// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "analysis/entries/explanation.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

// How names of classes end in PyTorch and in released models.
constexpr std::array<std::string_view, 16> kClassEndings = {
    "Linear", "Layer",  "Block", "Attention", "MLP",       "Mlp",     "Conv1d",  "Conv2d",
    "Conv3d", "Conv1D", "Norm",  "Embedding", "LayerNorm", "Experts", "Encoder", "Decoder"};

bool is_written_as_class(std::string_view text) {
  const std::string_view name = last_segment(text);
  if (name.empty() || !is_upper(name[0])) return false;
  return std::all_of(name.begin(), name.end(), is_alnum) &&
         std::any_of(kClassEndings.begin(), kClassEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

std::optional<Explanation> explain_class(EntryTrials& trials, const UnmatchedEntry& entry) {
  if (is_regex(entry.mode) && !entry.dialect) return std::nullopt;
  const std::string text(entry.text);
  std::size_t count = 0;
  if (entry.facts != nullptr) {
    for (std::size_t module = 0; module < trials.index().size(); ++module) {
      const ModuleClass* const known = entry.facts->class_at(module);
      if (known != nullptr && known->is_a(text)) ++count;
    }
  }
  if (count == 0 && !is_written_as_class(entry.text)) return std::nullopt;
  Explanation explanation;
  if (entry.dialect && !marker_of(*entry.dialect).empty()) {
    // compressed-tensors and others also compare the classes of modules.
    explanation.why = " by name; if it is a class, that was not checked";
    explanation.certain = false;
    return explanation;
  }
  explanation.why = count == 0 ? ": it looks like the name of a class, and this list names modules"
                               : ": it is the class of " + std::to_string(count) +
                                     " modules, and this list names modules";
  return explanation;
}

}  // namespace overmatch
