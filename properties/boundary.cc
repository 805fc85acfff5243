// SPDX-License-Identifier: Apache-2.0
// boundary: a match is lost when its first or last segment is extended.
#include <array>

#include "matchers/regex.h"
#include "names/path.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// What a segment is extended by: letters, characters that are mistaken for a boundary, a digit, a
// capital, a metacharacter, a space, a two-byte letter.
constexpr std::array<std::string_view, 10> kGrowths = {"x", "_", "-", "0",    "X",
                                                       "*", "/", " ", "img_", "é"};
// Selected modules that are extended in one case.
constexpr std::size_t kMostGrown = 2;

// The literal path that `pattern` stands for, if the property can extend it.
bool literal_path(Mode mode, std::string_view pattern, std::string& text) {
  if (mode == Mode::regex)
    return unescape_regex(pattern, text) && !text.empty() && is_well_formed(text);
  text = pattern;
  return !text.empty() && is_well_formed(text);
}

// The module's path with its matched part extended, in each way. None of them must match.
void grow(Mode mode, std::string_view module, std::string_view literal, Names& out) {
  std::string grown;
  for (const std::string_view growth : kGrowths) {
    const bool tail = mode == Mode::segment || mode == Mode::exact || mode == Mode::regex;
    const bool head = mode == Mode::subtree || mode == Mode::exact || mode == Mode::regex;
    if (tail && module.ends_with(literal)) {
      grown.assign(module.substr(0, module.size() - literal.size())).append(growth).append(literal);
      out.push_back(grown);
    }
    if (head && module.starts_with(literal)) {
      grown.assign(literal).append(growth).append(module.substr(literal.size()));
      out.push_back(grown);
    }
    // Extending the end also ends every suffix match; only in `endswith` the extended path may end
    // with the pattern again.
    if ((mode == Mode::segment || mode == Mode::endswith) && module.ends_with(literal)) {
      grown.assign(module).append(growth);
      if (mode == Mode::segment || !grown.ends_with(literal)) out.push_back(grown);
    }
  }
}

Verdict check_boundary(Trial& trial, const Wanted& wanted, Violation& violation) {
  const auto patterns = trial.content().patterns.views();
  const auto modules = trial.content().modules.views();
  std::size_t tried = 0;
  for (std::size_t at = 0; at < patterns.size() && tried < kMostGrown; ++at) {
    if (!literal_path(trial.mode(), patterns[at], trial.text)) continue;
    const Question single{patterns.subspan(at, 1), modules};
    trial.ask(single, trial.first);
    if (trial.first.rejected()) continue;
    for (std::size_t module = 0; module < modules.size() && tried < kMostGrown; ++module) {
      if (!trial.first.selects(module)) continue;
      trial.modules.clear();
      grow(trial.mode(), modules[module], trial.text, trial.modules);
      if (trial.modules.empty()) continue;  // selected for another reason
      ++tried;
      const Question neighbours{single.patterns, trial.modules.views()};
      trial.ask(neighbours, trial.second);
      if (trial.second.rejected()) continue;
      for (std::size_t grown = 0; grown < trial.modules.size(); ++grown) {
        if (!trial.second.selects(grown) ||
            !blame(trial, neighbours, grown, true, wanted, violation))
          continue;
        violation.what = "a segment was grown beside a match, and the match went on";
        const std::array<std::string_view, 2> pair = {modules[module], trial.modules[grown]};
        keep_question(trial.mode(), {single.patterns, pair}, violation.question);
        return Verdict::violated;
      }
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

}  // namespace

const Property kBoundary = {.name = "boundary",
                            .statement = "Growing a segment beside a match ends the match.",
                            .modes = kAllModes,
                            .needs_reference = false,
                            .check = check_boundary};

}  // namespace overmatch
