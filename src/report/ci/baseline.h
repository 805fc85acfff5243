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
// grown beyond `size` modules is new. `until` is the last day, in UTC, on which the entry holds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/audit/audit_report.h"
#include "search/campaign/campaign.h"

namespace overmatch {

struct KnownFinding {
  std::string of;
  std::string id;
  std::size_t size = 0;  // the modules that it is about; 0 if they are not counted
  std::string reason;
  std::string until;  // YYYY-MM-DD, or ""
};

// A finding of a run, as a baseline knows it.
struct FoundId {
  std::string id;
  std::size_t size = 0;
};

struct BaselineVerdict {
  std::vector<bool> known;         // for each finding of the run
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
  // Makes the entries of a command those that were found. Keeps reasons and dates.
  void update(const std::string& of, const std::vector<FoundId>& found);

 private:
  std::vector<KnownFinding> entries_;
};

// The day in UTC, as YYYY-MM-DD.
[[nodiscard]] std::string today_in_utc();

// The ids of an audit's findings, in their order; equal ones are numbered. The hazards of a tree
// have none.
[[nodiscard]] std::vector<FoundId> ids_of(const AuditReport& report);
// The ids of findings and of those that show the same mistake.
[[nodiscard]] std::vector<FoundId> ids_of(const std::vector<Finding>& findings);

}  // namespace overmatch
