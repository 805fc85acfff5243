// SPDX-License-Identifier: Apache-2.0
// A second opinion on inclusion, from libfa: an automata library with minimisation, over bytes.
//
// libfa is only fed from our own expressions, set by set and operator by operator: its parser reads
// ^ $ \d (?: *? otherwise than Python does. Both sides are asked about names over a few ASCII
// letters, one of them in no pattern, to stand for all others.
#include <gtest/gtest.h>

#include <cstddef>
#include <iostream>
#include <memory>

extern "C" {
#include <fa.h>
}

#include "analysis/automata/pattern_expression.h"
#include "questions.h"

namespace overmatch::libfa_test {
namespace {

constexpr std::string_view kLetters = "abc.";

struct FreeAutomaton {
  void operator()(fa* automaton) const noexcept { fa_free(automaton); }
};
using Automaton = std::unique_ptr<fa, FreeAutomaton>;

// False where libfa has no word for it: assertions and empty sets.
bool spell(const RegularExpression& from, RegularExpression::Id id, std::string& out) {
  const Node& node = from[id];
  const auto all = [&](std::string_view between) {
    out += '(';
    for (std::size_t at = 0; at < node.children.size(); ++at) {
      if (at > 0) out += between;
      if (!spell(from, node.children[at], out)) return false;
    }
    out += ')';
    return true;
  };
  switch (node.kind) {
    case NodeKind::sequence: return all("");
    case NodeKind::choice: return all("|");
    case NodeKind::characters: {
      std::string letters;
      for (const char c : kLetters) {
        if (!contains(node.set, static_cast<unsigned char>(c))) continue;
        letters.append(letters.empty() ? "(" : "|").append(c == '.' ? "\\." : std::string(1, c));
      }
      out += letters + ")";
      return !letters.empty();
    }
    case NodeKind::repeat:
      if (!all("")) return false;
      out += "{" + std::to_string(node.low) + ",";
      if (node.high != Node::kUnbounded) out += std::to_string(node.high);
      out += '}';
      return node.high != 0;
    default: return false;
  }
}

Automaton compile_with_libfa(const std::string& regex) {
  fa* automaton = nullptr;
  const int error = fa_compile(regex.data(), regex.size(), &automaton);
  EXPECT_EQ(error, REG_NOERROR) << regex;
  return Automaton(automaton);
}

// The names that a list selects, of those over kLetters; null where libfa cannot say.
Automaton names_of(const PatternList& list) {
  std::vector<RegularExpression> expressions;
  if (is_regex(list.mode)) {
    for (const std::string& pattern : list.patterns)
      expressions.push_back(express_regex(pattern, list.mode).expression);
  } else if (is_glob(list.mode)) {
    for (const std::string& pattern : list.patterns)
      expressions.push_back(express_glob(list.mode, pattern));
  } else if (!list.patterns.empty()) {
    expressions.push_back(express_texts(list.mode, list.patterns));
  }
  Automaton names(fa_make_basic(FA_EMPTY));
  for (const RegularExpression& one : expressions) {
    std::string text;
    if (!spell(one, one.root(), text)) return nullptr;
    const Automaton selected = compile_with_libfa(text);
    if (!selected) return nullptr;
    names.reset(fa_union(names.get(), selected.get()));
  }
  const Automaton well_formed = compile_with_libfa("([abc]+(\\.[abc]+)*)?");
  return Automaton(fa_intersect(names.get(), well_formed.get()));
}

bool claim_holds(Relation relation, fa* first, fa* second) {
  switch (relation) {
    case Relation::within: return fa_contains(first, second) == 1;
    case Relation::disjoint: {
      const Automaton both(fa_intersect(first, second));
      return fa_is_basic(both.get(), FA_EMPTY) == 1;
    }
    case Relation::same: return fa_equals(first, second) == 1;
  }
  return false;
}

TEST(LibfaTest, GivesTheSameVerdicts) {
  std::size_t compared = 0;
  std::size_t proved = 0;
  for (std::uint64_t index = 0; index < 7000; ++index) {
    Choices choices(mix_seed(9, index));
    ProverQuestion question = random_question(choices);
    if (is_dialect(question.first.mode) || is_dialect(question.second.mode)) continue;
    for (PatternList* const list : {&question.first, &question.second}) {
      if (!is_regex(list->mode)) continue;
      for (std::string& pattern : list->patterns) {
        do pattern = random_regex(choices, false);
        while (express_regex(pattern, list->mode).reading != Reading::read);
      }
    }
    const Automaton first = names_of(question.first);
    const Automaton second = names_of(question.second);
    if (!first || !second) continue;
    const Decision decision = honest_prover(question, {});
    ASSERT_NE(decision.verdict, Conclusion::undecided) << describe(question);
    // A name of letters beyond: libfa is not asked about those.
    if (decision.witness.find_first_not_of(kLetters) != std::string::npos) continue;
    EXPECT_EQ(decision.verdict == Conclusion::proved,
              claim_holds(question.relation, first.get(), second.get()))
        << describe(question);
    ++compared;
    proved += decision.verdict == Conclusion::proved ? 1 : 0;
  }
  std::cout << compared << " statements compared, " << proved << " proved\n";
  EXPECT_GT(compared, 1500U);
  EXPECT_GT(proved, 300U);
}

}  // namespace
}  // namespace overmatch::libfa_test
