// SPDX-License-Identifier: Apache-2.0
#include "generate/collision.h"

#include <algorithm>
#include <array>
#include <vector>

#include "generate/special_words.h"
#include "generate/twins.h"
#include "generate/vocabulary.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

using std::string;
using std::string_view;

constexpr std::array<string_view, 12> kGlue = {"a", "b", "img_", "_drop", "_",  "x",
                                               "-", "B", "my",   "2_",    "_2", "ab"};
constexpr std::array<string_view, 14> kMetacharacters = {"*", ".*", "+", "?", "[", "]", "(",
                                                         ")", "{",  "}", "^", "$", "|", "\\"};
constexpr std::array<string_view, 10> kForeign = {"é", "e\u0301", "а",          "ı",      "ſ",
                                                  "ß", "Å",       "\U0001F600", "\u200b", "ﬁ"};
constexpr std::array<string_view, 8> kSpaces = {" ",  "\t", "\n",     string_view("\0", 1),
                                                "\r", "  ", "\u00a0", "\x1f"};
constexpr std::array<string_view, 6> kTails = {"linear", "weight",  "base_layer",
                                               "0",      "default", "bias"};
constexpr std::array<string_view, 6> kJoints = {"_", "-", "X", "/", ":", ""};
constexpr std::array<std::uint32_t, 17> kLengths = {8,  9,  7,  16,  17,  15,  32,  33, 31,
                                                    64, 65, 63, 128, 129, 255, 256, 257};

// The offset of one of the characters in `any`; npos if there is none.
std::size_t pick_one_of(Choices& choices, string_view text, string_view any) {
  std::uint32_t count = 0;
  for (std::size_t at = text.find_first_of(any); at != string_view::npos;
       at = text.find_first_of(any, at + 1))
    ++count;
  if (count == 0) return string_view::npos;
  std::size_t at = text.find_first_of(any);
  for (std::uint32_t skip = choices.below(count); skip > 0; --skip)
    at = text.find_first_of(any, at + 1);
  return at;
}

struct Segment {
  std::size_t begin;
  std::size_t end;
};

Segment pick_segment(Choices& choices, string_view path) {
  const auto count = static_cast<std::uint32_t>(depth(path));
  std::size_t begin = 0;
  for (std::uint32_t skip = choices.below(count); skip > 0; --skip)
    begin = path.find(kSeparator, begin) + 1;
  const std::size_t dot = path.find(kSeparator, begin);
  return {begin, dot == string_view::npos ? path.size() : dot};
}

// The offset of the start of a code point in [begin, end].
std::size_t pick_offset(Choices& choices, string_view text, Segment in) {
  std::size_t at = in.begin;
  for (auto steps = choices.below(static_cast<std::uint32_t>(in.end - in.begin + 1));
       steps > 0 && at < in.end; --steps) {
    at += code_point_size(text[at]);
  }
  return at;
}

void glued_prefix(Choices& choices, Flavour flavour, string_view target, string& decoy) {
  const Segment segment = pick_segment(choices, target);
  const std::uint32_t front = choices.below(3);
  if (front == 1) decoy.append(target.substr(0, segment.begin));
  if (front == 2) {
    append_segment(choices, flavour, decoy);
    decoy += kSeparator;
  }
  decoy.append(choices.pick(kGlue)).append(target.substr(segment.begin));
}

void glued_suffix(Choices& choices, Flavour flavour, string_view target, string& decoy) {
  const Segment segment = pick_segment(choices, target);
  decoy.append(target.substr(0, segment.end)).append(choices.pick(kGlue));
  const std::uint32_t back = choices.below(3);
  if (back == 1) decoy.append(target.substr(segment.end));
  if (back == 2) {
    decoy += kSeparator;
    append_segment(choices, flavour, decoy);
  }
}

// A number that is equal in 8, 16 or 32 bits, or as a fraction.
string overflowing(Choices& choices, string_view number) {
  constexpr std::array<std::uint64_t, 3> kTurns = {256, 65'536, 4'294'967'296};
  std::uint64_t value = 0;
  const std::size_t digits = std::min(number.find_first_not_of("0123456789"), number.size());
  if (digits == 0 || digits > 9) return string(number) + ".0";
  for (const char c : number.substr(0, digits))
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return std::to_string(value + choices.pick(kTurns)).append(number.substr(digits));
}

