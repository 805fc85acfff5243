// rejection: an answer of its own, given for a pattern that does not compile and for nothing else.
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

Verdict check(Trial& trial, const Wanted& wanted, Violation& violation) {
  const bool rejected = trial.answer().rejected();
  if (rejected == trial.expected().rejected()) return rejected ? Verdict::holds : Verdict::vacuous;
  // A catastrophic pattern that only the reference gives up on is no fault of the subject.
  if (!rejected && trial.expected().reason().starts_with("match limit")) return Verdict::vacuous;
  // One list may hold several patterns to blame: the first that the reference rejects alone.
  const auto patterns = trial.content().patterns.views();
  std::string_view culprit;
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    trial.ask_reference({patterns.subspan(at, 1), {}}, trial.first);
    if (trial.first.rejected() || rejected) {
      culprit = patterns[at];
      break;
    }
  }
  const Shape shape = patterns.empty() ? Shape::whole_list : shape_of(trial.mode(), culprit, "a");
  const Direction direction = rejected ? Direction::undermatch : Direction::overmatch;
  if (!wanted(direction, shape)) return Verdict::holds;
  violation.direction = direction;
  violation.shape = shape;
  violation.pattern = culprit;
  violation.module.clear();
  violation.what = rejected ? "rejects patterns that are valid (" + trial.answer().reason() + ")"
                            : "accepts a pattern that must be rejected (" + trial.expected().reason() + ")";
  return Verdict::violated;
}

}  // namespace

const Property kRejection = {.name = "rejection",
                             .law = "Only `regex` rejects patterns, and only those that the reference rejects.",
                             .modes = kAllModes,
                             .needs_reference = true,
                             .check = check};

}  // namespace overmatch
