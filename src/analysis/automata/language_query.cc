// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/language_query.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include "analysis/automata/pattern_expression.h"
#include "analysis/automata/product.h"
#include "analysis/regex/regex_hint.h"
#include "dialects/dialect.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {
namespace {

// Collects the expressions of entries in a mode. Returns false, with the reason, if one is not
// supported.
bool express_all(Mode mode, const std::vector<std::string>& entries,
                 std::vector<RegularExpression>& out, std::string& why) {
  if (is_dialect(mode)) {
    return std::all_of(entries.begin(), entries.end(), [&](const std::string& entry) {
      const std::vector<ModePattern> readings = expand(mode, entry);
      return std::all_of(readings.begin(), readings.end(), [&](const ModePattern& one) {
        return express_all(one.mode, {one.pattern}, out, why);
      });
    });
  }
  if (is_text(mode)) {
    out.push_back(express_texts(mode, entries));
    return true;
  }
  for (const std::string& pattern : entries) {
    if (is_glob(mode)) {
      out.push_back(express_glob(mode, pattern));
      continue;
    }
    PatternExpression one = express_regex(pattern, mode);
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

// The expressions of two lists and the steps by which these decide. Entries that both lists have
// side by side share an automaton.
class Statement {
 public:
  // Reads a list. Returns false, with the reason, if an entry is not supported.
  bool read(const PatternList& list, bool selection, std::string& why) {
    Product::Steps& steps = lists[reads_++];
    bool reads = true;
    for (EntryRun& run : runs_of(list, selection)) {
      const auto [place, is_new] = known_.emplace(std::pair(list.mode, std::move(run.entries)),
                                                  static_cast<std::uint32_t>(known_.size()));
      if (is_new) {
        const std::vector<std::string>& entries = place->first.second;
        reads = express_all(list.mode, entries, expressions.emplace_back(), why) && reads;
      }
      steps.push_back({place->second, run.value});
    }
    return reads;
  }

  std::vector<std::vector<RegularExpression>> expressions;  // by automaton
  std::array<Product::Steps, 2> lists;

 private:
  std::size_t reads_ = 0;
  std::map<std::pair<Mode, std::vector<std::string>>, std::uint32_t> known_;
};

const CodeSet& control_characters() {
  static const CodeSet set = {{0, 0x1F}, {0x7F, 0x9F}};
  return set;
}

bool refutes(Relation relation, const NameReading& first, const NameReading& second) noexcept {
  switch (relation) {
    case Relation::within: return first.selected() && !second.selected();
    case Relation::disjoint: return first.selected() && second.selected();
    case Relation::same: return first.value != second.value;
  }
  return false;
}

// Checks a name with the references. Returns false, with the reason, if they reject or disagree.
bool confirm(const PatternList& first, Relation relation, const PatternList& second,
             std::string_view name, Decision& decision, std::string& why) {
  decision.first = ask_references(first, name);
  decision.second = ask_references(second, name);
  for (const NameReading* const reading : {&decision.first, &decision.second}) {
    why = reading->why;
    if (!reading->answered()) return false;
  }
  if (!refutes(relation, decision.first, decision.second)) {
    why = "the prover and the reference matchers disagree on the name " + in_quotes(name) +
          ", a mistake in overmatch: please report it";
    return false;
  }
  decision.in_first = decision.first.selected();
  decision.in_second = decision.second.selected();
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
  Statement statement;
  // Reads both lists before it stops, so that a pattern that does not compile is always reported.
  const bool selection = relation != Relation::same;
  const bool reads_first = statement.read(first, selection, decision.why);
  if (!statement.read(second, selection, decision.why) || !reads_first) return decision;
  try {
    SetTable sets;
    std::vector<Nfa> programs;
    for (const auto& expressions : statement.expressions)
      programs.push_back(compile(expressions, sets));
    const std::uint32_t hidden = sets.index(options.visible ? control_characters() : CodeSet());
    const Alphabet alphabet(sets.sets());
    std::vector<std::unique_ptr<LazyDfa>> machines;
    for (const Nfa& program : programs)
      machines.push_back(std::make_unique<LazyDfa>(program, alphabet));
    Product product(machines, statement.lists, relation, alphabet, alphabet.letters(hidden),
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
