// SPDX-License-Identifier: Apache-2.0
// The tuners of PEFT: what each calls its parameters, which classes it adapts, and which members
// its config has.
//
// From register_peft_method in
// https://github.com/huggingface/peft/tree/v0.21.2/src/peft/tuners (each __init__.py), the classes
// that each `_create_new_module` accepts (model.py), and the fields and `__post_init__` of each
// config.py. PEFT_TYPE_TO_PREFIX_MAPPING holds the prefixes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/peft/facts/peft_version.h"

namespace overmatch {

// How a tuner trains.
enum class TunerKind : std::uint8_t {
  layers,  // replaces modules by ones with an adapter
  prompt,  // adds a prompt, and trains nothing of the model
  norms,   // trains copies of the modules themselves
  tokens,  // trains rows of an embedding
  other,   // builds modules of its own, which names do not tell
};

struct PeftTuner {
  std::string_view type;    // peft_type
  std::string_view prefix;  // what the names of its parameters begin with; "" for none
  TunerKind kind = TunerKind::layers;
  // The classes that it adapts, separated by spaces; each may end with @MINOR, the first release
  // that has it. "*" for all, "" for none.
  std::string_view classes;
  // Letters: s modules_to_save, x exclude_modules, l layers_to_transform and layers_pattern,
  // b bias. Refused: r a regex with layers_to_transform, p a regex with layers_pattern,
  // n layers_pattern without layers_to_transform. z the sizes of layers must fit.
  std::string_view traits;
  [[nodiscard]] bool has(char trait) const noexcept {
    return traits.find(trait) != std::string_view::npos;
  }
  // Whether the tuner adapts instances of this class, one of those in `classes`.
  [[nodiscard]] std::vector<std::string> supported(const PeftVersion& version) const;
};

// The tuner of a peft_type, LORA for ""; null for an unknown one.
[[nodiscard]] const PeftTuner* find_tuner(std::string_view type) noexcept;
[[nodiscard]] std::span<const PeftTuner> all_tuners() noexcept;

}  // namespace overmatch
