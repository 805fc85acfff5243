// SPDX-License-Identifier: Apache-2.0
// A regex without its slips, each of which is proved before it is mended.
#include <utility>

#include "analysis/regex_slips.h"
#include "matchers/regex.h"

namespace overmatch {

namespace {
// Slips of one regex that are mended: each takes a proof.
constexpr std::size_t kMostSlips = 16;
}  // namespace

MendedRegex mend_regex(const std::string& regex, const ProofOptions& options) {
  MendedRegex mended{regex, {}};
  if (!regex_compiles(regex)) return mended;
  const auto list = [](std::string one) { return PatternList{Mode::regex, {std::move(one)}}; };
  const auto same = [&](const std::string& first, const std::string& second) {
    if (!regex_compiles(first) || !regex_compiles(second))
      return Conclusion::refuted;  // no reading of it at all
    return decide(list(first), Relation::same, list(second), options).verdict;
  };
  // One after the other: what one leaves can be the start or the end of the next.
  for (bool again = true; again && mended.what.size() < kMostSlips;) {
    again = false;
    for (const RegexSlip& slip : find_slips(tokenize_regex(mended.regex))) {
      if (!slip.warning) continue;
      const std::string meant = edited(mended.regex, slip.meant);
      std::string corrected = edited(mended.regex, slip.corrected);
      if (same(mended.regex, meant) == Conclusion::proved ||
          same(corrected, meant) == Conclusion::refuted)
        continue;
      mended.regex = std::move(corrected);
      mended.what.push_back(slip.what);
      again = true;
      break;
    }
  }
  return mended;
}

}  // namespace overmatch
