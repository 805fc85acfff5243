// SPDX-License-Identifier: Apache-2.0
// Bugs that compare something else than the text: hashes, sums, sets of characters, parts of the
// bytes.
#include <algorithm>
#include <numeric>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The suffix that `segment` compares with the pattern, if there is one.
template <class Same>
bool tail_same(View path, View pattern, Same same) {
  if (path.size() < pattern.size() ||
      (path.size() > pattern.size() && path[path.size() - pattern.size() - 1] != '.'))
    return false;
  return same(path.substr(path.size() - pattern.size()), pattern);
}

unsigned sum(View text) {
  return std::accumulate(text.begin(), text.end(), 0U, [](unsigned total, char c) {
    return total + static_cast<unsigned char>(c);
  });
}

std::uint32_t fnv(View text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

std::string sorted(View text) {
  std::string out(text);
  std::sort(out.begin(), out.end());
  return out;
}

std::string distinct(View text) {
  std::string out(text);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::size_t differing_bytes(View left, View right) {
  std::size_t count = left.size() == right.size() ? 0 : 2;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i)
    count += left[i] != right[i] ? 1U : 0U;
  return count;
}

// A set of characters in 64 bits: a Bloom filter whose exact second step is missing.
std::uint64_t characters(View text) {
  std::uint64_t bits = 0;
  for (const char c : text) bits |= std::uint64_t{1} << (static_cast<unsigned char>(c) % 64);
  return bits;
}

}  // namespace

