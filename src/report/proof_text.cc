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

}  // namespace overmatch
