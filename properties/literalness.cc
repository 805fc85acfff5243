// SPDX-License-Identifier: Apache-2.0
// literalness: a metacharacter is plain text in literal modes, and an escaped path is plain text in
// `regex`.
#include <array>

#include "matchers/regex.h"
#include "names/path.h"
#include "names/utf8.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Modules that patterns are made from in one case.
constexpr std::size_t kMostAltered = 2;

// Patterns that would select `module` if they were read as a regex or a glob. Each holds a
// metacharacter.
void disguise(std::string_view module, Names& out) {
  std::string text;
  const auto add = [&](std::string_view a, std::string_view b, std::string_view c = {}) {
    text.assign(a).append(b).append(c);
    out.push_back(text);
  };
  const std::string_view first = module.substr(0, code_point_size(module[0]));
  const std::string_view rest = module.substr(first.size());
  add("?", rest);
  add("[", first, std::string("]").append(rest));
  add("*", rest);
  add(module, "*");
  add(".*", {});
  add(module, "$");
  add("^", module);
  add("(", module, ")");
  add(module, "|zz");
  add(module, "?");
  add(parent(module), parent(module).empty() ? "*" : ".*");
}

bool holds_unknown_character(std::string_view pattern, std::span<const std::string_view> modules) {
  for (const char c : std::string_view("?[]*$^()|+")) {
    if (pattern.find(c) == std::string_view::npos) continue;
    bool known = false;
    for (const std::string_view module : modules)
      known = known || module.find(c) != std::string_view::npos;
    if (!known) return true;
  }
  return false;
}

// A pattern with a character that no module has selects nothing.
Verdict check_literal(Trial& trial, const Wanted& wanted, Violation& violation) {
  const auto modules = trial.content().modules.views();
  std::size_t tried = 0;
  for (std::size_t from = modules.size(); from-- > 0 && tried < kMostAltered;) {
    if (modules[from].empty()) continue;
    ++tried;
    trial.patterns.clear();
    disguise(modules[from], trial.patterns);
    for (std::size_t at = 0; at < trial.patterns.size(); ++at) {
      if (!holds_unknown_character(trial.patterns[at], modules)) continue;
      const Question question{trial.patterns.views().subspan(at, 1), modules};
      trial.ask(question, trial.first);
      if (trial.first.rejected()) continue;
      for (std::size_t module = 0; module < modules.size(); ++module) {
        if (!trial.first.selects(module) ||
            !blame(trial, question, module, true, wanted, violation))
          continue;
        violation.what = "a pattern with a character that no module has selects a module";
        keep_question(trial.mode(), question, violation.question);
        return Verdict::violated;
      }
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

// An escaped path selects that path and no other.
Verdict check_escaped(Trial& trial, const Wanted& wanted, Violation& violation) {
  const auto modules = trial.content().modules.views();
  std::size_t tried = 0;
  for (std::size_t target = modules.size(); target-- > 0 && tried < kMostAltered;) {
    ++tried;
    trial.text.clear();
    append_escaped_regex(trial.text, modules[target]);
    const std::string_view pattern = trial.text;
    const Question question{{&pattern, 1}, modules};
    trial.ask(question, trial.first);
    if (trial.first.rejected()) continue;  // left to `rejection`
    for (std::size_t module = 0; module < modules.size(); ++module) {
      const bool selected = trial.first.selects(module);
      if (selected == (module == target) ||
          !blame(trial, question, module, selected, wanted, violation))
        continue;
      violation.what = selected ? "an escaped path selects another path"
                                : "an escaped path does not select itself";
      keep_question(trial.mode(), question, violation.question);
      return Verdict::violated;
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

Verdict check_literalness(Trial& trial, const Wanted& wanted, Violation& violation) {
  return trial.mode() == Mode::regex ? check_escaped(trial, wanted, violation)
                                     : check_literal(trial, wanted, violation);
}

}  // namespace

const Property kLiteralness = {.name = "literalness",
                               .statement =
                                   "Outside `regex`, metacharacters are plain text; in `regex`, an "
                                   "escaped path selects exactly that path.",
                               .modes = kAllModes,
                               .needs_reference = false,
                               .check = check_literalness};

}  // namespace overmatch
