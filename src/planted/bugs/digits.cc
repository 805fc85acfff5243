// SPDX-License-Identifier: Apache-2.0
// Bugs about layer numbers: compared as values, cut to fewer digits or bits, confused with others.
#include <cstdlib>

#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// Rewrites every all-digit segment of the path and of the pattern, then asks the reference rule.
template <class Rewrite>
Behaviour numbers(Mode mode, Rewrite rewrite) {
  return whole([mode, rewrite](const Question& question, Answer& answer) {
    const auto change = [&](View name) {
      return map_segments(name, [&](View segment) {
        return all_digits(segment) ? rewrite(segment) : std::string(segment);
      });
    };
    std::vector<std::string> patterns;
    for (const View pattern : question.patterns) patterns.push_back(change(pattern));
    const std::vector<std::string> paths = [&] {
      std::vector<std::string> out;
      for (const View path : question.modules) out.push_back(change(path));
      return out;
    }();
    const std::vector<View> views(paths.begin(), paths.end());
    ask_reference(mode, patterns, views, answer);
  });
}

std::string without_leading_zeros(View digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return std::string(first == View::npos ? View("0") : digits.substr(first));
}

// The low `bits` bits of the number, as C unsigned arithmetic gives.
template <class Integer>
std::string modulo(View digits) {
  Integer value = 0;
  for (const char digit : digits)
    value = static_cast<Integer>(value * 10U + static_cast<Integer>(digit - '0'));
  // A number that fits keeps its spelling: confusing `01` and `1` is another bug.
  const std::string spelled = std::to_string(value);
  return spelled == without_leading_zeros(digits) ? std::string(digits) : spelled;
}

bool in_range(View segment, View range) {
  const std::size_t dash = range.find('-');
  if (dash == View::npos || !all_digits(range.substr(0, dash)) ||
      !all_digits(range.substr(dash + 1)))
    return false;
  if (!all_digits(segment) || segment.size() > 9 || range.size() > 18) return false;
  const int number = std::atoi(std::string(segment).c_str());
  return std::atoi(std::string(range.substr(0, dash)).c_str()) <= number &&
         number <= std::atoi(std::string(range.substr(dash + 1)).c_str());
}

// Keeps only the first of numbers side by side: `a.0.1.b` becomes `a.0.b`.
std::string first_of_numbers(View name) {
  bool after_number = false;
  std::string out;
  for (const View piece : split(name)) {
    const bool number = all_digits(piece);
    if (!number || !after_number) out.append(out.empty() ? "" : ".").append(piece);
    after_number = number;
  }
  return out;
}

// Whether the last two segments are numbers that are equal as one decimal fraction: 1.10 and 1.1.
bool same_fraction(View path, View pattern) {
  const auto zeros_cut = [](View tail) {
    const auto pieces = split(tail);
    if (pieces.size() != 2 || !all_digits(pieces[0]) || !all_digits(pieces[1]))
      return std::string();
    return std::string(tail.substr(0, tail.find_last_not_of('0') + 1));
  };
  const std::string fraction = zeros_cut(last_pieces(pattern, 2));
  return !fraction.empty() && split(pattern).size() == 2 &&
         zeros_cut(last_pieces(path, 2)) == fraction;
}

}  // namespace

