// SPDX-License-Identifier: Apache-2.0
// Bugs of matchers that number, count or hash names in too few bits, or look them up in a way that
// works for few names only.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// Compares segments by their numbers, assigned in order of occurrence.
template <class Number>
struct Numbering {
  std::vector<Number> of(View path) {
    std::vector<Number> out;
    for (const View segment : split(path))
      out.push_back(numbers.try_emplace(std::string(segment), static_cast<Number>(numbers.size()))
                        .first->second);
    return out;
  }
  std::map<std::string, Number> numbers;
};
template <class Number>
Behaviour numbered_segments(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    Numbering<Number> numbering;
    std::vector<std::vector<Number>> patterns;
    for (const View pattern : question.patterns) patterns.push_back(numbering.of(pattern));
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      const std::vector<Number> path = numbering.of(question.modules[i]);
      for (const auto& pattern : patterns) {
        if (pattern.size() > path.size() ||
            (pattern.empty() && !path.empty() && mode == Mode::segment))
          continue;
        const auto start = mode == Mode::subtree
                               ? path.begin()
                               : path.end() - static_cast<std::ptrdiff_t>(pattern.size());
        if (std::equal(pattern.begin(), pattern.end(), start)) answer.select(i);
      }
    }
  });
}

// Looks a path up in a table of pattern indices, and compares it with the pattern there.
template <class Place>
Behaviour placed() {
  return whole([](const Question& question, Answer& answer) {
    std::map<View, Place> places;
    for (std::size_t at = 0; at < question.patterns.size(); ++at)
      places.try_emplace(question.patterns[at], static_cast<Place>(at));
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      const auto found = places.find(question.modules[i]);
      if (found == places.end()) continue;
      const auto at = static_cast<std::size_t>(found->second);
      if (at < question.patterns.size() && question.patterns[at] == question.modules[i])
        answer.select(i);
    }
  });
}

// Counts the patterns that select a module in a `Count`.
template <class Count>
Behaviour counted(Mode mode) {
  return whole([mode](const Question& question, Answer& answer) {
    std::vector<Count> hits(question.modules.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      for (const View pattern : question.patterns) {
        const View path = question.modules[i];
        const bool selects =
            mode == Mode::segment ? segment_selects(path, pattern) : subtree_selects(path, pattern);
        hits[i] = static_cast<Count>(hits[i] + (selects ? 1 : 0));
      }
      if (hits[i] > 0) answer.select(i);
    }
  });
}

// A bit for each pattern and place, the last bit shared by all later ones: a path has the bits that
// all its segments have.
template <std::size_t bits>
Behaviour masked() {
  return whole([](const Question& question, Answer& answer) {
    const auto bit_of = [](std::size_t at) {
      return std::uint64_t{1} << std::min<std::size_t>(at, bits - 1);
    };
    std::map<std::pair<std::size_t, View>, std::uint64_t> masks;
    std::vector<std::size_t> depths;
    for (std::size_t at = 0; at < question.patterns.size(); ++at) {
      const std::vector<View> pieces = split(question.patterns[at]);
      depths.push_back(pieces.size());
      for (std::size_t k = 0; k < pieces.size(); ++k) masks[{k, pieces[k]}] |= bit_of(at);
    }
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      const std::vector<View> pieces = split(question.modules[i]);
      std::uint64_t all = ~std::uint64_t{0};
      for (std::size_t k = 0; k < pieces.size(); ++k) {
        const auto found = masks.find({k, pieces[k]});
        all &= found == masks.end() ? 0 : found->second;
      }
      for (std::size_t at = 0; at < depths.size(); ++at) {
        if (depths[at] == pieces.size() && (all & bit_of(at)) != 0) answer.select(i);
      }
    }
  });
}

// Compares names by a hash.
template <class Hash>
Behaviour hashed(Hash hash) {
  return whole([hash](const Question& question, Answer& answer) {
    std::set<std::uint32_t> hashes;
    for (const View pattern : question.patterns) hashes.insert(hash(pattern));
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      if (hashes.contains(hash(question.modules[i]))) answer.select(i);
    }
  });
}
std::uint32_t polynomial(View text, std::uint32_t factor, std::uint32_t start) {
  for (const char c : text) start = start * factor + static_cast<unsigned char>(c);
  return start;
}
std::uint32_t java(View text) { return polynomial(text, 31, 0); }
std::uint32_t djb2(View text) { return polynomial(text, 33, 5381); }
std::uint32_t fnv1a(View text) {
  std::uint32_t hash = 0x811C9DC5U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
  return hash;
}
std::uint32_t crc32(View text) {
  std::uint32_t crc = ~0U;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}
std::uint32_t buckets(View text) { return polynomial(text, 131, 7) % 4093; }
std::uint32_t word(View text) { return fnv1a(text) >> 16U; }

