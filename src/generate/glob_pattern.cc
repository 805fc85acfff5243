// SPDX-License-Identifier: Apache-2.0
#include "generate/glob_pattern.h"

#include <array>
#include <numeric>

#include "matchers/glob.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

using std::string;
using std::string_view;

constexpr std::array<string_view, kGlobSituations> kGlobNames = {
    "escaped path",    "star segment", "star inside",    "leading star",   "star leaf",
    "trailing star",   "star around",  "question mark",  "one of",         "range",
    "negated",         "unclosed",     "closing first",  "backward range", "double star",
    "dot in brackets", "odd bracket",  "foreign syntax", "malformed path"};
// Percentages, in the order of the enum.
constexpr std::array<std::uint32_t, kGlobSituations> kGlobWeights = {12, 12, 8, 6, 8, 7, 5, 6, 6, 5,
                                                                     4,  3,  2, 2, 3, 3, 3, 3, 2};
static_assert(std::accumulate(kGlobWeights.begin(), kGlobWeights.end(), 0U) == 100);

// Most bytes of the target: escaping at most triples them.
constexpr std::size_t kLongestGlobTarget = 512;

constexpr auto kOddBrackets = std::to_array<string_view>(
    {"[^a]", "[[]", "[a-]", "[-a]", "[!!]", "[\\d]", "[!-a]", "[a-b-c]", "[--b]", "[[:alpha:]]",
     "[a-c0-1]", "[&&a]", "[b-a!c]", "[]", "[!]", "[!]a]", "[]-a]", "[a!]"});
constexpr auto kForeignSyntax = std::to_array<string_view>(
    {".*", "\\*", "{a,b}", "+", "(a|b)", "!(a)", "@(a)", "\\d", "\\.", "re:", "~", "#", "$", "^"});

// The end of a path that fits, from the start of a code point of a segment.
string_view clip_path(string_view path) {
  if (path.size() <= kLongestGlobTarget) return path;
  path.remove_prefix(path.size() - kLongestGlobTarget);
  while (!path.empty() && (static_cast<unsigned char>(path.front()) & 0xC0U) == 0x80)
    path.remove_prefix(1);
  if (path.starts_with(kSeparator)) path.remove_prefix(1);
  return path;
}

// A part of a text.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Writes one glob; one function per situation.
class GlobAuthor {
 public:
  GlobAuthor(Choices& choices, string_view target, string_view other, string& out)
      : choices_(choices),
        target_(target.empty() || !is_well_formed(target) ? "a" : target),
        other_(other),
        out_(out) {}

  void write(GlobSituation situation) {
    switch (situation) {
      case GlobSituation::escaped_path: literal(target_); break;
      case GlobSituation::star_segment: star_segment("*"); break;
      case GlobSituation::star_inside: star_inside(); break;
      case GlobSituation::leading_star:
        out_ += '*';
        literal(target_.substr(some_offset({0, target_.size()})));
        break;
      case GlobSituation::star_leaf:
        out_ += "*.";
        literal(last_segments(choices_.between(1, 2)));
        break;
      case GlobSituation::trailing_star: trailing_star(); break;
      case GlobSituation::star_around: star_around(); break;
      case GlobSituation::question_mark: at_character("?"); break;
      case GlobSituation::one_of: bracket(""); break;
      case GlobSituation::range: range(false); break;
      case GlobSituation::negated: bracket("!"); break;
      case GlobSituation::unclosed: unclosed(); break;
      case GlobSituation::closing_first: closing_first(); break;
      case GlobSituation::backward_range: range(true); break;
      case GlobSituation::double_star: double_star(); break;
      case GlobSituation::dot_in_brackets: dot_in_brackets(); break;
      case GlobSituation::odd_bracket: at_character(choices_.pick(kOddBrackets)); break;
      case GlobSituation::foreign_syntax: foreign_syntax(); break;
      default: malformed_path();
    }
  }

 private:
  void literal(string_view text) { append_escaped_glob(out_, text); }

