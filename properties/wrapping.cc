// SPDX-License-Identifier: Apache-2.0
// wrapping: segments in front of every path (DataParallel's `module.`, PEFT's `base_model.model.`)
// change the answer as the mode says.
#include "matchers/plain_text.h"
#include "names/path.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Two segments that patterns rarely hold, one with a `_`, which is mistaken for a boundary.
constexpr std::string_view kWrapper = "w_r.w";
// Patterns asked in one case.
constexpr std::size_t kMostPatterns = 3;

// Whether a regex may depend on the text around its match (anchors, word boundaries, look-around)
// or have flags, which Python allows only at the beginning. May be true for a regex that does not.
bool looks_around(std::string_view pattern) {
  if (pattern.find_first_of("^$") != std::string_view::npos) return true;
  for (std::size_t at = 0; at + 1 < pattern.size(); ++at) {
    const char next = pattern[at + 1];
    if (pattern[at] == '(' && next == '?' && pattern.substr(at + 2, 1) != ":") return true;
    if (pattern[at] != '\\') continue;
    if (next == 'A' || next == 'Z' || next == 'b' || next == 'B') return true;
    ++at;  // "\\(" does not open a group
  }
  return false;
}

// Whether it is known what the pattern selects below a wrapper.
bool speaks_of(Mode mode, std::string_view pattern) {
  if (pattern.find('w') != std::string_view::npos) return false;  // may match the wrapper
  const ModeTraits& traits = traits_of(mode);
  if (traits.before != Beside::nothing && traits.after != Beside::nothing) {
    // What need not end with the path may match the wrapper.
    std::string text;
    return is_plain_text(mode, pattern, text) && !text.empty() && text.front() != kSeparator &&
           kWrapper.find(text) == std::string_view::npos;
  }
  if (is_regex(mode)) return !looks_around(pattern);
  if (traits.before == Beside::nothing) return is_well_formed(pattern);
  return !pattern.empty() && pattern.front() != kSeparator;
}

// The pattern that selects below the wrapper what `pattern` selects without it.
void wrap(Mode mode, std::string_view pattern, std::string& out) {
  out.clear();
  if (traits_of(mode).before != Beside::nothing) {
    out = pattern;
  } else if (is_regex(mode)) {
    append_plain_text(mode, out, kWrapper);
    out.append("\\.(?:").append(pattern).append(")");
  } else {
    out = kWrapper;
    if (!pattern.empty()) out.append(".").append(pattern);
  }
}

// Whether the wrapped pattern exceeds the match limit: a character that the pattern requires may be
// in the wrapper only, so that the engine no longer fails at once.
bool passes_limit(Trial& trial, const Question& below) {
  trial.ask_reference(below, trial.alone);
  return trial.alone.rejected();
}

Verdict check_wrapping(Trial& trial, const Wanted& wanted, Violation& violation) {
  const auto patterns = trial.content().patterns.views();
  // The root becomes the wrapper itself, which segment patterns and regexes treat differently:
  // check the other modules only.
  trial.modules.clear();
  trial.patterns.clear();
  for (const std::string_view module : trial.content().modules) {
    if (module.empty()) continue;
    trial.modules.push_back(module);
    trial.text.assign(kWrapper).append(".").append(module);
    trial.patterns.push_back(trial.text);
  }
  const Names& wrapped = trial.patterns;
  if (trial.modules.empty()) return Verdict::vacuous;
  std::size_t tried = 0;
  for (std::size_t at = 0; at < patterns.size() && tried < kMostPatterns; ++at) {
    if (!speaks_of(trial.mode(), patterns[at])) continue;
    trial.ask({patterns.subspan(at, 1), trial.modules.views()}, trial.first);
    if (trial.first.rejected()) continue;
    ++tried;
    wrap(trial.mode(), patterns[at], trial.text);
    const std::string_view pattern = trial.text;
    const Question below{{&pattern, 1}, wrapped.views()};
    trial.ask(below, trial.second);
    if (trial.second.rejected() && passes_limit(trial, below)) continue;
    for (std::size_t module = 0; module < wrapped.size(); ++module) {
      if (!trial.second.rejected() && trial.second.selects(module) == trial.first.selects(module))
        continue;
      const bool selected = !trial.second.rejected() && trial.second.selects(module);
      if (!blame(trial, below, module, selected, wanted, violation)) continue;
      violation.what = selected ? "a module is selected only once it is wrapped"
                                : "a module is lost once it is wrapped";
      keep_question(trial.mode(), trial.order(), below, violation.question);
      return Verdict::violated;
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

}  // namespace

const Property kWrapping = {.name = "wrapping",
                            .statement =
                                "Putting segments in front of every path changes no verdict, once "
                                "the patterns of the modes that name whole paths "
                                "are wrapped too.",
                            .modes = kPlainModes,
                            .needs_reference = false,
                            .check = check_wrapping};

}  // namespace overmatch
