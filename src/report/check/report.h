// SPDX-License-Identifier: Apache-2.0
// What a campaign found, for people and for programs. Every report is a pure function of the
// result: no clock, no colour unless asked, the same bytes for the same result.
#pragma once

#include <string>

#include "search/campaign/campaign.h"

namespace overmatch {

struct ReportStyle {
  bool colour = false;  // ANSI colours: on a terminal only
  std::string
      subject;  // how the command line names the subject, e.g. "--plugin ./my.so", for replay lines
  std::string program = "overmatch";
  bool verbose = false;  // also the counts of kinds, strategies and situations
};

// What a user of `overmatch check` reads: the verdict, each finding with its drawing, file and
// replay line, where it happens on real trees, and what was tried.
[[nodiscard]] std::string text_report(const CampaignResult& result, const ReportStyle& style);

// The finding alone, as `check`, `repro` and `shrink` show it.
[[nodiscard]] std::string text_finding(const Finding& finding, const ReportStyle& style);

// The design's JSON: {"subject", "mode", "seed", "cases", "violations": [...], ...}.
[[nodiscard]] std::string json_report(const CampaignResult& result);

// JUnit XML: a test case for each property, failed with the findings' texts. For CI.
[[nodiscard]] std::string junit_report(const CampaignResult& result, const ReportStyle& style = {});

// One self-contained page.
[[nodiscard]] std::string html_report(const CampaignResult& result, const ReportStyle& style);

}  // namespace overmatch
