// SPDX-License-Identifier: Apache-2.0
// Bugs of both globs: brackets and marks read otherwise than by Python's `fnmatch`, a translation
// to a regex that forgets something.
#include <algorithm>

#include "matchers/glob.h"
#include "matchers/path_glob.h"
#include "matchers/regex.h"
#include "matchers/rule_matcher.h"
#include "names/utf8.h"
#include "planted/glob_items.h"

namespace overmatch::plant {
namespace {

using GlobInMode = std::function<Behaviour(Mode)>;

// The reference, asked about a changed pattern.
template <class Change>
GlobInMode reads(Change change) {
  return [change](Mode mode) { return asked_with(mode, change, unchanged); };
}
// The items of a kind, changed.
template <class Change>
GlobInMode items_of(ItemKind kind, Change change) {
  return [kind, change](Mode mode) {
    return glob_with(mode, [kind, change](GlobItems& items) {
      for (ChangedGlobItem& item : items) {
        if (item.kind == kind) change(item);
      }
    });
  };
}
GlobInMode takes_no(ItemKind kind, char32_t unwanted) {
  return items_of(kind, [unwanted](ChangedGlobItem& item) { item.unwanted = unwanted; });
}
template <class Selects>
GlobInMode by_rule(Selects selects) {
  return [selects](Mode) { return rule(selects); };
}
// Each backslash escapes what follows it.
std::string escapes_read(View pattern) {
  std::string out;
  for (; !pattern.empty(); pattern.remove_prefix(code_point_size(pattern.front()))) {
    if (pattern.front() != '\\' || pattern.size() == 1) {
      out += code_point_at(pattern, 0);
      continue;
    }
    pattern.remove_prefix(1);
    append_escaped_glob(out, code_point_at(pattern, 0));
  }
  return out;
}

// The first {a,b} of a pattern gives one pattern for each of its parts.
std::vector<std::string> braces_expanded(View pattern) {
  const std::size_t open = pattern.find('{');
  const std::size_t end = open == View::npos ? open : pattern.find('}', open);
  if (end == View::npos) return {std::string(pattern)};
  std::vector<std::string> all;
  for (const View part : split(pattern.substr(open + 1, end - open - 1), ','))
    all.push_back(
        std::string(pattern.substr(0, open)).append(part).append(pattern.substr(end + 1)));
  return all;
}
Behaviour with_braces(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) {
      for (std::string& one : braces_expanded(pattern)) patterns.push_back(std::move(one));
    }
    ask_reference(mode, patterns, question.modules, answer);
  });
}

// A bracket that is not closed is refused, or matches nothing.
bool has_open_bracket(View pattern) {
  while (!pattern.empty()) {
    const GlobItem item = first_glob_item(pattern);
    if (item.text == "[") return true;
    pattern.remove_prefix(item.text.size());
  }
  return false;
}
Behaviour open_bracket_refused(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    if (std::any_of(question.patterns.begin(), question.patterns.end(), has_open_bracket))
      return answer.reject("a bracket is not closed");
    ask_reference(mode, question, answer);
  });
}
GlobInMode open_bracket_never() {
  return [](Mode mode) {
    return rule([mode](View path, View pattern) {
      return !has_open_bracket(pattern) && rule_selects(mode, path, pattern);
    });
  };
}

constexpr ModeSet kGlobs =
    ModeSet::where([](const ModeTraits& traits) { return traits.syntax == Syntax::glob; });

