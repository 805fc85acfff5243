// SPDX-License-Identifier: Apache-2.0
// Puts the facts of one finding into words that all report formats share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/check/report.h"
#include "report/tree_drawing.h"

namespace overmatch::report {

// The name of a label of the list, or "nothing" for null.
[[nodiscard]] std::string label_in_words(const EntryLabels& labels, Label label);

// The modules of the minimal case, each with its mark. All are unmarked where the subject gave no
// answer. A side that rejects the patterns selects nothing.
[[nodiscard]] std::vector<DrawnModule> judged(const Finding& finding);

// The question that the property derived, with the subject's answer, as a finding for `judged`:
// often the wrong one. Nothing for agreement, which asks the case alone.
[[nodiscard]] std::optional<Finding> follow_up(const Finding& finding);

// "selects `aa` for the pattern `a`: overmatch, glued-prefix"
[[nodiscard]] std::string headline(const Finding& finding);

// Sentences about what the drawing cannot show: a rejection by either side, a finding that did not
// repeat or was not reduced.
[[nodiscard]] std::vector<std::string> circumstances(const Finding& finding);

// The pattern above the wrongly selected module, aligned at the match.
struct Alignment {
  std::string pattern;  // indented to the start of the match
  std::string module;
  std::string marks;  // "~" below what the pattern does not cover
  std::string why;    // "the match starts inside a segment"
};
// Nothing unless the pattern is literally a part of the path and both fit on a line.
[[nodiscard]] std::optional<Alignment> alignment(const Finding& finding);

// "proved (all 212 smaller cases over {a b .} pass)"
[[nodiscard]] std::string minimality(const Finding& finding);

// "after 27 cases, in phase random (strategy words)"; "" for a case that the user gave.
[[nodiscard]] std::string discovery(const Finding& finding);

// The command that replays the finding: from its file, or from the case itself if that is short and
// unsaved, or the style wants it in the line. "" if the style names no subject, because a replay on
// the reference shows nothing.
[[nodiscard]] std::string replay(const Finding& finding, const ReportStyle& style);

// The case file for a report that people paste, if it is short; else "".
[[nodiscard]] std::string pasted_case(const Finding& finding);

// The last lines that the subject printed on stderr before it crashed: Finding::crash without its
// first line, which says how the process ended.
[[nodiscard]] std::vector<std::string> stderr_tail(const Finding& finding);

}  // namespace overmatch::report
