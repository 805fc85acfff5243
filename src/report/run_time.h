// SPDX-License-Identifier: Apache-2.0
// Writes the time of a run, which SOURCE_DATE_EPOCH may fix.
#pragma once

#include <ctime>
#include <optional>
#include <string>

namespace overmatch::report {

// The seconds since 1970 that the environment variable SOURCE_DATE_EPOCH asks reports to show, for
// builds that are the same byte for byte (https://reproducible-builds.org/specs/source-date-epoch).
// Nothing if it is unset or no number.
[[nodiscard]] std::optional<std::time_t> fixed_time();

// "2026-11-29T10:00:00Z"; "" for a year that is not representable.
[[nodiscard]] std::string utc_text(std::time_t time);

// The fixed time, else now, as utc_text.
[[nodiscard]] std::string time_of_run();

}  // namespace overmatch::report
