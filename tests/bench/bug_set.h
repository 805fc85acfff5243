// SPDX-License-Identifier: Apache-2.0
// The planted bugs as the benchmarks use them: each with its class, and as a subject on which
// nobody scores by accident.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "planted/planted.h"

namespace overmatch::bench {

struct Bug {
  const Planted* planted = nullptr;
  std::string_view theme;    // the file of src/planted it comes from: "boundary", "digits", ...
  bool about_empty = false;  // its witness has an empty pattern

  [[nodiscard]] Mode mode() const noexcept { return planted->mode; }
  // Of the lists with labels that it is asked; any: plain lists.
  [[nodiscard]] Order order() const noexcept { return planted->order; }
};

// Every bug that shows on questions which all right matchers answer alike. The others survive a
// default search by intention.
[[nodiscard]] const std::vector<Bug>& all_bugs();

// The bugs of these names, in their order; of no names, `per_class` bugs, evenly chosen, of each
// class (mode and theme), all of them for 0: those of plain lists, or those of lists with labels.
// Throws InputError for a name that is none.
[[nodiscard]] std::vector<Bug> choose_bugs(const std::vector<std::string>& names,
                                           std::size_t per_class, bool labelled = false);

// Whether a wrong answer to the question counts, for every contender alike. The empty pattern tells
// almost any two matchers apart, so it counts for the bugs that are about it only; regexes that the
// engines read differently prove nothing.
[[nodiscard]] bool counts(const Bug& bug, const Question& question);

// The bug, with the reference's answer to questions that do not count.
[[nodiscard]] std::unique_ptr<Matcher> make_subject(const Bug& bug);

// CPU seconds of this thread so far: the machine may be busy with other things.
[[nodiscard]] double cpu_seconds();
// The same of the children that ended and were waited for.
[[nodiscard]] double children_cpu_seconds();

}  // namespace overmatch::bench
