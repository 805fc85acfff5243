// SPDX-License-Identifier: Apache-2.0
#include "analysis/entries/explanation.h"
#include "matchers/regex.h"

namespace overmatch {

namespace {

bool has_star(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }

// Whether a text has what no glob of module names has.
bool is_written_as_regex(std::string_view text) {
  return text.find(".*") != std::string_view::npos || text.find('\\') != std::string_view::npos ||
         text.find_first_of("()|^$+") != std::string_view::npos;
}

// The glob that a simple regex means: `.*` is a star and `\.` a dot.
std::string as_glob(std::string_view regex) {
  std::string glob;
  for (std::size_t at = 0; at < regex.size(); ++at) {
    const std::string_view rest = regex.substr(at);
    if ((at == 0 && rest[0] == '^') || (rest.size() == 1 && rest[0] == '$')) continue;
    if (rest.starts_with(".*") || rest.starts_with(".+")) {
      glob += '*';
      ++at;
    } else if (rest.starts_with("\\d+")) {
      glob += '*';
      at += 2;
    } else if (rest[0] == '\\' && rest.size() > 1) {
      glob += rest[1];
      ++at;
    } else {
      glob += rest[0];
    }
  }
  return glob;
}

// The regex that a simple glob means, as people write it.
std::string as_regex(std::string_view glob) {
  std::string regex;
  for (const char c : glob) {
    if (c == '*')
      regex += ".*";
    else if (c == '?')
      regex += '.';
    else
      append_escaped_regex(regex, std::string_view(&c, 1));
  }
  return regex;
}

std::optional<Explanation> glob_in_regexes(EntryTrials& trials, const UnmatchedEntry& entry) {
  if (!has_star(entry.text)) return std::nullopt;
  const Selection wanted = trials.select(Mode::glob, entry.text);
  if (wanted.empty()) return std::nullopt;
  std::string regex = as_regex(entry.text);
  Explanation explanation{": it is written as a glob, and this list is read as regexes"};
  if (trials.select(entry.mode, regex) == wanted)
    explanation.corrections.push_back({entry.mode, std::move(regex)});
  return explanation;
}

std::optional<Explanation> regex_in_globs(EntryTrials& trials, const UnmatchedEntry& entry) {
  if (!is_written_as_regex(entry.text)) return std::nullopt;
  const Selection wanted = trials.select(Mode::regex, entry.text);
  std::string glob = as_glob(entry.text);
  const Selection as_it_is = trials.select(entry.mode, glob);
  if (wanted.empty() && as_it_is.empty()) return std::nullopt;
  Explanation explanation{": it is written as a regex, and this list is read as globs"};
  if (!as_it_is.empty() && (wanted.empty() || wanted == as_it_is)) {
    explanation.corrections.push_back({entry.mode, std::move(glob)});
  } else {
    explanation.wanted = wanted;
  }
  return explanation;
}

std::optional<Explanation> pattern_in_names(EntryTrials& trials, const UnmatchedEntry& entry) {
  if (entry.text.find_first_of("*?+[](){}^$|\\") == std::string_view::npos) return std::nullopt;
  const Selection by_regex = trials.select(Mode::regex, entry.text);
  const Selection by_glob = by_regex.empty() && has_star(entry.text)
                                ? trials.select(Mode::glob, entry.text)
                                : Selection();
  const bool glob = by_regex.empty() && !by_glob.empty();
  const Selection& wanted = glob ? by_glob : by_regex;
  Explanation explanation;
  explanation.why =
      std::string(": a list is read as names, not as ") + (glob ? "globs" : "regexes");
  if (wanted.empty()) return explanation;
  explanation.why += "; as one it would select " + std::to_string(wanted.size());
  explanation.wanted = wanted;
  explanation.of_its_mode = true;
  return explanation;
}

}  // namespace

std::optional<Explanation> explain_syntax(EntryTrials& trials, const UnmatchedEntry& entry) {
  if (is_text(entry.mode)) return pattern_in_names(trials, entry);
  return is_glob(entry.mode) ? regex_in_globs(trials, entry) : glob_in_regexes(trials, entry);
}

}  // namespace overmatch
