// SPDX-License-Identifier: Apache-2.0
// Finds text that is not meant as a regex of Python: syntax of other tools, shell patterns, lists,
// classes meant as groups, ranges of numbers.
#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/regex/number_range.h"
#include "analysis/regex/regex_mistakes.h"
#include "names/ascii.h"

namespace overmatch {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n'; }
bool all_of(std::string_view text, bool (*test)(char) noexcept) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

std::string_view stripped(std::string_view text, std::string_view what) {
  while (!text.empty() && what.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && what.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find_first_of(at);
    parts.push_back(stripped(text.substr(0, end), " \t\n\"'"));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string joined(const std::vector<std::string_view>& parts) {
  std::string out;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += '|';
    out += part;
  }
  return out;
}

class TypoFinder {
 public:
  TypoFinder(const RegexStructure& regex, std::string_view foreign,
             std::vector<RegexMistake>& mistakes)
      : regex_(regex), text_(regex.tokens().text), foreign_(foreign), mistakes_(mistakes) {}

  void find() {
    marks();
    doubled_backslashes();
    for (std::size_t at = 0; at < regex_.size(); ++at) {
      if (regex_.is(at, TokenKind::char_class)) char_class(at);
      if (regex_.spelling(at) == "{" || regex_.spelling(at) == "(") bracket(at);
    }
    foreign_characters();
    globs();
    placeholders();
  }

 private:
  [[nodiscard]] bool is_foreign(char c) const { return foreign_.find(c) != std::string_view::npos; }

  void add(MistakeKind kind, std::string what, std::vector<std::vector<RegexEdit>> corrections,
           bool certain) {
    RegexMistake mistake;
    mistake.kind = kind;
    mistake.what = std::move(what);
    mistake.corrections = std::move(corrections);
    mistake.certain = certain;
    mistakes_.push_back(std::move(mistake));
  }

  void marks() {
    const auto cut = [&](std::size_t start, std::size_t end, const std::string& why) {
      add(MistakeKind::foreign_mark, regex_in_words(text_.substr(start, end - start)) + why,
          {{{start, end, ""}}}, true);
    };
    for (const std::string_view mark : {"re:", "regex:", "regexp:"}) {
      if (text_.starts_with(mark) && is_foreign(':'))
        return cut(0, mark.size(),
                   " tells compressed-tensors and vLLM that a regex follows: it is no part of it");
    }
    const std::size_t raw = text_.starts_with("r'") || text_.starts_with("r\"") ? 1 : 0;
    const char quote = text_.size() > raw ? text_[raw] : '\0';
    if (text_.size() > raw + 1 && (quote == '\'' || quote == '"') && text_.back() == quote &&
        is_foreign(quote)) {
      return add(MistakeKind::foreign_mark, "the quotes are part of the regex, and of no name",
                 {{{0, raw + 1, ""}, {text_.size() - 1, text_.size(), ""}}}, true);
    }
    if (text_.size() > 2 && text_.front() == '/' && text_.back() == '/' && is_foreign('/')) {
      return add(MistakeKind::foreign_mark, "the slashes are part of the regex, and of no name",
                 {{{0, 1, ""}, {text_.size() - 1, text_.size(), ""}}}, true);
    }
    // Some names begin with a negative number, but none with a hyphen and a letter.
    if (text_.size() > 1 && text_[0] == '-' && !is_digit(text_[1]) && text_[1] != '[')
      return cut(0, 1, " in front is part of the regex, and of no name");
    const std::size_t equals = text_.rfind('=');
    if (equals != std::string_view::npos && equals > 0 && is_foreign('=') &&
        all_of(text_.substr(equals + 1), is_word) && text_[equals - 1] != '?' &&
        text_[equals - 1] != '<')
      cut(equals, text_.size(),
          " says what llama.cpp does with a tensor: it is no part of a regex");
  }

  void doubled_backslashes() {
    std::vector<RegexEdit> edits;
    for (std::size_t at = 0; at + 1 < regex_.size(); ++at) {
      const RegexToken& token = regex_[at];
      if (regex_.spelling(at) != "\\\\" || regex_[at + 1].start != token.end) continue;
      if (std::string_view(".dDwWsSbB()[]{}+*?|^$-_").find(text_[token.end]) !=
          std::string_view::npos)
        edits.push_back({token.start, token.end, "\\"});
    }
    if (edits.empty() || !is_foreign('\\')) return;
    add(MistakeKind::doubled_backslash,
        "a doubled backslash stands for a backslash, which no name has: as in a string of another "
        "language",
        {std::move(edits)}, true);
  }

  // [q_proj|v_proj], [10,11,12], [0-15], ['q_proj', 'v_proj'].
  void char_class(std::size_t at) {
    const RegexToken& token = regex_[at];
    const std::string_view text = regex_.spelling(at);
    if (text.size() < 4 || text[1] == '^' || regex_[at].in_look) return;
    const std::string_view inside = text.substr(1, text.size() - 2);
    // `1[0-35]` matches 10 to 13 and 15.
    const bool glued =
        at > 0 && regex_[at - 1].end == token.start && is_digit(text_[token.start - 1]);
    if (const auto range = number_range_of(inside); range && !glued && inside.size() > 3) {
      return add(MistakeKind::number_range,
                 regex_in_words(text) + " is one character, not a number in a range",
                 {{{token.start, token.end, "(?:" + *range + ")"}}}, true);
    }
    const std::vector<std::string_view> parts = split(inside, "|,");
    if (parts.size() > 1) {
      std::string list;
      bool words = true;
      bool long_word = false;
      for (const std::string_view part : parts) {
        const auto range = number_range_of(part);
        const bool word = all_of(part, is_word);
        words = words && (word || range);
        long_word = long_word || (word && part.size() > 1) || (range && part.size() > 3);
        if (!list.empty()) list += '|';
        list += range ? *range : std::string(part);
      }
      if (!words || !long_word) return;
      const bool all = text.size() == text_.size();
      return add(MistakeKind::class_for_group,
                 regex_in_words(text) + " is one character out of several, not one of the words",
                 {{{token.start, token.end, (all ? "(?:.*\\.)?(?:" : "(?:") + list + ")"}}}, true);
    }
    // [self_attn]: a repeated character, or `_` between letters, is not meant as a set.
    if (!all_of(inside, is_word) || inside.size() < 4) return;
    std::string letters(inside);
    std::sort(letters.begin(), letters.end());
    const std::size_t line = inside.find('_');
    const bool word = line != std::string_view::npos && line > 0 && line + 1 < inside.size();
    if (!word && std::adjacent_find(letters.begin(), letters.end()) == letters.end()) return;
    add(MistakeKind::class_for_group,
        regex_in_words(text) + " is one character out of several, not a word",
        {{{token.start, token.end, "(?:" + std::string(inside) + ")"}}}, false);
  }

  // {0-15}, (0..15), {q,v}, {}, {i}.
  void bracket(std::size_t at) {
    const RegexToken& token = regex_[at];
    const bool brace = regex_.spelling(at) == "{";
    const std::size_t end = text_.find(brace ? '}' : ')', token.start);
    if (end == std::string_view::npos || token.in_look) return;
    const std::string_view inside = text_.substr(token.start + 1, end - token.start - 1);
    const std::string_view text = text_.substr(token.start, end + 1 - token.start);
    const std::string open = brace ? "(?:" : "(";
    if (const auto range = number_range_of(inside)) {
      return add(MistakeKind::number_range, regex_in_words(text) + " is no range of numbers",
                 {{{token.start, end + 1, open + *range + ")"}}}, true);
    }
    if (!brace || !is_foreign('{')) return;
    const std::vector<std::string_view> parts = split(inside, ",");
    const bool words = std::all_of(parts.begin(), parts.end(),
                                   [](std::string_view part) { return all_of(part, is_word); });
    if (parts.size() > 1 && words) {
      return add(MistakeKind::glob,
                 regex_in_words(text) + " is a list for a shell, not for a regex",
                 {{{token.start, end + 1, "(?:" + joined(parts) + ")"}}}, true);
    }
    if (inside.empty() || (parts.size() == 1 && words))
      add(MistakeKind::placeholder, regex_in_words(text) + " is not replaced by a number",
          {{{token.start, end + 1, "[0-9]+"}}}, true);
  }

  // Blanks, commas and slashes, of lists of names and of file paths.
  void foreign_characters() {
    std::string found;
    std::vector<RegexEdit> edits;
    bool lists = false;
    for (std::size_t at = 0; at < regex_.size(); ++at) {
      const RegexToken& token = regex_[at];
      if (!regex_.is(at, TokenKind::literal) || token.in_look || token.end - token.start != 1)
        continue;
      const char c = text_[token.start];
      if (!is_foreign(c) || !(is_blank(c) || c == ',' || c == '/')) continue;
      if (found.find(is_blank(c) ? ' ' : c) == std::string::npos) found += is_blank(c) ? ' ' : c;
      if (c == '/') {
        edits.push_back({token.start, token.end, "\\."});
      } else if (c == ',' || !beside_border(at)) {
        edits.push_back({token.start, token.end, "|"});
        lists = lists || token.depth == 0;
      } else {
        edits.push_back({token.start, token.end, ""});
      }
    }
    if (edits.empty()) return;
    std::string what;
    for (const char c : found) {
      if (!what.empty()) what += " and ";
      what += is_blank(c) ? "a blank" : c == ',' ? "a comma" : "a slash";
    }
    std::vector<std::vector<RegexEdit>> corrections;
    if (lists) {
      std::vector<RegexEdit> started = edits;
      const std::size_t start = regex_.start_of(regex_.tokens().body);
      started.insert(started.begin(), {start, start, "(?:.*\\.)?(?:"});
      started.push_back({text_.size(), text_.size(), ")"});
      corrections.push_back(edits);
      corrections.push_back(std::move(started));
    } else {
      corrections.push_back(std::move(edits));
    }
    what += found.size() > 1 ? " are" : " is";
    add(MistakeKind::foreign_character, what + " part of the regex, and of no name",
        std::move(corrections), true);
  }
  // Whether a blank can be removed: it is beside another one, a bar, a comma, a parenthesis or an
  // end.
  [[nodiscard]] bool beside_border(std::size_t at) const {
    const auto is_border = [&](std::size_t other) {
      if (other >= regex_.size()) return true;
      const TokenKind kind = regex_[other].kind;
      const char c = regex_.spelling(other)[0];
      return kind == TokenKind::bar || kind == TokenKind::open || kind == TokenKind::close ||
             kind == TokenKind::anchor || (kind == TokenKind::literal && (is_blank(c) || c == ','));
    };
    return at == 0 || is_border(at - 1) || is_border(at + 1);
  }

  // layers*.mlp, layers\.*, layers\.\*: stars of shell patterns.
  void globs() {
    std::vector<RegexEdit> edits;
    std::vector<RegexEdit> literal;
    std::string_view shown;
    for (std::size_t at = 0; at < regex_.size(); ++at) {
      const RegexToken& token = regex_[at];
      if (token.in_look) continue;
      if (regex_.spelling(at) == "\\*") {
        if (is_foreign('*')) literal.push_back({token.start, token.end, "[^.]*"});
        continue;
      }
      if (!regex_.is_quantified(at) || regex_.spelling(at + 1) != "*") continue;
      const bool word = regex_.is(at, TokenKind::literal) && is_word(text_[token.start]);
      if (!word && !regex_.is(at, TokenKind::separator)) continue;
      edits.push_back({token.end, token.end, "."});
      if (shown.empty()) shown = text_.substr(token.start, token.end + 1 - token.start);
    }
    if (!literal.empty()) {
      std::vector<RegexEdit> far = literal;
      for (RegexEdit& edit : far) edit.text = ".*";
      add(MistakeKind::glob, "`\\*` is a star, which no name has, not a wildcard",
          {std::move(literal), std::move(far)}, true);
    }
    if (edits.empty()) return;
    add(MistakeKind::glob,
        regex_in_words(shown) + " repeats one character: for a regex a wildcard is `.*`",
        {std::move(edits)}, false);
  }

  // blocks.X.attn: a letter instead of a number.
  void placeholders() {
    const auto is_border = [&](std::size_t at) {
      return regex_.is(at, TokenKind::separator) ||
             (regex_.is(at, TokenKind::dot) && !regex_.is_quantified(at));
    };
    for (std::size_t at = 1; at + 1 < regex_.size(); ++at) {
      const std::string_view letter = regex_.spelling(at);
      if (!is_border(at - 1) || !is_border(at + 1)) continue;
      if (letter != "X" && letter != "N" && letter != "n" && letter != "i" && letter != "L")
        continue;
      add(MistakeKind::placeholder, regex_in_words(letter) + " is not replaced by a number",
          {{{regex_[at].start, regex_[at].end, "[0-9]+"}}}, false);
    }
  }

  const RegexStructure& regex_;
  std::string_view text_;
  std::string_view foreign_;
  std::vector<RegexMistake>& mistakes_;
};

}  // namespace

void find_typos(const RegexStructure& regex, std::string_view foreign,
                std::vector<RegexMistake>& mistakes) {
  TypoFinder(regex, foreign, mistakes).find();
}

}  // namespace overmatch
