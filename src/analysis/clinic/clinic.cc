// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic/clinic.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "analysis/regex/regex_hint.h"
#include "analysis/regex/regex_structure.h"
#include "analysis/regex/regex_tokens.h"
#include "matchers/regex.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {
namespace {

// The most candidates that are examined in one regex, because each takes some trials.
constexpr std::size_t kMostMistakes = 64;
class RegexExaminer {
 public:
  RegexExaminer(const std::string& regex, const RealNames& names, const ClinicOptions& options)
      : names_(names),
        options_(options),
        regex_(regex),
        trial_(regex, names, options.applied, options.proof) {
    for (const char c : kSuspects) {
      if (!names_.has(c)) foreign_ += c;
    }
  }

  Diagnosis test() {
    for (const auto& [how, names] : trial_.apply()) out_.counts.push_back({how, names});
    while (step()) {
    }
    if (trial_.selected.empty()) {
      whole_regex();
      seen_.clear();  // corrections that changed nothing may do so now
      while (!trial_.selected.empty() && step()) {
      }
    }
    if (!options_.applied && trial_.applied != Applied::fullmatch) note_reading();
    if (trial_.selected.empty()) note_nothing();
    const bool warned = std::any_of(out_.findings.begin(), out_.findings.end(),
                                    [](const auto& one) { return one.warning; });
    const std::string repaired = trial_.regex;
    const bool helped = repaired != regex_ && !trial_.selected.empty();
    if (!trial_.selected.empty() && (helped || !options_.only_repairs)) trial_.tidy(foreign_);
    out_.tidied = warned ? regex_ : trial_.regex;
    out_.repaired = helped ? trial_.regex : regex_;
    if (helped) out_.effect = effect_of(trial_.select(regex_), trial_.selected);
    if (!helped) {
      for (auto& one : out_.findings) {
        if (one.warning) one.corrected.clear();  // a correction that selects nothing is none
      }
    }
    out_.applied = trial_.applied;
    std::stable_sort(
        out_.findings.begin(), out_.findings.end(),
        [](const auto& left, const auto& right) { return left.warning > right.warning; });
    prove_what_is_left(warned);
    out_.verdict = warned                    ? Conclusion::refuted
                   : !out_.undecided.empty() ? Conclusion::undecided
                                             : Conclusion::proved;
    return std::move(out_);
  }

 private:
  void tell(const RegexMistake& mistake, bool warning, std::string corrected, Effect effect) {
    out_.findings.push_back(
        {mistake.kind, warning, mistake.what, std::move(corrected), std::move(effect)});
  }
  void correct(const RegexMistake& mistake, std::string corrected, Selection selected,
               Applied how) {
    tell(mistake, true, corrected, effect_of(trial_.selected, selected));
    trial_.regex = std::move(corrected);
    trial_.selected = std::move(selected);
    trial_.applied = how;
  }

  // Corrects the first candidate that is a mistake; false if there is none left.
  bool step() {
    const std::string regex = trial_.regex;
    const RegexTokens tokens = tokenize_regex(regex);
    std::vector<RegexMistake> mistakes = find_mistakes(tokens, foreign_);
    if (trial_.applied != Applied::fullmatch) find_open_number(RegexStructure(tokens), mistakes);
    for (RegexMistake& mistake : mistakes) {
      if (seen_.size() >= kMostMistakes) return false;
      if (!seen_.insert(std::string(to_string(mistake.kind)) + mistake.what).second) continue;
      if (judge(mistake)) return true;
    }
    return false;
  }

  bool judge(RegexMistake& mistake) {
    switch (mistake.kind) {
      case MistakeKind::unescaped_dot: return judge_dots(mistake);
      case MistakeKind::open_start:
      case MistakeKind::open_end: return judge_edge(mistake);
      case MistakeKind::idle_look: return judge_look(mistake);
      case MistakeKind::ungrouped_alternation:
      case MistakeKind::dead_branch: return judge_branches(mistake);
      case MistakeKind::one_digit: return judge_digit(mistake);
      default: return mistake.certain ? judge_certain(mistake) : judge_guess(mistake);
    }
  }

  // A certain mistake is reported even if no correction is found.
  bool judge_certain(const RegexMistake& mistake) {
    std::string first;
    // Prefers a correction that selects something by a full match.
    for (const bool any_way : {false, true}) {
      for (const auto& edits : mistake.corrections) {
        std::string corrected = edited(trial_.regex, edits);
        if (!regex_compiles(corrected)) continue;
        Applied how = options_.applied.value_or(Applied::fullmatch);
        Selection selected = any_way ? trial_.select(corrected, how)
                                     : names_.select(corrected, how).value_or(Selection());
        if (!selected.empty()) {
          if (how != trial_.applied)
            trial_.selected = names_.select(trial_.regex, how).value_or(Selection());
          correct(mistake, std::move(corrected), std::move(selected), how);
          return true;
        }
        if (first.empty()) first = std::move(corrected);
      }
    }
    const bool go_on = !first.empty() && trial_.selected.empty();
    tell(mistake, true, go_on ? first : "", {});
    if (go_on) trial_.regex = std::move(first);  // the next correction may make it select something
    return go_on;
  }

