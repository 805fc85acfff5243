// SPDX-License-Identifier: Apache-2.0
// The sentences that the reports of a proof share.
#pragma once

#include <string>

#include "report/proof/proof_report.h"

namespace overmatch::report {

// "endswith "q_proj", "v_proj"", or "the subtree of `model`" where that is what the list stands
// for.
[[nodiscard]] std::string list_in_words(const PatternList& list, bool intended);
// "Everything that A selects lies in B"
[[nodiscard]] std::string claim_in_words(const ProofResult& result);
// Why the verdict is what it is, in one sentence.
[[nodiscard]] std::string why_in_words(const ProofResult& result);

}  // namespace overmatch::report
