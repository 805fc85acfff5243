// SPDX-License-Identifier: Apache-2.0
#include "questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "dialects/dialect.h"
#include "matchers/matcher.h"
#include "names/character_order.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {
namespace {

constexpr std::string_view kLetters = "ab.";

constexpr auto kAtoms =
    std::to_array<std::string_view>({"a", "a", "b", "b", "\\.", "\\.", ".", ".", "[ab]", "[^.]",
                                     "[^a]", "[^b.]", "\\w", "\\W", "(?s:.)"});
constexpr auto kAnchors =
    std::to_array<std::string_view>({"^", "$", "\\A", "\\Z", "\\b", "\\B", "(?m:^)", "(?m:$)"});
constexpr auto kBehind = std::to_array<std::string_view>(
    {"(?<=a)", "(?<!a)", "(?<!\\.)", "(?<=a.)", "(?<!ab|ba)", "(?<=[^b])"});
constexpr auto kQuantifiers = std::to_array<std::string_view>(
    {"*", "*", "+", "?", "{2}", "{1,2}", "{0}", "*?", "+?", "??", "{2,}"});
constexpr auto kOpen = std::to_array<std::string_view>({"(", "(?:", "(?:"});
constexpr auto kAhead = std::to_array<std::string_view>({"(?=", "(?!"});

void write_regex(Choices& choices, unsigned depth, bool assertions, std::string& out) {
  const std::uint32_t branches = choices.chance(1, 4) ? 2 : 1;
  for (std::uint32_t branch = 0; branch < branches; ++branch) {
    if (branch > 0) out += '|';
    for (std::uint32_t item = choices.below(4); item > 0; --item) {
      const std::uint32_t kind = choices.below(16);
      if (kind == 0 && assertions) {
        out += choices.pick(kAnchors);
        continue;
      }
      if (kind == 1 && assertions) {
        out += choices.pick(kBehind);
        continue;
      }
      if (kind == 2 && assertions && depth < 2) {
        out += choices.pick(kAhead);
        write_regex(choices, depth + 1, assertions, out);
        out += ')';
        continue;
      }
      if (kind <= 5 && depth < 2) {
        out += choices.pick(kOpen);
        write_regex(choices, depth + 1, assertions, out);
        out += ')';
      } else {
        out += choices.pick(kAtoms);
      }
      if (choices.chance(1, 3)) out += choices.pick(kQuantifiers);
    }
  }
}

std::string random_text(Choices& choices) {
  std::string text;
  for (std::uint32_t size = choices.below(5); size > 0; --size) text += choices.pick(kLetters);
  return text;
}

constexpr auto kGlobItems = std::to_array<std::string_view>(
    {"a",     "a",     "b",      "b",       ".",    ".",    "*",    "*", "?", "[ab]", "[!a]",
     "[a-b]", "[b-a]", "[b-a!]", "[b-a!a]", "[!.]", "[.a]", "[]a]", "[", "]", "!"});

std::string random_glob(Choices& choices) {
  std::string glob;
  for (std::uint32_t size = choices.below(6); size > 0; --size) glob += choices.pick(kGlobItems);
  return glob;
}

std::string random_pattern(Choices& choices, Mode mode) {
  if (is_regex(mode)) return random_regex(choices);
  return is_glob(mode) ? random_glob(choices) : random_text(choices);
}

// A mode that reads patterns as texts, globs or regexes, like `mode`.
Mode random_mode_of(Choices& choices, Syntax syntax) {
  Mode mode = choices.pick(kModes);
  while (traits_of(mode).syntax != syntax) mode = choices.pick(kModes);
  return mode;
}

PatternList random_list(Choices& choices) {
  PatternList list;
  list.mode = choices.chance(1, 3) ? random_mode_of(choices, Syntax::regex) : choices.pick(kModes);
  static constexpr std::array<std::uint32_t, 8> kSizes = {1, 1, 1, 1, 2, 2, 3, 0};
  for (std::uint32_t size = choices.pick(kSizes); size > 0; --size) {
    list.patterns.push_back(random_pattern(choices, list.mode));
  }
  return list;
}

// A list that has to do with another: its patterns in another mode, one more, one less, or one
// changed.
PatternList related(Choices& choices, const PatternList& to) {
  PatternList list = to;
  switch (choices.below(4)) {
    case 0:
      list.mode = choices.chance(1, 4) ? choices.pick(kModes)
                                       : random_mode_of(choices, traits_of(list.mode).syntax);
      break;
    case 1: list.patterns.push_back(random_pattern(choices, list.mode)); break;
    case 2:
      if (!list.patterns.empty()) list.patterns.pop_back();
      break;
    default:
      if (!list.patterns.empty()) {
        std::string& one =
            list.patterns[choices.below(static_cast<std::uint32_t>(list.patterns.size()))];
        const std::uint32_t at = choices.below(static_cast<std::uint32_t>(one.size() + 1));
        if (choices.chance(1, 2)) {
          one.insert(at, 1, choices.pick(kLetters));
        } else {
          one.erase(std::min<std::size_t>(at, one.size()), 1);
        }
      }
  }
  return list;
}

// Whether `left` comes before: shorter, or as long and simpler.
bool before(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return left.size() < right.size();
  return std::lexicographical_compare(
      left.begin(), left.end(), right.begin(), right.end(),
      [](const char& a, const char& b) { return simplicity({&a, 1}) < simplicity({&b, 1}); });
}

// The flags are what counts of each name: a label, or 1 for what a plain or narrowed list selects.
bool select(const PatternList& list, const std::vector<std::string_view>& names, Answer& answer) {
  const std::vector<std::string_view> patterns(list.patterns.begin(), list.patterns.end());
  const std::unique_ptr<Matcher> reference = make_reference(list.mode);
  reference->match({patterns, names, list.labels, list.order}, answer);
  if (answer.rejected()) return false;
  if (!list.only && !list.entry) return true;
  // Of a narrowed list: a later entry of the order overwrites what an earlier one says.
  std::vector<std::size_t> order =
      decision_order(list.mode, list.has_labels() ? list.order : *fixed_order(list.mode), patterns);
  std::reverse(order.begin(), order.end());
  answer.start(names.size());
  Answer one;
  for (const std::size_t entry : order) {
    const std::string text = giving_entry(list.mode, patterns[entry]);
    const std::array<std::string_view, 1> alone = {text};
    reference->match({alone, names}, one);
    if (one.rejected()) return false;
    const Label label =
        given_label(list.mode, patterns[entry], list.has_labels() ? list.labels[entry] : Label{1});
    const bool counts = list.entry ? entry == *list.entry : label == *list.only;
    for (std::size_t at = 0; at < names.size(); ++at) {
      if (one.selects(at)) answer.assign(at, counts ? 1 : 0);
    }
  }
  return true;
}

// Gives a list labels, unless its dialect has none.
void add_labels(Choices& choices, PatternList& list) {
  const std::optional<Order> fixed = fixed_order(list.mode);
  if (fixed == Order::any) return;
  list.order = fixed.value_or(choices.chance(1, 2) ? Order::first : Order::last);
  for (std::size_t at = list.labels.size(); at < list.patterns.size(); ++at)
    list.labels.push_back(static_cast<Label>(choices.below(3)));
  list.labels.resize(list.patterns.size());
}

}  // namespace

