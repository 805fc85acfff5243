// SPDX-License-Identifier: Apache-2.0
// Bugs of matchers that let their language interpret a name: members of objects, placeholders,
// escapes, numbers, words for a value, line ends.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The rule of the mode, with every pattern rewritten first.
template <class Change>
Behaviour reading(Mode mode, Change change) {
  return rule([mode, change](View path, View pattern) {
    const std::string read = change(pattern);
    return mode == Mode::exact     ? exact_selects(path, read)
           : mode == Mode::segment ? segment_selects(path, read)
                                   : subtree_selects(path, read);
  });
}
// The rule of `exact` on the values that both sides are read as.
template <class Value>
Behaviour by_value(Value value) {
  return rule([value](View path, View pattern) {
    return exact_selects(path, pattern) || value(path) == value(pattern);
  });
}

template <std::size_t N>
bool is_one_of(View text, const std::array<View, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}
constexpr std::array<View, 4> kInherited = {"constructor", "toString", "valueOf", "hasOwnProperty"};
constexpr std::array<View, 4> kAttributes = {"__class__", "__dict__", "__doc__", "__module__"};

// The order of an object's keys in JavaScript: whole numbers first, by value.
void numbers_first(const Question& question, Answer& answer) {
  Answer truth;
  ask_reference(Mode::segment, question, truth);
  std::vector<std::size_t> order(question.modules.size());
  std::iota(order.begin(), order.end(), 0);
  const auto is_index = [&](std::size_t at) {
    const View name = question.modules[at];
    return all_digits(name) && (name[0] != '0' || name.size() == 1);
  };
  std::stable_partition(order.begin(), order.end(), is_index);
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (truth.selects(order[at])) answer.select(at);
  }
}

// "" if strtod does not read a number.
std::string number(View text) {
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  return end == copy.c_str() || *end != '\0' || copy.size() != text.size() ? "t" + copy
                                                                           : std::to_string(value);
}
// Digits as Python's int() reads them.
std::string without_joints(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool joint = text[at] == '_' && at > 0 && at + 1 < text.size() &&
                       is_digit(text[at - 1]) && is_digit(text[at + 1]);
    if (!joint) out += text[at];
  }
  return out;
}
// Plain scalars as YAML 1.1 reads them (https://yaml.org/type/).
std::string scalar(View text) {
  const std::string small = lower(text);
  if (small == "yes" || small == "on" || small == "y") return "true";
  if (small == "no" || small == "off" || small == "n") return "false";
  if (small == "~" || text == "null" || text == "Null") return "null";
  return std::string(text);
}
std::string first_line(View text) {
  return std::string(text.substr(0, std::min(text.find("\u2028"), text.find("\u0085"))));
}
// Brace expansion of a shell: {a,b}.
bool expands_to(View path, View pattern) {
  const std::size_t open = pattern.find('{');
  const std::size_t close = pattern.find('}', open);
  if (open == View::npos || close == View::npos) return path == pattern;
  const View inside = pattern.substr(open + 1, close - open - 1);
  if (inside.find(',') == View::npos) return path == pattern;
  for (const View one : split(inside, ',')) {
    if (path == std::string(pattern.substr(0, open)) + std::string(one) +
                    std::string(pattern.substr(close + 1)))
      return true;
  }
  return false;
}

Behaviour replaced(Mode mode, View from, View to) {
  return reading(mode, [from, to](View pattern) { return replace(pattern, from, to); });
}

}  // namespace