std::vector<Planted> comparison() {
  return {
      wrong(
          "exact-8-bit-hash", Mode::exact, "compares hashes of 8 bits",
          rule([](View path, View pattern) { return (fnv(path) & 0xFF) == (fnv(pattern) & 0xFF); }),
          {Ask{{"layers.0"}, numbered("layers.", 1000)}}),
      wrong("segment-12-bit-hash", Mode::segment, "compares the tail's hash of 12 bits",
            rule([](View path, View pattern) {
              return tail_same(path, pattern, [](View tail, View wanted) {
                return (fnv(tail) & 0xFFF) == (fnv(wanted) & 0xFFF);
              });
            }),
            {Ask{numbered("1", 300, "0"), numbered("2", 300, "1")}}),
      wrong("segment-sum", Mode::segment, "compares the sum of the tail's bytes",
            rule([](View path, View pattern) {
              return tail_same(path, pattern,
                               [](View tail, View wanted) { return sum(tail) == sum(wanted); });
            }),
            {Ask{{"ad"}, {"bc"}}}),
      wrong("exact-length-only", Mode::exact, "compares the lengths only",
            rule([](View path, View pattern) { return path.size() == pattern.size(); }),
            {Ask{{"a"}, {"b"}}}),
      wrong("exact-letters-in-any-order", Mode::exact, "compares sorted letters",
            rule([](View path, View pattern) { return sorted(path) == sorted(pattern); }),
            {Ask{{"ab"}, {"ba"}}}),
      wrong("exact-runs-as-one", Mode::exact, "a repeated character counts once",
            rule([](View path, View pattern) { return distinct(path) == distinct(pattern); }),
            {Ask{{"layers.1"}, {"layers.11"}}}),
      wrong("exact-first-last-length", Mode::exact, "compares length, first byte and last byte",
            rule([](View path, View pattern) {
              return path.size() == pattern.size() &&
                     (path.empty() ||
                      (path.front() == pattern.front() && path.back() == pattern.back()));
            }),
            {Ask{{"abc"}, {"axc"}}}),
      wrong("segment-last-byte-of-each", Mode::segment,
            "compares the last byte of each segment of the tail", rule([](View path, View pattern) {
              return tail_same(path, pattern, [](View tail, View wanted) {
                const auto ends = [](View text) {
                  return map_segments(text, [](View s) {
                    return std::string(s.substr(s.empty() ? 0 : s.size() - 1));
                  });
                };
                return ends(tail) == ends(wanted);
              });
            }),
            {Ask{{"xa"}, {"ya"}}}),
      wrong("segment-one-typo", Mode::segment, "forgives one wrong byte",
            rule([](View path, View pattern) {
              return tail_same(path, pattern, [](View tail, View wanted) {
                return tail == wanted || (wanted.size() > 3 && differing_bytes(tail, wanted) == 1);
              });
            }),
            {Ask{{"q_proj"}, {"k_proj"}}}),
      wrong("subtree-bloom-filter", Mode::subtree, "stops at a filter of the characters that occur",
            rule([](View path, View pattern) {
              if (pattern.empty()) return true;
              const View head = path.substr(0, pattern.size());
              return subtree_selects(path, head) && head.size() == pattern.size() &&
                     characters(head) == characters(pattern);
            }),
            {Ask{{"aab"}, {"abb"}}}),
      wrong("exact-first-byte-skipped", Mode::exact, "the loop starts at the second byte",
            rule([](View path, View pattern) {
              if (path.empty() || pattern.empty()) return path == pattern;
              return path.substr(1) == pattern.substr(1);
            }),
            {Ask{{"a"}, {"b"}}}),
      wrong("segment-first-byte-skipped", Mode::segment, "the tail's first byte isn't compared",
            rule([](View path, View pattern) {
              return tail_same(path, pattern, [](View tail, View wanted) {
                return wanted.empty() || tail.substr(1) == wanted.substr(1);
              });
            }),
            {Ask{{"ab"}, {"xb"}}}),
      wrong("subtree-last-byte-skipped", Mode::subtree, "the head's last byte isn't compared",
            rule([](View path, View pattern) {
              if (pattern.empty()) return true;
              if (path.size() < pattern.size() ||
                  (path.size() > pattern.size() && path[pattern.size()] != '.'))
                return false;
              return path.starts_with(pattern.substr(0, pattern.size() - 1));
            }),
            {Ask{{"layers.1"}, {"layers.2"}}}),
      wrong("endswith-every-other-byte", Mode::endswith, "compares every second byte from the end",
            rule([](View path, View pattern) {
              if (path.size() < pattern.size()) return false;
              for (std::size_t i = 1; i <= pattern.size(); i += 2) {
                if (path[path.size() - i] != pattern[pattern.size() - i]) return false;
              }
              return true;
            }),
            {Ask{{"ab"}, {"xb"}}}),
      wrong("segment-palindrome", Mode::segment, "finds the pattern spelled backwards too",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) ||
                     segment_selects(path, std::string(pattern.rbegin(), pattern.rend()));
            }),
            {Ask{{"ab"}, {"ba"}}}),
      wrong("exact-shorter-length", Mode::exact, "compares as many bytes as the shorter one has",
            rule([](View path, View pattern) {
              return path.starts_with(pattern) || pattern.starts_with(path);
            }),
            {Ask{{"a"}, {"ab"}}}),
      wrong("segment-line-end", Mode::segment,
            "`\\.b$` as a regex: behind a dot, a newline at the end is passed over",
            rule([](View path, View pattern) {
              const View line = path.ends_with('\n') ? path.substr(0, path.size() - 1) : path;
              return segment_selects(path, pattern) ||
                     (line.size() > pattern.size() && segment_selects(line, pattern));
            }),
            {Ask{{"b"}, {"a.b\n"}}}),
      wrong("exact-words", Mode::exact, "compares 8 bytes at a time and forgets the rest",
            rule([](View path, View pattern) {
              const std::size_t whole_words =
                  pattern.size() < 8 ? pattern.size() : pattern.size() / 8 * 8;
              return path.size() == pattern.size() &&
                     path.substr(0, whole_words) == pattern.substr(0, whole_words);
            }),
            {Ask{{"layers.10"}, {"layers.11"}}}),
      wrong("segment-byte-after-8", Mode::segment, "the 9th byte from the end isn't compared",
            rule([](View path, View pattern) {
              return tail_same(path, pattern, [](View tail, View wanted) {
                if (wanted.size() < 9) return tail == wanted;
                return tail.ends_with(wanted.substr(wanted.size() - 8)) &&
                       tail.starts_with(wanted.substr(0, wanted.size() - 9));
              });
            }),
            {Ask{{"x_norm.12"}, {"y_norm.12"}}}),
      wrong("endswith-length-first", Mode::endswith,
            "a path twice as long as the pattern isn't compared", rule([](View path, View pattern) {
              return path.ends_with(pattern) &&
                     (pattern.empty() || path.size() < 2 * pattern.size());
            }),
            {Ask{{"a"}, {"ba"}}}),
  };
}

}  // namespace overmatch::plant
