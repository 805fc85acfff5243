// The regex clinic: what a regex says beyond what its author meant, and what to write instead.
//
// Each complaint compares the regex with a reading that its author may have had in mind. It is one only if the two select
// different names, and shows the shortest. The correction is written as its author would, changing the spelling as little as
// possible, and is offered only if it is proved to select what the intended reading does, which is spelt by other means:
//
// | complaint             | example             | intended reading                   | correction                |
// | unescaped dot         | model.layers        | [.] for the dot                    | model\.layers             |
// | open start            | .*q_proj            | .*(?<![^.])q_proj                  | (?:.*\.)?q_proj           |
// | open end              | layers\.1.*         | layers\.1(?![^.]).*                | layers\.1(?:\..*)?        |
// | ungrouped alternation | .*\.q|v             | the list: .*\.q and .*\.v          | .*\.(?:q|v)               |
// | border (a note)       | model\..*\.q        | (?:(?!\.).) for a wildcard         | model\.[^.\n]*\.q         |
// | reading (a note)      | q_proj, by search   | the regex by fullmatch             | \A(?:q_proj)\Z            |
//
// A note is about what may well be meant; warnings alone make the verdict.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/claim.h"

namespace overmatch {

enum class Complaint : std::uint8_t { unescaped_dot, open_start, open_end, ungrouped_alternation, border, reading };
[[nodiscard]] std::string_view to_string(Complaint complaint) noexcept;

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

  Conclusion verdict =
      Conclusion::proved;  // refuted by a warning; undecided if nothing is found and something could not be decided
  std::vector<Readings> readings;
  std::vector<Finding> findings;  // warnings first
  std::vector<Undecided> undecided;
};

// Throws InputError for a regex that does not compile.
[[nodiscard]] Diagnosis examine_regex(const std::string& regex, const ProofOptions& options = {});

}  // namespace overmatch
