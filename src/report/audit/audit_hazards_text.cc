// SPDX-License-Identifier: Apache-2.0
// Writes the hazards of a tree as text.
#include <fmt/format.h>

#include <algorithm>

#include "names/printable.h"
#include "report/audit/audit_lines.h"
#include "report/audit/audit_report.h"
#include "report/words.h"

namespace overmatch {

namespace {

constexpr std::size_t kPathColumns = 100;

class HazardsText : private AuditLines {
 public:
  HazardsText(const TreeIndex& index, bool colour, bool all)
      : AuditLines(colour, all), index_(index) {}

  std::string write(const TreeHazards& found) {
    hazards(found);
    return std::move(out_);
  }

 private:
  void hazards(const TreeHazards& found) {
    title("hazards of the tree, worst first:");
    if (found.groups.groups.empty() && found.shared_tails.empty() && found.odd_segments.empty())
      line("   none");
    const std::vector<HazardGroup>& groups = found.groups.groups;
    const std::size_t few = shown(groups.size(), 3 * report::kFewLines);
    for (std::size_t at = 0; at < few; ++at) {
      const HazardGroup& group = groups[at];
      const std::string label = fmt::format("   {:<11}", to_string(group.hazard));
      line((severity_of(group.hazard) == Severity::warning ? ansi_.yellow(label)
                                                           : ansi_.bold(label)) +
           fmt::format("{}: {}", in_words(group), report::counted(group.pairs.size(), "pair")));
      const HazardPair& last = group.pairs.back();
      line(ansi_.faint(fmt::format("              {} and {}",
                                   report::short_path(index_.path(last.shorter), kPathColumns),
                                   report::short_path(index_.path(last.longer), kPathColumns))));
    }
    more(found.groups.count, few, "   ", "group", few < groups.size());
    if (!found.hazards.complete()) {
      line(ansi_.yellow(fmt::format("   incomplete: the groups cover {} of {} pairs",
                                    report::grouped(found.hazards.pairs.size()),
                                    report::grouped(found.hazards.count()))));
    }
    tails(found.shared_tails);
    odd(found.odd_segments);
    for (const Rename& rename : found.renames) {
      line(fmt::format("   rename {} to {}: leaves {} of the {} with a common end ({} renamed)",
                       report::path_in_words(rename.from), report::path_in_words(rename.to),
                       report::grouped(rename.after), report::counted(rename.before, "pair"),
                       report::counted(rename.modules, "module")));
    }
  }

  void tails(const std::vector<SharedTails>& all) {
    const std::size_t few = shown(all.size());
    for (std::size_t at = 0; at < few; ++at) {
      std::string parts;
      for (std::size_t part = 0; part < all[at].parts.size(); ++part) {
        if (part == report::kFewLines && !all_) {
          parts += fmt::format(" and {} more", all[at].parts.size() - part);
          break;
        }
        parts += (part == 0                          ? ""
                  : part + 1 == all[at].parts.size() ? " and "
                                                     : ", ") +
                 report::path_in_words(all[at].parts[part]);
      }
      std::string names;
      for (std::size_t name = 0;
           name < all[at].names.size() && (all_ || name < 2 * report::kFewLines); ++name) {
        names += (name == 0 ? "" : ", ") + printable_path(all[at].names[name]);
      }
      if (!all_ && all[at].names.size() > 2 * report::kFewLines) names += ", …";
      line(ansi_.bold(fmt::format("   {:<11}", "tails")) +
           fmt::format("{} share {}: {}", parts, report::counted(all[at].names.size(), "name"),
                       names));
    }
    more(all.size(), few, "   ", "group");
  }

  void odd(const std::vector<OddSegment>& all) {
    const std::size_t few = shown(all.size());
    for (std::size_t at = 0; at < few; ++at) {
      line(ansi_.bold(fmt::format("   {:<11}", "odd")) +
           fmt::format("{} ({}): {}", report::path_in_words(all[at].name),
                       report::counted(all[at].modules.size(), "module"), all[at].why));
      line(ansi_.faint(fmt::format(
          "              {}", report::short_path(index_.path(all[at].modules[0]), kPathColumns))));
    }
    more(all.size(), few, "   ", "name");
  }

  const TreeIndex& index_;
};

}  // namespace

std::string hazards_text(const TreeIndex& index, const TreeHazards& found, bool colour, bool all) {
  return HazardsText(index, colour, all).write(found);
}

}  // namespace overmatch
