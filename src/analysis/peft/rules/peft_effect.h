// SPDX-License-Identifier: Apache-2.0
// PeftEffect is what PEFT does to a model with a config: what trains, why PEFT refuses, and what
// the known facts do not decide.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/select/selection.h"

namespace overmatch {

// Why get_peft_model raises an exception.
struct PeftRefusal {
  std::string member;  // of the config; "" if several
  std::string why;     // one sentence without a full stop
  std::string what;    // what to do about it, likewise
  Selection modules;   // those that PEFT cannot take
};

// A member whose effect depends on facts that are not known.
struct NotJudged {
  std::string member;
  std::string what;
  // "classes", "parameter shapes", "model type" or "the model itself"; "" if `what` says what to do
  std::string needs;
  // What the config has there, as JSON; "" if nobody kept it.
  std::string value = {};
  friend bool operator==(const NotJudged&, const NotJudged&) = default;
};

struct PeftEffect {
  Selection adapted;                            // modules with an adapter
  std::vector<std::string> adapted_parameters;  // parameters with one (target_parameters)
  Selection holders;                            // the modules of adapted_parameters
  Selection saved;     // modules of which modules_to_save trains a copy, base layers included
  Selection rewraps;   // of these, modules with an adapter, of which only the base layer is copied
  Selection shadowed;  // of these, modules inside another one: the copy that runs is frozen
  Selection tokens;    // embeddings of which some rows train (trainable_token_indices)
  // Full names of parameters that no bias trains: a saved module shares them, and PEFT freezes what
  // it copies.
  std::vector<std::string> frozen;
  // Entries of target_modules, or its regex, that PEFT turns into parameters of fused experts, each
  // with the parameter's name.
  std::vector<std::pair<std::string, std::string>> fused;
  // Tied parameters that PEFT unties, because it trains a copy of one of their modules, or of both:
  // {full name of the later one, full name of the first one}.
  std::vector<std::pair<std::string, std::string>> untied;
  // "all-linear" or a missing target_modules whose meaning is not known, so that the names do not
  // determine `adapted`.
  bool depends_on_classes = false;
  std::optional<PeftRefusal> refused;  // the first that PEFT meets
  std::vector<NotJudged> not_judged;
  std::vector<std::string> notes;  // such as that the release is newer than the rules

  void refuse(PeftRefusal refusal) {
    if (!refused) refused = std::move(refusal);
  }
  void leave_open(NotJudged open) {
    for (const NotJudged& each : not_judged) {
      if (each == open) return;
    }
    not_judged.push_back(std::move(open));
  }
};

}  // namespace overmatch
