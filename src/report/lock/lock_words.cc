// SPDX-License-Identifier: Apache-2.0
// The text of a difference.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "names/printable.h"
#include "report/ansi_style.h"
#include "report/lock/lock_difference.h"
#include "report/words.h"

namespace overmatch {

std::string in_words(const Lock& lock) {
  std::size_t judged = 0;
  std::size_t names = 0;
  for (const LockResult& result : lock.results) {
    judged += result.judged ? 1 : 0;
    names += result.names.count;
  }
  std::string out = fmt::format(
      "{}, {}, {}", report::counted(judged, "result"), report::counted(names, "name"),
      lock.entries.size() == 1 ? "1 entry" : report::grouped(lock.entries.size()) + " entries");
  if (!lock.not_judged.empty()) {
    std::vector<std::string> members;
    for (const LockOpen& open : lock.not_judged) members.push_back(open.member);
    out += "; not judged: " + in_a_row(members);
  }
  return out;
}

std::string summary_of(const LockDifference& difference) {
  constexpr std::array kinds = {LockChangeKind::gone, LockChangeKind::fresh,
                                LockChangeKind::renamed};
  std::string out;
  for (const LockChangeKind kind : kinds) {
    std::size_t count = 0;
    for (const LockChange& change : difference.changes)
      count += change.kind == kind ? change.names.count : 0;
    if (count == 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ",
                       out.empty() ? report::counted(count, "name") : report::grouped(count),
                       to_string(kind));
  }
  const auto any = [&](LockChangeKind kind) {
    return std::any_of(difference.changes.begin(), difference.changes.end(),
                       [&](const LockChange& change) { return change.kind == kind; });
  };
  if (any(LockChangeKind::edited)) {
    out += out.empty() ? "" : ", ";
    out += "what is not judged is edited";
  }
  if (any(LockChangeKind::refused)) out += "the config is refused";
  if (any(LockChangeKind::judged)) {
    out += out.empty() ? "not the same is judged" : ", and not the same is judged";
  }
  return out;
}

std::string same_in_words(const LockDifference& difference) {
  return difference.incomplete ? "the same as far as it is judged" : "the selection is the same";
}

std::string difference_text(const LockDifference& difference, const std::string& file, bool colour,
                            bool all) {
  const report::AnsiStyle ansi(colour);
  std::string out = printable_path(file) + ": ";
  out += difference.changes.empty()
             ? ansi.green(same_in_words(difference)) + "\n"
             : ansi.bold("the selection differs: " + summary_of(difference)) + "\n";
  for (const std::string& note : difference.notes) out += "   " + printable_text(note) + "\n";
  for (const LockChange& change : difference.changes) {
    const std::string kind(to_string(change.kind));
    const std::string label = change.kind == LockChangeKind::fresh  ? ansi.green(kind)
                              : change.kind == LockChangeKind::gone ? ansi.red(kind)
                                                                    : ansi.yellow(kind);
    out += fmt::format("\n{}, {}", printable_text(change.result), label);
    if (change.names.count > 0) out += ": " + report::counted(change.names.count, "name");
    if (!change.why.empty()) out += ": " + printable_text(change.why);
    out += '\n';
    const std::vector<FoldedText>& lines = change.names.lines;
    const std::size_t few =
        all || lines.size() <= report::kFewLines + 1 ? lines.size() : report::kFewLines;
    for (std::size_t at = 0; at < few; ++at) {
      out += "   " + lines[at].text;
      if (lines[at].count > 1) out += "  " + ansi.faint(report::grouped(lines[at].count));
      out += '\n';
    }
    if (few < lines.size())
      out += fmt::format("   … {} (--all)\n", report::counted(lines.size() - few, "more line"));
  }
  return out;
}

}  // namespace overmatch
