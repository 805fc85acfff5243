// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex/regex_tokens.h"

#include "matchers/python_regex/python_source.h"

namespace overmatch {
namespace {

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view regex) : source_(regex) { out_.text = regex; }

  RegexTokens run() {
    while (!source_.next().empty()) token();
    mark_leading();
    mark_trailing();
    // Python allows global flags at the start only; comments may stand before them.
    for (std::size_t at = 0; at < out_.tokens.size() && is_flags_or_comment(out_.tokens[at]);
         ++at) {
      if (out_.spelling(out_.tokens[at]).substr(0, 3) != "(?#") out_.body = at + 1;
    }
    return std::move(out_);
  }

 private:
  bool is_flags_or_comment(const RegexToken& token) const {
    return token.kind == TokenKind::other && out_.spelling(token).starts_with("(?") &&
           !out_.spelling(token).starts_with("(?P");
  }

  void add(TokenKind kind, std::size_t start) {
    RegexToken token;
    token.kind = kind;
    token.start = start;
    token.end = source_.tell();
    token.depth = depth_;
    out_.tokens.push_back(token);
  }

  void token() {
    const std::size_t start = source_.tell();
    const std::string_view token = source_.get();
    if (token.size() > 1 && token[0] == '\\') return escape(start, token);
    switch (token[0]) {
      case '.': return add(TokenKind::dot, start);
      case '^':
      case '$': return add(TokenKind::anchor, start);
      case '|': return add(TokenKind::bar, start);
      case '[': return char_class(start);
      case '(': return group(start);
      case ')': --depth_; return add(TokenKind::close, start);
      case '*':
      case '+':
      case '?': return quantifier(start);
      case '{':
        if (is_count()) return quantifier(start);
        [[fallthrough]];
      default: add(TokenKind::literal, start);
    }
  }

  // The rest of \x41 and the like become separate literals, which no correction changes.
  void escape(std::size_t start, std::string_view token) {
    const char letter = token[1];
    const auto is_one_of = [letter](std::string_view set) {
      return set.find(letter) != std::string_view::npos;
    };
    const TokenKind kind = letter == '.'            ? TokenKind::separator
                           : is_one_of("dDsSwW")    ? TokenKind::category
                           : is_one_of("AZbB")      ? TokenKind::anchor
                           : is_one_of("123456789") ? TokenKind::other
                                                    : TokenKind::literal;
    add(kind, start);
  }

  void char_class(std::size_t start) {
    source_.match('^');
    for (bool first = true;; first = false) {
      const std::string_view token = source_.get();
      if (token.empty() || (token == "]" && !first)) break;
    }
    const bool separator = out_.text.substr(start, source_.tell() - start) == "[.]";
    add(separator ? TokenKind::separator : TokenKind::char_class, start);
  }

  // Takes `m}`, `m,}`, `,n}` or `m,n}` if that follows.
  bool is_count() {
    const std::size_t start = source_.tell();
    const std::string_view low = source_.take_while(std::string_view::npos, is_digit);
    const bool comma = source_.match(',');
    if (comma) source_.take_while(std::string_view::npos, is_digit);
    if (source_.next_is('}') && (comma || !low.empty())) {
      source_.get();
      return true;
    }
    source_.seek(start);
    return false;
  }

  void quantifier(std::size_t start) {
    if (!source_.match('?')) source_.match('+');
    add(TokenKind::quantifier, start);
  }

  void group(std::size_t start) {
    std::string_view skipped;
    if (source_.match('?')) {
      const std::string_view sign = source_.get();
      if (sign == "#" || sign == "(") {  // a comment or a condition
        source_.take_until(')', skipped);
        if (sign == "#") return add(TokenKind::other, start);
      } else if (sign == "P") {
        if (!source_.match('<')) {  // (?P=name)
          source_.take_until(')', skipped);
          return add(TokenKind::other, start);
        }
        source_.take_until('>', skipped);
      } else if (sign == "<") {
        source_.get();
      } else if (sign != ":" && sign != ">" && sign != "=" && sign != "!") {
        if (flags(sign)) return add(TokenKind::other, start);
      }
    }
    add(TokenKind::open, start);
    ++depth_;
  }

  // Takes flags up to `:` or `)`; true if they are global.
  bool flags(std::string_view first) {
    bool on = true;
    for (std::string_view flag = first;; flag = source_.get()) {
      if (flag == ")" || flag.empty()) {
        out_.all_verbose = out_.verbose;
        return true;
      }
      if (flag == ":") return false;
      if (flag == "-") on = false;
      out_.verbose = out_.verbose || (flag == "x" && on);
      out_.dot_matches_newline = out_.dot_matches_newline || (flag == "s" && on);
    }
  }

  static bool is_transparent(TokenKind kind) {
    return kind == TokenKind::anchor || kind == TokenKind::other;
  }

  [[nodiscard]] bool opens_look(const RegexToken& token) const {
    const std::string_view text = out_.spelling(token);
    return text == "(?=" || text == "(?!" || text == "(?<=" || text == "(?<!";
  }

  // An open group. `at_edge` holds again after a look-around, and in the other branches of a group.
  struct Group {
    bool at_edge;
    bool is_look;
  };

  void mark_leading() {
    bool now = true;
    std::vector<Group> groups = {{true, false}};
    std::size_t looks = 0;
    for (RegexToken& token : out_.tokens) {
      token.leading = now;
      token.in_look = looks > 0;
      if (token.kind == TokenKind::open) {
        groups.push_back({now, opens_look(token)});
        looks += groups.back().is_look ? 1 : 0;
      } else if (token.kind == TokenKind::bar) {
        now = groups.back().at_edge;
      } else if (token.kind == TokenKind::close) {
        now = groups.back().is_look && groups.back().at_edge;
        looks -= groups.back().is_look ? 1 : 0;
        groups.pop_back();
      } else if (!is_transparent(token.kind)) {
        now = false;
      }
    }
  }

  void mark_trailing() {
    bool now = true;
    std::vector<bool> groups = {true};
    for (std::size_t at = out_.tokens.size(); at-- > 0;) {
      RegexToken& token = out_.tokens[at];
      token.trailing = now;
      if (token.kind == TokenKind::close) {
        groups.push_back(now);
      } else if (token.kind == TokenKind::bar) {
        now = groups.back();
      } else if (token.kind == TokenKind::open) {
        now = opens_look(token) && groups.back();
        groups.pop_back();
      } else if (!is_transparent(token.kind) && token.kind != TokenKind::quantifier) {
        now = false;
      }
    }
  }

  PythonSource source_;
  RegexTokens out_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string_view RegexTokens::header() const noexcept {
  return body == 0 ? std::string_view() : text.substr(0, tokens[body - 1].end);
}

RegexTokens tokenize_regex(std::string_view regex) { return Tokenizer(regex).run(); }

std::string edited(std::string_view regex, const std::vector<RegexEdit>& edits) {
  std::string out;
  std::size_t at = 0;
  for (const RegexEdit& edit : edits) {
    out.append(regex.substr(at, edit.start - at)).append(edit.text);
    at = edit.end;
  }
  return out.append(regex.substr(at));
}

}  // namespace overmatch
