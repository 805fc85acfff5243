// SPDX-License-Identifier: Apache-2.0
// The time limits of a search: one for the whole, a shorter one once a violation was found, and for
// each part of the plan its share of that time.
#pragma once

#include <chrono>

#include "subjects/probe.h"

namespace overmatch {

class SearchClock {
 public:
  // The search ends at `latest`, or at `once_found` if it has found a violation. Without this call
  // it has no end.
  void limit(Deadline latest, Deadline once_found) {
    start_ = std::chrono::steady_clock::now();
    latest_ = latest;
    once_found_ = once_found;
  }
  // The part of the plan that begins now ends at this share (0 to 1) of the time.
  void begin_part(double share) noexcept { share_ = share; }
  // The probe's own deadline has passed.
  void expire() noexcept { expired_ = true; }

  [[nodiscard]] bool has_limit() const noexcept { return latest_ != kNever; }
  [[nodiscard]] bool is_time_up(bool has_found) const {
    if (expired_) return true;
    const Deadline end = has_found ? once_found_ : latest_;
    if (end == kNever) return false;
    return is_past(start_ +
                   std::chrono::duration_cast<Deadline::duration>((end - start_) * share_));
  }

 private:
  Deadline start_ = kNever;
  Deadline latest_ = kNever;
  Deadline once_found_ = kNever;
  double share_ = 1;
  bool expired_ = false;
};

}  // namespace overmatch
