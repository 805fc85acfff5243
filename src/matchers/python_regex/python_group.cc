// SPDX-License-Identifier: Apache-2.0
// The part of PythonParser for groups: everything that begins with a parenthesis.
#include <algorithm>

#include "matchers/python_regex/python_parser.h"

namespace overmatch {
namespace {

// Python's limit is its stack, some 300 levels; PCRE2's is kRegexNestingLimit (regex_limits.h).
constexpr unsigned kMaxNesting = 200;

constexpr std::string_view kUnterminated = "missing ), unterminated subpattern";

}  // namespace

// Translates a group after its parenthesis. Leaves item.kind at `none` for comments and global
// flags.
bool PythonParser::group(Flags& flags, unsigned depth, bool first, Item& item) {
  if (depth >= kMaxNesting) return fail("groups nested more than 200 deep are not supported");
  if (!source_.match('?')) return capture({}, flags, depth, item);
  const std::string_view token = source_.get();
  if (token.empty()) return fail("unexpected end of pattern");
  if (token == "P") return python_extension(flags, depth, item);
  if (token == ":") return body("(?:", flags, depth, item);
  if (token == ">") return body("(?>", flags, depth, item);
  if (token == "#") return skip_comment(")") || fail("missing ), unterminated comment");
  if (token == "=" || token == "!" || token == "<")
    return look_around(token[0], flags, depth, item);
  if (token == "(") return conditional(flags, depth, item);
  if (token.size() == 1 && std::string_view("iLmsxatu-").find(token[0]) != std::string_view::npos) {
    return flag_group(token[0], flags, depth, first, item);
  }
  return fail("unknown extension ?" + std::string(token));
}

bool PythonParser::body(std::string_view open, Flags flags, unsigned depth, Item& item) {
  item.kind = Kind::atom;
  out_ += open;
  if (!alternation(flags, depth + 1, item.width)) return false;
  if (!source_.match(')')) return fail(kUnterminated);
  out_ += ')';
  return true;
}

bool PythonParser::capture(std::string_view name, Flags flags, unsigned depth, Item& item) {
  const std::size_t number = groups_.size();
  groups_.emplace_back();
  if (!name.empty()) {
    const auto same = [name](const auto& known) { return known.first == name; };
    if (std::any_of(names_.begin(), names_.end(), same))
      return fail("redefinition of group name " + std::string(name));
    names_.emplace_back(name, number);
  }
  // The translation numbers all groups, because PCRE2 limits the length of names.
  if (!body("(", flags, depth, item)) return false;
  groups_[number] = item.width;
  return true;
}

// (?P<name>…) and (?P=name)
bool PythonParser::python_extension(Flags flags, unsigned depth, Item& item) {
  std::string_view name;
  if (source_.match('<')) {
    if (!source_.take_until('>', name)) return fail("missing >, unterminated name");
    return check_name(name) && capture(name, flags, depth, item);
  }
  if (source_.match('=')) {
    if (!source_.take_until(')', name)) return fail("missing ), unterminated name");
    if (!check_name(name)) return false;
    for (const auto& [known, number] : names_) {
      if (known != name) continue;
      item.kind = Kind::atom;
      return reference(number, flags, item);
    }
    return fail("unknown group name " + std::string(name));
  }
  return fail("unknown extension ?P" + std::string(source_.next()));
}

bool PythonParser::look_around(char sign, Flags flags, unsigned depth, Item& item) {
  std::string open = "(?";
  open += sign;
  const bool behind = sign == '<';
  if (behind) {
    const std::string_view token = source_.get();
    if (token != "=" && token != "!") return fail("unknown extension ?<" + std::string(token));
    open += token;
  }
  const std::size_t outer = look_behind_groups_;
  if (behind && outer == 0) look_behind_groups_ = groups_.size();
  if (!body(open, flags, depth, item)) return false;
  look_behind_groups_ = outer;
  if (behind && item.width.low != item.width.high)
    return fail("look-behind requires fixed-width pattern");
  item.kind = Kind::wrapped;
  item.width = {0, 0};
  return true;
}

// (?(1)yes|no) and (?(name)yes|no)
bool PythonParser::conditional(Flags flags, unsigned depth, Item& item) {
  std::string_view name;
  if (!source_.take_until(')', name)) return fail("missing ), unterminated name");
  std::size_t number = 0;
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_digit)) {
    for (const char digit : name)
      number =
          std::min<std::size_t>(number * 10 + static_cast<std::size_t>(digit - '0'), 1U << 20U);
    if (number == 0) return fail("bad group number");
    highest_condition_ = std::max(highest_condition_, number);  // the group may still follow
  } else {
    if (!check_name(name)) return false;
    for (const auto& [known, of] : names_) {
      if (known == name) number = of;
    }
    if (number == 0) return fail("unknown group name " + std::string(name));
  }
  if (!check_group(number)) return false;
  // The engines differ on whether such a group is set in the second iteration.
  if (number < groups_.size() && !groups_[number])
    return fail("a condition on the group it stands in is not supported");

  if (is_doubtful(number)) return fail(kDoubtful);
  references_.push_back({number, true});
  out_.append("(?(").append(std::to_string(number)).append(")");
  item.kind = Kind::wrapped;
  if (!sequence(flags, depth + 1, false, item.width)) return false;
  PythonWidth no;
  if (source_.match('|')) {
    out_ += '|';
    ++bars_;
    if (!sequence(flags, depth + 1, false, no)) return false;
    if (source_.next_is('|')) return fail("conditional backref with more than two branches");
  }
  item.width = {std::min(item.width.low, no.low), std::max(item.width.high, no.high)};
  if (!source_.match(')')) return fail(kUnterminated);
  out_ += ')';
  return true;
}

