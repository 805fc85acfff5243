// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/python_dialect.h"

#include <algorithm>

#include "matchers/python_regex/python_escape.h"
#include "matchers/python_regex/python_parser.h"

namespace overmatch {
namespace {

constexpr std::uint64_t kMaxRepeat = 65'535;  // PCRE2's

std::uint64_t saturate(std::uint64_t width) noexcept {
  return std::min(width, PythonWidth::kUnbounded);
}

// The value of digits of any number, capped above kMaxRepeat.
std::uint64_t to_bound(std::string_view digits) noexcept {
  std::uint64_t value = 0;
  for (const char digit : digits)
    value = std::min(value * 10 + static_cast<std::uint64_t>(digit - '0'), kMaxRepeat + 1);
  return value;
}

}  // namespace

void translate_python_regex(std::string_view pattern, Translation& out, WordSyntax words) {
  out.pattern.clear();
  out.why.clear();
  out.ok = PythonParser(pattern, out, words).parse();
}

bool PythonParser::fail(std::string_view why) {
  translation_.why = why;
  return false;
}

bool PythonParser::parse() {
  // Python refuses a backslash at the end of the pattern everywhere, even in a comment.
  for (PythonSource source(pattern_); !source.next().empty(); source.get()) {
    if (source.next() == "\\") return fail("bad escape (end of pattern)");
  }
  Flags flags;
  PythonWidth width;
  if (!alternation(flags, 0, width)) return false;
  if (!source_.next().empty()) return fail("unbalanced parenthesis");
  return highest_condition_ < groups_.size() || fail("invalid group reference");
}

bool PythonParser::alternation(Flags& flags, unsigned depth, PythonWidth& width) {
  const std::size_t bars = bars_;
  const std::size_t high_capitals = high_capitals_;
  if (!sequence(flags, depth, depth == 0, width)) return false;
  while (source_.match('|')) {
    out_ += '|';
    ++bars_;
    PythonWidth branch;
    if (!sequence(flags, depth, false, branch)) return false;
    width = {std::min(width.low, branch.low), std::max(width.high, branch.high)};
  }
  // Python makes a class of alternatives that, after their common prefix, are one character.
  if (bars_ > bars && high_capitals_ > high_capitals)
    return fail(
        "a capital letter beyond U+FFFF in an alternative that ignores case is not supported");
  return true;
}

bool PythonParser::sequence(Flags& flags, unsigned depth, bool first, PythonWidth& width) {
  Item last;
  for (;;) {
    const std::string_view token = source_.next();
    if (token.empty() || token == "|" || token == ")") break;
    source_.get();
    if (flags.verbose && token.find_first_of(" \t\n\r\v\f") == 0) continue;
    if (flags.verbose && token == "#") {
      skip_comment("\n");
      continue;
    }
    if (token == "*" || token == "+" || token == "?" || token == "{") {
      bool is_repeat = true;
      if (!repeat(token[0], last, is_repeat)) return false;
      if (is_repeat) continue;
    }
    Item current{Kind::none, out_.size(), groups_.size(), references_.size(), bars_, {}};
    if (!item(token, flags, depth, first && last.kind == Kind::none, current)) return false;
    if (current.kind == Kind::none) continue;  // a comment or global flags
    width = {saturate(width.low + last.width.low), saturate(width.high + last.width.high)};
    last = current;
  }
  width = {saturate(width.low + last.width.low), saturate(width.high + last.width.high)};
  return true;
}

bool PythonParser::item(std::string_view token, Flags& flags, unsigned depth, bool first,
                        Item& item) {
  if (token == "(") return group(flags, depth, first, item);
  item.kind = Kind::atom;
  item.width = {1, 1};
  if (token[0] == '\\') return escape(token, flags, item);
  if (token == "[")
    return translate_python_class(source_, flags.ignore_case, words_, out_, translation_.why);
  if (token == ".") {
    out_ += flags.dot_all ? "(?s:.)" : ".";
  } else if (token == "^" || token == "$") {
    item.kind = Kind::anchor;
    item.width = {0, 0};
    anchor(static_cast<unsigned char>(token[0]), flags);
  } else {
    literal(decode_code_point(token), flags);
  }
  return true;
}

void PythonParser::literal(char32_t code, Flags flags) {
  if (flags.ignore_case && is_high_capital(code)) ++high_capitals_;
  flags.ignore_case ? append_pcre2_caseless_literal(out_, code) : append_pcre2_literal(out_, code);
}

bool PythonParser::escape(std::string_view token, Flags flags, Item& item) {
  Escape escape;
  if (!read_python_escape(source_, token, false, escape, translation_.why)) return false;
  switch (escape.kind) {
    case EscapeKind::literal: literal(escape.code, flags); break;
    case EscapeKind::category:
      append_pcre2_category(out_, static_cast<char>(escape.code), false, words_);
      break;
    case EscapeKind::group: return reference(escape.code, flags, item);
    case EscapeKind::anchor:
      item.kind = Kind::anchor;
      item.width = {0, 0};
      anchor(escape.code, flags);
  }
  return true;
}

void PythonParser::anchor(char32_t letter, Flags flags) {
  switch (letter) {
    case U'^': out_ += flags.multi_line ? "(?<![^\\n])" : "\\A"; break;
    case U'$': out_ += flags.multi_line ? "(?![^\\n])" : "(?=\\n?\\z)"; break;
    case U'Z': out_ += "\\z"; break;
    case U'B':
      out_ += R"((?!\A\z))";
      append_pcre2_border(out_, true, words_);
      break;
    case U'b': append_pcre2_border(out_, false, words_); break;
    default: out_ += '\\'; append_code_point(out_, letter);
  }
}

// Translates a back-reference, whose group must be closed.
bool PythonParser::reference(std::size_t number, Flags flags, Item& item) {
  if (number >= groups_.size()) return fail("invalid group reference " + std::to_string(number));
  const std::optional<PythonWidth> width = groups_[number];
  if (!width) return fail("cannot refer to an open group");
  if (!check_group(number)) return false;
  if (is_doubtful(number)) return fail(kDoubtful);
  // Python compares lower-case forms here, PCRE2 all case variants: only PCRE2 equates "s" and the
  // long s.
  if (flags.ignore_case) return fail("a back-reference that ignores case is not supported");
  item.width = *width;
  references_.push_back({number, false});
  out_.append("\\g{").append(std::to_string(number)).append("}");
  return true;
}

// Reads `{m}`, `{m,}`, `{,n}` or `{m,n}`; other text in braces is literal.
bool PythonParser::read_braces(Repeat& repeat, bool& is_repeat) {
  const std::size_t start = source_.tell();
  is_repeat = false;
  if (source_.next_is('}')) return true;
  const std::string_view low = source_.take_while(std::string_view::npos, is_digit);
  std::string_view high = low;
  if (source_.match(',')) high = source_.take_while(std::string_view::npos, is_digit);
  if (!source_.match('}')) {
    source_.seek(start);
    return true;
  }
  is_repeat = true;
  if (!low.empty()) repeat.low = to_bound(low);
  if (!high.empty()) repeat.high = to_bound(high);
  if (repeat.low > kMaxRepeat || (!high.empty() && repeat.high > kMaxRepeat)) {
    return fail("a repeat bound above 65535 is not supported");
  }
  return repeat.low <= repeat.high || fail("min repeat greater than max repeat");
}

bool PythonParser::repeat(char sign, Item& last, bool& is_repeat) {
  Repeat bounds{sign == '+' ? 1U : 0U, sign == '?' ? 1 : PythonWidth::kUnbounded};
  if (sign == '{' && !read_braces(bounds, is_repeat)) return false;
  if (!is_repeat) return true;
  if (last.kind == Kind::none || last.kind == Kind::anchor) return fail("nothing to repeat");
  if (last.kind == Kind::repeat) return fail("multiple repeat");
  const bool lazy = source_.match('?');
  const bool possessive = !lazy && source_.match('+');
  if (!check_references(bounds, last, possessive)) return false;
  const bool is_group = out_[last.start] == '(';
  if (!is_counted_by_hand(bounds, last, lazy, possessive)) {
    if (possessive && bounds.low > 1 && is_group) {
      // Python makes each iteration atomic, PCRE2 only the whole repeat.
      out_.insert(last.start, "(?:(?>").append("))");
    } else if (last.kind == Kind::wrapped) {
      out_.insert(last.start, "(?:").append(")");
    }
    if (sign == '{') {
      out_.append("{").append(std::to_string(bounds.low)).append(",");
      if (bounds.high != PythonWidth::kUnbounded) out_ += std::to_string(bounds.high);
      out_ += '}';
    } else {
      out_ += sign;
    }
    if (lazy || possessive) out_ += lazy ? '?' : '+';
  }
  last.kind = Kind::repeat;
  last.width = {saturate(last.width.low * bounds.low), saturate(last.width.high * bounds.high)};
  return true;
}

// Checks references to groups inside a repeat, whose values differ between the engines: after an
// empty iteration PCRE2 ends the repeat, Python tries another one.
bool PythonParser::check_references(const Repeat& bounds, const Item& repeated, bool possessive) {
  if (bounds.high <= 1) return true;
  const bool may_be_empty = repeated.width.low == 0;
  // Python keeps the groups of a failed alternative.
  if (possessive && (may_be_empty || bars_ > repeated.bars)) {
    for (std::size_t group = repeated.groups; group < groups_.size(); ++group)
      if (!doubt(group)) return false;
  }
  for (std::size_t at = repeated.references; at < references_.size(); ++at) {
    const Reference& reference = references_[at];
    if (reference.group < repeated.groups) continue;
    if (reference.is_condition)
      return fail("a condition on a group of the same repeat is not supported");
    if (may_be_empty)
      return fail("a back-reference inside of a repeat that may be empty is not supported");
  }
  return true;
}

// Marks a group whose value differs between the engines; fails if it is referred to.
bool PythonParser::doubt(std::size_t group) {
  doubtful_groups_.push_back(group);
  return std::none_of(references_.begin(), references_.end(),
                      [group](const Reference& reference) { return reference.group == group; }) ||
         fail(kDoubtful);
}

// Writes a repeat without a count if it is in a look-behind and repeats something empty, which
// PCRE2 does not recognise as of fixed width.
bool PythonParser::is_counted_by_hand(const Repeat& bounds, const Item& repeated, bool lazy,
                                      bool possessive) {
  if (look_behind_groups_ == 0) return false;
  if (bounds.high == 0) {  // keeps the groups, which are never set
    out_.resize(repeated.start);
    out_ += "(?:";
    if (groups_.size() > repeated.groups) out_ += "(?!)";
    for (std::size_t group = repeated.groups; group < groups_.size(); ++group) out_ += "()";
    if (groups_.size() > repeated.groups) out_ += '|';
    out_ += ')';
    return true;
  }
  if (repeated.width.high != 0) return false;
  const bool may_be_left_out = bounds.low == 0;
  out_.insert(repeated.start, possessive ? "(?>" : lazy && may_be_left_out ? "(?:|" : "(?:");
  if (may_be_left_out && !lazy) out_ += '|';
  out_ += ')';
  return true;
}

// Skips to the token after `end`. An escaped `end` is another token.
bool PythonParser::skip_comment(std::string_view end) {
  for (;;) {
    const std::string_view token = source_.get();
    if (token.empty()) return false;
    if (token == end) return true;
  }
}

}  // namespace overmatch
