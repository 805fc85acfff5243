// SPDX-License-Identifier: Apache-2.0
// Bugs about regexes: half-anchored, with the wrong flags, rewritten first, or with a wrong notion
// of an invalid pattern.
#include "matchers/regex.h"

#include <algorithm>
#include <map>

#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

// The reference with every pattern changed first, a flag in front included.
template <class Change>
Behaviour changed(Change change) {
  return whole([change](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) patterns.push_back(change(pattern));
    ask_reference(Mode::regex, patterns, question.modules, answer);
  });
}
Behaviour flagged(View flag) {
  return changed([flag](View pattern) { return std::string(flag) + std::string(pattern); });
}
// Replaces a pattern that does not compile.
template <class Instead>
Behaviour repaired(Instead instead) {
  return changed([instead](View pattern) {
    return regex_compiles(pattern) ? std::string(pattern) : std::string(instead(pattern));
  });
}
// Rejects the list if `refuses` is true of a valid pattern.
template <class Refuses>
Behaviour refusing(Refuses refuses) {
  return whole([refuses](const Question& question, Answer& answer) {
    ask_reference(Mode::regex, question, answer);
    if (std::any_of(question.patterns.begin(), question.patterns.end(), refuses))
      answer.reject("not supported here");
  });
}
bool is_plain(View pattern) { return pattern.find_first_of("*+?[](){}^$|\\") == View::npos; }

void lazily(const Question& question, Answer& answer) {
  for (std::size_t i = 0; i < question.modules.size(); ++i) {
    for (const View pattern : question.patterns) {
      Answer one;
      ask_reference(Mode::regex, Question{{&pattern, 1}, {&question.modules[i], 1}}, one);
      if (one.rejected()) return answer.reject(one.reason());
      if (!one.selects(0)) continue;
      answer.select(i);
      break;
    }
  }
}

void unsure_of_limit(const Question& question, Answer& answer) {
  std::vector<std::string> fine;
  for (const View pattern : question.patterns) {
    Answer one;
    ask_reference(Mode::regex, Question{{&pattern, 1}, question.modules}, one);
    if (one.rejected() && !regex_compiles(pattern)) return answer.reject(one.reason());
    if (!one.rejected()) fine.emplace_back(pattern);
  }
  ask_reference(Mode::regex, fine, question.modules, answer);
}

}  // namespace

