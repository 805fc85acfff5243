// SPDX-License-Identifier: Apache-2.0
// literalness: a metacharacter is plain text in the modes of text, and an escaped path is plain
// text in those of globs and regexes.
#include <array>

#include "matchers/plain_text.h"
#include "matchers/rule_matcher.h"
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
        keep_question(trial.mode(), trial.order(), question, violation.question);
        return Verdict::violated;
      }
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

// An escaped path selects what the path selects as text: in `regex` and the globs itself alone.
Verdict check_escaped(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Mode text = text_mode_of(trial.mode());
  const auto modules = trial.content().modules.views();
  std::size_t tried = 0;
  for (std::size_t target = modules.size(); target-- > 0 && tried < kMostAltered;) {
    ++tried;
    trial.text.clear();
    append_plain_text(trial.mode(), trial.text, modules[target]);
    const std::string_view pattern = trial.text;
    const Question question{{&pattern, 1}, modules};
    trial.ask(question, trial.first);
    if (trial.first.rejected()) continue;  // left to `rejection`
    for (std::size_t module = 0; module < modules.size(); ++module) {
      const bool selected = trial.first.selects(module);
      if (selected == rule_selects(text, modules[module], modules[target]) ||
          !blame(trial, question, module, selected, wanted, violation))
        continue;
      violation.what = selected ? "an escaped path selects another path"
                                : "an escaped path misses a path that its text selects";
      keep_question(trial.mode(), trial.order(), question, violation.question);
      return Verdict::violated;
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

Verdict check_literalness(Trial& trial, const Wanted& wanted, Violation& violation) {
  return is_text(trial.mode()) ? check_literal(trial, wanted, violation)
                               : check_escaped(trial, wanted, violation);
}

// The modes in which an escaped path selects what it selects as text in one other mode.
constexpr ModeSet kSpelledModes =
    ModeSet::where([](const ModeTraits& traits) { return !traits.dialect.several; });

}  // namespace

const Property kLiteralness = {
    .name = "literalness",
    .statement =
        "In the modes of text, metacharacters are plain text; in those of "
        "globs and regexes, an escaped path is.",
    .modes = kSpelledModes,
    .needs_reference = false,
    .check = check_literalness};

}  // namespace overmatch
