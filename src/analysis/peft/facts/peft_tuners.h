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

// What the config of a tuner has, and what its __post_init__ refuses.
enum class TunerTrait : std::uint8_t {
  none = 0,
  saves = 1,                  // modules_to_save
  excludes = 2,               // exclude_modules
  layers = 4,                 // layers_to_transform and layers_pattern
  bias = 8,                   // bias
  regex_has_no_layers = 16,   // refuses a regex with layers_to_transform
  regex_has_no_pattern = 32,  // refuses a regex with layers_pattern
  pattern_needs_layers = 64,  // refuses layers_pattern without layers_to_transform
};
[[nodiscard]] constexpr TunerTrait operator|(TunerTrait left, TunerTrait right) noexcept {
  return static_cast<TunerTrait>(static_cast<std::uint8_t>(left) |
                                 static_cast<std::uint8_t>(right));
}

struct PeftTuner {
  std::string_view type;    // peft_type
  std::string_view prefix;  // what the names of its parameters begin with; "" for none
  TunerKind kind = TunerKind::layers;
  // The classes that it adapts, separated by spaces; each may end with @MINOR, the first release
  // that has it. "*" for all, "" for none.
  std::string_view classes;
  TunerTrait traits = TunerTrait::none;
  int since = 0;  // the first release 0.SINCE that has the tuner; 0 for all known ones
  int until = 0;  // the first release 0.UNTIL without it; 0 if the newest has it
  [[nodiscard]] constexpr bool has(TunerTrait trait) const noexcept {
    return (static_cast<std::uint8_t>(traits) & static_cast<std::uint8_t>(trait)) != 0;
  }
  [[nodiscard]] bool is_in(const PeftVersion& version) const noexcept;
  // Whether the config of a release has modules_to_save, or exclude_modules.
  [[nodiscard]] bool saves_in(const PeftVersion& version) const noexcept {
    return has(TunerTrait::saves) &&
           (kind != TunerKind::prompt || version.has(PeftRule::prompts_save_modules));
  }
  [[nodiscard]] bool excludes_in(const PeftVersion& version) const noexcept {
    return has(TunerTrait::excludes) && version.has(PeftRule::exclude_modules);
  }
  // Whether the tuner adapts instances of this class, one of those in `classes`.
  [[nodiscard]] std::vector<std::string> supported(const PeftVersion& version) const;
};

// The tuner of a peft_type, LORA for ""; null for an unknown one.
[[nodiscard]] const PeftTuner* find_tuner(std::string_view type) noexcept;
[[nodiscard]] std::span<const PeftTuner> all_tuners() noexcept;

}  // namespace overmatch
