// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "names/printable.h"
#include "report/ink.h"
#include "report/proof_report.h"
#include "report/proof_words.h"
#include "report/words.h"

namespace overmatch {
namespace {

using report::Ink;

std::string verdict_ink(Conclusion verdict, const Ink& ink) {
  const std::string_view text = to_string(verdict);
  return verdict == Conclusion::proved    ? ink.green(text)
         : verdict == Conclusion::refuted ? ink.red(text)
                                          : ink.yellow(text);
}

std::string extent_text(const Extent& extent) {
  if (!extent.measured) return "  how many names refute it was not measured: " + extent.why + "\n";
  std::string text =
      "\n  Names that refute it, by length, of the 64 characters A-Z a-z 0-9 _ and .\n";
  std::size_t rows = extent.counts.size();
  while (rows > 0 && extent.counts[rows - 1].names == 0) --rows;
  if (rows == 0) text += "    none so far: they need other characters, or more of them\n";
  for (const LengthCount& count : std::span(extent.counts).first(rows)) {
    const bool saturated = count.names == UINT64_MAX;
    text += fmt::format("  {:>10} characters  {}{}\n", report::grouped(count.length),
                        saturated ? "at least " : "", report::grouped(count.names));
  }
  if (!extent.bounded) text += "    and longer ones without end\n";
  text += "\n  The shortest; of characters that the patterns treat alike only the simplest\n";
  for (const std::string& name : extent.shortest) text += "    " + report::short_path(name) + "\n";
  return text;
}

// A regex to copy: in quotes for the shell, as it is, unless that would break the line or hide
// something.
std::string regex_to_copy(const std::string& regex) {
  std::string plain;
  for (const char c : regex) plain.append(c == '\\' ? 2 : 1, c);
  return report::printable_line(regex) == plain ? report::shell_quoted(regex) : quoted(regex);
}

std::string selected_by(bool regex) {
  return regex ? "selected, though not meant" : "not selected, though meant";
}

}  // namespace

std::string proof_text(const ProofResult& result, bool colour) {
  const Ink ink(colour);
  const Decision& decision = result.decision;
  std::string text =
      verdict_ink(decision.verdict, ink) + ": " + report::claim_in_words(result) + "\n";
  text += "  " + report::why_in_words(result) + "\n";
  if (decision.verdict == Conclusion::refuted) text += extent_text(decision.extent);
  return text;
}

std::string clinic_text(const std::string& regex, const Diagnosis& diagnosis, bool colour) {
  const Ink ink(colour);
  std::string text = "Regex " + regex_to_copy(regex) + "\n";
  for (const auto& finding : diagnosis.findings) {
    text += fmt::format("\n{} {}: {}\n", finding.warning ? ink.red("warning") : ink.cyan("note"),
                        to_string(finding.complaint), finding.what);
    text += fmt::format("  shortest name: {} ({})\n", ink.bold(printable_path(finding.witness)),
                        finding.complaint == Complaint::reading
                            ? "selected by a search, not by the whole name"
                            : selected_by(finding.selected));
    text += finding.corrected.empty() ? "  no correction of the spelling was proved to be right\n"
                                      : fmt::format("  if not meant:  {}   (proved)\n",
                                                    ink.green(regex_to_copy(finding.corrected)));
  }
  // One warning has said it already.
  const auto warnings = std::count_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                                      [](const auto& one) { return one.warning; });
  if (warnings > 1 && diagnosis.mended != regex) {
    text += fmt::format("\nAll warnings mended:  {}\n", ink.green(regex_to_copy(diagnosis.mended)));
  }
  if (!diagnosis.readings.empty()) text += "\nHow it is applied\n";
  for (const auto& readings : diagnosis.readings) {
    const Decision& same = readings.same;
    text += fmt::format("  {} and {}: {}\n", readings.first, readings.second,
                        same.verdict == Conclusion::proved ? "the same names"
                        : same.verdict == Conclusion::refuted
                            ? "differ first on " + report::path_in_words(same.witness)
                            : "undecided: " + same.why);
  }
  std::string last;
  for (const auto& one : diagnosis.undecided) {
    text += fmt::format("{}{} {}: {}\n", last.empty() ? "\n" : "", ink.yellow("undecided"),
                        to_string(one.complaint), one.why);
    last = one.why;
  }
  if (diagnosis.verdict == Conclusion::proved) text += "\n" + ink.green("no warnings") + "\n";
  return text;
}

}  // namespace overmatch
