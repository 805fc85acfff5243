// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "names/printable.h"
#include "report/ansi_style.h"
#include "report/proof/proof_report.h"
#include "report/proof/proof_words.h"
#include "report/words.h"

namespace overmatch {
namespace {

using report::AnsiStyle;

std::string styled_verdict(Conclusion verdict, const AnsiStyle& ansi) {
  const std::string_view text = to_string(verdict);
  return verdict == Conclusion::proved    ? ansi.green(text)
         : verdict == Conclusion::refuted ? ansi.red(text)
                                          : ansi.yellow(text);
}

std::string counts_text(const CountsByLength& counts_by_length) {
  if (!counts_by_length.measured)
    return "  the names that refute it were not counted: " + counts_by_length.why + "\n";
  std::string text =
      "\n  Names over the 64 characters A-Z a-z 0-9 _ and . that refute it, by length\n";
  std::size_t rows = counts_by_length.counts.size();
  while (rows > 0 && counts_by_length.counts[rows - 1].names == 0) --rows;
  if (rows == 0) text += "    none: they need other characters, or more of them\n";
  for (const LengthCount& count : std::span(counts_by_length.counts).first(rows)) {
    const bool saturated = count.names == UINT64_MAX;
    text += fmt::format("  {:>10} characters  {}{}\n", report::grouped(count.length),
                        saturated ? "at least " : "", report::grouped(count.names));
  }
  if (!counts_by_length.bounded) text += "    and infinitely many longer ones\n";
  text += "\n  The shortest ones; one character stands for all that the patterns treat alike\n";
  for (const std::string& name : counts_by_length.shortest)
    text += "    " + report::short_path(name) + "\n";
  return text;
}

}  // namespace

std::string proof_text(const ProofResult& result, bool colour) {
  const AnsiStyle ansi(colour);
  const Decision& decision = result.decision;
  std::string text =
      styled_verdict(decision.verdict, ansi) + ": " + report::statement_in_words(result) + "\n";
  text += "  " + report::why_in_words(result) + "\n";
  if (decision.verdict == Conclusion::refuted) text += counts_text(decision.counts_by_length);
  return text;
}

}  // namespace overmatch