  // A candidate that may be meant is a mistake if the correction only adds names, or if it makes a
  // word of a class that looks like one.
  bool judge_guess(const RegexMistake& mistake) {
    for (const auto& edits : mistake.corrections) {
      std::string corrected = edited(trial_.regex, edits);
      Applied how = trial_.applied;
      Selection selected = trial_.select(corrected, how);
      if (selected.empty() || selected == trial_.selected) continue;
      if (mistake.kind != MistakeKind::class_for_group &&
          !effect_of(trial_.selected, selected).lost.empty())
        continue;
      correct(mistake, std::move(corrected), std::move(selected), how);
      return true;
    }
    return false;
  }

  bool judge_branches(const RegexMistake& mistake) {
    if (trial_.selected.empty()) return false;  // not only a branch selects nothing
    const bool dead =
        std::any_of(mistake.branches.begin(), mistake.branches.end(), [&](const auto& one) {
          const auto selected = names_.select(edited(trial_.regex, one), trial_.applied);
          return selected && selected->empty();
        });
    if (!dead) return false;
    for (const auto& edits : mistake.corrections) {
      std::string corrected = edited(trial_.regex, edits);
      Selection selected = trial_.select(corrected);
      const Effect effect = effect_of(trial_.selected, selected);
      if (effect.gained.empty() || !effect.lost.empty()) continue;
      correct(mistake, std::move(corrected), std::move(selected), trial_.applied);
      return true;
    }
    if (mistake.kind == MistakeKind::dead_branch && options_.own_model)
      tell(mistake, false, "", {});
    return false;
  }

  bool judge_look(RegexMistake& mistake) {
    const std::string without = edited(trial_.regex, mistake.without);
    if (trial_.selected.empty() || trial_.select(without) != trial_.selected) return false;
    const Conclusion vacuous = trial_.same(trial_.regex, without);
    std::string corrected = edited(trial_.regex, mistake.corrections.front());
    Selection selected = trial_.select(corrected);
    const Effect effect = effect_of(trial_.selected, selected);
    const bool excludes = !effect.lost.empty() && effect.gained.empty();
    if (vacuous != Conclusion::proved && !excludes) return false;
    if (is_for_another_way(without)) {
      mistake.what += " where the whole name must match, as in PEFT";
      tell(mistake, false, "", {});
      return false;
    }
    mistake.what += vacuous == Conclusion::proved
                        ? ", whatever the name: what stands beside it steps aside"
                        : " of these names: it looks at one place only";
    if (selected.empty()) {
      tell(mistake, true, "", {});
      return false;
    }
    correct(mistake, std::move(corrected), std::move(selected), trial_.applied);
    return true;
  }

  // Whether the look-around excludes something in another way of applying the regex, as
  // `^model(?!\.visual)` does by re.match.
  [[nodiscard]] bool is_for_another_way(const std::string& without) const {
    return !options_.applied &&
           std::any_of(std::begin(kAllApplied), std::end(kAllApplied), [&](const Applied how) {
             const auto all = names_.select(without, how);
             return all && names_.select(trial_.regex, how) != all;
           });
  }

  bool judge_digit(const RegexMistake& mistake) {
    std::string corrected = edited(trial_.regex, mistake.corrections.front());
    if (trial_.selected.empty()) return false;
    Effect effect = effect_of(trial_.selected, trial_.select(corrected));
    if (!effect.gained.empty() && effect.lost.empty())
      tell(mistake, false, std::move(corrected), std::move(effect));
    return false;
  }

  // Applies a correction that selects less, or records that the mistake is harmless.
  bool narrow(const RegexMistake& mistake, const std::vector<RegexEdit>& edits) {
    std::string corrected = edited(trial_.regex, edits);
    Selection selected = trial_.select(corrected);
    switch (trial_.worth(selected, mistake.after_number)) {
      case RegexTrial::Worth::rejected:
        tell_reach(mistake, std::move(corrected), selected);
        return false;
      case RegexTrial::Worth::harmless:
        out_.harmless.push_back({mistake.kind, mistake.what});
        return false;
      case RegexTrial::Worth::improves: break;
    }
    correct(mistake, std::move(corrected), std::move(selected), trial_.applied);
    return true;
  }

  // Notes that the correction would lose most names, which may be meant, as in `.*norm` for all
  // norms. Notes it only for the user's own model and for numbered copies of selected names.
  void tell_reach(const RegexMistake& mistake, std::string corrected, const Selection& selected) {
    if (mistake.kind == MistakeKind::unescaped_dot || selected.empty()) return;
    Effect effect = effect_of(trial_.selected, selected);
    if (effect.gained.empty() && (options_.own_model || names_.number(selected, effect.lost)))
      tell(mistake, false, std::move(corrected), std::move(effect));
  }

