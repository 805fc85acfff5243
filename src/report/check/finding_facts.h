// SPDX-License-Identifier: Apache-2.0
// The facts of a finding in words, for every format alike: a page and a terminal must not tell two
// stories.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/check/report.h"
#include "report/tree_drawing.h"

namespace overmatch::report {

// The modules of the minimal case, judged: the subject's answer beside the reference's. All
// unmarked where there is no answer. A side that rejects the patterns selects nothing.
[[nodiscard]] std::vector<DrawnModule> judged(const Finding& finding);

// "selects `aa` for the pattern `a`: overmatch, glued-prefix"
[[nodiscard]] std::string headline(const Finding& finding);

// What the drawing cannot say: a rejection by either side, an answer that could not be had again.
[[nodiscard]] std::vector<std::string> circumstances(const Finding& finding);

// Where the pattern stands in the wrongly selected module: three lines of equal offset, the last
// marking what the pattern does not cover. Nothing unless the pattern is literally a part of the
// path and both fit on a line.
struct Alignment {
  std::string pattern;
  std::string module;
  std::string marks;
  std::string why;
};
[[nodiscard]] std::optional<Alignment> alignment(const Finding& finding);

// "proved (all 212 smaller cases over {a b .} pass)"
[[nodiscard]] std::string minimality(const Finding& finding);

// "after 27 cases, in phase random (strategy words)", "" for a user's own case.
[[nodiscard]] std::string discovery(const Finding& finding);

// The command that shows the finding again. From its file, or, unsaved and short, from the case
// itself. "" if the style names no subject: replayed against the reference, it would show nothing.
[[nodiscard]] std::string replay(const Finding& finding, const ReportStyle& style);

// The lines that the subject printed before it died; without the first of Finding::crash, which
// says how it ended.
[[nodiscard]] std::vector<std::string> last_words(const Finding& finding);

}  // namespace overmatch::report