std::vector<Planted> digits() {
  return {
      wrong("segment-numbers-by-value", Mode::segment, "compares numbers by value: `01` is `1`",
            numbers(Mode::segment, without_leading_zeros), {Ask{{"layers.1"}, {"layers.01"}}}),
      wrong("exact-numbers-by-value", Mode::exact, "compares numbers by value: `01` is `1`",
            numbers(Mode::exact, without_leading_zeros), {Ask{{"layers.00"}, {"layers.0"}}}),
      wrong("subtree-numbers-by-value", Mode::subtree, "compares numbers by value: `01` is `1`",
            numbers(Mode::subtree, without_leading_zeros), {Ask{{"layers.1"}, {"layers.01.mlp"}}}),
      wrong("segment-any-number", Mode::segment, "one layer number stands for all",
            numbers(Mode::segment, [](View) { return std::string("#"); }),
            {Ask{{"layers.1"}, {"layers.2"}}}),
      wrong("exact-number-first-digit", Mode::exact, "captures one digit of a layer number",
            numbers(Mode::exact, [](View digits) { return std::string(digits.substr(0, 1)); }),
            {Ask{{"layers.1"}, {"layers.10"}}}, "callummcdougall/sae_vis#13"),
      wrong("subtree-number-last-digit", Mode::subtree, "keeps the last digit of a layer number",
            numbers(Mode::subtree,
                    [](View digits) { return std::string(digits.substr(digits.size() - 1)); }),
            {Ask{{"layers.1"}, {"layers.11"}}}),
      wrong("segment-adjacent-numbers", Mode::segment,
            "reads the first of numbers side by side: `0.1` is `0`",
            rule([](View path, View pattern) {
              return segment_selects(first_of_numbers(path), first_of_numbers(pattern));
            }),
            {Ask{{"a.0.b"}, {"a.0.1.b"}}}),
      wrong("subtree-adjacent-numbers", Mode::subtree,
            "reads the first of numbers side by side in a path: `0.1` is `0`",
            rule([](View path, View pattern) {
              return subtree_selects(path, pattern) ||
                     subtree_selects(first_of_numbers(path), pattern);
            }),
            {Ask{{"a.0.b"}, {"a.0.1.b"}}}),
      wrong("exact-adjacent-numbers", Mode::exact,
            "reads the first of numbers side by side in a path: `0.1` is `0`",
            rule([](View path, View pattern) {
              return path == pattern || first_of_numbers(path) == pattern;
            }),
            {Ask{{"a.0.b"}, {"a.0.1.b"}}}),
      wrong("segment-number-8-bits", Mode::segment, "keeps a layer number in 8 bits",
            numbers(Mode::segment, modulo<std::uint8_t>), {Ask{{"layers.0"}, {"layers.256"}}}),
      wrong("exact-number-32-bits", Mode::exact, "keeps a number in 32 bits",
            numbers(Mode::exact, modulo<std::uint32_t>), {Ask{{"a.1"}, {"a.4294967297"}}}),
      wrong("exact-octal", Mode::exact, "reads a number that starts with 0 as octal",
            numbers(Mode::exact,
                    [](View digits) {
                      const bool octal = digits.size() > 1 && digits.size() < 20 &&
                                         digits[0] == '0' &&
                                         digits.find_first_of("89") == View::npos &&
                                         digits.find_first_not_of('0') != View::npos;
                      return octal ? std::to_string(
                                         std::strtoull(std::string(digits).c_str(), nullptr, 8))
                                   : std::string(digits);
                    }),
            {Ask{{"layers.10"}, {"layers.012"}}}),
      wrong("segment-trailing-digits", Mode::segment,
            "strips the digits at the end of a name: `fc1` is `fc`",
            rule([](View path, View pattern) {
              const std::size_t end = path.find_last_not_of("0123456789") + 1;
              const bool ends_in_letters = end > 0 && path[end - 1] != '.';
              return segment_selects(path, pattern) ||
                     (ends_in_letters && segment_selects(path.substr(0, end), pattern));
            }),
            {Ask{{"fc"}, {"fc1"}}}),
      wrong("segment-numeric-suffix", Mode::segment, "`text_encoder_2` counts as `text_encoder`",
            rule([](View path, View pattern) {
              const std::size_t bar = path.rfind('_');
              const bool numbered_copy = bar != View::npos && all_digits(path.substr(bar + 1));
              return segment_selects(path, pattern) ||
                     (numbered_copy && segment_selects(path.substr(0, bar), pattern));
            }),
            {Ask{{"text_encoder"}, {"text_encoder_2"}}}),
      wrong("segment-leading-digits", Mode::segment,
            "strips the digits at the start of the last segment", rule([](View path, View pattern) {
              const View leaf = last_pieces(path, 1);
              const std::size_t digits = leaf.find_first_not_of("0123456789");
              return segment_selects(path, pattern) ||
                     (digits != View::npos && digits > 0 && leaf.substr(digits) == pattern);
            }),
            {Ask{{"conv"}, {"a.1conv"}}}),
      wrong("segment-number-range", Mode::segment, "reads `0-3` as a range of layers",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) || in_range(last_pieces(path, 1), pattern);
            }),
            {Ask{{"0-3"}, {"layers.2"}}}),
      wrong("segment-absolute-index", Mode::segment, "loses the sign of a negative number",
            rule([](View path, View pattern) {
              const bool negative = pattern.starts_with('-') && all_digits(pattern.substr(1));
              return segment_selects(path, pattern) ||
                     (negative && segment_selects(path, pattern.substr(1)));
            }),
            {Ask{{"-1"}, {"layers.1"}}}),
      wrong("segment-numbers-skipped", Mode::segment,
            "steps over layer numbers: `layers.mlp` finds `layers.0.mlp`",
            rule([](View path, View pattern) {
              std::vector<View> kept;
              for (const View piece : split(path)) {
                if (!all_digits(piece)) kept.push_back(piece);
              }
              return segment_selects(path, pattern) ||
                     (!kept.empty() && segment_selects(join(kept), pattern));
            }),
            {Ask{{"layers.mlp"}, {"layers.0.mlp"}}}),
      wrong("segment-number-patterns-ignored", Mode::segment,
            "takes a pattern of digits for an index and drops it",
            rule([](View path, View pattern) {
              return !all_digits(pattern) && segment_selects(path, pattern);
            }),
            {Ask{{"0"}, {"layers.0"}}}),
      wrong("segment-decimal-fraction", Mode::segment, "reads `1.10` and `1.1` as the same number",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) || same_fraction(path, pattern);
            }),
            {Ask{{"1.1"}, {"blocks.1.10"}}}),
      wrong("subtree-number-prefix", Mode::subtree,
            "`1` covers `1x` too when the pattern ends in a digit",
            rule([](View path, View pattern) {
              const bool open = !pattern.empty() && is_digit(pattern.back());
              return subtree_selects(path, pattern) || (open && path.starts_with(pattern));
            }),
            {Ask{{"layers.1"}, {"layers.1b"}}}),
      wrong("subtree-layers-up-to", Mode::subtree, "`layers.3` covers the layers before it as well",
            rule([](View path, View pattern) {
              const View before = pattern.substr(0, pattern.rfind('.') + 1);
              const View number = pattern.substr(before.size());
              if (subtree_selects(path, pattern) || !all_digits(number) ||
                  !path.starts_with(before))
                return subtree_selects(path, pattern);
              const View other = first_pieces(path.substr(before.size()), 1);
              return all_digits(other) && other.size() == number.size() && other < number;
            }),
            {Ask{{"layers.3"}, {"layers.2"}}}),
  };
}

}  // namespace overmatch::plant
