// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/language_query.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "analysis/automata/pattern_expression.h"
#include "analysis/automata/product.h"
#include "analysis/regex/regex_hint.h"
#include "dialects/dialect.h"
#include "matchers/matcher.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {
namespace {

// Collects the expressions of a list. Returns false, with the reason, if one is not supported.
bool express_all(const PatternList& list, std::vector<RegularExpression>& out, std::string& why) {
  if (is_dialect(list.mode)) {
    return std::all_of(list.patterns.begin(), list.patterns.end(), [&](const std::string& entry) {
      const std::vector<ModePattern> readings = expand(list.mode, entry);
      return std::all_of(readings.begin(), readings.end(), [&](const ModePattern& one) {
        return express_all({one.mode, {one.pattern}}, out, why);
      });
    });
  }
  if (is_text(list.mode)) {
    out.push_back(express_texts(list.mode, list.patterns));
    return true;
  }
  for (const std::string& pattern : list.patterns) {
    if (is_glob(list.mode)) {
      out.push_back(express_glob(list.mode, pattern));
      continue;
    }
    PatternExpression one = express_regex(pattern, list.mode);
    if (one.reading == Reading::refused)
      throw InputError("pattern " + quoted_short(pattern) + " does not compile: " + one.why +
                       compile_hint(pattern, [](const std::string&) { return true; }));
    if (one.reading == Reading::unsupported) {
      why = "pattern " + quoted_short(pattern) + ": " + one.why;
      return false;
    }
    out.push_back(std::move(one.expression));
  }
  return true;
}

// Asks the reference whether it selects the name. Returns false, with the reason, if it rejects.
bool ask_reference(const PatternList& list, std::string_view name, bool& selected,
                   std::string& why) {
  const std::vector<std::string_view> patterns(list.patterns.begin(), list.patterns.end());
  const std::array<std::string_view, 1> modules = {name};
  Answer answer;
  make_reference(list.mode)->match({patterns, modules}, answer);
  if (answer.rejected()) {
    why = "the reference matcher gives no answer for the name " + in_quotes(name) + ": " +
          answer.reason();
    return false;
  }
  selected = answer.selects(0);
  return true;
}

const CodeSet& control_characters() {
  static const CodeSet set = {{0, 0x1F}, {0x7F, 0x9F}};
  return set;
}

bool refutes(Relation relation, bool in_first, bool in_second) noexcept {
  switch (relation) {
    case Relation::within: return in_first && !in_second;
    case Relation::disjoint: return in_first && in_second;
    case Relation::same: return in_first != in_second;
  }
  return false;
}

// Checks a name with the references. Returns false, with the reason, if they reject or disagree.
bool confirm(const PatternList& first, Relation relation, const PatternList& second,
             std::string_view name, Decision& decision, std::string& why) {
  bool in_first = false;
  bool in_second = false;
  if (!ask_reference(first, name, in_first, why) || !ask_reference(second, name, in_second, why))
    return false;
  if (!refutes(relation, in_first, in_second)) {
    why = "the prover and the reference matchers disagree on the name " + in_quotes(name) +
          ", a mistake in overmatch: please report it";
    return false;
  }
  decision.in_first = in_first;
  decision.in_second = in_second;
  return true;
}

}  // namespace

std::string_view to_string(Conclusion verdict) noexcept {
  constexpr std::array<std::string_view, 3> names = {"proved", "refuted", "undecided"};
  return names[static_cast<std::size_t>(verdict)];
}

Decision decide(const PatternList& first, Relation relation, const PatternList& second,
                const ProofOptions& options) {
  Decision decision;
  std::array<std::vector<RegularExpression>, 2> expressions;
  // Reads both lists before it stops, so that a pattern that does not compile is always reported.
  const bool reads_first = express_all(first, expressions[0], decision.why);
  if (!express_all(second, expressions[1], decision.why) || !reads_first) return decision;
  try {
    SetTable sets;
    const Nfa first_program = compile(expressions[0], sets);
    const Nfa second_program = compile(expressions[1], sets);
    const std::uint32_t hidden = sets.index(options.visible ? control_characters() : CodeSet());
    const Alphabet alphabet(sets.sets());
    LazyDfa first_machine(first_program, alphabet);
    LazyDfa second_machine(second_program, alphabet);
    Product product(first_machine, relation, second_machine, alphabet, alphabet.letters(hidden),
                    options.most_states);
    const std::optional<Product::Node> found = product.find_refuted();
    decision.states = product.size();
    if (!found) {
      decision.verdict = Conclusion::proved;
      return decision;
    }
    decision.witness = product.word_of(*found);
    if (!confirm(first, relation, second, decision.witness, decision, decision.why)) {
      decision.witness.clear();
      return decision;
    }
    decision.verdict = Conclusion::refuted;
    if (!options.measure) return decision;
    decision.counts_by_length = measure(product, alphabet, decision.witness, options);
    decision.states = product.size();
    Decision others;
    for (const std::string& name : decision.counts_by_length.shortest) {
      std::string
          no_answer;  // the reference's match limit; then only the proof vouches for the name
      (void)confirm(first, relation, second, name, others, no_answer);
    }
  } catch (const TooLarge& error) {
    decision.why = error.what();
  }
  return decision;
}

}  // namespace overmatch