std::vector<Planted> host() {
  return {
      wrong("exact-in-object", Mode::exact, "`name in object`: what every object inherits is in it",
            any([](View path, Patterns patterns) {
              return is_one_of(path, kInherited) ||
                     std::find(patterns.begin(), patterns.end(), path) != patterns.end();
            }),
            {Ask{{"a"}, {"constructor"}}}),
      wrong("segment-proto-is-no-key", Mode::segment,
            "a key `__proto__` of an object sets its prototype and is lost",
            rule([](View path, View pattern) {
              return pattern != "__proto__" && segment_selects(path, pattern);
            }),
            {Ask{{"__proto__"}, {"__proto__"}}}),
      wrong("exact-attributes", Mode::exact, "hasattr: what every object of Python has is found",
            any([](View path, Patterns patterns) {
              return is_one_of(path, kAttributes) ||
                     std::find(patterns.begin(), patterns.end(), path) != patterns.end();
            }),
            {Ask{{"a"}, {"__class__"}}}),
      wrong("segment-number-keys-first", Mode::segment,
            "keeps modules in an object, which orders whole numbers before all else",
            whole(numbers_first), {Ask{{"b"}, {"b", "1"}}}),
      wrong("segment-replacement-marks", Mode::segment,
            "puts the pattern in with String.replace: `$&` is what was replaced",
            replaced(Mode::segment, "$&", "PATTERN"), {Ask{{"$&"}, {"$&"}}}),
      wrong("segment-dollars", Mode::segment, "a template: `$$` is a dollar",
            replaced(Mode::segment, "$$", "$"), {Ask{{"$$"}, {"$"}}}),
      wrong("segment-quotemeta-ends", Mode::segment,
            "quotes with \\Q and \\E, which the pattern ends", replaced(Mode::segment, "\\E", ""),
            {Ask{{"\\E"}, {"\\E"}}}),
      wrong("exact-printf", Mode::exact,
            "prints the pattern with printf: `%%` is one, `%n` nothing",
            reading(Mode::exact,
                    [](View pattern) { return replace(replace(pattern, "%n", ""), "%%", "%"); }),
            {Ask{{"%n"}, {"%n"}}}),
      wrong("segment-placeholder", Mode::segment, "a variable `${a}` that is not set is nothing",
            replaced(Mode::segment, "${a}", ""), {Ask{{"${a}"}, {"${a}"}}}),
      wrong("exact-braces", Mode::exact, "expands {a,b} as a shell does", rule(expands_to),
            {Ask{{"{a,b}"}, {"a"}}}),
      wrong("exact-url", Mode::exact, "decodes %61 as URLs do", replaced(Mode::exact, "%61", "a"),
            {Ask{{"%61"}, {"a"}}}),
      wrong("subtree-html", Mode::subtree, "decodes &amp; as HTML does",
            replaced(Mode::subtree, "&amp;", "&"), {Ask{{"&amp;"}, {"&"}}}),
      wrong("exact-numbers", Mode::exact, "compares numbers by value: 1e3 is 1000, 0x10 is 16",
            by_value(number), {Ask{{"1000"}, {"1e3"}}}),
      wrong("exact-joined-digits", Mode::exact, "reads 1_0 as ten, as Python's int does",
            by_value(without_joints), {Ask{{"10"}, {"1_0"}}}),
      wrong("exact-yaml", Mode::exact, "reads yes, on, no, off and ~ as YAML 1.1 does",
            by_value(scalar), {Ask{{"yes"}, {"true"}}}),
      wrong("segment-other-line-ends", Mode::segment,
            "splits patterns at the line ends of Unicode and keeps the first line",
            reading(Mode::segment, first_line), {Ask{{"a\u2028b"}, {"a"}}}),
      wrong("subtree-no-marks-of-order", Mode::subtree, "drops U+FEFF anywhere",
            rule([](View path, View pattern) {
              return subtree_selects(without(path, "\ufeff"), without(pattern, "\ufeff"));
            }),
            {Ask{{"ab"}, {"a\ufeffb"}}}),
      wrong("segment-soft-hyphen", Mode::segment, "drops soft hyphens",
            rule([](View path, View pattern) {
              return segment_selects(without(path, "\u00ad"), without(pattern, "\u00ad"));
            }),
            {Ask{{"ab"}, {"a\u00adb"}}}),
  };
}

}  // namespace overmatch::plant
