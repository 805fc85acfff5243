// SPDX-License-Identifier: Apache-2.0
#include "report/proof/run_proof.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "dialects/dialect.h"
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
  const std::array<bool, 8> statements = {request.intended.has_value(), !request.within.empty(),
                                          !request.includes.empty(),    !request.disjoint.empty(),
                                          !request.same_as.empty(),     request.dead.has_value(),
                                          !request.no_overlap.empty(),  request.swap.has_value()};
  if (std::count(statements.begin(), statements.end(), true) > 1)
    throw InputError(
        "prove takes one statement: --intended, --within, --includes, --disjoint, --same-as, "
        "--dead, --no-overlap or --swap");
  if (request.mode.empty()) throw InputError("prove needs --mode: " + mode_names());
  if (request.patterns.empty()) throw InputError("prove needs --pattern, once for each pattern");
}

void set_labels(PatternList& list, EntryLabels labels) {
  list.order = labels.order;
  list.labels = std::move(labels.numbers);
}

// The index of an entry that is numbered from 1.
std::size_t entry_of(const PatternList& list, std::size_t number, const char* option) {
  if (number >= 1 && number <= list.patterns.size()) return number - 1;
  throw InputError(std::string(option) + ": there is no pattern " + std::to_string(number) +
                   " of " + std::to_string(list.patterns.size()));
}

void need_order(const PatternList& list, const char* option) {
  if (!list.is_ordered())
    throw InputError(std::string(option) +
                     " needs a list with labels: give a --label for each "
                     "--pattern, and --order first or --order last");
}

// Builds a statement about entries of the first list. Returns false if none is asked for.
bool state_entries(const ProofRequest& request, ProofResult& statement) {
  const PatternList& list = statement.first;
  const auto& [dead, pair, swap] = std::tie(request.dead, request.no_overlap, request.swap);
  if (!dead && pair.empty() && !swap) return false;
  if (!request.mode_b.empty() || !request.labels_b.labels.empty())
    throw InputError(
        "--mode-b and --label-b are of other patterns: --dead, --no-overlap and --swap have none");
  if (dead) {
    need_order(list, "--dead");
    statement.claim = Claim::dead;
    statement.entries[0] = entry_of(list, *dead, "--dead");
    statement.first.entry = statement.entries[0];
    statement.second.mode = Mode::exact;
  } else if (swap) {
    need_order(list, "--swap");
    statement.claim = Claim::swap;
    statement.relation = Relation::same;
    const std::size_t entry = entry_of(list, *swap, "--swap");
    statement.entries = {entry, entry_of(list, *swap + 1, "--swap: the entry after")};
    statement.second = list;
    std::swap(statement.second.patterns[entry], statement.second.patterns[entry + 1]);
    if (list.has_labels())
      std::swap(statement.second.labels[entry], statement.second.labels[entry + 1]);
  } else {
    statement.claim = Claim::no_overlap;
    statement.relation = Relation::disjoint;
    for (std::size_t at = 0; at < statement.entries.size(); ++at)
      statement.entries[at] = entry_of(list, pair.at(at), "--no-overlap");
    if (statement.entries[0] == statement.entries[1])
      throw InputError("--no-overlap needs two different patterns");
    for (std::size_t at = 0; at < statement.entries.size(); ++at) {
      PatternList& one = at == 0 ? statement.first : statement.second;
      one = {list.mode, {giving_entry(list.mode, request.patterns[statement.entries[at]])}};
    }
  }
  return true;
}

// Reads the labels of the other patterns, which are decided in the order of the first list unless
// the dialect fixes another. Other patterns without labels are a plain list.
void read_second_labels(const ProofRequest& request, ProofResult& statement) {
  PatternList& second = statement.second;
  GivenList given = request.labels_b;
  const bool alone = statement.relation == Relation::same && request.same_as.empty();
  if (alone && given.labels.empty()) given.labels = request.labels.labels;
  const bool has_order = !given.order.empty() || fixed_order(second.mode);
  if (!given.labels.empty() && !has_order && statement.first.has_labels())
    given.order = to_string(statement.first.order);
  set_labels(second, read_labels(given, second.mode, second.patterns.size(), statement.names,
                                 {"other pattern", "--order-b", "--label-b"}));
  if (statement.relation == Relation::same && statement.first.has_labels() != second.has_labels())
    throw InputError(second.has_labels()
                         ? "--same-as compares two lists with labels: give a --label for each "
                           "--pattern"
                         : "--same-as compares two lists with labels: give a --label-b for each of "
                           "its patterns");
}

// Builds the statement, still undecided.
ProofResult make_statement(const ProofRequest& request) {
  ProofResult statement;
  statement.patterns = request.patterns;
  statement.first = {need_mode(request.mode), request.patterns};
  set_labels(statement.first, read_labels(request.labels, statement.first.mode,
                                          request.patterns.size(), statement.names));
  if (request.only) {
    need_order(statement.first, "--only");
    const std::size_t known = statement.names.size();
    statement.first.only = number_label(*request.only, statement.names);
    if (statement.names.size() > known)
      throw InputError("--only " + in_quotes(**request.only) + ": no pattern has this label");
  }
  if (state_entries(request, statement)) {
    if (request.only) throw InputError("--only is of statements about the names of a list");
    return statement;
  }
  statement.second.mode = request.mode_b.empty() ? statement.first.mode : need_mode(request.mode_b);
  if (request.intended) {
    if (!request.mode_b.empty() || !request.labels_b.labels.empty())
      throw InputError("--mode-b and --intended exclude each other: a path has no mode");
    if (!is_well_formed(*request.intended)) {
      throw InputError("--intended " + in_quotes(*request.intended) +
                       ": a path must not have empty segments");
    }
    statement.claim = Claim::intended;
    statement.second = {Mode::subtree, {*request.intended}};
    return statement;
  }
  if (!request.within.empty()) {
    statement.second.patterns = request.within;
  } else if (!request.includes.empty()) {
    statement.second.patterns = request.includes;
  } else if (!request.disjoint.empty()) {
    statement.relation = Relation::disjoint;
    statement.second.patterns = request.disjoint;
  } else if (!request.same_as.empty() || !request.mode_b.empty()) {
    statement.relation = Relation::same;
    statement.second.patterns = request.same_as.empty() ? request.patterns : request.same_as;
  } else {
    throw InputError(
        "prove needs a statement: --intended ROOT, --within P, --includes P, --disjoint P, "
        "--same-as P, --dead N, --no-overlap N N, --swap N, or --mode-b MODE alone");
  }
  read_second_labels(request, statement);
  if (statement.second.has_labels()) statement.second.only = statement.first.only;
  if (!request.includes.empty()) std::swap(statement.first, statement.second);
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