void digit(Choices& choices, string_view target, string& decoy) {
  Segment segment = pick_segment(choices, target);
  for (std::size_t at = 0; at < target.size(); ++at) {  // a numbered segment if there is one
    if (is_digit(target[at]) && (at == 0 || target[at - 1] == kSeparator)) {
      segment = {at, std::min(target.find(kSeparator, at), target.size())};
      break;
    }
  }
  const string_view number = target.substr(segment.begin, segment.end - segment.begin);
  decoy.append(target.substr(0, segment.begin));
  if (!is_digit(number.back())) {
    constexpr std::array<string_view, 4> kNumbers = {"2", "_2", "0", "10"};
    decoy.append(number).append(choices.pick(kNumbers));
  } else {
    switch (choices.below(6)) {
      case 0: decoy.append(number).append(1, static_cast<char>('0' + choices.below(10))); break;
      case 1: decoy.append("0").append(number); break;
      case 2: decoy.append("1").append(number); break;
      case 3:
        decoy.append(number.substr(0, number.size() - 1))
            .append(1, static_cast<char>('0' + choices.below(10)));
        break;
      case 4: decoy.append("-").append(number); break;
      default: decoy.append(overflowing(choices, number)); break;
    }
  }
  if (choices.chance(2, 3)) decoy.append(target.substr(segment.end));
}

void re_rooted(Choices& choices, Flavour flavour, string_view target, string& decoy) {
  for (std::uint32_t count = choices.between(1, 2); count > 0; --count) {
    append_segment(choices, flavour, decoy);
    decoy += kSeparator;
  }
  decoy.append(target);
}

void truncated(Choices& choices, string_view target, string& decoy) {
  const std::size_t dot = pick_one_of(choices, target, ".");
  if (dot == string_view::npos) return;
  decoy = choices.chance(1, 2) ? target.substr(dot + 1) : target.substr(0, dot);
}

void repeated(Choices& choices, string_view target, string& decoy) {
  if (choices.chance(1, 3)) {
    decoy.append(target).append(".").append(target);
    return;
  }
  const Segment segment = pick_segment(choices, target);
  decoy.append(target.substr(0, segment.end)).append(".").append(target.substr(segment.begin));
}

void leaf(Choices& choices, Flavour flavour, string_view target, string& decoy) {
  const Segment segment = pick_segment(choices, target);
  append_segment(choices, flavour, decoy);
  decoy.append(".").append(target.substr(segment.begin));
}

void separator(Choices& choices, string_view target, string& decoy) {
  const std::size_t at = pick_one_of(choices, target, "._");
  if (at == string_view::npos) return;
  decoy.append(target.substr(0, at));
  decoy.append(target[at] == '_' ? string_view(".") : choices.pick(kJoints));
  decoy.append(target.substr(at + 1));
}

void letter_case(Choices& choices, string_view target, string& decoy) {
  decoy = target;
  const bool whole = choices.chance(1, 3);
  const std::uint32_t from = choices.below(static_cast<std::uint32_t>(target.size()));
  for (std::size_t step = 0; step < decoy.size(); ++step) {
    char& c = decoy[(from + step) % decoy.size()];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      c = static_cast<char>(c ^ 0x20);
      if (!whole) return;
    }
  }
}

// Inserts one of `texts` into a segment: in front, behind, inside, or in place of a character.
template <typename Texts>
void insert(Choices& choices, const Texts& texts, string_view target, string& decoy) {
  const Segment segment = pick_segment(choices, target);
  const std::uint32_t place = choices.below(4);
  const std::size_t at = place == 0   ? segment.end
                         : place == 1 ? segment.begin
                                      : pick_offset(choices, target, segment);
  const bool instead = place == 3 && at < segment.end;
  decoy.append(target.substr(0, at)).append(choices.pick(texts));
  decoy.append(target.substr(instead ? at + code_point_size(target[at]) : at));
}

