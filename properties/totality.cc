// SPDX-License-Identifier: Apache-2.0
// totality: every input has an answer. A crash, a hang or excessive memory never reaches this
// function; the supervisor of the child process reports them under this name.
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

Verdict check_totality(Trial& trial, const Wanted& wanted, Violation& violation) {
  // An invalid answer throws SubjectFailure, which the caller reports under this name.
  const Case& content = trial.content();
  static_cast<void>(trial.answer());
  // No modules, no patterns, neither.
  for (const Question& part : {Question{content.patterns.views(), {}},
                               Question{{}, content.modules.views()}, Question{}}) {
    trial.ask(part, trial.first);
    for (std::size_t module = 0;
         !trial.first.rejected() && part.patterns.empty() && module < part.modules.size();
         ++module) {
      if (!trial.first.selects(module) || !blame_all(Direction::overmatch, wanted, violation))
        continue;
      violation.module = part.modules[module];
      violation.what = "the empty list of patterns selects a module";
      keep_question(trial.mode(), trial.order(), part, violation.question);
      return Verdict::violated;
    }
  }
  return Verdict::holds;
}

}  // namespace

const Property kTotality = {.name = "totality",
                            .statement =
                                "There is an answer for every input, without crash, hang or "
                                "runaway memory; the empty list selects nothing.",
                            .modes = kAllModes,
                            .needs_reference = false,
                            .lists = Lists::both,
                            .check = check_totality};

}  // namespace overmatch
