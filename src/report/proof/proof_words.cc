// SPDX-License-Identifier: Apache-2.0
#include "report/proof/proof_words.h"

#include <fmt/format.h>

#include "names/path.h"
#include "report/words.h"

namespace overmatch::report {
namespace {

// A sentence names up to so many patterns of a list.
constexpr std::size_t kNamed = 4;

std::string_view select_verb(const PatternList& list) {
  return list.patterns.size() == 1 ? "selects" : "select";
}

}  // namespace

std::string list_in_words(const PatternList& list, bool intended) {
  if (intended) return "the subtree of " + path_in_words(list.patterns.front());
  if (list.patterns.empty()) return fmt::format("{} without patterns", to_string(list.mode));
  std::string text(to_string(list.mode));
  for (std::size_t at = 0; at < list.patterns.size() && at < kNamed; ++at) {
    text.append(at == 0 ? " " : ", ").append(short_quoted(list.patterns[at]));
  }
  if (list.patterns.size() > kNamed)
    text += fmt::format(" and {} more", grouped(list.patterns.size() - kNamed));
  return text;
}

std::string statement_in_words(const ProofResult& result) {
  const std::string first = list_in_words(result.first, false);
  const std::string second = list_in_words(result.second, result.intended);
  switch (result.relation) {
    case Relation::within:
      return result.intended ? fmt::format("{} {} nothing outside of {}", first,
                                           select_verb(result.first), second)
                             : fmt::format("{} {} nothing that {} does not", first,
                                           select_verb(result.first), second);
    case Relation::disjoint: return fmt::format("{} and {} have no name in common", first, second);
    case Relation::same: return fmt::format("{} and {} select the same names", first, second);
  }
  return {};
}

std::string why_in_words(const ProofResult& result) {
  const Decision& decision = result.decision;
  switch (decision.verdict) {
    case Conclusion::undecided: return decision.why;
    case Conclusion::proved:
      return fmt::format("checked for all well-formed names{}, in {}",
                         result.visible ? " without control characters" : "",
                         counted(decision.states, "state"));
    case Conclusion::refuted: break;
  }
  const std::string name = path_in_words(decision.witness);
  if (decision.in_first && decision.in_second) return name + " is selected by both";
  if (result.intended)
    return fmt::format("{} is selected, and lies outside of {}", name,
                       list_in_words(result.second, true));
  const PatternList& by = decision.in_first ? result.first : result.second;
  const PatternList& not_by = decision.in_first ? result.second : result.first;
  return fmt::format("{} is selected by {}, not by {}", name, list_in_words(by, false),
                     list_in_words(not_by, false));
}

}  // namespace overmatch::report
