// SPDX-License-Identifier: Apache-2.0
// RegexTrial holds a regex under correction and decides whether a correction improves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/automata/language_query.h"
#include "analysis/clinic/real_names.h"
#include "analysis/regex/regex_mistakes.h"

namespace overmatch {

// The difference between two selections of real names.
struct Effect {
  std::size_t before = 0;
  std::size_t after = 0;
  Selection lost;
  Selection gained;
};
[[nodiscard]] Effect effect_of(const Selection& before, const Selection& after);

class RegexTrial {
 public:
  // `asked` is how the regex is applied; by default the first way that selects something. `names`
  // must outlive the object.
  RegexTrial(std::string start, const RealNames& names, std::optional<Applied> asked,
             ProofOptions proof);

  std::string regex;   // with the corrections so far
  Selection selected;  // what it selects
  Applied applied = Applied::fullmatch;

  // Decides how the regex is applied; returns how many names it selects in each way.
  [[nodiscard]] std::vector<std::pair<Applied, std::size_t>> apply();

  // What another regex selects, applied in the same way.
  [[nodiscard]] Selection select(const std::string& other) const {
    return names_.select(other, applied).value_or(Selection());
  }
  // The same; if nothing is selected yet, applied in the first way that selects something. Stores
  // the way in `how`.
  [[nodiscard]] Selection select(const std::string& other, Applied& how) const;
  // Whether two regexes select the same names, of all possible ones.
  [[nodiscard]] Conclusion same(const std::string& first, const std::string& second) const;
  // Whether it is proved that no possible name is selected.
  [[nodiscard]] bool selects_no_name_at_all() const;

  enum class Worth : std::uint8_t {
    rejected,  // it loses most of the selection, or gains names
    harmless,  // it changes nothing for real names
    improves
  };
  // Rates a correction that should select less. With `number` it ends an open number and may lose
  // most of the selection.
  [[nodiscard]] Worth worth(const Selection& corrected, bool number) const;

  // The edits that escape unescaped dots: all, or those that do not lose most of the selection.
  [[nodiscard]] std::vector<RegexEdit> dots_to_escape(const RegexMistake& mistake) const;
  // Whether every selected name ends with `word` after another letter, as `qkv_proj` with `v_proj`.
  [[nodiscard]] bool is_end_of_words(const std::string& word) const;
  // The shortest extension of the regex that selects most of `wanted` (anything if `wanted` is
  // empty) when it is applied by a full match or as said, with its selection in `found`; "" if
  // there is none.
  [[nodiscard]] std::string extended(const Selection& wanted, Selection& found,
                                     Applied how = Applied::fullmatch) const;

  // Corrects harmless mistakes too: those whose correction selects the same real names. `foreign`
  // as in find_mistakes.
  void tidy(std::string_view foreign);

 private:
  [[nodiscard]] std::string around(const std::string& front, const std::string& end) const;

  const RealNames& names_;
  std::optional<Applied> asked_;
  ProofOptions proof_;
};

}  // namespace overmatch
