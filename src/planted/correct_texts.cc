// SPDX-License-Identifier: Apache-2.0
// Correct variants of `prefix`, `substring`, `run`, `match` and `search`, by other algorithms than
// the references.
#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>

#include "matchers/regex.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

// Longer texts are left to the reference: an engine may refuse them.
constexpr std::size_t kLongestText = 2000;

// The patterns as escaped regexes between `before` and `after`, asked in `regex`; `empty` stands
// for the empty pattern.
Behaviour escaped_between(Mode mode, View before, View after, View empty) {
  return whole([=](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View p : question.patterns) {
      if (p.size() > kLongestText) return ask_reference(mode, question, answer);
      patterns.push_back(p.empty() ? std::string(empty)
                                   : std::string(before) + escape_regex(p) + std::string(after));
    }
    ask_reference(Mode::regex, patterns, question.modules, answer);
  });
}

// The greatest pattern that is not greater than the path is its prefix, or none is but a prefix of
// that pattern.
bool has_prefix_in(const std::set<View>& sorted, View path) {
  for (View head = path;; head.remove_suffix(1)) {
    if (sorted.contains(head)) return true;
    if (head.empty()) return false;
  }
}

// Knuth-Morris-Pratt.
bool by_failure_links(View path, View pattern) {
  std::vector<std::size_t> back(pattern.size() + 1, 0);
  const auto step = [&](std::size_t state, char c) {
    while (state > 0 && (state == pattern.size() || pattern[state] != c)) state = back[state];
    return state < pattern.size() && pattern[state] == c ? state + 1 : state;
  };
  for (std::size_t at = 1; at < pattern.size(); ++at) back[at + 1] = step(back[at], pattern[at]);
  std::size_t state = 0;
  for (const char c : path) {
    state = step(state, c);
    if (state == pattern.size()) return true;
  }
  return pattern.empty();
}

bool padded(View path, View pattern) {
  const auto between_dots = [](View text) { return "." + std::string(text) + "."; };
  return pattern.empty() ? path.empty() : contains(between_dots(path), between_dots(pattern));
}
bool neighbours(View path, View pattern) {
  // Deep paths would take a number of steps that is quadratic in their segments.
  if (path.size() > kLongestText / 10) return padded(path, pattern);
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (wanted.empty()) return pieces.empty();
  return std::search(pieces.begin(), pieces.end(), wanted.begin(), wanted.end()) != pieces.end();
}
// A subtree of some tail of the path.
bool head_of_a_tail(View path, View pattern) {
  if (pattern.empty()) return path.empty();
  for (View tail = path;; tail.remove_prefix(tail.find('.') + 1)) {
    if (tail == pattern || (tail.starts_with(pattern) && tail[pattern.size()] == '.')) return true;
    if (tail.find('.') == View::npos) return false;
  }
}

// RE2 as it is. Without an anchor, as many of its states as the pattern repeats a character are
// followed through the path, which takes too long where both are long.
constexpr std::size_t kLongestUnanchored = 64;
Behaviour re2_from(RE2::Anchor anchor) {
  return whole([anchor](const Question& question, Answer& answer) {
    const auto is_long = [](View path) { return path.size() > kLongestUnanchored; };
    if (anchor == RE2::UNANCHORED &&
        std::any_of(question.modules.begin(), question.modules.end(), is_long))
      return ask_reference(Mode::search, question, answer);
    for (const View pattern : question.patterns) {
      const RE2 compiled(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet);
      if (!compiled.ok()) return answer.reject(compiled.error());
      for (std::size_t i = 0; i < question.modules.size(); ++i) {
        const re2::StringPiece path(question.modules[i].data(), question.modules[i].size());
        if (compiled.Match(path, 0, path.size(), anchor, nullptr, 0)) answer.select(i);
      }
    }
  });
}
// Every place of the path is tried, with a match that is anchored there.
Behaviour from_each_place() {
  return whole([](const Question& question, Answer& answer) {
    std::vector<Pcre> compiled;
    for (const View pattern : question.patterns) {
      PcreOptions options;
      options.compile = kUnicode | PCRE2_ANCHORED;
      compiled.emplace_back(pattern, options);
      if (!compiled.back().ok()) return answer.reject(compiled.back().why());
    }
    for (const Pcre& pattern : compiled) {
      for (std::size_t i = 0; i < question.modules.size(); ++i) {
        const View path = question.modules[i];
        for (std::size_t from = 0; from <= path.size(); ++from) {
          // Only where a character begins.
          if (from < path.size() && (static_cast<unsigned char>(path[from]) & 0xC0U) == 0x80U)
            continue;
          const int result = pattern.match(path, from);
          if (result < PCRE2_ERROR_NOMATCH) return answer.reject("a match exceeds its limit");
          if (result == PCRE2_ERROR_NOMATCH) continue;
          answer.select(i);
          break;
        }
      }
    }
  });
}
// What stands around the match is matched too; the steps of all places count together.
constexpr std::uint32_t kHighLimit = 100'000'000;
Behaviour whole_path(View before, View after) {
  return pcre({kUnicode | kWholePath, before, after, true, kHighLimit});
}

}  // namespace

