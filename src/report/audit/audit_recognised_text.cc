// SPDX-License-Identifier: Apache-2.0
// Writes what a config was recognised as: the first lines of a report.
#include <fmt/format.h>

#include "names/printable.h"
#include "report/audit/audit_lines.h"
#include "report/audit/audit_report.h"
#include "report/words.h"
#include "report/wrap.h"

namespace overmatch {

namespace {

class RecognisedText : private AuditLines {
 public:
  explicit RecognisedText(bool colour) : AuditLines(colour, true) {}

  std::string write(const AuditReport& report) {
    const ReadConfig& config = *report.read;
    const std::string file = report.config.empty() ? "" : printable_path(report.config) + ": ";
    line(
        report::printable_line(fmt::format("{}{}, read by {}", file, config.kind, config.library)));
    for (const RecognisedList& list : recognised_lists(config)) {
      line(report::printable_line(fmt::format("   {}, {}: {}", list.member,
                                              list.entries == 0 ? "no entries"
                                              : list.entries == 1
                                                  ? "1 entry"
                                                  : report::grouped(list.entries) + " entries",
                                              list.rule)));
      if (config.library.find(list.reader) == std::string::npos)
        line(ansi_.faint(report::printable_line("      by " + list.reader)));
    }
    for (const UnreadMember& each : config.unread)
      line(report::printable_line(fmt::format("   {}: {}", each.member, each.why)));
    for (const NotJudged& each : report.not_judged)
      line(report::printable_line(fmt::format("   {}: not judged", each.member)));
    return std::move(out_);
  }
};

}  // namespace

std::string recognised_text(const AuditReport& report, bool colour) {
  return report.read ? RecognisedText(colour).write(report) : "";
}

}  // namespace overmatch
