// SPDX-License-Identifier: Apache-2.0
// Bugs of `match` and `search`: anchored where the mode is open or open where it is anchored, other
// flags, another engine, a pattern that is rewritten first, a wrong notion of an invalid pattern.
#include <algorithm>
#include <map>
#include <regex>

#include "matchers/regex.h"
#include "names/path.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

using OfMode = std::function<Behaviour(Mode)>;

// The reference with every pattern changed first.
template <class Change>
OfMode from_pattern(Change change) {
  return [change](Mode mode) { return asked_with(mode, change, unchanged); };
}
OfMode with_flag(View flag) {
  return from_pattern([flag](View p) { return std::string(flag) + std::string(p); });
}
// A pattern that does not compile is replaced.
template <class Instead>
OfMode mended(Instead instead) {
  return from_pattern(
      [instead](View p) { return regex_compiles(p) ? std::string(p) : std::string(instead(p)); });
}
// The reference of another mode.
OfMode as_mode(Mode other) {
  return [other](Mode) { return asked_with(other, unchanged, unchanged); };
}
// PCRE2 with what the mode needs, and other options.
OfMode pcre_with(View before, View after, std::uint32_t without = 0,
                 std::uint32_t limit = 1'000'000) {
  return [=](Mode mode) {
    const std::uint32_t anchored = mode == Mode::match ? PCRE2_ANCHORED : 0;
    return pcre({(kUnicode | anchored) & ~without, before, after, true, limit});
  };
}
// It rejects what the reference rejects, and selects what the rule selects.
template <class Selects>
OfMode unless_refused(Selects selects) {
  return [selects](Mode mode) {
    return spoiled(mode, [selects](const Question& question, std::span<std::uint8_t> flags) {
      for (std::size_t i = 0; i < flags.size(); ++i) {
        const bool any = std::any_of(question.patterns.begin(), question.patterns.end(),
                                     [&](View p) { return selects(question.modules[i], p); });
        flags[i] = any ? Answer::kYes : Answer::kNo;
      }
    });
  };
}
OfMode with_patterns(std::vector<std::string> (*change)(Patterns)) {
  return [change](Mode mode) {
    return whole([mode, change](const Question& question, Answer& answer) {
      ask_reference(mode, change(question.patterns), question.modules, answer);
    });
  };
}
std::vector<std::string> compiling(Patterns patterns) {
  std::vector<std::string> all;
  for (const View p : patterns) {
    if (all.empty() || regex_compiles(p)) all.emplace_back(p);
  }
  return all;
}
std::vector<std::string> split_at_bars(Patterns patterns) {
  std::vector<std::string> all;
  for (const View p : patterns) {
    if (p.empty()) all.emplace_back();
    for (const View piece : split(p, '|')) all.emplace_back(piece);
  }
  return all;
}
// The whole list as one regex, an anchor in front of its first alternative only.
Behaviour joined_behind_caret(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    ask_reference(mode, question, answer);
    if (answer.rejected() || question.patterns.empty()) return;
    const Pcre joined("\\A" + join(question.patterns, "|"), {kUnicode, "", ""});
    if (!joined.ok()) return;
    answer.start(question.modules.size());
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (joined.match(question.modules[i]) > 0) answer.select(i);
    }
  });
}
// A pattern behind one that matches is never compiled.
Behaviour on_demand(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    Answer one;
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      for (const View& pattern : question.patterns) {
        ask_reference(mode, Question{{&pattern, 1}, {&question.modules[i], 1}}, one);
        if (one.rejected()) return answer.reject(one.reason());
        if (!one.selects(0)) continue;
        answer.select(i);
        break;
      }
    }
  });
}
Behaviour cached_by_start(Mode mode) {
  return remembering<std::map<std::string, std::string>>(
      [mode](auto& known, const Question& question, Answer& answer) {
        std::vector<std::string> patterns;
        for (const View p : question.patterns)
          patterns.push_back(known.try_emplace(std::string(p.substr(0, 8)), p).first->second);
        ask_reference(mode, patterns, question.modules, answer);
      });
}
// Each segment is searched alone.
Behaviour by_segments_alone(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    ask_reference(mode, question, answer);
    if (answer.rejected()) return;
    Answer one;
    answer.start(question.modules.size());
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      auto pieces = split(question.modules[i]);
      if (pieces.empty()) pieces.emplace_back();
      ask_reference(mode, Question{question.patterns, pieces}, one);
      for (std::size_t at = 0; at < pieces.size() && !one.rejected(); ++at) {
        if (one.selects(at)) answer.select(i);
      }
    }
  });
}
// std::regex recurses for each character: longer paths would crash, which is another bug.
Behaviour by_std_regex(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    constexpr std::size_t kLongest = 10'000;
    const auto flags = mode == Mode::match ? std::regex_constants::match_continuous
                                           : std::regex_constants::match_default;
    try {
      for (const View p : question.patterns) {
        const std::regex compiled(p.begin(), p.end());
        for (std::size_t i = 0; i < question.modules.size(); ++i) {
          const View path = question.modules[i].substr(0, kLongest);
          if (std::regex_search(path.begin(), path.end(), compiled, flags)) answer.select(i);
        }
      }
    } catch (const std::regex_error& error) {
      answer.reject(error.what());
    }
  });
}
bool has_only_dots(View p) { return p.find_first_of("*+?[](){}^$|\\") == View::npos; }