std::vector<Planted> correct_texts() {
  using enum Mode;
  return {
      right("prefix-correct-compare", prefix, "compare() with the first bytes",
            rule([](View path, View p) { return path.compare(0, p.size(), p) == 0; })),
      right("prefix-correct-rfind", prefix, "rfind() from 0",
            rule([](View path, View p) { return path.rfind(p, 0) == 0; })),
      right("prefix-correct-sorted", prefix, "looks each head of the path up in a sorted set",
            whole([](const Question& question, Answer& answer) {
              const std::set<View> sorted(question.patterns.begin(), question.patterns.end());
              for (std::size_t i = 0; i < question.modules.size(); ++i) {
                if (has_prefix_in(sorted, question.modules[i])) answer.select(i);
              }
            })),
      right("prefix-correct-regex", prefix, "an escaped regex, open at the end",
            escaped_between(prefix, "", "(?s:.*)", "(?s:.*)")),
      right("substring-correct-search", substring, "std::search, Boyer and Moore's way",
            rule([](View path, View p) {
              return p.empty() || std::search(path.begin(), path.end(),
                                              std::boyer_moore_horspool_searcher(
                                                  p.begin(), p.end())) != path.end();
            })),
      right("substring-correct-automaton", substring, "Knuth, Morris and Pratt's way",
            rule(by_failure_links)),
      right("substring-correct-memmem", substring, "C: memmem", rule([](View path, View p) {
              return memmem(path.data(), path.size(), p.data(), p.size()) != nullptr || p.empty();
            })),
      right("substring-correct-regex", substring, "an escaped regex, open at both ends",
            escaped_between(substring, "(?s:.*?)", "(?s:.*)", "(?s:.*)")),
      right("run-correct-padded", run, "a dot in front of both and behind both", rule(padded)),
      right("run-correct-neighbours", run, "std::search over the segments", rule(neighbours)),
      right("run-correct-tails", run, "the rule of `subtree` on every tail", rule(head_of_a_tail)),
      right("run-correct-regex", run, "an escaped regex between boundaries",
            escaped_between(run, "(?:(?s:.*)\\.)?", "(?:\\.(?s:.*))?", "")),
      right("match-correct-fullmatch", match, "re.fullmatch, anything behind",
            whole_path("(?:", ")(?s:.*)")),
      right("match-correct-search", match, "a search behind \\A",
            pcre({kUnicode, "\\A(?:", ")", true, kHighLimit})),
      beyond_core(right("match-correct-re2-alone", match, "RE2 as it is, inside the portable core",
                        re2_from(RE2::ANCHOR_START))),
      right("search-correct-fullmatch", search, "re.fullmatch, anything around",
            whole_path("(?s:.*?)(?:", ")(?s:.*)")),
      right("search-correct-each-place", search, "an anchored match at each place",
            from_each_place()),
      beyond_core(right("search-correct-re2-alone", search,
                        "RE2 as it is, inside the portable core", re2_from(RE2::UNANCHORED))),
  };
}

}  // namespace overmatch::plant