std::vector<Mistake> mistakes() {
  return {
      {"caret-negates",
       "`[^a]` is read as `[!a]`",
       reads([](View p) { return replace(p, "[^", "[!"); }),
       {{{"[^a]"}, {"b"}}},
       kGlobs},
      {"exclamation-is-member",
       "`[!a]` does not negate",
       reads([](View p) { return replace(p, "[!", "[\u2603!"); }),
       {{{"[!a]"}, {"b"}}},
       kGlobs},
      {"first-bracket-closes",
       "`]` closes a bracket at once: `[]a]` has no members",
       reads([](View p) { return replace(replace(p, "[!]", "?"), "[]", "[\u2603]"); }),
       {{{"[]a]"}, {"a"}}},
       kGlobs},
      {"no-brackets",
       "a bracket is plain text",
       reads([](View p) { return replace(p, "[", "[[]"); }),
       {{{"[ab]"}, {"a"}}},
       kGlobs},
      {"no-ranges",
       "`-` in a bracket is a member",
       items_of(ItemKind::one_of,
                [](ChangedGlobItem& item) {
                  const auto ranges = item.members;
                  item.members.clear();
                  for (const auto& [low, high] : ranges) {
                    item.members.emplace_back(low, low);
                    item.members.emplace_back(high, high);
                    if (low != high) item.members.emplace_back(U'-', U'-');
                  }
                }),
       {{{"[a-c]"}, {"b"}}},
       kGlobs},
      {"unclosed-refused",
       "refuses a bracket that is not closed",
       open_bracket_refused,
       {{{"[a"}, {"a"}}},
       kGlobs},
      {"unclosed-never",
       "a bracket that is not closed matches nothing",
       open_bracket_never(),
       {{{"[a"}, {"[a"}}},
       kGlobs},
      {"escapes-read", "a backslash escapes", reads(escapes_read), {{{"\\a"}, {"a"}}}, kGlobs},
      {"braces-expanded", "expands `{a,b}`", with_braces, {{{"{a,b}"}, {"a"}}}, kGlobs},
      {"question-mark-optional",
       "`?` may take nothing",
       items_of(ItemKind::any_character, [](ChangedGlobItem& item) { item.optional = true; }),
       {{{"a?"}, {"a"}}},
       kGlobs},
      {"question-mark-as-text",
       "knows `*` only",
       reads([](View p) { return replace(p, "?", "[?]"); }),
       {{{"a?"}, {"ab"}}},
       kGlobs},
      {"star-as-text",
       "knows `?` only",
       reads([](View p) { return replace(p, "*", "[*]"); }),
       {{{"a*"}, {"ab"}}},
       kGlobs},
      {"star-takes-something",
       "`*` takes one character at least",
       items_of(ItemKind::any_text, [](ChangedGlobItem& item) { item.optional = false; }),
       {{{"a*"}, {"a"}}},
       kGlobs},
      {"star-without-newline",
       "translated to `.*` without DOTALL",
       takes_no(ItemKind::any_text, U'\n'),
       {{{"*"}, {"a\nb"}}},
       kGlobs},
      {"open-end",
       "re.match of the translation: the end is forgotten",
       reads([](View p) { return std::string(p) + "*"; }),
       {{{"a"}, {"ab"}}},
       kGlobs},
      {"open-start",
       "re.search of the translation: the start is forgotten",
       reads([](View p) { return "*" + std::string(p); }),
       {{{"a"}, {"ba"}}},
       kGlobs},
      {"as-text",
       "compares the pattern as text: a dict lookup",
       by_rule([](View path, View pattern) { return path == pattern; }),
       {{{"*.q_proj"}, {"self_attn.q_proj"}}},
       kGlobs},
      {"last-segment",
       "a pattern without a dot is compared with the last segment",
       [](Mode mode) {
         return rule([mode](View path, View pattern) {
           return rule_selects(mode, contains(pattern, ".") ? path : last_pieces(path, 1), pattern);
         });
       },
       {{{"a*"}, {"b.a"}}},
       kGlobs},
      {"is-regex",
       "the pattern is a regex",
       by_rule([](View path, View pattern) {
         Answer answer;
         ask_reference(Mode::regex, {std::string(pattern)}, std::span(&path, 1), answer);
         return !answer.rejected() && answer.selects(0);
       }),
       {{{"a*"}, {"ab"}}},
       kGlobs},
      {"lost-pattern",
       "the name is the pattern, and the entry the text",
       [](Mode mode) {
         return rule([mode](View path, View pattern) { return rule_selects(mode, pattern, path); });
       },
       {{{"*q_proj"}, {"q_proj"}}},
       kGlobs},
  };
}

}  // namespace

std::vector<Planted> globs() { return in_each_mode(mistakes()); }

}  // namespace overmatch::plant
