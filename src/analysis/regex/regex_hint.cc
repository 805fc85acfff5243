// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/regex_hint.h"

#include <optional>
#include <string_view>
#include <vector>

#include "analysis/regex/number_range.h"
#include "analysis/regex/regex_mistakes.h"
#include "matchers/regex.h"

namespace overmatch {
namespace {

// The longest regex that gets a hint, which must fit into a line of a message.
constexpr std::size_t kMostCharacters = 200;

struct Candidate {
  std::string what;   // the mistake
  std::string regex;  // the correction to try
};

// The offset behind the class that begins at `start`; npos if it is not closed.
std::size_t end_of_class(std::string_view text, std::size_t start) {
  const std::size_t first = start + (text.substr(start + 1).starts_with("^") ? 2 : 1);
  const std::size_t end = text.find(']', first + 1);
  return end == std::string_view::npos ? end : end + 1;
}

// The regex for the numbers that a class such as `[4-15]` means; nothing for other classes.
std::optional<std::string> range_of_class(std::string_view text) {
  if (text.size() < 5) return std::nullopt;
  const auto range = number_range_of(text.substr(1, text.size() - 2));
  return range ? std::optional("(?:" + *range + ")") : std::nullopt;
}

std::string with_ranges(std::string_view text, std::string& first) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\\' && at + 1 < text.size()) {
      out += text.substr(at, 2);
      at += 2;
      continue;
    }
    const std::size_t end = text[at] == '[' ? end_of_class(text, at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at++];
      continue;
    }
    const std::string_view whole = text.substr(at, end - at);
    const auto range = range_of_class(whole);
    if (range && first.empty()) first = whole;
    out += range ? *range : std::string(whole);
    at = end;
  }
  return out;
}

// Translates a shell pattern to a regex.
std::string from_glob(std::string_view text) {
  std::string out;
  std::size_t braces = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '*') {
      if (!out.ends_with(".*") || at == 0 || text[at - 1] != '*') out += ".*";
    } else if (c == '?') {
      out += '.';
    } else if (c == '[' && end_of_class(text, at) != std::string_view::npos) {
      const std::size_t end = end_of_class(text, at);
      std::string whole(text.substr(at, end - at));
      if (whole[1] == '!') whole[1] = '^';
      out += range_of_class(whole).value_or(whole);
      at = end - 1;
    } else if (c == '{' && text.find('}', at) != std::string_view::npos) {
      out += "(?:";
      ++braces;
    } else if (c == '}' && braces > 0) {
      out += ')';
      --braces;
    } else if (c == ',' && braces > 0) {
      out += '|';
    } else {
      append_escaped_regex(out, text.substr(at, 1));
    }
  }
  return out;
}

// Replaces stars that have nothing to repeat, as in shell patterns, by `.*`.
std::string with_wildcards(std::string_view text) {
  std::string out;
  bool repeatable = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      out += text.substr(at++, 2);
      repeatable = true;
      continue;
    }
    if (c == '*' && !repeatable) {
      if (!out.ends_with('*')) out += ".*";
      continue;
    }
    out += c;
    repeatable = c != '(' && c != '|' && c != '^' && c != '*' && c != '$';
  }
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// Moves flags to the start, the only place where Python accepts them: `.*(?i)q`.
std::optional<std::string> with_flags_in_front(const std::string& regex) {
  for (std::size_t at = regex.find("(?"); at != std::string::npos; at = regex.find("(?", at + 1)) {
    const std::size_t end = regex.find_first_not_of("imsx", at + 2);
    if (end == at + 2 || end == std::string::npos || regex[end] != ')') continue;
    const std::string flags = regex.substr(at, end + 1 - at);
    return flags + replaced(regex, flags, "");
  }
  return std::nullopt;
}

std::vector<Candidate> candidates_for(const std::string& regex) {
  std::vector<Candidate> all;
  const auto add = [&](std::string what, std::string candidate) {
    if (candidate != regex) all.push_back({std::move(what), std::move(candidate)});
  };
  std::string range;
  std::string ranges = with_ranges(regex, range);
  const std::string star = "in Python's re `*` repeats what stands before it";
  if (regex.find('*') != std::string::npos) {
    // A shell pattern has no backslashes, groups or alternatives.
    const bool glob = regex.find_first_of("\\(|") == std::string::npos;
    if (glob) add(star + "; perhaps you meant a glob", from_glob(regex));
    add(star + ", and a wildcard is `.*`", with_wildcards(ranges));
  }
  if (!range.empty())
    add("in Python's re " + regex_in_words(range) + " is one character, not a number in a range",
        std::move(ranges));
  if (auto flags = with_flags_in_front(regex))
    add("in Python's re flags stand in front of everything", *std::move(flags));
  if (regex.find("(?<") != std::string::npos)
    add("in Python's re a group with a name is `(?P<name>...)`",
        replaced(replaced(replaced(regex, "(?<", "(?P<"), "(?P<=", "(?<="), "(?P<!", "(?<!"));
  add("in Python's re the end of the text is `\\Z`", replaced(regex, "\\z", "\\Z"));
  if (regex.find('(') != std::string::npos && !regex.ends_with('('))
    add("perhaps the last parenthesis is missing", regex + ")");
  return all;
}

}  // namespace

std::string compile_hint(const std::string& regex,
                         const std::function<bool(const std::string&)>& selects) {
  if (regex.size() > kMostCharacters || regex_compiles(regex)) return {};
  std::string mistake;
  for (const Candidate& candidate : candidates_for(regex)) {
    if (!regex_compiles(candidate.regex)) continue;
    if (selects(candidate.regex))
      return "; " + candidate.what + ": write " + regex_in_words(candidate.regex);
    if (mistake.empty()) mistake = "; " + candidate.what;
  }
  return mistake;
}

}  // namespace overmatch
