// SPDX-License-Identifier: Apache-2.0
// Writes the result of a campaign as text, JSON, JUnit XML and HTML.
//
// Every report is a pure function of the result: the same result gives the same bytes.
#pragma once

#include <string>

#include "search/campaign/campaign.h"

namespace overmatch {

// How a report looks.
struct ReportStyle {
  bool colour = false;  // ANSI colours
  // The options that name the subject, for replay lines: "--plugin ./my.so".
  std::string subject;
  std::string program = "overmatch";
  bool verbose = false;  // prints the counts of kinds, strategies and situations, too
};

// The report of `overmatch check`: the verdict, each finding with its drawing, its file and its
// replay line, examples on real trees, and what was tried.
[[nodiscard]] std::string text_report(const CampaignResult& result, const ReportStyle& style);

// One finding, as `check`, `repro` and `shrink` show it.
[[nodiscard]] std::string text_finding(const Finding& finding, const ReportStyle& style);

// {"subject", "mode", "seed", "cases", "violations": [...], ...}.
[[nodiscard]] std::string json_report(const CampaignResult& result);

// JUnit XML for CI: one test case a property, which fails with the texts of its findings.
// Format: https://github.com/testmoapp/junitxml
[[nodiscard]] std::string junit_report(const CampaignResult& result, const ReportStyle& style = {});

// One HTML page without external files.
[[nodiscard]] std::string html_report(const CampaignResult& result, const ReportStyle& style);

}  // namespace overmatch
