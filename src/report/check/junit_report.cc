// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "report/check/finding_facts.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::escaped;
using report::PropertyRow;

bool is_vacuous(const PropertyRow& row) {
  return row.count.checked == 0 && row.findings.empty() && row.accepted.empty() &&
         row.count.violated == 0;
}

// One failure element holds all findings: many readers of JUnit files show the first element only.
std::string failure(const PropertyRow& row, const ReportStyle& style) {
  std::string message = report::headline(*row.findings[0]);
  if (row.findings.size() > 1) message += fmt::format(" (and {} more)", row.findings.size() - 1);
  std::string text;
  for (const Finding* const finding : row.findings)
    text += (text.empty() ? "" : "\n") + text_finding(*finding, style);
  return fmt::format("    <failure type=\"{}\" message=\"{}\">{}</failure>\n", row.property->name,
                     escaped(message), escaped(text));
}

std::string test_case(const CampaignResult& result, const PropertyRow& row, double seconds,
                      const ReportStyle& style) {
  std::string text =
      fmt::format("  <testcase classname=\"overmatch.{}\" name=\"{}\" time=\"{:.3f}\">\n",
                  to_string(result.mode), row.property->name, seconds);
  if (!row.findings.empty()) {
    text += failure(row, style);
  } else if (is_vacuous(row)) {
    text += "    <skipped message=\"the property is vacuous on every case that was tried\"/>\n";
  }
  std::string out =
      fmt::format("{}\n{} checked, {} vacuous, {} violated\n", row.property->statement,
                  report::grouped(row.count.checked), report::grouped(row.count.vacuous),
                  report::grouped(row.count.violated));
  for (const Finding* const finding : row.accepted) {
    out += fmt::format("accepted: {}  {}\n", finding->id(), report::headline(*finding));
  }
  return text + fmt::format("    <system-out>{}</system-out>\n  </testcase>\n", escaped(out));
}

// ` name="value"`, or nothing for an empty value.
std::string attribute(std::string_view name, std::string_view value) {
  return value.empty() ? "" : fmt::format(" {}=\"{}\"", name, escaped(value));
}

// An xs:dateTime without a zone, as most readers want it: "2026-11-29T10:00:00".
std::string timestamp(const report::RunFacts& run) {
  return run.started.substr(0, run.started.find('Z'));
}

// Makes an incomplete run fail in CI: an error in a test case of its own.
std::string incompleteness(const CampaignResult& result) {
  std::string why;
  for (const std::string& sentence : report::reservations(result)) why += sentence + "\n";
  return fmt::format(
      "  <testcase classname=\"overmatch.{}\" name=\"completeness\" time=\"0.000\">\n    <error "
      "type=\"incomplete\" message=\"{}\">{}</error>\n  </testcase>\n",
      to_string(result.mode), escaped(report::first_line(why)), escaped(why));
}

}  // namespace

std::string junit_report(const CampaignResult& result, const ReportStyle& style) {
  ReportStyle plain = style;
  plain.colour = false;
  const auto rows = report::property_rows(result);
  const auto count = [&](auto holds) { return std::count_if(rows.begin(), rows.end(), holds); };
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::size_t errors = is_complete(result) ? 0 : 1;
  out += fmt::format(
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
      "time=\"{:.3f}\"{}{}>\n",
      escaped(fmt::format("overmatch {} {}", result.subject, to_string(result.mode))),
      rows.size() + errors, count([](const PropertyRow& row) { return !row.findings.empty(); }),
      errors, count(is_vacuous), style.run.seconds, attribute("timestamp", timestamp(style.run)),
      attribute("hostname", style.run.host));
  out += fmt::format(
      "  <properties>\n    <property name=\"seed\" value=\"{}\"/>\n    <property name=\"cases\" "
      "value=\"{}\"/>\n"
      "  </properties>\n",
      result.seed, result.statistics.cases);
  std::uint64_t checked = 0;
  for (const PropertyRow& row : rows) checked += row.count.checked;
  for (const PropertyRow& row : rows) {
    const double share =
        checked == 0 ? 0 : static_cast<double>(row.count.checked) / static_cast<double>(checked);
    out += test_case(result, row, style.run.seconds * share, plain);
  }
  if (errors > 0) out += incompleteness(result);
  std::string said = report::verdict(result) + "\n";
  for (const std::string& sentence : report::reservations(result)) said += sentence + "\n";
  for (const RealExample& real_example : result.real_examples) {
    said += report::real_example_in_words(real_example) + "\n";
    for (const std::string& path : report::wrong_modules(real_example)) said += "   " + path + "\n";
  }
  return out + fmt::format("  <system-out>{}</system-out>\n</testsuite>\n", escaped(said));
}

}  // namespace overmatch
