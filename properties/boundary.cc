// SPDX-License-Identifier: Apache-2.0
// boundary: a match is lost when its first or last segment is extended.
#include <array>
#include <utility>

#include "matchers/plain_text.h"
#include "matchers/run.h"
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
  return is_plain_text(mode, pattern, text) && !text.empty() && is_well_formed(text);
}

// The module's path with its matched part extended, in each way. None of them must match.
void grow(Mode mode, std::string_view module, std::string_view literal, Names& out) {
  std::string grown;
  for (const std::string_view growth : kGrowths) {
    const auto [before, after] = std::pair(traits_of(mode).before, traits_of(mode).after);
    const bool tail = before != Beside::anything && after == Beside::nothing;
    const bool head = before == Beside::nothing && after != Beside::anything;
    if (tail && module.ends_with(literal)) {
      grown.assign(module.substr(0, module.size() - literal.size())).append(growth).append(literal);
      out.push_back(grown);
    }
    if (head && module.starts_with(literal)) {
      grown.assign(literal).append(growth).append(module.substr(literal.size()));
      out.push_back(grown);
    }
    // Nor may text stand in front where the front is compared, unless it continues the pattern.
    if (before == Beside::nothing && after == Beside::anything && module.starts_with(literal)) {
      grown.assign(growth).append(module);
      if (!grown.starts_with(literal)) out.push_back(grown);
    }
    // In the middle of a path, the segments at both ends of the match are extended, unless the
    // pattern stands in the path once more.
    if (before == Beside::segments && after == Beside::segments) {
      const std::size_t at = module.find(literal);
      if (at == std::string_view::npos) continue;
      grown.assign(module.substr(0, at)).append(growth).append(module.substr(at));
      if (!run_selects(grown, literal)) out.push_back(grown);
      const std::size_t end = at + literal.size();
      grown.assign(module.substr(0, end)).append(growth).append(module.substr(end));
      if (!run_selects(grown, literal)) out.push_back(grown);
    }
    // Extending the end also ends every suffix match; only where any text may stand before it, the
    // extended path may end with the pattern again.
    if (before != Beside::nothing && after == Beside::nothing && module.ends_with(literal)) {
      grown.assign(module).append(growth);
      if (before != Beside::anything || !grown.ends_with(literal)) out.push_back(grown);
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
        keep_question(trial.mode(), trial.order(), {single.patterns, pair}, violation.question);
        return Verdict::violated;
      }
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

}  // namespace

const Property kBoundary = {.name = "boundary",
                            .statement = "Growing a segment beside a match ends the match.",
                            .modes = kClosedModes,
                            .needs_reference = false,
                            .check = check_boundary};

}  // namespace overmatch
