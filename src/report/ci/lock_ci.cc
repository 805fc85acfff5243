// SPDX-License-Identifier: Apache-2.0
// The difference to a lock file as annotations and as Markdown.
#include <fmt/format.h>

#include "report/ci/ci_report.h"
#include "report/words.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostLockLines = 20;

// "32 names gone: selected by …".
std::string headline(const LockChange& change) {
  std::string out = change.names.count == 0
                        ? std::string(to_string(change.kind))
                        : fmt::format("{} {}", report::counted(change.names.count, "name"),
                                      to_string(change.kind));
  return out + (change.why.empty() ? "" : ": " + change.why);
}

}  // namespace

std::string difference_github(const LockDifference& difference, const std::string& file) {
  std::string out;
  for (const LockChange& change : difference.changes) {
    std::string message = headline(change);
    const auto& lines = change.names.lines;
    for (std::size_t at = 0; at < lines.size() && at < kMostLockLines; ++at)
      message += fmt::format("\n{}  {}", lines[at].text, lines[at].count);
    if (lines.size() > kMostLockLines)
      message += fmt::format("\n… {}", report::counted(lines.size() - kMostLockLines, "more line"));
    out +=
        workflow_command({Severity::error, file, 1, "overmatch lock: " + change.result, message});
  }
  for (const std::string& note : difference.notes)
    out += workflow_command({Severity::note, file, 1, "overmatch lock", note});
  return out;
}

std::string difference_markdown(const LockDifference& difference, const std::string& file) {
  std::string out =
      fmt::format("### overmatch lock: {}\n\n{}\n\n",
                  difference.changes.empty() ? same_in_words(difference) : summary_of(difference),
                  markdown_code(file));
  for (const std::string& note : difference.notes) out += "- " + markdown_prose(note) + "\n";
  for (const LockChange& change : difference.changes) {
    out += fmt::format("\n**{}**: {}\n\n", markdown_prose(change.result),
                       markdown_prose(headline(change)));
    if (change.names.lines.empty()) continue;
    std::string lines;
    for (std::size_t at = 0; at < change.names.lines.size() && at < kMostLockLines; ++at)
      lines += fmt::format("{}  {}\n", change.names.lines[at].text, change.names.lines[at].count);
    if (change.names.lines.size() > kMostLockLines)
      lines += fmt::format(
          "… {}\n", report::counted(change.names.lines.size() - kMostLockLines, "more line"));
    out += markdown_block(lines);
  }
  return out;
}

}  // namespace overmatch
