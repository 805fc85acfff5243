// SPDX-License-Identifier: Apache-2.0
#include "generate/regex_pattern.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(RegexSituation::count_)> kNames = {
    "escaped path",
    "segment class",
    "alternation in a group",
    "repetition",
    "any prefix",
    "boundary prefix",
    "unescaped dot",
    "missing anchor",
    "trailing any",
    "ungrouped alternation",
    "anchored",
    "malformed",
    "engine specific",
    "half anchored",
    "boundary ends",
    "word boundary",
    "part of a segment"};
// Percentages, in the order of the enum: of a pattern that describes the whole path, and of one
// that text may stand behind, or at both ends.
using Weights = std::array<std::uint32_t, kRegexSituations>;
constexpr Weights kClosedWeights = {14, 13, 10, 10, 10, 9, 8, 6, 7, 6, 4, 3, 0, 0, 0, 0, 0};
constexpr Weights kOpenBehindWeights = {14, 11, 8, 7, 6, 6, 5, 2, 5, 5, 5, 3, 0, 10, 6, 4, 3};
constexpr Weights kOpenWeights = {10, 9, 7, 6, 4, 5, 5, 6, 4, 5, 7, 3, 0, 10, 9, 5, 5};

constexpr std::uint32_t sum_of(const Weights& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0U);
}
static_assert(sum_of(kClosedWeights) == 100 && sum_of(kOpenBehindWeights) == 100 &&
              sum_of(kOpenWeights) == 100);

// Most bytes of the two paths: escaping at most doubles them, so that a regex of both stays below
// 2,000 characters.
constexpr std::size_t kLongestTarget = 512;
constexpr std::size_t kLongestOther = 256;

using Texts = std::array<std::string_view, 4>;
constexpr Texts kNumber = {"[0-9]+", "[0-9]{1,2}", "[0-9]*", "\\d+"};  // \d last: see numbers()
constexpr Texts kSegment = {"[^.]+", "[^.]*", "[^.]{1,8}", "[a-z_]+"};
constexpr std::array<std::string_view, 6> kRepeat = {"?", "+", "*", "{1,2}", "{2}", "{0}"};
constexpr Texts kAnyPrefix = {".*", ".*?", ".+", ".*_"};
constexpr Texts kBoundaryPrefix = {"(.*\\.)?", "(?:.*\\.)?", "(^|.*\\.)", "(?:.+\\.)?"};
constexpr Texts kTrailing = {".*", "\\..*", "(\\..*)?", "($|\\..*)"};
constexpr Texts kClassRest = {"qkv", "01", "a-z", "_-"};
constexpr std::array<std::string_view, 12> kBrokenEnds = {
    "(", ")", "[", "**", "[b-a]", "{2,1}", "\\", "(?P<n", "(?:x", "(?P<n>", "[^]", "(?"};
constexpr std::array<std::string_view, 8> kBrokenStarts = {"*", "*.", "+", "?",
                                                           "(", "[",  ")", "(?"};

// The longest suffix of `path` that fits, from the start of a segment or else of a code point.
std::string_view clip(std::string_view path, std::size_t limit) {
  if (path.size() <= limit) return path;
  path.remove_prefix(path.size() - limit);
  const std::size_t dot = path.find('.');
  if (dot != std::string_view::npos) return path.substr(dot + 1);
  std::size_t start = 0;
  while (start < path.size() && (static_cast<unsigned char>(path[start]) & 0xC0U) == 0x80) ++start;
  return path.substr(start);
}

std::string_view leaf(std::string_view path) {
  return path.empty() ? "q_proj" : last_segment(path);
}

