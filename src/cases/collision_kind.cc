// SPDX-License-Identifier: Apache-2.0
#include "cases/collision_kind.h"

#include <algorithm>
#include <string>

#include "matchers/plain_text.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::array<std::string_view, kCollisionKinds> kKindNames = {
    "glued-prefix", "glued-suffix", "digit",  "re-rooted",     "truncated",        "repeated",
    "leaf",         "separator",    "case",   "metacharacter", "wrapper",          "fused",
    "unicode",      "whitespace",   "length", "empty",         "adjacent-numbers", "marker",
    "order"};

constexpr std::array<std::string_view, kKindGroups> kKindGroupNames = {
    "equal",     "front", "back",    "inside",     "below",       "above",      "case",
    "unrelated", "regex", "newline", "no-pattern", "bad-pattern", "whole-list", "glob"};

// Two names that share so many bytes at an end look like a truncated comparison.
constexpr std::size_t kLongRun = 7;

// Whether the shorter of the two equals the end of the longer one except for case.
bool tail_but_for_case(std::string_view path, std::string_view pattern) noexcept {
  const std::size_t size = std::min(path.size(), pattern.size());
  return size > 0 && path.substr(path.size() - size) != pattern.substr(pattern.size() - size) &&
         equal_but_for_case(path.substr(path.size() - size), pattern.substr(pattern.size() - size));
}

bool head_but_for_case(std::string_view path, std::string_view pattern) noexcept {
  const std::size_t size = std::min(path.size(), pattern.size());
  return size > 0 && path.substr(0, size) != pattern.substr(0, size) &&
         equal_but_for_case(path.substr(0, size), pattern.substr(0, size));
}

KindGroup literal_group(Mode mode, std::string_view pattern, std::string_view path) {
  if (pattern.empty() || path.empty()) return KindGroup::empty;
  if (!is_well_formed(pattern)) return KindGroup::malformed;
  if (pattern == path) return KindGroup::equal;
  // A quick check first, as most pairs differ at both ends, and fuzzers call this a million times a
  // second.
  const bool tails = path.back() == pattern.back();
  const bool heads = path.front() == pattern.front();
  const bool re_rooted = tails && is_rerooting(path, pattern);
  const bool glued_prefix = tails && !re_rooted && path.ends_with(pattern);
  const bool truncated = (tails && is_rerooting(pattern, path)) ||
                         (heads && (in_subtree(path, pattern) || in_subtree(pattern, path)));
  const bool glued_suffix = heads && path.starts_with(pattern) && !in_subtree(path, pattern);
  // A path may resemble the pattern at both ends; the end that the mode compares decides.
  if (compares_front(mode) && (glued_suffix || truncated))
    return glued_suffix ? KindGroup::glued_suffix : KindGroup::truncated;
  if (re_rooted) return KindGroup::re_rooted;
  if (glued_prefix) return KindGroup::glued_prefix;
  if (truncated) return KindGroup::truncated;
  if (glued_suffix) return KindGroup::glued_suffix;
  if (path.find(pattern) != std::string_view::npos) return KindGroup::substring;
  if (tail_but_for_case(path, pattern) || head_but_for_case(path, pattern))
    return KindGroup::letter_case;
  return KindGroup::unrelated;
}

bool any_of(std::string_view text, bool (*holds)(char)) {
  return std::any_of(text.begin(), text.end(), holds);
}

bool is_wrapper(std::string_view segment) {
  constexpr std::array<std::string_view, 6> wrappers = {"module",
                                                        "_orig_mod",
                                                        "base_model",
                                                        "model",
                                                        "_fsdp_wrapped_module",
                                                        "_checkpoint_wrapped_module"};
  return std::find(wrappers.begin(), wrappers.end(), segment) != wrappers.end();
}

CollisionKind kind_of_re_rooted(std::string_view pattern, std::string_view path) {
  const std::string_view front = path.substr(0, path.size() - pattern.size() - 1);
  if (front == pattern || front.ends_with(first_segment(pattern))) return CollisionKind::repeated;
  for (const std::string_view segment : Segments(front)) {
    if (!is_wrapper(segment)) return CollisionKind::re_rooted;
  }
  return CollisionKind::wrapper;
}

std::size_t shared_ends(std::string_view left, std::string_view right) {
  const auto head =
      std::mismatch(left.begin(), left.end(), right.begin(), right.end()).first - left.begin();
  const auto tail =
      std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend()).first - left.rbegin();
  return static_cast<std::size_t>(std::max(head, tail));
}

// Whether two names differ, and only in their numbers: layers.1 and layers.01.
bool differ_in_digits(std::string_view left, std::string_view right) {
  const auto without_digits = [](std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), is_digit), text.end());
    return text;
  };
  return left != right && without_digits(std::string(left)) == without_digits(std::string(right));
}

