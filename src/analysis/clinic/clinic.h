// SPDX-License-Identifier: Apache-2.0
// Examines a regex for module names: finds probable mistakes and tries corrections on real names.
//
// find_mistakes (regex_mistakes.h) finds candidates in the spelling; real names, of the corpus or
// of the user's model, decide. A candidate whose correction changes nothing there is harmless. One
// whose correction would lose most of the selection was meant: `.*vision.*` is no mistake for the
// segment `vision`. A correction is offered only if it selects something, and is reported with the
// names that it loses and gains. Statements about all names are proved (language_query.h): that a
// look-around excludes nothing, that no name can be selected, that two spellings are equivalent.
//
// Warnings decide the verdict; notes are about what may well be meant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/automata/language_query.h"
#include "analysis/clinic/real_names.h"
#include "analysis/clinic/regex_trial.h"
#include "analysis/regex/regex_mistakes.h"

namespace overmatch {

// What the clinic says of a regex of which it knows nothing but that it selects nothing.
inline constexpr std::string_view kNothingSelected = "nothing is selected";

// The result of an examination.
struct Diagnosis {
  struct Count {
    Applied how = Applied::fullmatch;
    std::size_t names = 0;  // how many real names the regex selects when applied so
  };
  struct Finding {
    MistakeKind kind = MistakeKind::unescaped_dot;
    bool warning = true;
    std::string what;       // one sentence
    std::string corrected;  // the regex with this and all earlier corrections; "" if none helps
    Effect effect;          // of this correction alone
  };
  struct Harmless {
    MistakeKind kind = MistakeKind::unescaped_dot;
    std::string what;
  };

  // Refuted if there is a warning; undecided if there is none and a proof is missing.
  Conclusion verdict = Conclusion::proved;
  std::vector<Count> counts;
  Applied applied = Applied::fullmatch;  // how the regex is judged
  std::vector<Finding> findings;         // warnings first
  std::vector<Harmless> harmless;        // mistakes that matter for no real name
  std::string tidied;                    // the regex with these corrected, or the regex itself
  std::string undecided;                 // why the proof is missing, "" if it is not
  // The regex with all warnings and harmless mistakes corrected, tried as a whole; the regex itself
  // if there are none.
  std::string repaired;
  Effect effect;  // of `repaired`
};

// How to examine a regex.
struct ClinicOptions {
  ProofOptions proof;
  // How the regex is applied; by default the first way in which it selects a real name.
  std::optional<Applied> applied;
  // Whether the names are of the model that the regex is for, so that selecting nothing is a
  // finding.
  bool own_model = false;
  // Whether only the findings and `repaired` are asked for. Then `tidied` and `undecided`, and with
  // it the verdict, may lack what proofs would find.
  bool only_repairs = false;
};

// Examines a regex. Throws InputError, with a hint, if it does not compile.
[[nodiscard]] Diagnosis examine_regex(const std::string& regex, const RealNames& names,
                                      const ClinicOptions& options = {});

}  // namespace overmatch