// In front, in the middle, or behind.
void wrapper(Choices& choices, string_view target, string& decoy) {
  if (choices.chance(1, 10)) {
    decoy.append(target).append(".").append(choices.pick(kTails));
    return;
  }
  const Segment segment = choices.chance(1, 2) ? Segment{0, 0} : pick_segment(choices, target);
  decoy.append(target.substr(0, segment.begin))
      .append(choices.pick(kWrappers))
      .append(".")
      .append(target.substr(segment.begin));
}

void fused(Choices& choices, string_view target, string& decoy) {
  for (const auto& [plain, joined] : kFusedPairs) {
    const std::size_t at = target.rfind(plain);
    if (at != string_view::npos) {
      decoy.append(target.substr(0, at)).append(joined).append(target.substr(at + plain.size()));
      if (choices.chance(3, 4)) return;
      decoy.clear();
    }
  }
  const Segment segment = pick_segment(choices, target);
  const std::size_t at = pick_offset(choices, target, segment);
  decoy.append(target.substr(0, at))
      .append(choices.chance(1, 2) ? "kv" : "a")
      .append(target.substr(at));
}

// Inserts twins (twins.h) at the same place: one into the target, one into the decoy.
void twin_texts(Choices& choices, string& target, string& decoy) {
  const Twins& pair = choices.pick(twins::kUnicode);
  const std::size_t at = pick_offset(choices, target, pick_segment(choices, target));
  const bool swapped = choices.chance(1, 2);
  decoy = target;
  decoy.insert(at, swapped ? pair.left : pair.right);
  target.insert(at, swapped ? pair.right : pair.left);
}

// Puts a number beside one of the target's, or takes one of two away. A target without a number
// gets one.
void adjacent_numbers(Choices& choices, string& target, string& decoy) {
  std::vector<Segment> numbers;
  for (std::size_t begin = 0; begin <= target.size();) {
    const std::size_t end = std::min(target.find(kSeparator, begin), target.size());
    if (is_number(string_view(target).substr(begin, end - begin))) numbers.push_back({begin, end});
    begin = end + 1;
  }
  if (numbers.empty()) {
    const std::size_t at = pick_segment(choices, target).end;
    const string number = std::to_string(choices.below(4));
    target.insert(at, "." + number);
    numbers.push_back({at + 1, at + 1 + number.size()});
  }
  const Segment number = numbers[choices.below(static_cast<std::uint32_t>(numbers.size()))];
  const bool beside =
      number.begin > 0 && std::any_of(numbers.begin(), numbers.end(), [&](const Segment& other) {
        return other.end + 1 == number.begin;
      });
  decoy = target;
  if (beside && choices.chance(1, 2)) {
    decoy.erase(number.begin - 1, number.end - number.begin + 1);
  } else {
    decoy.insert(number.end, "." + std::to_string(choices.below(4)));
  }
}

// Lengthens the target to a size at which comparisons may stop, and changes one character of the
// decoy, usually at an end.
void length(Choices& choices, string& target, string& decoy) {
  const std::size_t size = choices.pick(kLengths);
  const char filler = choices.chance(1, 2) ? 'a' : '0';
  if (target.size() < size)
    target.insert(choices.chance(1, 2) ? 0 : target.size(), size - target.size(), filler);
  decoy = target;
  const std::size_t first = code_point_size(decoy.front());
  std::size_t last = decoy.size() - 1;
  while (last > 0 && (static_cast<unsigned char>(decoy[last]) & 0xC0U) == 0x80) --last;
  switch (choices.below(5)) {
    case 0: decoy.insert(0, 1, 'b'); break;
    case 1: decoy.push_back('b'); break;
    case 2: decoy.replace(0, first, "b"); break;
    case 3: decoy.replace(last, std::string::npos, "b"); break;
    default: decoy.erase(0, first); break;
  }
}

}  // namespace

void append_segment(Choices& choices, Flavour flavour, string& out) {
  if (flavour == Flavour::words) {
    switch (choices.below(6)) {
      case 0: out.append(choices.pick(kRoots)); return;
      case 1: out.append(choices.pick(kStacks)); return;
      case 2: out.append(choices.pick(kBlocks)); return;
      case 3: out.append(std::to_string(choices.below(choices.chance(1, 4) ? 128 : 12))); return;
      default: out.append(choices.pick(kLeaves)); return;
    }
  }
  constexpr string_view kOdd = "_-01AB*?[($^|+\\/: ";
  for (std::uint32_t size = choices.between(1, 3); size > 0; --size) {
    out += choices.chance(1, 12) ? choices.pick(kOdd) : static_cast<char>('a' + choices.below(2));
  }
}

