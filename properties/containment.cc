// SPDX-License-Identifier: Apache-2.0
// containment: a pattern built from a full path selects only modules of its subtree. It needs no
// reference.
#include "matchers/plain_text.h"
#include "matchers/run.h"
#include "names/path.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Full paths asked per case: a tree of 100,000 modules would otherwise cost as many questions.
constexpr std::size_t kMostPaths = 4;

bool escapes(Mode mode, std::string_view module, std::string_view intended) {
  if (in_subtree(module, intended)) return false;
  // A re-rooting is an ambiguity of the tree that no segment-boundary rule can resolve, so it is
  // not a violation; nor is what lies below one, where the mode selects that.
  const ModeTraits& traits = traits_of(mode);
  if (traits.before != Beside::segments) return true;
  return traits.after == Beside::segments ? !run_selects(module, intended)
                                          : !is_rerooting(module, intended);
}

Verdict check_containment(Trial& trial, const Wanted& wanted, Violation& violation) {
  const auto modules = trial.content().modules.views();
  std::size_t tried = 0;
  for (std::size_t target = 0; target < modules.size() && tried < kMostPaths; ++target) {
    const std::string_view path = modules[target];
    if (path.empty()) continue;  // everything is in the root's subtree
    ++tried;
    trial.text.clear();
    append_plain_text(trial.mode(), trial.text, path);
    const std::string_view pattern = trial.text;
    const Question question{{&pattern, 1}, modules};
    trial.ask(question, trial.first);
    if (trial.first.rejected()) continue;  // left to `rejection`
    for (std::size_t module = 0; module < modules.size(); ++module) {
      if (!trial.first.selects(module) || !escapes(trial.mode(), modules[module], path)) continue;
      if (!blame(trial, question, module, true, wanted, violation)) continue;
      violation.what = "a pattern built from a full path selects a module outside its subtree";
      keep_question(trial.mode(), trial.order(), question, violation.question);
      violation.question.intended = std::string(path);
      return Verdict::violated;
    }
  }
  return tried == 0 ? Verdict::vacuous : Verdict::holds;
}

}  // namespace

const Property kContainment = {.name = "containment",
                               .statement =
                                   "A pattern built from a module's full path selects nothing "
                                   "outside that module's subtree; re-rootings are "
                                   "ambiguities of the tree.",
                               .modes = kPreciseModes,
                               .needs_reference = false,
                               .check = check_containment};

}  // namespace overmatch
