// SPDX-License-Identifier: Apache-2.0
// Correct variants built on regex engines, for `regex` and for the literal modes.
//
// std::regex is not used: it recurses for each character and overflows the stack on long names.
#include <re2/re2.h>

#include "matchers/regex.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

// Longer patterns may exceed the limits of an engine; the reference answers them.
constexpr std::size_t kLongestForEngine = 2000;

// Literal patterns as escaped regexes between `before` and `after`, all in one question to the
// regex reference.
Behaviour as_regex(Mode mode, View before, View after, View empty) {
  return whole([=](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) {
      if (pattern.size() > kLongestForEngine) return ask_reference(mode, question, answer);
      patterns.push_back(pattern.empty()
                             ? std::string(empty)
                             : std::string(before) + escape_regex(pattern) + std::string(after));
    }
    ask_reference(Mode::regex, patterns, question.modules, answer);
  });
}

// Whether RE2 certainly reads the pattern as Python does: literals, escaped punctuation, `.`, and
// at most one repetition. With more the reference may exceed its match limit, and RE2 has none.
bool is_safe_for_re2(View pattern) {
  std::size_t repeats = 0;
  bool repeatable = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '*' || c == '+' || c == '?') {
      if (!repeatable || ++repeats > 1) return false;
      repeatable = false;
    } else if (c == '\\') {
      if (++i == pattern.size() || (pattern[i] != '.' && pattern[i] != '[' && pattern[i] != '\\'))
        return false;
      repeatable = true;
    } else if (is_alnum(c) || c == '_' || c == '.') {
      repeatable = true;
    } else {
      return false;
    }
  }
  return pattern.size() <= kLongestForEngine;
}

void re2_where_safe(const Question& question, Answer& answer) {
  for (const View pattern : question.patterns) {
    if (!is_safe_for_re2(pattern)) return ask_reference(Mode::regex, question, answer);
  }
  for (const View pattern : question.patterns) {
    const RE2 compiled(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet);
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      const View path = question.modules[i];
      if (RE2::FullMatch(re2::StringPiece(path.data(), path.size()), compiled)) answer.select(i);
    }
  }
}

// RE2 without changes.
void re2_alone(const Question& question, Answer& answer) {
  std::vector<std::unique_ptr<RE2>> compiled;
  for (const View pattern : question.patterns) {
    compiled.push_back(
        std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet));
    if (!compiled.back()->ok()) return answer.reject(compiled.back()->error());
  }
  for (std::size_t i = 0; i < question.modules.size(); ++i) {
    const re2::StringPiece path(question.modules[i].data(), question.modules[i].size());
    if (std::any_of(compiled.begin(), compiled.end(),
                    [&](const auto& regex) { return RE2::FullMatch(path, *regex); })) {
      answer.select(i);
    }
  }
}

void literal_where_escaped(const Question& question, Answer& answer) {
  std::vector<std::string> texts;
  for (const View pattern : question.patterns) {
    texts.emplace_back();
    if (!unescape_regex(pattern, texts.back())) return ask_reference(Mode::regex, question, answer);
  }
  ask_reference(Mode::exact, texts, question.modules, answer);
}

// Each pattern asked alone, the last first.
void one_by_one(const Question& question, Answer& answer) {
  Answer one;
  for (std::size_t p = question.patterns.size(); p-- > 0;) {
    ask_reference(Mode::regex, Question{question.patterns.subspan(p, 1), question.modules}, one);
    if (one.rejected()) return answer.reject(one.reason());
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (one.selects(i)) answer.select(i);
    }
  }
}

}  // namespace

std::vector<Planted> correct_engines() {
  return {
      right("regex-correct-re2", Mode::regex, "RE2 for simple patterns, the reference for others",
            whole(re2_where_safe)),
      beyond_core(right("regex-correct-re2-alone", Mode::regex,
                        "RE2 as it is, inside the portable core", whole(re2_alone))),
      beyond_core(right("regex-correct-pcre2-alone", Mode::regex,
                        "PCRE2 as it is, inside the portable core",
                        pcre({PCRE2_UTF | kWholePath, "", "", true, 1'000'000, false}))),
      right("regex-correct-literal", Mode::regex,
            "compares text when all of the pattern is escaped", whole(literal_where_escaped)),
      right("regex-correct-wrapped", Mode::regex, "\\A(?:…)\\z where the reference has options",
            pcre({kUnicode, "\\A(?:", ")\\z"})),
      right("regex-correct-other-flags", Mode::regex,
            "PCRE2 with flags that a translated pattern has no use for",
            pcre({kUnicode | kWholePath | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, "", ""})),
      right("regex-correct-one-by-one", Mode::regex, "one question a pattern, the last first",
            whole(one_by_one)),
      right("endswith-correct-regex", Mode::endswith, "an escaped regex",
            as_regex(Mode::endswith, "(?s:.*)", "", "(?s:.*)")),
      right("segment-correct-regex", Mode::segment, "an escaped regex",
            as_regex(Mode::segment, "(?:(?s:.*)\\.)?", "", "")),
      right("exact-correct-regex", Mode::exact, "an escaped regex",
            as_regex(Mode::exact, "", "", "")),
      right("subtree-correct-regex", Mode::subtree, "an escaped regex",
            as_regex(Mode::subtree, "", "(?:\\.(?s:.*))?", "(?s:.*)")),
  };
}

}  // namespace overmatch::plant