std::vector<Planted> regex() {
  return {
      wrong("regex-search", Mode::regex, "re.search: a part of the path will do",
            pcre({kUnicode, "", ""}), {Ask{{"b"}, {"abc"}}}),
      wrong("regex-match", Mode::regex, "re.match: the path may go on",
            pcre({kUnicode | PCRE2_ANCHORED, "", ""}), {Ask{{"a"}, {"ab"}}}),
      wrong("regex-end-only", Mode::regex, "anchored at the end only",
            pcre({kUnicode, "(?:", ")\\z"}), {Ask{{"a"}, {"ba"}}}),
      wrong("regex-dollar-newline", Mode::regex, "re.match and `$`: a newline may follow",
            pcre({kUnicode | PCRE2_ANCHORED, "(?:", ")(?=\\n?\\z)"}), {Ask{{"a"}, {"a\n"}}}),
      wrong("regex-alternation-not-grouped", Mode::regex,
            "`^` and `$` are glued to the first and last alternative",
            pcre({kUnicode, "\\A", "\\z"}), {Ask{{"a|b"}, {"ab"}}}),
      wrong("regex-lines", Mode::regex, "anchored at lines, not at the path",
            pcre({kUnicode, "(?m:^)(?:", ")(?m:$)"}), {Ask{{"a"}, {"a\nb"}}}),
      wrong("regex-ignorecase", Mode::regex, "IGNORECASE is on", flagged("(?i)"),
            {Ask{{"a"}, {"A"}}}),
      wrong("regex-dotall", Mode::regex, "DOTALL is on", flagged("(?s)"), {Ask{{"a.b"}, {"a\nb"}}}),
      wrong("regex-multiline", Mode::regex, "MULTILINE is on", flagged("(?m)"),
            {Ask{{"a$\\nb"}, {"a\nb"}}}),
      wrong("regex-verbose", Mode::regex, "VERBOSE is on", flagged("(?x)"),
            {Ask{{"a b"}, {"a b"}}}),
      beyond_core(wrong("regex-ascii-classes", Mode::regex, "\\w and \\d know ASCII only",
                        pcre({PCRE2_UTF | kWholePath, "", ""}), {Ask{{"\\w"}, {"\u00e9"}}})),
      beyond_core(wrong("regex-isdigit", Mode::regex, "\\d is str.isdigit: raised digits are some",
                        changed([](View pattern) {
                          return replace(pattern, "\\d", "[\\d\u00b2\u00b3\u00b9\u2460]");
                        }),
                        {Ask{{"\\d"}, {"\u00b2"}}})),
      beyond_core(
          wrong("regex-ascii-spaces", Mode::regex, "\\s knows ASCII's white space only",
                changed([](View pattern) { return replace(pattern, "\\s", "[ \\t\\n\\r\\f\\v]"); }),
                {Ask{{"\\s"}, {"\u00a0"}}})),
      wrong("regex-joined-names", Mode::regex,
            "joins the patterns into one: a name that two groups have is refused",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              if (answer.rejected() || question.patterns.empty()) return;
              const std::string joined = "(?:" + join(question.patterns, ")|(?:") + ")";
              if (!regex_compiles(joined)) answer.reject("joined, they do not compile");
            }),
            {Ask{{"(?P<n>a)", "(?P<n>b)"}, {"a"}}}),
      wrong("regex-bytes", Mode::regex, "`.` is a byte", pcre({kWholePath, "", ""}),
            {Ask{{"."}, {"\u00e9"}}}),
      wrong("regex-dot-stops-at-carriage-return", Mode::regex, "`.` stops at any kind of line end",
            pcre({kUnicode | kWholePath, "(*ANY)", ""}), {Ask{{"a.b"}, {"a\rb"}}}),
      wrong("regex-no-second-try", Mode::regex,
            "the first match is compared with the path: `a|ab` misses `ab`",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              if (answer.rejected()) return;
              answer.start(question.modules.size());
              for (const View pattern : question.patterns) {
                const Pcre compiled(pattern, {kUnicode | PCRE2_ANCHORED, "", ""});
                for (std::size_t i = 0; i < question.modules.size(); ++i) {
                  if (compiled.full_match(question.modules[i])) answer.select(i);
                }
              }
            }),
            {Ask{{"a|ab"}, {"ab"}}}),
      beyond_core(wrong("regex-joined-groups", Mode::regex,
                        "joins the patterns into one: the groups are counted through",
                        whole([](const Question& question, Answer& answer) {
                          ask_reference(Mode::regex, question, answer);
                          if (answer.rejected() || question.patterns.empty()) return;
                          Answer one;
                          ask_reference(Mode::regex,
                                        {"(?:" + join(question.patterns, ")|(?:") + ")"},
                                        question.modules, one);
                          if (!one.rejected()) answer = one;
                        }),
                        {Ask{{"(a)b", "(c)\\1"}, {"cc"}}})),
      wrong("regex-joined-after-check", Mode::regex, "joins the patterns with nothing between",
            any([](View path, Patterns patterns) {
              const std::string joined = join(patterns, "");
              return !patterns.empty() && Pcre(joined).ok() && Pcre(joined).match(path) > 0;
            }),
            {Ask{{"a", "b"}, {"a"}}}),
      wrong("regex-bad-is-no-match", Mode::regex, "a malformed pattern selects nothing, silently",
            repaired([](View) { return "(?!)"; }), {Ask{{"["}, {"a"}}}),
      wrong("regex-bad-is-literal", Mode::regex, "a malformed pattern is taken as text",
            repaired(escape_regex), {Ask{{"a("}, {"a("}}}),
      wrong("regex-bad-is-all", Mode::regex, "a malformed pattern selects everything",
            repaired([](View) { return "(?s).*"; }), {Ask{{"*"}, {"a"}}}),
      wrong("regex-first-pattern-checked", Mode::regex, "only the first pattern can be refused",
            whole([](const Question& question, Answer& answer) {
              std::vector<std::string> patterns;
              for (const View pattern : question.patterns) {
                if (patterns.empty() || regex_compiles(pattern)) patterns.emplace_back(pattern);
              }
              ask_reference(Mode::regex, patterns, question.modules, answer);
            }),
            {Ask{{"a", "("}, {"a"}}}),
      wrong("regex-compiled-on-demand", Mode::regex,
            "a bad pattern behind one that matches is never looked at", whole(lazily),
            {Ask{{"a", "("}, {"a"}}}),
      wrong("regex-unmatched-is-rejected", Mode::regex, "refuses a pattern that selects nothing",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              const bool none = std::all_of(answer.selected().begin(), answer.selected().end(),
                                            [](std::uint8_t flag) { return flag == 0; });
              if (!question.patterns.empty() && none) answer.reject("nothing found");
            }),
            {Ask{{"a"}, {"b"}}}),
      beyond_limit(wrong("regex-limit-is-no-match", Mode::regex,
                         "a match that exceeds the limit counts as none", whole(unsure_of_limit),
                         {Ask{{"(?:a|a)*[bc]"}, {repeat("a", 64)}}})),
      wrong("regex-low-limit", Mode::regex, "gives up, and refuses, after few steps",
            pcre({kUnicode | kWholePath, "", "", false, 20}), {Ask{{".*.*.*b"}, {"abababa"}}}),
      beyond_core(wrong("regex-lookaround-rejected", Mode::regex, "refuses look-around",
                        refusing([](View pattern) {
                          return pattern.find("(?=") != View::npos ||
                                 pattern.find("(?!") != View::npos;
                        }),
                        {Ask{{"(?!b)a"}, {"a"}}})),
      wrong("regex-brace-rejected", Mode::regex,
            "refuses a brace that is no repeat, which Python takes as text",
            refusing([](View pattern) {
              const std::size_t brace = pattern.find('{');
              return brace != View::npos &&
                     (brace + 1 == pattern.size() || !is_digit(pattern[brace + 1]));
            }),
            {Ask{{"a{"}, {"a{"}}}),
      wrong("regex-unescapes", Mode::regex, "`\\.` loses its backslash",
            changed([](View pattern) { return replace(pattern, "\\.", "."); }),
            {Ask{{"a\\.b"}, {"axb"}}}),
      wrong("regex-plain-is-literal", Mode::regex,
            "a pattern whose only metacharacter is `.` is taken as text", changed([](View pattern) {
              return is_plain(pattern) ? escape_regex(pattern) : std::string(pattern);
            }),
            {Ask{{"a.b"}, {"axb"}}}),
      wrong("regex-plain-is-tail", Mode::regex,
            "a pattern without metacharacters is looked for at the end", changed([](View pattern) {
              return (is_plain(pattern) ? "(?s:.*)" : "") + std::string(pattern);
            }),
            {Ask{{"a"}, {"b.a"}}}),
      wrong("regex-caret-is-search", Mode::regex, "a pattern with `^` in front may stop early",
            changed([](View pattern) {
              return pattern.starts_with('^') && regex_compiles(pattern)
                         ? "(?:" + std::string(pattern) + ")(?s:.*)"
                         : std::string(pattern);
            }),
            {Ask{{"^a"}, {"ab"}}}),
      wrong("regex-star-stays-in-segment", Mode::regex, "`.*` doesn't cross a dot",
            changed([](View pattern) { return replace(pattern, ".*", "[^.\\n]*"); }),
            {Ask{{"a.*"}, {"a.b.c"}}}),
      wrong("regex-word-segments-only", Mode::regex,
            "never selects a path with anything but letters, digits, `_` and dots",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::regex, question, answer);
              for (std::size_t i = 0; i < answer.selected().size(); ++i) {
                const View path = question.modules[i];
                if (!std::all_of(path.begin(), path.end(),
                                 [](char c) { return is_alnum(c) || c == '_' || c == '.'; }))
                  answer.flags()[i] = 0;
              }
            }),
            {Ask{{".*"}, {"a-b"}}}),
      wrong("regex-formatted", Mode::regex, "a pattern goes through str.format: `{2}` is lost",
            changed([](View pattern) { return replace(pattern, "{2}", ""); }),
            {Ask{{"a{2}"}, {"aa"}}}),
      wrong("regex-trims-pattern", Mode::regex, "trims white space off the pattern", changed(trim),
            {Ask{{"a "}, {"a "}}}),
      wrong("regex-splits-at-bars", Mode::regex, "splits at every `|`, inside groups too",
            whole([](const Question& question, Answer& answer) {
              std::vector<std::string> patterns;
              for (const View pattern : question.patterns) {
                if (pattern.empty()) patterns.emplace_back();
                for (const View piece : split(pattern, '|')) patterns.emplace_back(piece);
              }
              ask_reference(Mode::regex, patterns, question.modules, answer);
            }),
            {Ask{{"(a|b)c"}, {"ac"}}}),
      wrong(
          "regex-cache-by-start", Mode::regex, "keeps compiled patterns under their first 8 bytes",
          remembering<std::map<std::string, std::string>>(
              [](auto& cache, const Question& question, Answer& answer) {
                std::vector<std::string> patterns;
                for (const View pattern : question.patterns) {
                  patterns.push_back(
                      cache.try_emplace(std::string(pattern.substr(0, 8)), pattern).first->second);
                }
                ask_reference(Mode::regex, patterns, question.modules, answer);
              }),
          {Ask{{"layers\\.0"}, {"layers.0"}}, Ask{{"layers\\.1"}, {"layers.1"}}}),
  };
}

}  // namespace overmatch::plant