std::string_view last_segments(std::string_view path, std::size_t count) {
  std::size_t start = path.size();
  for (; count > 0 && start != std::string_view::npos && start > 0; --count)
    start = path.rfind('.', start - 1);
  return start == std::string_view::npos || start == 0 ? path : path.substr(start + 1);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Writes one pattern; one function per situation.
class Author {
 public:
  Author(Choices& choices, Mode mode, std::string_view target, std::string_view other,
         std::string& out)
      : choices_(choices),
        open_before_(traits_of(mode).before == Beside::anything),
        target_(target),
        other_(other),
        out_(out),
        ascii_(is_ascii(target) && is_ascii(other)) {}

  void write(RegexSituation situation) {
    switch (situation) {
      case RegexSituation::escaped_path: literal(target_); break;
      case RegexSituation::segment_class: segment_class(); break;
      case RegexSituation::alternation_in_group: alternation_in_group(); break;
      case RegexSituation::repetition: repetition(); break;
      case RegexSituation::any_prefix: prefixed(kAnyPrefix); break;
      case RegexSituation::boundary_prefix: prefixed(kBoundaryPrefix); break;
      case RegexSituation::unescaped_dot: unescaped_dot(); break;
      case RegexSituation::missing_anchor: missing_anchor(); break;
      case RegexSituation::trailing_any: trailing_any(); break;
      case RegexSituation::ungrouped_alternation: ungrouped_alternation(); break;
      case RegexSituation::anchored: anchored(); break;
      case RegexSituation::half_anchored: half_anchored(); break;
      case RegexSituation::boundary_ends: boundary_ends(); break;
      case RegexSituation::word_boundary: word_boundary(); break;
      case RegexSituation::part_of_a_segment: part_of_a_segment(); break;
      default: malformed();
    }
  }

 private:
  void literal(std::string_view text) { append_escaped_regex(out_, text); }
  // The target, or a made-up name for the root.
  [[nodiscard]] std::string_view named_target() const {
    return target_.empty() ? leaf(target_) : target_;
  }
  template <typename List>
  void any_of(const List& texts) {
    out_ += choices_.pick(texts);
  }
  // \d matches the digits of every script in Python and ten characters in RE2.
  void numbers() { out_ += kNumber[choices_.below(ascii_ ? 4 : 3)]; }

  void generalise(std::string_view segment) {
    const std::size_t letter = segment.find_first_of("abcdefghijklmnopqrstuvwxyz");
    if (is_number(segment)) {
      numbers();
    } else if (letter == std::string_view::npos || !choices_.chance(1, 3)) {
      any_of(kSegment);
    } else {
      literal(segment.substr(0, letter));
      out_ += '[';
      out_ += segment[letter];
      any_of(kClassRest);
      out_ += ']';
      literal(segment.substr(letter + 1));
    }
  }

  void segment_class() {
    const std::size_t chosen = choices_.below(static_cast<std::uint32_t>(depth(target_)));
    std::size_t at = 0;
    for (const std::string_view segment : Segments(target_)) {
      if (at != 0) out_ += "\\.";
      at == chosen || choices_.chance(1, 4) ? generalise(segment) : literal(segment);
      ++at;
    }
    if (at == 0) any_of(kSegment);
  }

  void alternation_in_group() {
    switch (choices_.below(4)) {
      case 0: out_ += ".*\\."; break;
      case 1: any_of(kBoundaryPrefix); break;
      case 2: any_of(kAnyPrefix); break;
      default:
        literal(parent(target_));
        if (!parent(target_).empty()) out_ += "\\.";
    }
    out_ += choices_.chance(1, 3) ? "(?:" : "(";
    literal(leaf(target_));
    out_ += '|';
    literal(leaf(other_));
    if (choices_.chance(1, 4)) out_ += "|v_proj";
    out_ += ')';
    if (choices_.chance(1, 8)) any_of(kTrailing);
  }

  void repetition() {
    const std::size_t segments = depth(target_);
    if (segments < 2 || choices_.chance(1, 3)) {  // the last character
      literal(named_target());
      any_of(kRepeat);
      return;
    }
    std::string_view rest = target_;
    for (std::uint32_t skip = choices_.below(static_cast<std::uint32_t>(segments - 1)); skip > 0;
         --skip) {
      rest.remove_prefix(first_segment(rest).size() + 1);
    }
    const std::string_view segment = first_segment(rest);
    literal(target_.substr(0, target_.size() - rest.size()));
    out_ += choices_.chance(1, 4) ? "(?:" : "(";
    literal(segment);
    out_ += "\\.)";
    any_of(kRepeat);
    literal(rest.substr(segment.size() + 1));
  }

  void prefixed(const Texts& prefixes) {
    any_of(prefixes);
    literal(last_segments(named_target(), choices_.between(1, 3)));
  }

  void unescaped_dot() {
    if (choices_.chance(1, 4)) any_of(kAnyPrefix);
    // A star in place of a layer's number, as in a glob.
    const bool globbed = choices_.chance(1, 4);
    std::size_t at = 0;
    for (const std::string_view segment : Segments(target_)) {
      if (at++ != 0) out_ += '.';
      if (globbed && at > 1 && is_digit(segment.front())) {
        out_ += '*';
      } else {
        literal(segment);
      }
    }
    if (at >= 2) return;
    out_ += '.';
    literal(leaf(other_));
  }

  // The last one or two segments of a longer path.
  void missing_anchor() {
    literal(last_segments(named_target(), depth(target_) > 2 ? choices_.between(1, 2) : 1));
  }

  void trailing_any() {
    literal(choices_.chance(1, 3) ? parent(target_) : target_);
    any_of(kTrailing);
  }

  void ungrouped_alternation() {
    const bool whole = choices_.chance(1, 3);
    if (choices_.chance(1, 2)) any_of(kAnyPrefix);
    literal(whole ? target_ : leaf(target_));
    out_ += '|';
    literal(whole ? other_ : leaf(other_));
  }

  void anchored() {
    const std::uint32_t ends = choices_.below(4);
    if (ends != 1) out_ += '^';
    if (choices_.chance(1, 3)) any_of(kAnyPrefix);
    const std::size_t line = target_.find('\n');
    if (line != std::string_view::npos &&
        choices_.chance(1, 2)) {  // an inner anchor, which matches in MULTILINE only
      literal(target_.substr(0, line + 1));
      out_ += '^';
      literal(target_.substr(line + 1));
    } else {
      literal(target_);
    }
    if (ends != 2) out_ += '$';
  }

  // What the path has in the place that a pattern of an open mode is about: whole segments in the
  // middle, or in front where a match begins with the path.
  [[nodiscard]] std::string_view some_segments() {
    std::string_view text = named_target();
    if (open_before_) {
      for (std::uint32_t skip = choices_.below(3); skip > 0 && depth(text) > 1; --skip)
        text.remove_prefix(first_segment(text).size() + 1);
    }
    for (std::uint32_t skip = choices_.below(3); skip > 0 && depth(text) > 1; --skip)
      text = parent(text);
    return text;
  }

  void half_anchored() {
    if (choices_.chance(1, 2)) {
      out_ += '^';
      literal(some_segments());
      return;
    }
    if (!open_before_) any_of(choices_.chance(1, 2) ? kBoundaryPrefix : kAnyPrefix);
    literal(last_segments(named_target(), choices_.between(1, 2)));
    out_ += '$';
  }

  void boundary_ends() {
    if (open_before_) {
      constexpr Texts kBefore = {"(^|\\.)", "(?:^|\\.)", "\\.", "^(.*\\.)?"};
      any_of(kBefore);
    } else if (choices_.chance(1, 3)) {
      any_of(kBoundaryPrefix);
    }
    literal(some_segments());
    constexpr Texts kBehind = {"($|\\.)", "(?:\\.|$)", "\\.", "(\\..*)?$"};
    if (!choices_.chance(1, 8)) any_of(kBehind);
  }

  // \b is read alike on ASCII only.
  void word_boundary() {
    if (!ascii_) return boundary_ends();
    const std::uint32_t ends = choices_.below(3);
    if (ends != 1 && open_before_) out_ += "\\b";
    literal(choices_.chance(1, 2) ? some_segments() : some_piece());
    if (ends != 2 || !open_before_) out_ += "\\b";
  }

  void part_of_a_segment() { literal(some_piece()); }

  // A piece of the path that begins (unless a match begins with the path) and ends anywhere.
  [[nodiscard]] std::string_view some_piece() {
    const std::string_view text = named_target();
    const auto offset = [&](std::size_t from, std::size_t to) {
      std::size_t at = from + choices_.below(static_cast<std::uint32_t>(to - from + 1));
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
      return at;
    };
    const std::size_t begin = open_before_ ? offset(0, text.size() - 1) : 0;
    const std::size_t end = offset(begin, text.size());
    return begin < end ? text.substr(begin, end - begin) : text;
  }

  void malformed() {
    if (choices_.chance(1, 2)) out_ += choices_.pick(kBrokenStarts);
    const bool broken = !out_.empty();
    literal(named_target());
    if (!broken) out_ += choices_.pick(kBrokenEnds);
  }

  Choices& choices_;
  bool open_before_;
  std::string_view target_;
  std::string_view other_;
  std::string& out_;
  bool ascii_;
};

}  // namespace

std::string_view to_string(RegexSituation situation) noexcept {
  return kNames[static_cast<std::size_t>(situation)];
}

RegexSituation generate_regex(Choices& choices, std::string_view target, std::string_view other,
                              std::string& out, Mode mode) {
  const ModeTraits& traits = traits_of(mode);
  const Weights& weights = traits.before == Beside::anything  ? kOpenWeights
                           : traits.after == Beside::anything ? kOpenBehindWeights
                                                              : kClosedWeights;
  out.clear();
  std::uint32_t draw = choices.below(100);
  std::size_t situation = 0;
  while (draw >= weights[situation]) draw -= weights[situation++];
  const auto made = static_cast<RegexSituation>(situation);
  Author(choices, mode, clip(target, kLongestTarget), clip(other, kLongestOther), out).write(made);
  return made;
}

}  // namespace overmatch
