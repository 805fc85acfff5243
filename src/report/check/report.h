// SPDX-License-Identifier: Apache-2.0
// Writes the result of a campaign as text, JSON, JUnit XML and HTML.
//
// Every report is a pure function of the result and of the style: the same ones give the same
// bytes.
#pragma once

#include <string>
#include <string_view>

#include "report/run_facts.h"
#include "search/campaign/campaign.h"

namespace overmatch {

// How a report looks.
struct ReportStyle {
  bool colour = false;  // ANSI colours
  // The options that name the subject, for replay lines: "--plugin ./my.so".
  std::string subject;
  std::string program = "overmatch";
  bool verbose = false;  // prints the counts of kinds, strategies and situations, too
  bool brief = false;    // of a finding only the smallest case and how to replay it
  // Replay lines hold the case, if it is short, so that they work without its file.
  bool inline_case = false;
  std::string verb = "check";
  report::RunFacts run = {};  // of JUnit and HTML
};

// The report of `overmatch check`: the verdict, each finding with its example on a real tree, its
// smallest case and its replay line, and the verdict again. `verbose` adds tables of what was
// tried.
[[nodiscard]] std::string text_report(const CampaignResult& result, const ReportStyle& style);

// One finding, as `check`, `repro` and `shrink` show it; begins with its real example if it has
// one.
[[nodiscard]] std::string text_finding(const Finding& finding, const ReportStyle& style,
                                       const RealExample* real_example = nullptr);

// {"subject", "mode", "seed", "cases", "violations": [...], ...}.
[[nodiscard]] std::string json_report(const CampaignResult& result);

// One line of JSON Lines about a case, as Tyche reads it:
// https://tyche-pbt.github.io/tyche-extension/ and Hypothesis' schema_observations.json.
// `run_start`: when the check began, in Unix time.
[[nodiscard]] std::string observation_line(const Observation& seen, std::string_view subject,
                                           double run_start);

// JUnit XML for CI: one test case a property, which fails with the texts of its findings. The time
// of the run is shared out by the number of cases that each property was checked on, as they are
// checked together. Format: https://github.com/testmoapp/junitxml
[[nodiscard]] std::string junit_report(const CampaignResult& result, const ReportStyle& style = {});

// One HTML page without external files.
[[nodiscard]] std::string html_report(const CampaignResult& result, const ReportStyle& style);

}  // namespace overmatch
