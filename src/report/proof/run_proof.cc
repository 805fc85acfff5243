// SPDX-License-Identifier: Apache-2.0
#include "report/proof/run_proof.h"

#include <utility>

#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

void check_utf8(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    if (find_invalid_utf8(text) != kValidUtf8)
      throw InputError("a pattern or path is not valid UTF-8");
  }
}

void check_request(const ProofRequest& request) {
  for (const auto* const texts : {&request.patterns, &request.within, &request.includes,
                                  &request.disjoint, &request.same_as}) {
    check_utf8(*texts);
  }
  if (request.intended) check_utf8({*request.intended});
  const std::size_t statements = static_cast<std::size_t>(request.intended.has_value()) +
                                 static_cast<std::size_t>(!request.within.empty()) +
                                 static_cast<std::size_t>(!request.includes.empty()) +
                                 static_cast<std::size_t>(!request.disjoint.empty()) +
                                 static_cast<std::size_t>(!request.same_as.empty());
  if (statements > 1)
    throw InputError(
        "prove takes one statement: --intended, --within, --includes, --disjoint or --same-as");
  if (request.mode.empty())
    throw InputError("prove needs --mode: " + mode_names());
  if (request.patterns.empty()) throw InputError("prove needs --pattern, once for each pattern");
}

// Builds the statement, still undecided.
ProofResult make_statement(const ProofRequest& request) {
  ProofResult statement;
  statement.first = {need_mode(request.mode), request.patterns};
  statement.second.mode = request.mode_b.empty() ? statement.first.mode : need_mode(request.mode_b);
  if (request.intended) {
    if (!request.mode_b.empty())
      throw InputError("--mode-b and --intended exclude each other: a path has no mode");
    if (!is_well_formed(*request.intended)) {
      throw InputError("--intended " + in_quotes(*request.intended) +
                       ": a path must not have empty segments");
    }
    statement.intended = true;
    statement.second = {Mode::subtree, {*request.intended}};
  } else if (!request.within.empty()) {
    statement.second.patterns = request.within;
  } else if (!request.includes.empty()) {
    statement.second.patterns = request.includes;
    std::swap(statement.first, statement.second);
  } else if (!request.disjoint.empty()) {
    statement.relation = Relation::disjoint;
    statement.second.patterns = request.disjoint;
  } else if (!request.same_as.empty() || !request.mode_b.empty()) {
    statement.relation = Relation::same;
    statement.second.patterns = request.same_as.empty() ? request.patterns : request.same_as;
  } else {
    throw InputError(
        "prove needs a statement: --intended ROOT, --within P, --includes P, --disjoint P, "
        "--same-as P, or --mode-b MODE alone");
  }
  return statement;
}

}  // namespace

ProofResult run_proof(const ProofRequest& request) {
  check_request(request);
  ProofResult result = make_statement(request);
  result.visible = request.visible;
  ProofOptions options;
  options.most_states = request.states;
  options.measure = true;
  options.visible = request.visible;
  result.decision = decide(result.first, result.relation, result.second, options);
  return result;
}

}  // namespace overmatch
