// SPDX-License-Identifier: Apache-2.0
// Writes findings as annotations of GitHub Actions and as Markdown summaries.
//
// Annotations are workflow commands, one a line, which Actions shows at the line of the file:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
// Markdown is that of GitHub, for $GITHUB_STEP_SUMMARY: https://github.github.com/gfm/
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/audit/audit_report.h"
#include "report/check/report.h"
#include "report/lock/lock_difference.h"

namespace overmatch {

struct Annotation {
  Severity severity = Severity::error;
  std::string file = {};  // "" for none
  std::size_t line = 0;   // 0 for none
  std::string title = {};
  std::string message = {};
};
// "::error file=F,line=N,title=T::MESSAGE" with a line feed.
[[nodiscard]] std::string workflow_command(const Annotation& annotation);

// A sentence in Markdown. What stands between backticks stays code.
[[nodiscard]] std::string markdown_prose(std::string_view text);
// Text as code in a line, and as a block.
[[nodiscard]] std::string markdown_code(std::string_view text);
[[nodiscard]] std::string markdown_block(std::string_view text, std::string_view of = "text");

// An annotation for each finding; hazards of a tree are one for each group.
[[nodiscard]] std::string audit_github(const AuditReport& report);
[[nodiscard]] std::string audit_markdown(const AuditReport& report);

[[nodiscard]] std::string check_github(const CampaignResult& result, const ReportStyle& style);
[[nodiscard]] std::string check_markdown(const CampaignResult& result, const ReportStyle& style);

// `file` is the lock file.
[[nodiscard]] std::string difference_github(const LockDifference& difference,
                                            const std::string& file);
[[nodiscard]] std::string difference_markdown(const LockDifference& difference,
                                              const std::string& file);

}  // namespace overmatch
