// SPDX-License-Identifier: Apache-2.0
// The regex clinic: what a regex says beyond what its author meant, and what to write instead.
//
// Each complaint (see regex_slips.h) compares the regex with a reading that its author may have had
// in mind. It is one only if the two select different names, and shows the shortest. The correction
// is written as its author would, changing the spelling as little as possible, and is offered only
// if it is proved to select what the intended reading does, which is spelt by other means.
//
// A note is about what may well be meant; warnings alone make the verdict.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/claim.h"
#include "analysis/regex_slips.h"

namespace overmatch {

struct Diagnosis {
  // Two ways to apply the regex to a name.
  struct Readings {
    std::string_view first;  // fullmatch, match or search
    std::string_view second;
    Decision same;
  };
  struct Finding {
    Complaint complaint = Complaint::unescaped_dot;
    bool warning = true;
    std::string what;       // one sentence
    std::string witness;    // the shortest name on which the regex and the intended reading differ
    bool selected = false;  // whether the regex selects it
    std::string corrected;  // "" if there is none that is proved to be right
  };
  struct Undecided {
    Complaint complaint = Complaint::unescaped_dot;
    std::string why;
  };

  Conclusion verdict = Conclusion::proved;  // refuted by a warning; undecided if nothing is found
                                            // and something could not be decided
  std::vector<Readings> readings;
  std::vector<Finding> findings;  // warnings first
  std::vector<Undecided> undecided;
  // All warnings mended at once; the regex itself where there is none.
  std::string mended;
};

// Throws InputError for a regex that does not compile.
[[nodiscard]] Diagnosis examine_regex(const std::string& regex, const ProofOptions& options = {});

}  // namespace overmatch
