// SPDX-License-Identifier: Apache-2.0
// A regex on its way to a better one: what it selects of the real names, and whether a correction
// of it is worth making.
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

// What a correction does to a selection of real names.
struct Effect {
  std::size_t before = 0;
  std::size_t after = 0;
  Selection lost;
  Selection gained;
};
[[nodiscard]] Effect effect_of(const Selection& before, const Selection& after);

class RegexTrial {
 public:
  // `asked`: how the regex is applied; without it, the first way that selects something.
  RegexTrial(std::string start, const RealNames& names, std::optional<Applied> asked,
             ProofOptions proof);

  std::string regex;  // as it is now
  Selection selected;
  Applied applied = Applied::fullmatch;

  // Finds out how the regex is applied, and how many names it selects in each way.
  [[nodiscard]] std::vector<std::pair<Applied, std::size_t>> apply();

  // What another regex selects, applied alike.
  [[nodiscard]] Selection select(const std::string& other) const {
    return names_.select(other, applied).value_or(Selection());
  }
  // The same or, where nothing is selected yet, in the first way that selects something: `how`.
  [[nodiscard]] Selection select(const std::string& other, Applied& how) const;
  // Whether two regexes select the same of all names.
  [[nodiscard]] Conclusion same(const std::string& first, const std::string& second) const;
  [[nodiscard]] bool selects_no_name_at_all() const;

  enum class Worth : std::uint8_t {
    rejected,  // it would take away most of what is selected, or all of it
    harmless,  // no real name tells
    mends
  };
  // Of a correction that is to select less. `number`: it closes a number, where most may be lost.
  [[nodiscard]] Worth worth(const Selection& corrected, bool number) const;

  // All unescaped dots, or those that can be borders: `.*.mlp.*.` ends with one that cannot.
  [[nodiscard]] std::vector<RegexEdit> dots_to_escape(const RegexMistake& mistake) const;
  // Whether all that is selected ends with `v_proj` behind another letter.
  [[nodiscard]] bool is_end_of_words(const std::string& word) const;
  // The shortest spelling by which a full match selects most of `wanted` if there is any, else
  // something; "" if none does.
  [[nodiscard]] std::string for_fullmatch(const Selection& wanted, Selection& found) const;

 private:
  [[nodiscard]] std::string around(const std::string& front, const std::string& end) const;

  const RealNames& names_;
  std::optional<Applied> asked_;
  ProofOptions proof_;
};

}  // namespace overmatch