std::string describe(const ProverQuestion& question) {
  const auto one = [](const PatternList& list) {
    std::string text(to_string(list.mode));
    for (std::size_t at = 0; at < list.patterns.size(); ++at) {
      text.append(" ").append(overmatch::in_quotes(list.patterns[at]));
      if (list.has_labels()) text += fmt::format("={}", list.labels[at]);
    }
    if (list.has_labels()) text.append(" ").append(to_string(list.order));
    if (list.only) text += fmt::format(" only {}", *list.only);
    if (list.entry) text += fmt::format(" entry {}", *list.entry);
    return text;
  };
  constexpr std::array<std::string_view, 3> relations = {"within", "disjoint from", "the same as"};
  return fmt::format("{{{}}} {} {{{}}}", one(question.first),
                     relations[static_cast<std::size_t>(question.relation)], one(question.second));
}

std::string random_regex(Choices& choices, bool assertions) {
  std::string out;
  write_regex(choices, 0, assertions, out);
  return out;
}

ProverQuestion random_question(Choices& choices) {
  ProverQuestion question;
  question.first = random_list(choices);
  question.relation = static_cast<Relation>(choices.below(3));
  question.second = choices.chance(1, 2) ? related(choices, question.first) : random_list(choices);
  return question;
}

ProverQuestion random_labelled_question(Choices& choices) {
  ProverQuestion question = random_question(choices);
  PatternList& first = question.first;
  while (choices.chance(1, 2)) first.patterns.push_back(random_pattern(choices, first.mode));
  add_labels(choices, first);
  if (first.patterns.size() > 1 && choices.chance(1, 3)) {
    question.relation = Relation::same;
    question.second = first;
    const std::size_t at =
        choices.below(static_cast<std::uint32_t>(question.second.patterns.size() - 1));
    std::swap(question.second.patterns[at], question.second.patterns[at + 1]);
    if (first.has_labels()) std::swap(question.second.labels[at], question.second.labels[at + 1]);
    return question;
  }
  if (choices.chance(1, 2)) {
    if (question.second.patterns.size() == first.patterns.size())
      question.second.labels = first.labels;
    add_labels(choices, question.second);
    if (!question.second.has_labels()) question.second.labels.clear();
  }
  if (first.has_labels() && !first.patterns.empty() && choices.chance(1, 2)) {
    if (choices.chance(1, 2)) {
      first.only = static_cast<Label>(choices.below(3));
    } else {
      first.entry = choices.below(static_cast<std::uint32_t>(first.patterns.size()));
      if (choices.chance(1, 2)) question.second = {Mode::exact, {}};
    }
  }
  return question;
}