  // The start of a code point in `in`, or its end.
  std::size_t some_offset(Part in) {
    std::size_t at = in.begin;
    for (auto steps = choices_.below(static_cast<std::uint32_t>(in.end - in.begin + 1));
         steps > 0 && at < in.end; --steps) {
      at += code_point_size(target_[at]);
    }
    return at;
  }
  // A segment of the target; a numbered one in two of three cases, if there is one.
  Part some_segment() {
    const bool numbered = choices_.chance(2, 3);
    for (std::size_t at = 0; numbered && at < target_.size(); ++at) {
      if (is_digit(target_[at]) && (at == 0 || target_[at - 1] == kSeparator))
        return segment_at(at);
    }
    std::size_t begin = 0;
    for (auto skip = choices_.below(static_cast<std::uint32_t>(depth(target_))); skip > 0; --skip)
      begin = target_.find(kSeparator, begin) + 1;
    return segment_at(begin);
  }
  [[nodiscard]] Part segment_at(std::size_t begin) const {
    return {begin, std::min(target_.find(kSeparator, begin), target_.size())};
  }
  // A code point of a segment: its last one in two of three cases.
  Part some_character() {
    const Part segment = some_segment();
    std::size_t at = segment.begin;
    std::size_t next = at + code_point_size(target_[at]);
    const bool last = choices_.chance(2, 3);
    for (auto steps = choices_.below(8); next < segment.end && (last || steps > 0); --steps) {
      at = next;
      next += code_point_size(target_[at]);
    }
    return {at, next};
  }
  [[nodiscard]] string_view last_segments(std::uint32_t count) const {
    std::size_t start = target_.size();
    for (; count > 0 && start != string_view::npos && start > 0; --count)
      start = target_.rfind(kSeparator, start - 1);
    return start == string_view::npos || start == 0 ? target_ : target_.substr(start + 1);
  }
  // The target with `text` in place of a part.
  void instead(Part part, string_view text) {
    literal(target_.substr(0, part.begin));
    out_ += text;
    literal(target_.substr(part.end));
  }
  void at_character(string_view text) { instead(some_character(), text); }

  void star_segment(string_view star) {
    const Part first = some_segment();
    instead(first, star);
    if (!choices_.chance(1, 4)) return;
    out_ += ".*";  // and one below
  }
  void star_inside() {
    const Part segment = some_segment();
    const std::size_t begin = some_offset(segment);
    const std::size_t end = some_offset({begin, segment.end});
    instead({begin, end}, "*");
  }
  void trailing_star() {
    const bool segment = choices_.chance(1, 2);
    if (segment) {
      literal(choices_.chance(1, 2) ? target_ : parent(target_));
      out_ += out_.empty() ? "*" : ".*";
    } else {
      literal(target_.substr(0, some_offset({0, target_.size()})));
      out_ += '*';
    }
  }
  void star_around() {
    const std::size_t begin = some_offset({0, target_.size()});
    const std::size_t end = some_offset({begin, target_.size()});
    out_ += '*';
    literal(target_.substr(begin, end - begin));
    out_ += '*';
  }
  // Brackets of the character there and one or two others.
  void bracket(string_view mark) {
    const Part part = some_character();
    string members(mark);
    members.append(code_point_at(target_, part.begin));
    if (!other_.empty()) {
      const string_view more = code_point_at(other_, 0);
      if (more != "]" && more != "!") members.append(more);
    }
    if (choices_.chance(1, 3)) members.append(choices_.chance(1, 2) ? "kv" : "01");
    if (members.find(']') == string::npos) {
      instead(part, members.insert(0, 1, '[').append(1, ']'));
    } else {
      instead(part, mark.empty() ? "[]]" : "[!]]");
    }
  }
  // A range about the character there: the digits, the letters, or two code points.
  void range(bool backward) {
    const Part part = some_character();
    const char32_t code = decode_code_point(target_.substr(part.begin));
    string low;
    string high;
    if (code >= '0' && code <= '9') {
      low = "0";
      high = choices_.chance(1, 2) ? "9" : string(1, static_cast<char>(code));
    } else if (code >= 'a' && code <= 'z') {
      low = choices_.chance(1, 2) ? "a" : string(1, static_cast<char>(code));
      high = "z";
    } else {
      append_code_point(low, code);
      high = code < 0x7F ? string(1, static_cast<char>(code + 1)) : low;
      if (low == "]" || low == "!") low = high = "a";
      if (high == "]" || high == "!") high = low;
    }
    if (backward && low == high) {
      low = "b";
      high = "c";
    }
    if (backward) low.swap(high);
    string text = choices_.chance(1, 4) ? "[!" : "[";
    text.append(low).append("-").append(high);
    if (choices_.chance(1, 3)) text.append("_");
    instead(part, text.append("]"));
  }
  void unclosed() {
    const Part part = some_character();
    literal(target_.substr(0, part.begin));
    out_ += choices_.chance(1, 3) ? "[!" : "[";
    // A `]` behind it would close the bracket.
    for (const char c : target_.substr(part.begin)) {
      if (c != ']' && c != '[') out_ += c;
    }
  }
  void closing_first() {
    const Part part = some_character();
    string text = choices_.chance(1, 3) ? "[!]" : "[]";
    const string_view member = code_point_at(target_, part.begin);
    if (member != "]") text.append(member);
    instead(part, text.append("]"));
  }
  void double_star() {
    switch (choices_.below(3)) {
      case 0: star_segment("**"); break;
      case 1:
        out_ += "**.";
        literal(last_segments(1));
        break;
      default:
        literal(parent(target_));
        out_ += out_.empty() ? "**" : ".**";
        break;
    }
  }
  void dot_in_brackets() {
    const std::size_t dot = target_.find(kSeparator);
    if (dot == string_view::npos || choices_.chance(1, 4)) {
      at_character(choices_.chance(1, 2) ? "[!.]" : "[!.]*");
    } else {
      constexpr std::array<string_view, 4> kDots = {"[.]", "[._]", "[!_]", "[--/]"};
      instead({dot, dot + 1}, choices_.pick(kDots));
    }
  }
  void foreign_syntax() {
    const std::size_t at = some_offset({0, target_.size()});
    out_.append(target_.substr(0, at))
        .append(choices_.pick(kForeignSyntax))
        .append(target_.substr(at));
  }
  void malformed_path() {
    const std::uint32_t way = choices_.below(4);
    if (way == 0) out_ += '.';
    if (way == 2) out_ += "*..";
    literal(way == 3 ? string_view{} : target_);
    if (way == 1) out_ += '.';
  }

