// SPDX-License-Identifier: Apache-2.0
// The planted bugs: matchers with exactly one bug each, and correct matchers written in other ways
// than the references.
//
// They measure the harness. A bug that it doesn't find is a hole in its generators; a correct
// variant that it accuses is a mistake in its properties. The set was therefore chosen without
// looking at either, from real bug reports (`source`) and from what tired programmers write; keep
// it so.
//
// Each bug carries a witness, questions on which it differs from the reference of its mode, given
// by hand (of mutants: the first small one). planted_test.cc asks them, so that every bug here is
// known to be one without the harness's word for it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matchers/matcher.h"
#include "subjects/plugin.h"

namespace overmatch {

// What a planted matcher does on its witness.
enum class Expect : std::uint8_t {
  wrong,    // answers, but not what the reference answers
  crash,    // ends the process: a signal, abort, or an exception that nobody may catch
  hang,     // never answers
  memory,   // takes memory for ever
  correct,  // agrees with the reference on every question
};

// Where it differs from the reference of its mode: on questions that every right matcher answers
// alike, or only beyond them, where a default search must not ask, or not at all. The reason why
// such a bug survives one; the selftest verifies it.
enum class Differs : std::uint8_t {
  inside,        // also inside the portable core (always, but for `regex`)
  beyond_core,   // only on regexes that Python, PCRE2 and RE2 read differently; of a correct
                 // variant: it is right inside only
  beyond_limit,  // only where the reference itself gives up, by its match limit
  nowhere,       // a mutation that changes no answer
};

// One question of a witness. A bug with a memory needs several, asked in this order of the same
// matcher.
struct Ask {
  std::vector<std::string> patterns;
  std::vector<std::string> modules;
};

// What a matcher does, from its first question on: `start` gives a fresh one, without a past.
using Session = std::function<void(const Question&, Answer&)>;
struct Behaviour {
  std::function<Session()> start;
  PluginFunction* raw = nullptr;  // instead, set for the bugs that only the C interface allows
};

struct Planted {
  std::string_view name;  // kebab-case, led by its mode
  Mode mode = Mode::segment;
  std::string_view bug;     // the mistake, in one line
  std::string_view source;  // a real report of it, "owner/repository#number", or ""
  Expect expect = Expect::wrong;
  Behaviour behaviour;
  std::vector<Ask> witness;
  Differs differs = Differs::inside;
  // The class of bug, which is the theme file that it stands in: "boundary", "list", ...
  std::string_view theme = "";

  [[nodiscard]] std::unique_ptr<Matcher> make() const;
};

// All of them, grouped by theme.
[[nodiscard]] std::span<const Planted> planted();

// The one of that name, or null.
[[nodiscard]] const Planted* find_planted(std::string_view name);

}  // namespace overmatch