// Only compares the last sorted pattern that is not greater than the path.
Behaviour predecessor() {
  return whole([](const Question& question, Answer& answer) {
    const std::set<View> sorted(question.patterns.begin(), question.patterns.end());
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      const auto behind = sorted.upper_bound(question.modules[i]);
      if (sorted.contains("") ||
          (behind != sorted.begin() && subtree_selects(question.modules[i], *std::prev(behind))))
        answer.select(i);
    }
  });
}

// Joins the patterns into one regex under the limit of 100 groups that Python's `re` had
// before 3.5.
Behaviour few_groups() {
  return whole([](const Question& question, Answer& answer) {
    constexpr std::size_t kMost = 100;
    ask_reference(Mode::regex, question, answer);
    std::size_t groups = 0;
    for (const View pattern : question.patterns) {
      for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == '\\') {
          ++at;
        } else if (pattern[at] == '(' && pattern.substr(at, 2) != "(?") {
          ++groups;
        }
      }
    }
    if (groups >= kMost) answer.reject("this version only supports 100 named groups");
  });
}

}  // namespace

std::vector<Planted> counters() {
  std::vector<std::string> pairs;
  for (int at = 0; at < 66; ++at)
    pairs.push_back("x" + std::to_string(at) + ".y" + std::to_string(at));
  return {
      wrong("segment-numbers-8-bit", Mode::segment,
            "numbers the segments it meets in 8 bits and compares the numbers",
            numbered_segments<std::uint8_t>(Mode::segment), {Ask{{"a"}, numbered("n", 257)}}),
      wrong("subtree-numbers-8-bit", Mode::subtree,
            "numbers the segments it meets in 8 bits and compares the numbers",
            numbered_segments<std::uint8_t>(Mode::subtree), {Ask{{"a"}, numbered("n", 257)}}),
      wrong("exact-place-8-bit", Mode::exact, "keeps a pattern's place in 8 bits",
            placed<std::uint8_t>(), {Ask{numbered("n", 257), {"n256"}}}),
      wrong("exact-place-signed", Mode::exact, "keeps a pattern's place in 8 bits with a sign",
            placed<std::int8_t>(), {Ask{numbered("n", 129), {"n128"}}}),
      wrong("segment-hits-8-bit", Mode::segment, "counts the patterns that select in 8 bits",
            counted<std::uint8_t>(Mode::segment), {Ask{std::vector<std::string>(256, "a"), {"a"}}}),
      wrong("subtree-hits-signed", Mode::subtree,
            "counts the patterns that select in 8 bits with a sign",
            counted<std::int8_t>(Mode::subtree), {Ask{std::vector<std::string>(128, "a"), {"a"}}}),
      wrong("segment-selected-8-bit", Mode::segment,
            "counts the selected modules in 8 bits, and returns none when it counts none",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::segment, question, answer);
              std::uint8_t count = 0;
              for (const std::uint8_t flag : answer.selected())
                count = static_cast<std::uint8_t>(count + flag);
              if (count == 0) answer.start(question.modules.size());
            }),
            {Ask{{"a"}, numbered("n", 256, ".a")}}),
      wrong("exact-masks-of-64", Mode::exact, "keeps a bit for each pattern, 64 of them",
            masked<64>(), {Ask{pairs, {"x64.y65"}}}),
      wrong("exact-masks-of-32", Mode::exact, "keeps a bit for each pattern, 32 of them",
            masked<32>(), {Ask{pairs, {"x32.y33"}}}),
      wrong("exact-hash-java", Mode::exact, "compares Java's hash codes", hashed(java),
            {Ask{{"Aa"}, {"BB"}}}),
      wrong("exact-hash-djb2", Mode::exact, "compares hashes by djb2", hashed(djb2),
            {Ask{{"ab"}, {"bA"}}}),
      wrong("exact-hash-fnv", Mode::exact, "compares FNV-1a hashes of 32 bits", hashed(fnv1a),
            {Ask{{"costarring"}, {"liquid"}}}),
      wrong("exact-hash-crc", Mode::exact, "compares CRC-32 checksums", hashed(crc32),
            {Ask{{"plumless"}, {"buckeroo"}}}),
      wrong("exact-hash-buckets", Mode::exact, "compares the buckets of a hash table",
            hashed(buckets), {Ask{{"a"}, {"yi"}}}),
      wrong("exact-hash-16-bit", Mode::exact, "compares hashes of 16 bits", hashed(word),
            {Ask{{"td"}, {"aah"}}}),
      wrong("subtree-predecessor-only", Mode::subtree,
            "a binary search looks at the pattern before the path only", predecessor(),
            {Ask{{"a", "a.b"}, {"a.c"}}}),
      wrong("regex-hundred-groups", Mode::regex, "refuses lists of a hundred groups and more",
            few_groups(), {Ask{std::vector<std::string>(100, "(a)"), {"a"}}}),
  };
}

}  // namespace overmatch::plant
