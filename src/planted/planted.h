// SPDX-License-Identifier: Apache-2.0
// Planted bugs are matchers with exactly one bug each, and correct variants are matchers written in
// other ways than the references; together they measure the harness.
//
// A bug that the harness does not find is a gap in its generators; a correct variant that it
// reports is a mistake in its properties. The set was therefore chosen without looking at either,
// from real bug reports (`source`) and common mistakes; keep it so.
//
// Each bug has a witness: hand-written questions on which it differs from the reference (for
// mutants, the first small one). planted_test.cc asks them, so each bug is known to be one without
// the harness.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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
  memory,   // allocates without end
  correct,  // agrees with the reference on every question
};

// Where a planted matcher differs from the reference: on questions that every correct matcher
// answers alike, or only outside them, where a default search must not ask. The selftest verifies
// it.
enum class Differs : std::uint8_t {
  inside,        // also inside the portable core (always, except in `regex`)
  beyond_core,   // only on regexes that Python, PCRE2 and RE2 read differently; a correct variant
                 // may differ there
  beyond_limit,  // only where the reference exceeds its match limit
  nowhere,       // a mutation that changes no answer
};

// One question of a witness. A stateful bug needs several, asked of the same matcher in order.
struct Ask {
  std::vector<std::string> patterns;
  std::vector<std::string> modules;
  std::vector<Label> labels = {};  // one a pattern; empty of a plain list
};

// An Ask as a question of a list in this order, as views into the Ask, which must outlive it.
class AskViews {
 public:
  AskViews(const Ask& ask, Order order)
      : patterns_(ask.patterns.begin(), ask.patterns.end()),
        modules_(ask.modules.begin(), ask.modules.end()),
        question_{patterns_, modules_, ask.labels, order} {}
  AskViews(const AskViews&) = delete;
  AskViews& operator=(const AskViews&) = delete;
  ~AskViews() = default;
  [[nodiscard]] const Question& question() const noexcept { return question_; }

 private:
  std::vector<std::string_view> patterns_;
  std::vector<std::string_view> modules_;
  Question question_;
};

// The behaviour of a matcher: `start` returns a fresh one without state.
using Session = std::function<void(const Question&, Answer&)>;
struct Behaviour {
  std::function<Session()> start;
  PluginFunction* raw = nullptr;  // instead of `start`: for bugs that only the C interface allows
};

// A planted bug or a correct variant.
struct Planted {
  std::string_view name;  // kebab-case, begins with its mode
  Mode mode = Mode::segment;
  std::string_view bug;     // the mistake, in one line
  std::string_view source;  // a real report of it, "owner/repository#number", or ""
  Expect expect = Expect::wrong;
  Behaviour behaviour;
  std::vector<Ask> witness;
  Differs differs = Differs::inside;
  // The class of bug, which is the name of its file: "boundary", "list", ...
  std::string_view theme = "";
  // Of the lists with labels that it is asked; any: plain lists.
  Order order = Order::any;

  // Makes a fresh matcher.
  [[nodiscard]] std::unique_ptr<Matcher> make() const;
};

// All planted matchers, grouped by theme.
[[nodiscard]] std::span<const Planted> planted();

// The one of that name, or null.
[[nodiscard]] const Planted* find_planted(std::string_view name);

// The same for a process that needs one only: a copy, or nothing. The mutants, which take most of
// the time to plant, are planted only where no other theme has the name.
[[nodiscard]] std::optional<Planted> plant_one(std::string_view name);

}  // namespace overmatch
