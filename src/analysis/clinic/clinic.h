// SPDX-License-Identifier: Apache-2.0
// The regex clinic: what a regex says beyond or short of what its author meant, and what to write
// instead.
//
// Slips are found by the spelling (regex_mistakes.h) and decided on real names: those of the models
// in the corpus, or of the user's own model. What changes nothing there is harmless. What would
// take away most of what the regex selects was meant: `.*vision.*` is no slip for `vision` as a
// whole segment. A correction is offered only if it was tried and selects something, and is told
// with what it takes away and adds. The prover speaks where all names count: that a look excludes
// nothing, that no name at all can be selected, that two spellings are the same.
//
// A note is about what may well be meant; warnings alone make the verdict.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/automata/language_query.h"
#include "analysis/clinic/real_names.h"
#include "analysis/clinic/regex_trial.h"
#include "analysis/regex/regex_mistakes.h"

namespace overmatch {

struct Diagnosis {
  struct Count {
    Applied how = Applied::fullmatch;
    std::size_t names = 0;  // that are selected when the regex is applied so
  };
  struct Finding {
    MistakeKind kind = MistakeKind::unescaped_dot;
    bool warning = true;
    std::string what;       // one sentence
    std::string corrected;  // the regex with this mended, and all before; "" if nothing tried helps
    Effect effect;          // of this correction alone
  };
  struct Harmless {
    MistakeKind kind = MistakeKind::unescaped_dot;
    std::string what;
  };

  Conclusion verdict = Conclusion::proved;  // refuted by a warning; undecided if nothing is found
                                            // and something could not be decided
  std::vector<Count> counts;
  Applied applied = Applied::fullmatch;  // how it is judged
  std::vector<Finding> findings;         // warnings first
  std::vector<Harmless> harmless;        // what no real name tells from its correction
  std::string tidied;                    // the regex without these; the regex itself if none
  std::string undecided;                 // why nothing is said about all names; "" if it is
  // All warnings mended at once, and with them what is harmless; the regex itself where there is
  // none. Tried as a whole.
  std::string repaired;
  Effect effect;
};

struct ClinicOptions {
  ProofOptions proof;
  // How the regex is applied. Without it, the first way in which it selects any real name.
  std::optional<Applied> applied;
  // The names are of the model that the regex is for: what selects nothing there is told.
  bool own_model = false;
};

// Throws InputError for a regex that does not compile.
[[nodiscard]] Diagnosis examine_regex(const std::string& regex, const RealNames& names,
                                      const ClinicOptions& options = {});

}  // namespace overmatch
