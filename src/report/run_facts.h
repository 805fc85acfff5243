// SPDX-License-Identifier: Apache-2.0
// RunFacts is what a report says of the run that made it. Reports for people and for dashboards
// show it; everything else in a report depends on the result alone.
#pragma once

#include <string>

namespace overmatch::report {

struct RunFacts {
  std::string version;  // of overmatch; "" if unknown
  std::string command;  // the command line, quoted for a shell
  std::string started;  // ISO 8601, UTC: "2026-11-29T10:00:00Z"
  std::string host;
  double seconds = 0;  // since the start
};

}  // namespace overmatch::report
