// SPDX-License-Identifier: Apache-2.0
// A check or a replay as annotations and as Markdown.
#include <fmt/format.h>

#include "report/check/finding_facts.h"
#include "report/check/result_facts.h"
#include "report/ci/ci_report.h"
#include "report/words.h"

namespace overmatch {

std::string check_github(const CampaignResult& result, const ReportStyle& style) {
  std::string out;
  for (const Finding& finding : result.findings) {
    const std::string replay = report::replay(finding, style);
    out += workflow_command(
        {Severity::error, finding.file, 0, "overmatch: " + finding.id(),
         report::headline(finding) + (replay.empty() ? "" : "\nreplay: " + replay)});
  }
  for (const std::string& sentence : report::reservations(result))
    out += workflow_command({Severity::warning, "", 0, "overmatch", sentence});
  out += workflow_command({Severity::note, "", 0, "overmatch", report::verdict(result)});
  return out;
}

std::string check_markdown(const CampaignResult& result, const ReportStyle& given) {
  ReportStyle style = given;
  style.inline_case = true;  // it is pasted where the file is not
  std::string out = fmt::format("### overmatch: {}\n\n", markdown_prose(report::verdict(result)));
  for (const std::string& sentence : report::reservations(result))
    out += "> " + markdown_prose(sentence) + "\n\n";
  for (const Finding& finding : result.findings) {
    out += fmt::format("#### {}\n\n{}\n", markdown_code(finding.id()),
                       markdown_block(text_finding(finding, style)));
    if (const std::string file = report::pasted_case(finding); !file.empty())
      out += "The case:\n\n" + markdown_block(file, "json") + "\n";
  }
  if (!result.accepted.empty()) {
    out += "Accepted as known:\n\n";
    for (const Finding& finding : result.accepted)
      out += fmt::format("- {}: {}\n", markdown_code(finding.id()),
                         markdown_prose(report::headline(finding)));
    out += "\n";
  }
  if (!result.replayed.empty()) {
    out += "| case | outcome |\n| --- | --- |\n";
    for (const ReplayedCase& each : result.replayed)
      out += fmt::format("| {} | {} |\n", markdown_prose(each.file), to_string(each.outcome));
    out += "\n";
  }
  return out;
}

}  // namespace overmatch
