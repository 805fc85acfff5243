// SPDX-License-Identifier: Apache-2.0
// The rules of an audit's SARIF, which are the kinds of findings: what each means, and what to do.
#pragma once

#include <array>
#include <string_view>

#include "analysis/findings/audit_finding.h"

namespace overmatch::report {

struct SarifRule {
  std::string_view id;    // of AuditKind
  std::string_view name;  // as SARIF wants it: in Pascal case
  std::string_view text;  // what is wrong
  std::string_view help;  // why it matters, and what to do
};

// In the order of AuditKind.
inline constexpr std::array<SarifRule, kAuditKinds> kSarifRules = {
    SarifRule{"collision", "Collision",
              "modules are selected only because the rule has no segment boundary",
              "A pattern such as `layers.0` also selects `img_layers.0` when the library compares "
              "the end of the text. Those modules train, or are quantized, though nobody meant "
              "them. Write the pattern that the finding gives, or longer paths."},
    SarifRule{"re-rooting", "ReRooting",
              "the pattern is the whole path of one module and the end of others",
              "The pattern `blocks.0` names one module and is also the end of `visual.blocks.0`, "
              "so that no rule that accepts the ends of paths can tell them apart. Write a longer "
              "path for what you mean, or exclude the other one."},
    SarifRule{"ambiguity", "Ambiguity", "patterns select modules in several towers or subtrees",
              "A short pattern such as `q_proj` selects modules in the vision encoder and in the "
              "language model alike. If only one of them is meant, write a pattern that begins "
              "with its part of the model."},
    SarifRule{"escape", "Escape", "a module outside the intended subtree is selected or trained",
              "You named the part of the model that is meant, and this module lies outside of it. "
              "Write a pattern that stays within, or exclude the module."},
    SarifRule{"unmatched", "Unmatched",
              "a pattern selects nothing, or a module meant to train does not",
              "The library trains the rest without a word, or refuses the config. Look for a "
              "misspelt name, for the name that this model has instead, or for a prefix that the "
              "checkpoint has and the model lacks."},
    SarifRule{"overlap", "Overlap", "two patterns select the same modules",
              "One of the two is superfluous, or one of them selects more than it was meant to. "
              "Remove it, or make it narrower."},
    SarifRule{"hazard", "Hazard", "names in the tree that an imprecise rule confuses",
              "One path is a part of another one that does not end at a dot. A short pattern for "
              "the first selects the second, too. Rename one of them if the model is yours; else "
              "write patterns with boundaries."},
    SarifRule{"refusal", "Refusal", "a library refuses the config",
              "The library stops with an error as soon as it applies the config to this model. "
              "Correct the member that the finding names."},
    SarifRule{"dead", "DeadEntry",
              "an entry decides nothing, as other entries decide or exclude all that it matches",
              "Everything that the entry matches is decided by another entry, or excluded by "
              "another list. Move it in front of that one, or remove one of the two."},
    SarifRule{"uneven", "Uneven", "a list reaches some layers of a model and not others",
              "An entry names a module that some layers of a stack have and others lack, so that "
              "those layers stay as they are. Add the names that the other layers use, or confirm "
              "that the choice is meant."},
    SarifRule{"uncovered", "Uncovered",
              "linear layers beside those of a list that no entry reaches",
              "The model has layers of the same kind beside the selected ones under names that no "
              "entry knows. Add them to the list if they are meant."},
    SarifRule{"layout", "Layout", "entries fit another layout of the same model",
              "Another release of the library gives the modules other paths, and the entries were "
              "written for those. Write the translated entries that the finding gives."},
};

}  // namespace overmatch::report