  Choices& choices_;
  string_view target_;
  string_view other_;
  string& out_;
};

}  // namespace

string_view to_string(GlobSituation situation) noexcept {
  return kGlobNames[static_cast<std::size_t>(situation)];
}

GlobSituation generate_glob(Choices& choices, string_view target, string_view other, string& out) {
  out.clear();
  std::uint32_t draw = choices.below(100);
  std::size_t situation = 0;
  while (draw >= kGlobWeights[situation]) draw -= kGlobWeights[situation++];
  const auto made = static_cast<GlobSituation>(situation);
  GlobAuthor(choices, clip_path(target), other, out).write(made);
  return made;
}

void write_name_near_glob(Choices& choices, string_view glob, string& name) {
  constexpr std::array<string_view, 12> kForStar = {"",  "a",   "0", "10",  "a.b", ".",
                                                    "*", "b.a", "é", "x_y", "\n",  "a.0.b"};
  constexpr std::array<string_view, 8> kForMark = {"a", "0", ".", "", "é", "?", "10", "\n"};
  constexpr std::array<string_view, 8> kBesideMembers = {"", "b", "1", ".", "!", "-", "é", "ab"};
  name.clear();
  while (!glob.empty()) {
    const GlobItem item = first_glob_item(glob);
    glob.remove_prefix(item.text.size());
    switch (item.kind) {
      case GlobItemKind::any_text: name.append(choices.pick(kForStar)); break;
      case GlobItemKind::any_character: name.append(choices.pick(kForMark)); break;
      case GlobItemKind::one_of: {
        if (choices.chance(1, 3)) {
          name.append(choices.pick(kBesideMembers));
          break;
        }
        string_view members = item.members;
        for (auto skip = choices.below(3); skip > 0; --skip) {
          const std::size_t size = code_point_size(members.front());
          if (size < members.size()) members.remove_prefix(size);
        }
        name.append(code_point_at(members, 0));
        break;
      }
      case GlobItemKind::character: name.append(item.text); break;
    }
  }
}

}  // namespace overmatch