// Whether `longer` is `shorter` with one number more, beside another number: a.0.1.b and a.0.b.
bool has_number_beside(std::string_view longer, std::string_view shorter) {
  if (longer.size() <= shorter.size()) return false;
  bool after_number = false;
  for (std::size_t begin = 0; begin < longer.size();) {
    const std::size_t end = std::min(longer.find(kSeparator, begin), longer.size());
    const bool number = is_number(longer.substr(begin, end - begin));
    if (number && after_number && longer.substr(0, begin - 1) == shorter.substr(0, begin - 1) &&
        longer.substr(end) == shorter.substr(begin - 1))
      return true;
    after_number = number;
    begin = end + 1;
  }
  return false;
}

std::optional<CollisionKind> kind_of_unrelated(std::string_view pattern, std::string_view path) {
  const auto is_space = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; };
  const auto is_foreign = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  const auto is_meta = [](char c) {
    return std::string_view("*+?[](){}^$|\\").find(c) != std::string_view::npos;
  };
  if (any_of(pattern, is_meta)) return CollisionKind::metacharacter;
  if (any_of(pattern, is_space) || any_of(path, is_space)) return CollisionKind::whitespace;
  if (any_of(pattern, is_foreign) || any_of(path, is_foreign)) return CollisionKind::unicode;
  if (pattern.size() == path.size()) {
    const auto joint = [](char c) { return c == kSeparator || c == '_' || c == '-' || c == '/'; };
    const auto same = [&](char a, char b) { return a == b || (joint(a) && joint(b)); };
    if (std::equal(pattern.begin(), pattern.end(), path.begin(), same))
      return CollisionKind::separator;
  }
  if (differ_in_digits(pattern, path)) return CollisionKind::digit;
  if (has_number_beside(pattern, path) || has_number_beside(path, pattern))
    return CollisionKind::adjacent_numbers;
  if (shared_ends(pattern, path) >= kLongRun) return CollisionKind::length;
  if (last_segment(pattern) == last_segment(path)) return CollisionKind::leaf;
  if (any_of(pattern, is_digit) && any_of(path, is_digit)) return CollisionKind::digit;
  return std::nullopt;
}

// The text of a pattern: of one that is escaped, the text that it describes.
std::string_view literal_of(Mode mode, std::string_view pattern, std::string& buffer) {
  return is_plain_text(mode, pattern, buffer) ? std::string_view(buffer) : pattern;
}

}  // namespace

std::string_view to_string(CollisionKind kind) noexcept {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::optional<CollisionKind> parse_collision_kind(std::string_view name) noexcept {
  const auto* const found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<CollisionKind>(found - kKindNames.begin());
}

std::string_view to_string(KindGroup group) noexcept {
  return kKindGroupNames[static_cast<std::size_t>(group)];
}

KindGroup kind_group_of(Mode mode, std::string_view pattern, std::string_view path) {
  if (is_text(mode)) return literal_group(mode, pattern, path);
  const std::optional<std::string_view> regex = regex_in(mode, pattern);
  if (is_regex(mode) && !regex) return literal_group(Mode::exact, pattern, path);
  std::string text;
  if (pattern.empty()) return KindGroup::empty;
  if (is_plain_text(mode, pattern, text) && is_well_formed(text))
    return literal_group(mode, text, path);
  if (is_glob(mode)) return KindGroup::glob;
  if (!regex_compiles(*regex)) return KindGroup::malformed;
  return path.find('\n') == std::string_view::npos ? KindGroup::regex : KindGroup::regex_newline;
}

std::optional<CollisionKind> classify(Mode mode, std::string_view pattern, std::string_view path) {
  std::string buffer;
  const std::string_view text = literal_of(mode, pattern, buffer);
  switch (kind_group_of(mode, pattern, path)) {
    case KindGroup::empty: return CollisionKind::empty;
    case KindGroup::equal: return std::nullopt;
    case KindGroup::re_rooted: return kind_of_re_rooted(text, path);
    case KindGroup::truncated: return CollisionKind::truncated;
    case KindGroup::glued_prefix: return CollisionKind::glued_prefix;
    case KindGroup::glued_suffix:
      return is_digit(path[text.size()]) || (path[text.size()] == '_' && is_digit(path.back()))
                 ? CollisionKind::digit
                 : CollisionKind::glued_suffix;
    case KindGroup::substring: return CollisionKind::fused;
    case KindGroup::letter_case: return CollisionKind::letter_case;
    case KindGroup::glob:
    case KindGroup::regex: return CollisionKind::metacharacter;
    case KindGroup::regex_newline: return CollisionKind::whitespace;
    case KindGroup::malformed:
      return is_regex(mode) ? CollisionKind::metacharacter : CollisionKind::separator;
    case KindGroup::unrelated: return kind_of_unrelated(text, path);
    case KindGroup::whole_list: break;
  }
  return std::nullopt;
}

}  // namespace overmatch