// (?i) at the start, (?i:…), (?-i:…), (?s-i:…)
bool PythonParser::flag_group(char letter, Flags& flags, unsigned depth, bool first, Item& item) {
  Flags inner = flags;
  std::string_view on;
  if (letter != '-') {
    const std::size_t start = source_.tell() - 1;
    source_.take_while(std::string_view::npos, is_letter);
    on = pattern_.substr(start, source_.tell() - start);
    for (const char flag : on) {
      if (!read_flag(flag, true, inner)) return false;
    }
    if (source_.match(')')) {
      if (!first) return fail("global flags not at the start of the expression");
      if (inner.ignore_case && !flags.ignore_case) out_ += "(?i)";
      flags = inner;
      return true;
    }
  }
  if (letter == '-' || source_.match('-')) {
    const std::string_view off = source_.take_while(std::string_view::npos, is_letter);
    if (off.empty()) return fail("missing flag");
    for (const char flag : off) {
      if (on.find(flag) != std::string_view::npos)
        return fail("bad inline flags: flag turned on and off");
      if (!read_flag(flag, false, inner)) return false;
    }
  }
  if (!source_.match(':')) return fail("missing -, : or )");
  const bool same_case = inner.ignore_case == flags.ignore_case;
  return body(same_case ? "(?:" : inner.ignore_case ? "(?i:" : "(?-i:", inner, depth, item);
}

bool PythonParser::read_flag(char letter, bool on, Flags& flags) {
  switch (letter) {
    case 'i': flags.ignore_case = on; return true;
    case 'm': flags.multi_line = on; return true;
    case 's': flags.dot_all = on; return true;
    case 'x': flags.verbose = on; return true;
    case 'u': return on || fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    case 'a':
    case 't': return fail(std::string("flag ") + letter + " is not supported");
    case 'L': return fail("bad inline flags: cannot use 'L' flag with a str pattern");
    default: return fail("unknown flag");
  }
}

bool PythonParser::check_name(std::string_view name) {
  if (name.empty()) return fail("missing group name");
  for (const char c : name) {
    if (static_cast<unsigned char>(c) >= 0x80)
      return fail("a group name beyond ASCII is not supported");
    if (c != '_' && !is_digit(c) && !is_letter(c))
      return fail("bad character in group name " + std::string(name));
  }
  return !is_digit(name[0]) || fail("bad character in group name " + std::string(name));
}

// A look-behind may refer only to groups that were closed before it.
bool PythonParser::check_group(std::size_t number) {
  if (look_behind_groups_ == 0) return true;
  if (number >= groups_.size() || !groups_[number]) return fail("cannot refer to an open group");
  return number < look_behind_groups_ ||
         fail("cannot refer to group defined in the same lookbehind subpattern");
}

}  // namespace overmatch
