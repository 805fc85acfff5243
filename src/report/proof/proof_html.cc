// SPDX-License-Identifier: Apache-2.0
// Writes a decided statement, or what the regex clinic found, as an HTML page.
#include <fmt/format.h>

#include <algorithm>

#include "names/printable.h"
#include "report/html/html_page.h"
#include "report/html/html_pieces.h"
#include "report/html/html_plots.h"
#include "report/markup.h"
#include "report/proof/proof_report.h"
#include "report/proof/proof_words.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::Tone;

constexpr std::size_t kClinicExamples = 10;

Tone tone_of(Conclusion verdict) {
  return verdict == Conclusion::proved    ? Tone::good
         : verdict == Conclusion::refuted ? Tone::bad
                                          : Tone::warning;
}

std::string counts_html(const CountsByLength& counts) {
  if (!counts.measured)
    return report::paragraph("The names that refute it were not counted: " + counts.why + ".");
  report::HtmlTable table(
      "Names over the 64 characters A-Z a-z 0-9 _ and . that refute it, by length",
      {"characters", "names"});
  for (const LengthCount& count : counts.counts) {
    if (count.names == 0) continue;
    table.row({std::to_string(count.length),
               (count.names == UINT64_MAX ? "at least " : "") + report::grouped(count.names)});
  }
  std::string html = table.write();
  if (html.empty())
    html = report::paragraph("No name over A-Z a-z 0-9 _ and . refutes it: they need others.");
  if (!counts.bounded) html += report::paragraph("And infinitely many longer ones.");
  return html;
}

std::string shortest_html(const CountsByLength& counts) {
  std::vector<std::string> items;
  for (const std::string& name : counts.shortest)
    items.push_back(report::code(report::short_path(name)));
  return report::list(items);
}

std::string examples_html(const RealNames& names, const Selection& some) {
  std::string html;
  for (std::size_t at = 0; at < some.size() && at < kClinicExamples; ++at)
    html += (at == 0 ? "" : ", ") + report::code(report::short_path(names[some[at]]));
  return html + (some.size() > kClinicExamples ? ", …" : "");
}

// What a correction changes on the real names.
std::string effect_html(const RealNames& names, const Effect& effect) {
  std::vector<std::pair<std::string, std::string>> rows = {
      {"selects", fmt::format("{}; before, {}", report::counted(effect.after, "name"),
                              report::grouped(effect.before))}};
  if (!effect.lost.empty())
    rows.emplace_back("loses " + report::grouped(effect.lost.size()),
                      examples_html(names, effect.lost));
  if (!effect.gained.empty())
    rows.emplace_back("adds " + report::grouped(effect.gained.size()),
                      examples_html(names, effect.gained));
  return report::terms(rows);
}

}  // namespace

std::string proof_html(const ProofResult& result, const report::RunFacts& run) {
  const Decision& decision = result.decision;
  report::HtmlPage page(
      "prove", tone_of(decision.verdict),
      fmt::format("{}: {}", to_string(decision.verdict), report::statement_in_words(result)));
  page.lead(report::paragraph(report::why_in_words(result)));
  if (decision.verdict == Conclusion::refuted) {
    page.section("The shortest names that refute it", shortest_html(decision.counts_by_length));
    page.section("How many there are", counts_html(decision.counts_by_length));
  }
  page.fact("states visited", report::grouped(decision.states));
  page.fact("names", result.visible ? "without control characters" : "all well-formed ones");
  return page.write(run);
}

std::string clinic_html(const std::string& regex, const RealNames& names,
                        const Diagnosis& diagnosis, const report::RunFacts& run) {
  const auto warnings = std::count_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                                      [](const auto& one) { return one.warning; });
  report::HtmlPage page("prove --clinic", tone_of(diagnosis.verdict),
                        warnings > 0
                            ? report::counted(static_cast<std::uint64_t>(warnings), "warning") +
                                  " on " + in_quotes(regex)
                            : "no warning on " + in_quotes(regex));
  if (!diagnosis.undecided.empty()) page.warn("Undecided for all names: " + diagnosis.undecided);
  std::string findings;
  for (std::size_t at = 0; at < diagnosis.findings.size(); ++at) {
    const Diagnosis::Finding& one = diagnosis.findings[at];
    const Tone tone = one.warning ? Tone::bad : Tone::plain;
    findings += fmt::format(
        "<article class=\"card {1}\" aria-labelledby=\"f{0}\">\n<h3 id=\"f{0}\">{0}. {2} "
        "{3}</h3>\n",
        at + 1, report::css_class(tone), report::badge(tone, one.warning ? "warning" : "note"),
        to_string(one.kind));
    findings += report::paragraph(one.what);
    if (!one.corrected.empty()) {
      findings += "<p>" + std::string(one.warning ? "Write instead: " : "If not meant: ") +
                  report::code(in_quotes(one.corrected)) + "</p>\n" +
                  effect_html(names, one.effect);
    } else if (one.warning && one.kind != MistakeKind::no_name) {
      findings += report::paragraph("No correction that was tried selects what was meant.");
    }
    findings += "</article>\n";
  }
  page.section("Findings", findings);
  if (warnings > 1 && diagnosis.repaired != regex) {
    page.section("To correct all warnings",
                 "<p>Write instead: " + report::code(in_quotes(diagnosis.repaired)) + "</p>\n" +
                     effect_html(names, diagnosis.effect));
  }
  std::vector<std::string> harmless;
  for (const Diagnosis::Harmless& one : diagnosis.harmless)
    harmless.push_back(report::escaped(fmt::format("{}: {}", to_string(one.kind), one.what)));
  page.section("Mistakes that these names do not show", report::list(harmless));
  std::vector<report::NamedCount> counts;
  for (const Diagnosis::Count& count : diagnosis.counts)
    counts.emplace_back(to_string(count.how), count.names);
  page.section("What it selects",
               report::bar_table(fmt::format("Names selected, of {} of {}",
                                             report::counted(names.size(), "name"), names.title()),
                                 "function", "names", counts));
  page.fact("regex", in_quotes(regex));
  return page.write(run);
}

}  // namespace overmatch
