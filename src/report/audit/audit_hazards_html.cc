// SPDX-License-Identifier: Apache-2.0
#include "report/audit/audit_hazards_html.h"

#include <fmt/format.h>

#include "names/printable.h"
#include "report/html/html_pieces.h"
#include "report/markup.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

// A hostile tree has thousands of groups.
constexpr std::size_t kMostHazardRows = 200;

template <typename Names>
std::string in_code(const Names& names) {
  std::string html;
  std::size_t shown = 0;
  for (const auto& name : names) {
    if (shown++ == kFewLines * 2)
      return html + fmt::format(" and {} more", names.size() - shown + 1);
    html += (html.empty() ? "" : ", ") + code(short_path(name));
  }
  return html;
}

std::string rest(std::size_t count) {
  if (count <= kMostHazardRows) return "";
  return paragraph(fmt::format("… {}", counted(count - kMostHazardRows, "more group")));
}

std::string groups_html(const TreeIndex& index, const TreeHazards& found) {
  HtmlTable table("Names that an imprecise rule confuses, worst first",
                  {"hazard", "what", "pairs", "for example"});
  const auto& groups = found.groups.groups;
  for (std::size_t at = 0; at < groups.size() && at < kMostHazardRows; ++at) {
    const HazardPair& last = groups[at].pairs.back();
    const bool warning = severity_of(groups[at].hazard) == Severity::warning;
    table.row({badge(warning ? Tone::warning : Tone::plain, to_string(groups[at].hazard)),
               escaped(in_words(groups[at])), grouped(groups[at].pairs.size()),
               code(short_path(index.path(last.shorter))) + " and " +
                   code(short_path(index.path(last.longer)))});
  }
  return table.write() + rest(found.groups.count);
}

}  // namespace

std::string hazards_html(const TreeIndex& index, const TreeHazards& found) {
  std::string html = groups_html(index, found);
  if (!found.hazards.complete()) {
    html +=
        paragraph(fmt::format("Incomplete: the groups cover {} of {} pairs.",
                              grouped(found.hazards.pairs.size()), grouped(found.hazards.count())));
  }
  HtmlTable tails("Names that several parts of the model share", {"parts", "names", "modules"});
  for (std::size_t at = 0; at < found.shared_tails.size() && at < kMostHazardRows; ++at) {
    const SharedTails& one = found.shared_tails[at];
    tails.row({in_code(one.parts), in_code(one.names), grouped(one.modules)});
  }
  HtmlTable odd("Names that other tools handle badly", {"name", "why", "modules"});
  for (std::size_t at = 0; at < found.odd_segments.size() && at < kMostHazardRows; ++at) {
    const OddSegment& one = found.odd_segments[at];
    odd.row({code(short_path(one.name)), escaped(one.why), grouped(one.modules.size())});
  }
  HtmlTable renames("What renaming would help",
                    {"rename", "to", "modules", "pairs before", "after"});
  for (const Rename& one : found.renames) {
    renames.row({code(short_path(one.from)), code(short_path(one.to)), grouped(one.modules),
                 grouped(one.before), grouped(one.after)});
  }
  html += tails.write() + odd.write() + renames.write();
  return html.empty() ? paragraph("None.") : html;
}

}  // namespace overmatch::report