  bool judge_dots(RegexMistake& mistake) {
    if (trial_.selected.empty()) return false;
    const std::vector<RegexEdit> edits = trial_.dots_to_escape(mistake);
    if (edits.empty()) return false;
    mistake.what = dots_in_words(edits.size());
    return narrow(mistake, edits);
  }

  bool judge_edge(RegexMistake& mistake) {
    if (trial_.selected.empty()) return false;
    const std::string corrected = edited(trial_.regex, mistake.corrections.front());
    // Without a proof: what is harmless is not asked for.
    if (options_.only_repairs &&
        trial_.worth(trial_.select(corrected), mistake.after_number) == RegexTrial::Worth::harmless)
      return false;
    if (!mistake.meant.empty() &&
        trial_.same(corrected, edited(trial_.regex, mistake.meant)) == Conclusion::refuted)
      return false;
    if (trial_.select(corrected) == Selection() && trial_.is_end_of_words(mistake.word)) {
      mistake.what = "the start is open: " + regex_in_words(mistake.word) +
                     " is selected only as the end of longer names";
      tell(mistake, true, "", {});
      return false;
    }
    return narrow(mistake, mistake.corrections.front());
  }
  // Handles a regex that selects nothing: tries to extend it, then to ignore case.
  void whole_regex() {
    RegexMistake mistake;
    Selection selected;
    const Applied applied = options_.applied.value_or(Applied::fullmatch);
    if (applied != Applied::search) {
      std::string corrected = trial_.extended({}, selected, applied);
      if (!corrected.empty()) {
        const bool no_name = trial_.selects_no_name_at_all();
        mistake.kind = no_name ? MistakeKind::no_name : MistakeKind::reading;
        mistake.what = applied == Applied::fullmatch
                           ? "a regex must match the whole path"
                           : "a regex must match from the start of the path";
        if (no_name) mistake.what += ", and no path can begin or end so";
        return correct(mistake, std::move(corrected), std::move(selected), trial_.applied);
      }
    }
    const std::string insensitive = "(?i)" + trial_.regex;
    Applied how = trial_.applied;
    selected = trial_.select(insensitive, how);
    if (!selected.empty()) {
      mistake.kind = MistakeKind::letter_case;
      mistake.what = "the names are written with other letters: upper case and lower case differ";
      return correct(mistake, insensitive, std::move(selected), how);
    }
    if (!trial_.selects_no_name_at_all()) return;
    mistake.kind = MistakeKind::no_name;
    mistake.what = "no name at all can be selected";
    tell(mistake, true, "", {});
  }

  // Reports that nothing is selected, if there is no other finding.
  void note_nothing() {
    if (!out_.findings.empty()) return;
    RegexMistake mistake;
    mistake.kind = MistakeKind::no_name;
    mistake.what = options_.own_model
                       ? std::string(kNothingSelected)
                       : "nothing is selected, so that no correction could be tried: "
                         "give your own model with --tree";
    tell(mistake, options_.own_model, "", {});
  }

  // Notes that a full match selects nothing, but another way does, as in llama.cpp or
  // compressed-tensors.
  void note_reading() {
    RegexMistake mistake;
    mistake.kind = MistakeKind::reading;
    mistake.what =
        "a program that matches the whole name, as PEFT does, selects nothing; it is judged "
        "by " +
        std::string(to_string(trial_.applied));
    Selection selected;
    std::string corrected = trial_.extended(trial_.selected, selected);
    tell(mistake, false, std::move(corrected), effect_of(trial_.selected, selected));
  }

  // Stores why nothing is proved about all names, if the automata do not support the regex.
  void prove_what_is_left(bool warned) {
    if (warned || options_.only_repairs) return;
    const PatternList list = {Mode::regex, {regex_}};
    const Decision decision = decide(list, Relation::within, list, options_.proof);
    if (decision.verdict == Conclusion::undecided) out_.undecided = decision.why;
  }

  const RealNames& names_;
  const ClinicOptions& options_;
  const std::string& regex_;
  RegexTrial trial_;
  std::string foreign_;
  std::set<std::string> seen_;
  Diagnosis out_;
};

}  // namespace

Diagnosis examine_regex(const std::string& regex, const RealNames& names,
                        const ClinicOptions& options) {
  std::string why;
  if (!regex_compiles(regex, &why))
    throw InputError("pattern " + quoted_short(regex) + " does not compile: " + why +
                     compile_hint(regex, [&](const std::string& other) {
                       const auto how = options.applied.value_or(Applied::search);
                       return !names.select(other, how).value_or(Selection()).empty();
                     }));
  return RegexExaminer(regex, names, options).test();
}

}  // namespace overmatch
