// SPDX-License-Identifier: Apache-2.0
#include "report/proof/proof_words.h"

#include <fmt/format.h>

#include "names/path.h"
#include "report/words.h"

namespace overmatch::report {
namespace {

// A sentence names up to so many patterns of a list.
constexpr std::size_t kNamed = 4;

// What a list does to the names that it selects.
std::string select_verb(const ProofResult& result, const PatternList& list) {
  if (!list.has_labels()) return list.patterns.size() == 1 ? "selects" : "select";
  return list.only ? fmt::format("gives {} to", label_in_words(*list.only, result.names))
                   : "gives a label to";
}

std::string entry_in_words(const ProofResult& result, std::size_t number) {
  const std::size_t entry = result.entries[number];
  return fmt::format("entry {}, {},", entry + 1, short_quoted(result.patterns[entry]));
}

// At the end of a sentence.
std::string without_comma(std::string text) {
  if (text.ends_with(',')) text.pop_back();
  return text;
}

// What the references say of the witness: "gets `int8` of entry 2, "proj"".
std::string reading_in_words(const ProofResult& result, const PatternList& list,
                             const NameReading& reading) {
  if (reading.entry == kNoEntry) return "gets nothing, as no entry matches it,";
  if (!list.has_labels())
    return fmt::format("is {} by entry {}, {},", reading.selected() ? "selected" : "taken back",
                       reading.entry + 1, short_quoted(list.patterns[reading.entry]));
  return fmt::format("gets {} of entry {}, {},", label_in_words(reading.label, result.names),
                     reading.entry + 1, short_quoted(list.patterns[reading.entry]));
}

}  // namespace

std::string label_in_words(Label label, const std::vector<std::string>& names) {
  if (label == kNull) return "null";
  // A plain list of a dialect with an order gives its names no label of theirs.
  return names.empty() ? "selected" : short_quoted(names[label - 1U]);
}

std::string list_in_words(const ProofResult& result, const PatternList& list) {
  if (&list == &result.second && result.intended())
    return "the subtree of " + path_in_words(list.patterns.front());
  if (list.patterns.empty()) return fmt::format("{} without patterns", to_string(list.mode));
  std::string text(to_string(list.mode));
  if (list.has_labels()) text += fmt::format(", {} of", to_string(list.order));
  for (std::size_t at = 0; at < list.patterns.size() && at < kNamed; ++at) {
    text.append(at == 0 ? " " : ", ").append(short_quoted(list.patterns[at]));
    if (list.has_labels()) text += " → " + label_in_words(list.labels[at], result.names);
  }
  if (list.patterns.size() > kNamed)
    text += fmt::format(" and {} more", grouped(list.patterns.size() - kNamed));
  return list.has_labels() ? "the list (" + text + ")" : text;
}

std::string statement_in_words(const ProofResult& result) {
  const std::string first = list_in_words(result, result.first);
  switch (result.claim) {
    case Claim::relation:
    case Claim::intended: break;
    case Claim::dead:
      return fmt::format("{} of {} decides no name", entry_in_words(result, 0), first);
    case Claim::no_overlap:
      return fmt::format("no name matches both {} and {}", entry_in_words(result, 0),
                         without_comma(entry_in_words(result, 1)));
    case Claim::swap:
      return fmt::format("{} and {} of {} may change places", entry_in_words(result, 0),
                         entry_in_words(result, 1), first);
  }
  const std::string second = list_in_words(result, result.second);
  switch (result.relation) {
    case Relation::within:
      if (result.intended())
        return fmt::format("{} {} nothing outside of {}", first, select_verb(result, result.first),
                           second);
      return fmt::format("{} {} nothing that {} does not", first, select_verb(result, result.first),
                         second);
    case Relation::disjoint: return fmt::format("{} and {} have no name in common", first, second);
    case Relation::same:
      return fmt::format(
          "{} and {} {}", first, second,
          !result.first.has_labels() ? "select the same names"
          : result.first.only
              ? "give " + label_in_words(*result.first.only, result.names) + " to the same names"
              : "give every name the same");
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
  if (result.claim == Claim::no_overlap) return name + " matches both";
  const std::string first = reading_in_words(result, result.first, decision.first);
  if (result.claim == Claim::dead) return fmt::format("{} {} which decides", name, first);
  if (result.claim == Claim::swap) {
    return fmt::format("{} {} and {} when they are swapped", name, first,
                       label_in_words(decision.second.label, result.names));
  }
  if (result.intended()) {
    return fmt::format("{} {} and lies outside of {}", name,
                       result.first.has_labels() ? first : "is selected,",
                       list_in_words(result, result.second));
  }
  if (result.first.has_labels() || result.second.has_labels()) {
    const auto side = [&](const PatternList& list, const NameReading& reading) {
      if (list.has_labels()) return reading_in_words(result, list, reading);
      return std::string(reading.selected() ? "is selected" : "is not selected");
    };
    const std::string second = without_comma(side(result.second, decision.second));
    return fmt::format("{} {} by the first list, and {} by the second", name,
                       side(result.first, decision.first), second);
  }
  if (decision.in_first && decision.in_second) return name + " is selected by both";
  const PatternList& by = decision.in_first ? result.first : result.second;
  const PatternList& not_by = decision.in_first ? result.second : result.first;
  return fmt::format("{} is selected by {}, not by {}", name, list_in_words(result, by),
                     list_in_words(result, not_by));
}

}  // namespace overmatch::report
