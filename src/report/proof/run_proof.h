// SPDX-License-Identifier: Apache-2.0
// Proves a statement as it is made on the command line or in Python, which share this path.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cases/given_list.h"
#include "report/proof/proof_report.h"

namespace overmatch {

// A statement about the names that `patterns` select: the one of `intended`, `within`, `includes`,
// `disjoint`, `same_as`, `dead`, `no_overlap` and `swap` that is given, or `mode_b` alone. A list
// with labels selects what it gives a label.
struct ProofRequest {
  std::string mode;
  std::vector<std::string> patterns;
  GivenList labels = {};
  std::string mode_b;                   // of the other patterns; "" for `mode`
  GivenList labels_b = {};              // of the other patterns; its order is that of `labels`
  std::optional<std::string> intended;  // nothing outside of the subtree; "" is the root
  std::vector<std::string> within;      // nothing that these do not select
  std::vector<std::string> includes;    // everything that these select
  std::vector<std::string> disjoint;    // no name that these select
  std::vector<std::string> same_as;     // the same names as these, with the same labels
  std::optional<GivenLabel> only = {};  // lists with labels select what gets this label
  // Entries are numbered from 1.
  std::optional<std::size_t> dead = {};      // this entry decides no name
  std::vector<std::size_t> no_overlap = {};  // no name matches both of these
  std::optional<std::size_t> swap = {};      // this entry and the next may change places
  bool visible = false;                      // consider only names without control characters
  std::size_t states = ProofOptions().most_states;  // how many to visit at most
};

// Decides the statement. Throws InputError for none or several statements, an unknown mode, a
// pattern that does not compile and invalid UTF-8. Messages spell options as the command line does.
[[nodiscard]] ProofResult run_proof(const ProofRequest& request);

}  // namespace overmatch
