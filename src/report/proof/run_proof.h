// SPDX-License-Identifier: Apache-2.0
// Proves a statement as it is made on the command line or in Python, which share this path.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/proof/proof_report.h"

namespace overmatch {

// A statement about the names that `patterns` select: the one of `intended`, `within`, `includes`,
// `disjoint` and `same_as` that is given, or `mode_b` alone.
struct ProofRequest {
  std::string mode;
  std::vector<std::string> patterns;
  std::string mode_b;                   // of the other patterns; "" for `mode`
  std::optional<std::string> intended;  // nothing outside of the subtree; "" is the root
  std::vector<std::string> within;      // nothing that these do not select
  std::vector<std::string> includes;    // everything that these select
  std::vector<std::string> disjoint;    // no name that these select
  std::vector<std::string> same_as;     // the same names as these
  bool visible = false;                 // consider only names without control characters
  std::size_t states = ProofOptions().most_states;  // how many to visit at most
};

// Decides the statement. Throws InputError for none or several statements, an unknown mode, a
// pattern that does not compile and invalid UTF-8. Messages spell options as the command line does.
[[nodiscard]] ProofResult run_proof(const ProofRequest& request);

}  // namespace overmatch