constexpr ModeSet kMatch =
    ModeSet::where([](const ModeTraits& traits) { return traits.mode == Mode::match; });
constexpr ModeSet kSearch =
    ModeSet::where([](const ModeTraits& traits) { return traits.mode == Mode::search; });
constexpr ModeSet kOpenRegexes = ModeSet::where([](const ModeTraits& traits) {
  return traits.syntax == Syntax::regex && traits.after == Beside::anything && !traits.is_dialect;
});

std::vector<Mistake> everywhere() {
  return {
      {"fullmatch",
       "re.fullmatch: the whole path",
       as_mode(Mode::regex),
       {{{"a"}, {"ab"}}},
       kOpenRegexes},
      {"search", "re.search for re.match", as_mode(Mode::search), {{{"b"}, {"ab"}}}, kMatch},
      {"match", "re.match for re.search", as_mode(Mode::match), {{{"b"}, {"ab"}}}, kSearch},
      {"one-alternative-anchored",
       "the anchor is glued to the first alternative",
       [](Mode) { return pcre({kUnicode, "\\A", ""}); },
       {{{"a|b"}, {"cb"}}},
       kMatch},
      {"joined-behind-caret",
       "joins the patterns by `|` behind one anchor",
       joined_behind_caret,
       {{{"a", "b"}, {"cb"}}},
       kMatch},
      {"any-line",
       "anchored at any line of the path",
       [](Mode) { return pcre({kUnicode, "(?m:^)(?:", ")"}); },
       {{{"b$"}, {"a\nb"}}},
       kMatch},
      {"boundary-behind",
       "a segment must end behind the match",
       pcre_with("(?:", ")(?=\\.|\\z)"),
       {{{"a"}, {"ab"}}},
       kOpenRegexes},
      {"boundary-in-front",
       "a segment must begin where the match begins",
       pcre_with("(?<![^.])(?:", ")"),
       {{{"a"}, {"ba"}}},
       kSearch},
      {"word-in-front",
       "a word must begin where the match begins",
       pcre_with("\\b(?:", ")"),
       {{{"a"}, {"ba"}}},
       kSearch},
      {"end-only",
       "the match must end where the path ends",
       pcre_with("(?:", ")\\z"),
       {{{"a"}, {"ab"}}},
       kOpenRegexes},
      {"end-or-newline",
       "`$` is put behind the pattern",
       pcre_with("(?:", ")$"),
       {{{"a"}, {"ab"}}},
       kOpenRegexes},
      {"not-at-start", "`start() > 0`", pcre_with("(?!\\A)(?:", ")"), {{{"a"}, {"a"}}}, kSearch},
      {"something-behind",
       "the path must go on behind the match",
       pcre_with("(?:", ")(?s:.)"),
       {{{"a"}, {"a"}}},
       kOpenRegexes},
      {"dotall", "DOTALL is on", with_flag("(?s)"), {{{"a.b"}, {"a\nb"}}}, kOpenRegexes},
      {"multiline", "MULTILINE is on", with_flag("(?m)"), {{{"a$\\nb"}, {"a\nb"}}}, kOpenRegexes},
      {"verbose", "VERBOSE is on", with_flag("(?x)"), {{{"a b"}, {"a b"}}}, kOpenRegexes},
      {"of-bytes",
       "`.` is a byte",
       pcre_with("", "", kUnicode),
       {{{"^.$"}, {"\u00e9"}}},
       kOpenRegexes},
      {"dot-takes-no-carriage-return",
       "`.` stops at any kind of line end",
       pcre_with("(*ANY)", ""),
       {{{"a.b"}, {"a\rb"}}},
       kOpenRegexes},
      {"low-limit",
       "gives up, and refuses, after few steps",
       pcre_with("", "", 0, 20),
       {{{".*.*.*[cd]$"}, {"abababab"}}},
       kOpenRegexes},
      {"unescaped",
       "`\\.` loses its backslash",
       from_pattern([](View p) { return replace(p, "\\.", "."); }),
       {{{"a\\.b"}, {"axb"}}},
       kOpenRegexes},
      {"caret-dropped",
       "`^` in front is taken off",
       from_pattern([](View p) { return strip_prefix(p, "^"); }),
       {{{"^b"}, {"ab"}}},
       kSearch},
      {"dollar-dropped",
       "`$` at the end is taken off",
       from_pattern([](View p) { return p.ends_with("\\$") ? p : strip_suffix(p, "$"); }),
       {{{"a$"}, {"ab"}}},
       kOpenRegexes},
      {"star-stays-in-segment",
       "`.*` does not cross a dot",
       from_pattern([](View p) { return replace(p, ".*", "[^.\\n]*"); }),
       {{{"a.*c"}, {"a.b.c"}}},
       kOpenRegexes},
      {"only-dots-is-text",
       "a pattern whose only metacharacter is `.` is taken as text",
       from_pattern([](View p) { return has_only_dots(p) ? escape_regex(p) : std::string(p); }),
       {{{"a.b"}, {"axb"}}},
       kOpenRegexes},
      {"as-text",
       "looks for the pattern's text in the path",
       unless_refused(contains),
       {{{"a.*b"}, {"a.b"}}},
       kOpenRegexes},
      {"as-leading-text",
       "compares the pattern's text with the start of the path",
       unless_refused([](View path, View p) { return path.starts_with(p); }),
       {{{"a.*b"}, {"a.b"}}},
       kOpenRegexes},
      {"bad-is-no-match",
       "a malformed pattern selects nothing, silently",
       mended([](View) { return "(?!)"; }),
       {{{"["}, {"a"}}},
       kOpenRegexes},
      {"bad-is-text",
       "a malformed pattern is taken as text",
       mended(escape_regex),
       {{{"a("}, {"a("}}},
       kOpenRegexes},
      {"bad-is-all",
       "a malformed pattern selects everything",
       mended([](View) { return ""; }),
       {{{"*"}, {"a"}}},
       kOpenRegexes},
      {"first-pattern-checked",
       "only the first pattern can be refused",
       with_patterns(compiling),
       {{{"a", "("}, {"a"}}},
       kOpenRegexes},
      {"compiled-on-demand",
       "a bad pattern behind one that matches is never looked at",
       on_demand,
       {{{"a", "("}, {"a"}}},
       kOpenRegexes},
      {"splits-at-bars",
       "splits at every `|`, inside groups too",
       with_patterns(split_at_bars),
       {{{"(a|b)c"}, {"ac"}}},
       kOpenRegexes},
      {"cache-by-start",
       "keeps compiled patterns under their first 8 bytes",
       cached_by_start,
       {{{"layers\\.0"}, {"layers.0"}}, {{"layers\\.1"}, {"layers.1"}}},
       kOpenRegexes},
      {"segments-alone",
       "looks into each segment alone",
       by_segments_alone,
       {{{"a\\.b"}, {"a.b"}}},
       kOpenRegexes},
      {"std-ecmascript",
       "std::regex: JavaScript's dialect on bytes",
       by_std_regex,
       {{{"^.$"}, {"\u00e9"}}},
       kOpenRegexes},
  };
}

// They show beyond the portable core only.
std::vector<Mistake> beyond() {
  return {
      {"ascii-classes",
       "\\w and \\d know ASCII only",
       pcre_with("", "", PCRE2_UCP),
       {{{"^\\w$"}, {"\u00e9"}}},
       kOpenRegexes},
      {"dollar-at-very-end",
       "`$` does not match before a newline at the end",
       from_pattern([](View p) {
         const bool ends = p.ends_with('$') && !p.ends_with("\\$");
         return ends ? std::string(strip_suffix(p, "$")) + "\\Z" : std::string(p);
       }),
       {{{"a$"}, {"a\n"}}},
       kOpenRegexes},
  };
}

}  // namespace

std::vector<Planted> open_regexes() {
  std::vector<Planted> all = in_each_mode(everywhere());
  for (Planted& one : in_each_mode(beyond())) all.push_back(beyond_core(std::move(one)));
  return all;
}

}  // namespace overmatch::plant
