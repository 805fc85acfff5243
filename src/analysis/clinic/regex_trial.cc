// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic/regex_trial.h"

#include <algorithm>
#include <iterator>

#include "analysis/regex/regex_structure.h"
#include "analysis/regex/regex_tokens.h"
#include "matchers/regex.h"
#include "names/ascii.h"

namespace overmatch {
namespace {

// The most letters before `_` in a word that is probably the end of another: `v_proj` in
// `qkv_proj`.
constexpr std::size_t kShortWord = 2;
// The most states of a proof, because one examination makes many.
constexpr std::size_t kMostStates = 20'000;
// The percentage of a search's selection that a full match must keep.
constexpr std::size_t kMostlyKept = 45;

}  // namespace

Effect effect_of(const Selection& before, const Selection& after) {
  Effect effect;
  effect.before = before.size();
  effect.after = after.size();
  if (before == after) return effect;
  effect.lost = without(before, after);
  effect.gained = without(after, before);
  return effect;
}

RegexTrial::RegexTrial(std::string start, const RealNames& names, std::optional<Applied> asked,
                       ProofOptions proof)
    : regex(std::move(start)), names_(names), asked_(asked), proof_(std::move(proof)) {
  proof_.measure = false;
  proof_.visible = true;  // no real name has a newline
  proof_.most_states = std::min(proof_.most_states, kMostStates);
}

std::vector<std::pair<Applied, std::size_t>> RegexTrial::apply() {
  std::vector<std::pair<Applied, std::size_t>> counts;
  for (const Applied how : kAllApplied) {
    if (asked_ && how != *asked_) continue;
    Selection found = names_.select(regex, how).value_or(Selection());
    counts.emplace_back(how, found.size());
    // Prefers search to match if it selects more than twice as much: match may select names that
    // one model has at its root and all others deeper.
    const bool better = applied == Applied::match && found.size() > 2 * selected.size();
    if ((found.empty() && !asked_) || !(selected.empty() || better)) continue;
    applied = how;
    selected = std::move(found);
  }
  return counts;
}

Selection RegexTrial::select(const std::string& other, Applied& how) const {
  how = applied;
  if (!selected.empty() || asked_) return select(other);
  for (const Applied way : kAllApplied) {
    Selection found = names_.select(other, way).value_or(Selection());
    if (found.empty()) continue;
    how = way;
    return found;
  }
  return {};
}

Conclusion RegexTrial::same(const std::string& first, const std::string& second) const {
  if (!regex_compiles(first) || !regex_compiles(second)) return Conclusion::refuted;
  const auto list = [&](const std::string& one) { return PatternList{mode_of(applied), {one}}; };
  return decide(list(first), Relation::same, list(second), proof_).verdict;
}

bool RegexTrial::selects_no_name_at_all() const {
  return decide({mode_of(asked_.value_or(applied)), {regex}}, Relation::within, {Mode::exact, {}},
                proof_)
             .verdict == Conclusion::proved;
}

RegexTrial::Worth RegexTrial::worth(const Selection& corrected, bool number) const {
  if (corrected.empty()) return Worth::rejected;
  const Effect effect = effect_of(selected, corrected);
  if (!effect.gained.empty()) return Worth::rejected;
  const Selection lost = names_.beside(effect.lost, corrected);
  if (lost.empty()) return Worth::harmless;
  if (number || names_.count_shapes(lost) <= names_.count_shapes(corrected)) return Worth::improves;
  return Worth::rejected;
}

std::vector<RegexEdit> RegexTrial::dots_to_escape(const RegexMistake& mistake) const {
  const std::vector<RegexEdit>& all = mistake.corrections.front();
  const auto fits = [&](const std::vector<RegexEdit>& edits) {
    return worth(select(edited(regex, edits)), false) != Worth::rejected;
  };
  if (fits(all)) return all;
  std::vector<RegexEdit> some;
  for (const RegexEdit& edit : all) {
    some.push_back(edit);
    if (!fits(some)) some.pop_back();
  }
  return some;
}

bool RegexTrial::is_end_of_words(const std::string& word) const {
  if (word.empty() || word.find('_') > kShortWord) return false;
  return std::all_of(selected.begin(), selected.end(), [&](std::uint32_t at) {
    const std::string_view name = names_[at];
    return name.size() > word.size() && name.ends_with(word) &&
           is_letter(name[name.size() - word.size() - 1]);
  });
}

// The regex with text inserted inside its anchors at both sides.
std::string RegexTrial::around(const std::string& front, const std::string& end) const {
  const RegexTokens tokens = tokenize_regex(regex);
  const RegexStructure structure(tokens);
  const bool bars = structure.branches(tokens.body, structure.size()).size() > 1;
  std::size_t first = tokens.body;
  std::size_t last = structure.size();
  if (!bars) {
    while (structure.is(first, TokenKind::anchor)) ++first;
    while (last > first && structure.is(last - 1, TokenKind::anchor)) --last;
  }
  const std::size_t start = structure.start_of(first);
  const std::size_t stop = structure.start_of(last);
  return edited(
      regex, {{start, start, front + (bars ? "(?:" : "")}, {stop, stop, (bars ? ")" : "") + end}});
}

std::string RegexTrial::extended(const Selection& wanted, Selection& found, Applied how) const {
  const std::pair<const char*, const char*> ways[] = {
      {"(?:.*\\.)?", ""}, {"", "(?:\\..*)?"}, {"(?:.*\\.)?", "(?:\\..*)?"},
      {".*", ""},         {"", ".*"},         {".*", ".*"}};
  for (const auto& [front, end] : ways) {
    std::string corrected = around(front, end);
    found = names_.select(corrected, how).value_or(Selection());
    const std::size_t kept = wanted.size() - effect_of(wanted, found).lost.size();
    if (!found.empty() && 100 * kept >= kMostlyKept * wanted.size()) return corrected;
  }
  found.clear();
  return {};
}

void RegexTrial::tidy(std::string_view foreign) {
  for (bool again = true; again;) {
    again = false;
    const std::string before = regex;
    for (const RegexMistake& mistake : find_mistakes(tokenize_regex(before), foreign)) {
      const bool edge =
          mistake.kind == MistakeKind::open_start || mistake.kind == MistakeKind::open_end;
      if (!edge && mistake.kind != MistakeKind::unescaped_dot) continue;
      const std::vector<RegexEdit> edits =
          edge ? mistake.corrections.front() : dots_to_escape(mistake);
      std::string corrected = edited(regex, edits);
      if (edits.empty() || select(corrected) != selected ||
          (edge && same(corrected, edited(regex, mistake.meant)) == Conclusion::refuted))
        continue;
      regex = std::move(corrected);
      again = true;
      break;
    }
  }
}

}  // namespace overmatch
