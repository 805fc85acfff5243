// SPDX-License-Identifier: Apache-2.0
// Builds the sentences that the text and the JSON report of a proof share.
#pragma once

#include <string>

#include "report/proof/proof_report.h"

namespace overmatch::report {

// `endswith "q_proj", "v_proj"`; "the subtree of `model`" if the list stands for the intended one.
// `list` is one of the result's.
[[nodiscard]] std::string list_in_words(const ProofResult& result, const PatternList& list);
// The name of a label, quoted, or "null".
[[nodiscard]] std::string label_in_words(Label label, const std::vector<std::string>& names);
// The statement that was to be proved: "A selects nothing outside of B".
[[nodiscard]] std::string statement_in_words(const ProofResult& result);
// The reason of the verdict, in one sentence.
[[nodiscard]] std::string why_in_words(const ProofResult& result);

}  // namespace overmatch::report
