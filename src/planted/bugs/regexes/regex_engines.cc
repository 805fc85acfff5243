// SPDX-License-Identifier: Apache-2.0
// Bugs of other regex engines in place of Python's: RE2, std::regex, POSIX, shell globs, plain
// text.
#include <fnmatch.h>
#include <re2/re2.h>
#include <regex.h>

#include <regex>

#include "matchers/regex.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

re2::StringPiece piece(View text) { return {text.data(), text.size()}; }

template <class Match>
Behaviour re2_matcher(Match match, RE2::Options options = RE2::Options(RE2::Quiet)) {
  return whole([match, options](const Question& question, Answer& answer) {
    for (const View pattern : question.patterns) {
      const RE2 compiled(piece(pattern), options);
      if (!compiled.ok()) return answer.reject(compiled.error());
      for (std::size_t i = 0; i < question.modules.size(); ++i) {
        if (match(question.modules[i], compiled)) answer.select(i);
      }
    }
  });
}
bool re2_full(View path, const RE2& pattern) { return RE2::FullMatch(piece(path), pattern); }

RE2::Options re2_options(bool never_newline, bool longest) {
  RE2::Options options(RE2::Quiet);
  options.set_never_nl(never_newline);
  options.set_posix_syntax(longest);
  return options;
}

// std::regex recurses for each character: longer paths would crash, which is another bug.
Behaviour std_regex(std::regex::flag_type grammar, bool whole_path) {
  return whole([grammar, whole_path](const Question& question, Answer& answer) {
    constexpr std::size_t kLongest = 10000;
    try {
      for (const View pattern : question.patterns) {
        const std::regex compiled(pattern.begin(), pattern.end(), grammar);
        for (std::size_t i = 0; i < question.modules.size(); ++i) {
          const View path = question.modules[i].substr(0, kLongest);
          if (whole_path ? std::regex_match(path.begin(), path.end(), compiled)
                         : std::regex_search(path.begin(), path.end(), compiled)) {
            answer.select(i);
          }
        }
      }
    } catch (const std::regex_error& error) {
      answer.reject(error.what());
    }
  });
}

// POSIX extended, between ^( and )$: a NUL ends both pattern and path.
void posix(const Question& question, Answer& answer) {
  for (const View pattern : question.patterns) {
    regex_t compiled{};
    if (regcomp(&compiled, ("^(" + std::string(pattern) + ")$").c_str(),
                REG_EXTENDED | REG_NOSUB) != 0) {
      return answer.reject("regcomp refuses it");
    }
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (regexec(&compiled, std::string(question.modules[i]).c_str(), 0, nullptr, 0) == 0)
        answer.select(i);
    }
    regfree(&compiled);
  }
}

}  // namespace

std::vector<Planted> regex_engines() {
  return {
      beyond_core(wrong("regex-re2-full", Mode::regex,
                        "RE2::FullMatch: no look-around, no back-references", re2_matcher(re2_full),
                        {Ask{{"(a)\\1"}, {"aa"}}})),
      wrong("regex-re2-partial", Mode::regex, "RE2::PartialMatch",
            re2_matcher([](View path, const RE2& pattern) {
              return RE2::PartialMatch(piece(path), pattern);
            }),
            {Ask{{"b"}, {"abc"}}}),
      wrong("regex-re2-never-newline", Mode::regex, "RE2 with never_nl: a newline matches nothing",
            re2_matcher(re2_full, re2_options(true, false)), {Ask{{"a\\nb"}, {"a\nb"}}}),
      wrong("regex-re2-posix-syntax", Mode::regex, "RE2 with posix_syntax: no \\d, no \\w",
            re2_matcher(re2_full, re2_options(false, true)), {Ask{{"(?:a)"}, {"a"}}}),
      wrong("regex-std-ecmascript", Mode::regex, "std::regex: JavaScript's dialect on bytes",
            std_regex(std::regex::ECMAScript, true), {Ask{{"."}, {"\u00e9"}}}),
      wrong("regex-std-search", Mode::regex, "std::regex_search",
            std_regex(std::regex::ECMAScript, false), {Ask{{"b"}, {"abc"}}},
            "ggml-org/llama.cpp#20416"),
      wrong("regex-std-basic", Mode::regex,
            "std::regex with POSIX's basic grammar: `+` and `|` are text",
            std_regex(std::regex::basic, true), {Ask{{"a+"}, {"aa"}}}),
      wrong("regex-posix-extended", Mode::regex, "regcomp and regexec: a NUL ends the path",
            whole(posix), {Ask{{"a"}, {std::string("a\0b", 3)}}}),
      wrong("regex-shell-glob", Mode::regex, "fnmatch: a shell's idea of `*` and `.`",
            unless_rejected([](View path, View pattern) {
              return fnmatch(std::string(pattern).c_str(), std::string(path).c_str(), 0) == 0;
            }),
            {Ask{{"a.*"}, {"ab"}}}),
      wrong("regex-literal", Mode::regex, "compares the pattern as text",
            unless_rejected([](View path, View pattern) { return path == pattern; }),
            {Ask{{"a.*"}, {"a.b"}}}),
      wrong(
          "regex-literal-anywhere", Mode::regex, "looks for the pattern's text in the path",
          unless_rejected([](View path, View pattern) { return path.find(pattern) != View::npos; }),
          {Ask{{"vision_tower.*"}, {"vision_tower.a"}}}, "vllm-project/vllm#48507"),
  };
}

}  // namespace overmatch::plant