std::vector<std::string> all_names(const std::string& letters, std::size_t longest) {
  std::vector<std::string> texts = {""};
  std::size_t start = 0;
  for (std::size_t length = 1; length <= longest; ++length) {
    const std::size_t end = texts.size();
    for (; start < end; ++start) {
      for (const char letter : letters) texts.push_back(texts[start] + letter);
    }
  }
  std::erase_if(texts, [](const std::string& text) { return !is_well_formed(text); });
  return texts;
}

Decision honest_prover(const ProverQuestion& question, const ProofOptions& options) {
  return decide(question.first, question.relation, question.second, options);
}

Examination test(const ProverQuestion& question, const std::vector<std::string>& names,
                 Prover prover) {
  Examination result;
  ProofOptions options;
  options.measure = true;
  options.letters = kLetters;
  try {
    result.decision = prover(question, options);
  } catch (const InputError&) {
    return result;
  } catch (const std::logic_error& error) {
    result.agreement = Agreement::disagrees;
    result.why = error.what();
    return result;
  }
  const Decision& decision = result.decision;
  const std::vector<std::string_view> views(names.begin(), names.end());
  Answer first;
  Answer second;
  if (decision.why.find("disagree") != std::string::npos) {
    result.agreement = Agreement::disagrees;
    result.why = decision.why;
    return result;
  }
  if (decision.verdict == Conclusion::undecided || !select(question.first, views, first) ||
      !select(question.second, views, second)) {
    return result;
  }

  const auto refutes = [&](std::size_t at) {
    switch (question.relation) {
      case Relation::within: return first.selects(at) && !second.selects(at);
      case Relation::disjoint: return first.selects(at) && second.selects(at);
      default: return first.label(at) != second.label(at);
    }
  };
  std::vector<std::uint64_t> counts(names.back().size() + 1);
  const std::string* least = nullptr;
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (!refutes(at)) continue;
    if (least == nullptr) least = &names[at];
    ++counts[names[at].size()];
  }

  const bool short_enough = decision.witness.size() <= names.back().size() &&
                            decision.witness.find_first_not_of(kLetters) == std::string::npos;
  if (decision.verdict == Conclusion::proved) {
    if (least != nullptr) result.why = "proved, but refuted by " + overmatch::in_quotes(*least);
  } else if (short_enough && (least == nullptr || *least != decision.witness)) {
    result.why = "the witness is " + overmatch::in_quotes(decision.witness) + ", the least name " +
                 (least == nullptr ? "none" : overmatch::in_quotes(*least));
  } else if (least != nullptr && before(*least, decision.witness)) {
    result.why = "the witness is " + overmatch::in_quotes(decision.witness) + ", but there is " +
                 overmatch::in_quotes(*least);
  } else {
    for (const LengthCount& count : decision.counts_by_length.counts) {
      if (count.length >= counts.size() || counts[count.length] == count.names) continue;
      result.why = fmt::format("{} names of {} characters, counted {}", counts[count.length],
                               count.length, count.names);
    }
  }
  result.agreement = result.why.empty() ? Agreement::agrees : Agreement::disagrees;
  return result;
}

}  // namespace overmatch
