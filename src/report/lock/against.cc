// SPDX-License-Identifier: Apache-2.0
#include "report/lock/against.h"

#include <fmt/format.h>

#include <algorithm>

#include "names/printable.h"
#include "report/ansi_style.h"
#include "report/lock/lock_names.h"
#include "report/words.h"

namespace overmatch {

namespace {

std::string heading(const ReadingDifference& difference, const TwoReadings& readings) {
  using Kind = ReadingDifference::Kind;
  const std::string server = readings.server.substr(0, readings.server.find(' '));
  const std::string writer = readings.writer.substr(0, readings.writer.find(' '));
  switch (difference.kind) {
    case Kind::left_out: return "quantized by " + writer + ", left out by " + server;
    case Kind::quantized: return "left out by " + writer + ", quantized by " + server;
    case Kind::relabelled: return "quantized otherwise by " + server;
    case Kind::refused: return "refused by " + server;
  }
  return "";
}

}  // namespace

std::string readings_text(const TwoReadings& readings, const TreeIndex& index,
                          const std::string& file, bool colour, bool all) {
  const report::AnsiStyle ansi(colour);
  std::size_t count = 0;
  for (const ReadingDifference& each : readings.differences) count += each.modules.size();
  std::string out = printable_path(file) + ": ";
  out += count == 0
             ? ansi.green(fmt::format("{} treats all {} as {} does", readings.server,
                                      report::counted(readings.compared, "linear module"),
                                      readings.writer))
             : ansi.bold(fmt::format(
                   "{} treats {} of {} otherwise than {}", readings.server, report::grouped(count),
                   report::counted(readings.compared, "linear module"), readings.writer));
  out += '\n';
  for (const RootRename& each : readings.renames)
    out += fmt::format("   in vLLM `{}` is `{}`\n", each.before, each.after);
  for (const std::string& note : readings.notes) out += "   " + printable_text(note) + "\n";
  for (const ReadingDifference& each : readings.differences) {
    out += fmt::format("\n{}: {}: {}\n", ansi.red(heading(each, readings)),
                       report::counted(each.modules.size(), "module"), printable_text(each.why));
    const FoldedNames names = folded(index, each.modules);
    const std::size_t few =
        all || names.lines.size() <= report::kFewLines + 1 ? names.lines.size() : report::kFewLines;
    for (std::size_t at = 0; at < few; ++at) {
      out += "   " + names.lines[at].text;
      if (names.lines[at].count > 1)
        out += "  " + ansi.faint(report::grouped(names.lines[at].count));
      out += '\n';
    }
    if (few < names.lines.size())
      out +=
          fmt::format("   … {} (--all)\n", report::counted(names.lines.size() - few, "more line"));
    out += "   " + ansi.faint("in vLLM such as " + printable_path(each.example)) + "\n";
  }
  return out;
}

}  // namespace overmatch
