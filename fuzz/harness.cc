// SPDX-License-Identifier: Apache-2.0
#include "fuzz/harness.h"

#include <algorithm>

#include "fuzz/mismatch.h"
#include "fuzz/subject.h"

namespace overmatch::fuzz {

Harness::Candidate::Candidate(std::unique_ptr<Matcher> made)
    : matcher(std::move(made)), probe(*matcher, matcher->mode()), check(probe, all_properties()) {}

Harness::Harness() {
  for (auto& matcher : subjects()) {
    modes_.push_back(matcher->mode());
    candidates_.push_back(std::make_unique<Candidate>(std::move(matcher)));
  }
}

Harness& Harness::get() {
  static Harness harness;
  return harness;
}

std::vector<Mode> case_modes() { return Harness::get().modes(); }

void Harness::run(Case& content) {
  const auto found = std::find(modes_.begin(), modes_.end(), content.mode);
  const std::size_t at =
      found == modes_.end() ? 0 : static_cast<std::size_t>(found - modes_.begin());
  content.mode = modes_[at];
  print_if_asked(content);
  const Case* culprit = nullptr;
  Candidate& candidate = *candidates_[at];
  const Property* const broken = candidate.check.test(content, violation_, culprit);
  if (broken == nullptr) return;
  report_mismatch(candidate.matcher->name(), broken->name, to_string(violation_.group),
                  violation_.what, culprit);
}

}  // namespace overmatch::fuzz
