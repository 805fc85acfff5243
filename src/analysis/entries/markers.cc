// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "analysis/entries/explanation.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// What libraries put in front of a regex.
constexpr std::array<std::string_view, 3> kMarkers = {"re:", "{re}", "regex:"};

// The text without blanks and markers in front of it.
std::string_view bare(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    while (text.starts_with(' ')) text.remove_prefix(1);
    for (const std::string_view marker : kMarkers) {
      if (!text.starts_with(marker)) continue;
      text.remove_prefix(marker.size());
      again = true;
    }
  }
  return text;
}

std::string in_code(std::string_view text) { return "`" + std::string(text) + "`"; }

}  // namespace

std::optional<Explanation> explain_marker(EntryTrials& trials, const UnmatchedEntry& entry) {
  const std::string_view marker = entry.dialect ? marker_of(*entry.dialect) : "";
  if (marker.empty()) {
    // What a list is read as may begin with an anchor that nobody wrote.
    const std::string_view anchor = is_regex(entry.mode) && entry.text.starts_with('^') ? "^" : "";
    const std::string_view text = entry.text.substr(anchor.size());
    const std::string_view stripped = bare(text);
    if (stripped.size() == text.size() || stripped.empty()) return std::nullopt;
    const std::string_view found = text.substr(0, text.size() - stripped.size());
    Explanation explanation;
    explanation.why =
        ": " + in_code(found) + " is not a marker in this list, but a part of the entry";
    std::string other = std::string(anchor) + std::string(stripped);
    if (!trials.select(entry.mode, other).empty()) {
      explanation.corrections.push_back({entry.mode, std::move(other)});
    } else if (auto written = explain_syntax(trials, {other, entry.mode, entry.dialect})) {
      explanation.corrections = std::move(written->corrections);
      explanation.wanted = std::move(written->wanted);
      explanation.of_its_mode = written->of_its_mode;
    }
    return explanation;
  }
  const std::string_view stripped = bare(entry.text);
  const Mode regex = plain_mode_of(*entry.dialect);
  const bool marked = entry.entry.starts_with(marker);
  if (stripped.size() < entry.text.size()) {
    if (stripped.empty() || trials.select(regex, stripped).empty()) return std::nullopt;
    return Explanation{marked ? ": the marker " + in_code(marker) + " is doubled"
                              : ": a regex begins with " + in_code(marker) + " in this list",
                       {{regex, std::string(stripped)}}};
  }
  if (marked || entry.text.find_first_of("*+?[](){}^$|\\") == std::string_view::npos)
    return std::nullopt;
  const std::size_t count = trials.select(regex, entry.text).size();
  if (count == 0) return std::nullopt;
  return Explanation{": without " + in_code(marker) + " in front it is a name, not a regex",
                     {{regex, std::string(entry.text)}}};
}

}  // namespace overmatch
