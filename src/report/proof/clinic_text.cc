// SPDX-License-Identifier: Apache-2.0
// Writes the result of the regex clinic for people.
#include <fmt/format.h>

#include <algorithm>

#include "names/printable.h"
#include "report/ansi_style.h"
#include "report/proof/proof_report.h"
#include "report/words.h"

namespace overmatch {
namespace {

using report::AnsiStyle;

constexpr std::size_t kExamples = 3;

// Quotes a regex for a shell, so that it can be copied; escapes it if a line cannot show it as it
// is.
std::string regex_to_copy(const std::string& regex) {
  return shows_as_it_is(regex) ? report::shell_quoted(regex) : in_quotes(regex);
}

std::string examples(const RealNames& names, const Selection& some) {
  std::string text;
  const std::size_t few = std::min(some.size(), kExamples);
  for (std::size_t at = 0; at < few; ++at)
    text += (at == 0 ? " " : ", ") + report::path_in_words(names[some[at]]);
  return text + (some.size() > few ? ", …" : "");
}

std::string effect_text(const RealNames& names, const Effect& effect) {
  std::string text = fmt::format("    selects {}", report::counted(effect.after, "name"));
  const std::size_t kept = effect.before - effect.lost.size();
  if (effect.after == 0) return "    selects nothing by itself\n";
  if (effect.lost.empty() && effect.gained.empty()) return text + ", the same as before\n";
  text += effect.before == 0 ? "; before, none\n"
                             : fmt::format(", {} of the {} selected before\n",
                                           report::grouped(kept), report::grouped(effect.before));
  if (!effect.lost.empty())
    text += fmt::format("    loses {}:{}\n", report::grouped(effect.lost.size()),
                        examples(names, effect.lost));
  if (!effect.gained.empty())
    text += fmt::format("    adds {}:{}\n", report::grouped(effect.gained.size()),
                        examples(names, effect.gained));
  return text;
}

}  // namespace

std::string clinic_text(const std::string& regex, const RealNames& names,
                        const Diagnosis& diagnosis, bool all, bool colour) {
  const AnsiStyle ansi(colour);
  std::string text = "Regex " + regex_to_copy(regex) + "\n";
  text +=
      fmt::format("  selects, of {} of {}:", report::counted(names.size(), "name"), names.title());
  for (std::size_t at = 0; at < diagnosis.counts.size(); ++at) {
    const auto& count = diagnosis.counts[at];
    text += fmt::format("{} {} with {}", at == 0 ? "" : ",", report::grouped(count.names),
                        to_string(count.how));
  }
  text += "\n";
  const auto warnings = std::count_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                                      [](const auto& one) { return one.warning; });
  for (const auto& finding : diagnosis.findings) {
    text += fmt::format("\n{} {}: {}\n", finding.warning ? ansi.red("warning") : ansi.cyan("note"),
                        to_string(finding.kind), finding.what);
    if (finding.corrected.empty()) {
      if (finding.warning && finding.kind != MistakeKind::no_name)
        text += "  no correction that was tried selects what was meant\n";
      continue;
    }
    const bool last = warnings == 1 || !finding.warning;
    text += fmt::format("  {}  {}\n",
                        !finding.warning ? "if not meant:"
                        : last           ? "write instead:"
                                         : "corrected:",
                        ansi.green(regex_to_copy(finding.warning && last ? diagnosis.repaired
                                                                         : finding.corrected)));
    text += effect_text(names, finding.effect);
  }
  // A single warning has shown the correction already.
  if (warnings > 1 && diagnosis.repaired != regex) {
    text += fmt::format("\nto correct all warnings, write instead:  {}\n",
                        ansi.green(regex_to_copy(diagnosis.repaired)));
    text += effect_text(names, diagnosis.effect);
  }
  if (!diagnosis.harmless.empty() && warnings == 0) {
    if (all) {
      for (const auto& one : diagnosis.harmless)
        text += fmt::format("\n{} {}: {}\n", ansi.faint("harmless"), to_string(one.kind), one.what);
      if (diagnosis.tidied != regex)
        text += fmt::format("  simpler, with the same names:  {}\n",
                            ansi.green(regex_to_copy(diagnosis.tidied)));
    } else {
      text += fmt::format("\n{} that these names do not show (--all)\n",
                          report::counted(diagnosis.harmless.size(), "mistake"));
    }
  }
  if (!diagnosis.undecided.empty())
    text += fmt::format("\n{} for all names: {}\n", ansi.yellow("undecided"), diagnosis.undecided);
  if (diagnosis.verdict == Conclusion::proved) text += "\n" + ansi.green("no warnings") + "\n";
  return text;
}

}  // namespace overmatch
