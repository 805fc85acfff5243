// SPDX-License-Identifier: Apache-2.0
// A Baseline is a file of known findings, so that only new ones fail.
//
//   {
//     "overmatch_baseline": 1,
//     "findings": [
//       {"of": "audit model.txt adapter_config.json", "id": "collision target_modules \"proj\"",
//        "size": 12, "reason": "the vision tower is frozen anyway", "until": "2027-01-31"}
//     ]
//   }
//
// One file may serve many commands: `of` says which command a finding is of. A finding that has
// grown beyond `size` modules is new, and so is one of `check` whose minimal case is not `case`.
// `until` is the last day, in UTC, on which the entry holds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/audit/audit_ids.h"
#include "search/campaign/campaign.h"

namespace overmatch {

struct KnownFinding {
  std::string of;
  std::string id;
  std::size_t size = 0;  // the modules that it is about; 0 if they are not counted
  std::string reason;
  std::string until;         // YYYY-MM-DD, or ""
  std::string minimal = {};  // the minimal case of a finding of `check` (minimal_of); "" for none
};

struct BaselineVerdict {
  std::vector<bool> known;         // for each id of the run
  std::vector<std::string> notes;  // expired, grown and missing entries, one sentence each
};

class Baseline {
 public:
  // Throws InputError for a text that is no baseline, with the place.
  static Baseline parse(std::string_view text, const std::string& file);
  [[nodiscard]] std::string text() const;

  [[nodiscard]] const std::vector<KnownFinding>& entries() const noexcept { return entries_; }
  // The ids of a command that hold on this day.
  [[nodiscard]] std::vector<std::string> in_force(const std::string& of,
                                                  const std::string& today) const;

  // Judges the findings of a command on a day (YYYY-MM-DD). `complete`: the run could have found
  // everything, so that what is missing no longer occurs.
  [[nodiscard]] BaselineVerdict judge(const std::string& of, const std::vector<FoundId>& found,
                                      const std::string& today, bool complete = true) const;
  // Makes the entries of a command those that were found. Keeps reasons and dates. Returns the ids
  // that are taken out.
  std::vector<std::string> update(const std::string& of, const std::vector<FoundId>& found);

 private:
  std::vector<KnownFinding> entries_;
};

// The day in UTC, as YYYY-MM-DD.
[[nodiscard]] std::string today_in_utc();

// A minimal case in one line: "q_proj on q_proj, my_q_proj", or the SHA-256 of a long one. "" for a
// case that was not reduced to the end, as another run may end elsewhere.
[[nodiscard]] std::string minimal_of(const Finding& finding);
// The ids of findings and of those that show the same mistake.
[[nodiscard]] std::vector<FoundId> ids_of(const std::vector<Finding>& findings);

}  // namespace overmatch