bool make_decoy(Choices& choices, Flavour flavour, CollisionKind kind, string& target,
                string& decoy) {
  decoy.clear();
  if (kind == CollisionKind::empty) return true;
  if (target.empty()) return false;
  switch (kind) {
    case CollisionKind::glued_prefix: glued_prefix(choices, flavour, target, decoy); break;
    case CollisionKind::glued_suffix: glued_suffix(choices, flavour, target, decoy); break;
    case CollisionKind::digit: digit(choices, target, decoy); break;
    case CollisionKind::re_rooted: re_rooted(choices, flavour, target, decoy); break;
    case CollisionKind::truncated: truncated(choices, target, decoy); break;
    case CollisionKind::repeated: repeated(choices, target, decoy); break;
    case CollisionKind::leaf: leaf(choices, flavour, target, decoy); break;
    case CollisionKind::separator: separator(choices, target, decoy); break;
    case CollisionKind::letter_case: letter_case(choices, target, decoy); break;
    case CollisionKind::metacharacter: insert(choices, kMetacharacters, target, decoy); break;
    case CollisionKind::wrapper: wrapper(choices, target, decoy); break;
    case CollisionKind::fused: fused(choices, target, decoy); break;
    case CollisionKind::unicode:
      if (choices.chance(1, 2)) {
        twin_texts(choices, target, decoy);
      } else {
        insert(choices, kForeign, target, decoy);
      }
      break;
    case CollisionKind::whitespace: insert(choices, kSpaces, target, decoy); break;
    case CollisionKind::length: length(choices, target, decoy); break;
    case CollisionKind::adjacent_numbers: adjacent_numbers(choices, target, decoy); break;
    case CollisionKind::marker:
    case CollisionKind::order:
    case CollisionKind::empty: break;
  }
  return !decoy.empty() && decoy != target && is_well_formed(decoy);
}

void damage_pattern(Choices& choices, string_view path, string& pattern) {
  pattern = path;
  // One draw per statement: within one call their order would depend on the compiler.
  const std::uint32_t way = choices.below(20);
  const std::size_t at = pick_offset(choices, pattern, {0, pattern.size()});
  const bool front = choices.chance(1, 2);
  switch (way) {
    case 0: pattern.insert(0, 1, kSeparator); break;
    case 1: pattern.push_back(kSeparator); break;
    case 2: pattern.insert(at, 1, kSeparator); break;
    case 3: pattern.insert(at, choices.pick(kGlue)); break;
    case 4: pattern.insert(at, choices.pick(kMetacharacters)); break;
    case 5: pattern.insert(front ? 0 : pattern.size(), choices.pick(kSpaces)); break;
    case 6: pattern.insert(at, choices.pick(kForeign)); break;
    case 7:
      pattern.clear();
      if (!path.empty()) letter_case(choices, path, pattern);
      break;
    case 8: pattern.erase(0, at); break;               // a suffix that begins inside a segment
    case 9: pattern.erase(at); break;                  // a prefix that ends inside one
    case 10: pattern.append(",").append(path); break;  // two patterns in one string
    case 11: pattern.append(".*"); break;
    case 12: pattern.insert(0, "*"); break;
    case 13: pattern.insert(0, choices.pick(kSpecialWords)); break;
    case 14: pattern.append(choices.pick(kSpecialWords)); break;
    case 15: pattern = choices.pick(kSpecialWords); break;
    case 16: pattern.insert(at, ".."); break;
    case 17: pattern = "."; break;
    case 18: {  // quoted
      const string_view mark = choices.pick(kSpecialWords);
      pattern.insert(0, mark).append(mark);
      break;
    }
    default:
      if (at < pattern.size()) pattern.replace(at, code_point_size(pattern[at]), front ? "b" : "?");
      break;
  }
}

}  // namespace overmatch
