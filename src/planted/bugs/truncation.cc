// SPDX-License-Identifier: Apache-2.0
// Bugs about lengths: buffers too short, comparisons cut off, checks that stop at a size.
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// Compares only the first `size` bytes of path and pattern, as strncmp or a buffer of size + 1
// does.
Planted first_bytes(View name, Mode mode, std::size_t size) {
  const std::string same(size, 'x');
  return wrong(name, mode,
               "only the first bytes are compared: a buffer or a strncmp with that length",
               whole([mode, size](const Question& question, Answer& answer) {
                 std::vector<std::string> patterns;
                 std::vector<View> paths;
                 for (const View pattern : question.patterns)
                   patterns.emplace_back(pattern.substr(0, size));
                 for (const View path : question.modules) paths.push_back(path.substr(0, size));
                 ask_reference(mode, patterns, paths, answer);
               }),
               {Ask{{same + "a"}, {same + "b"}}});
}

// Compares only the last `size` bytes of the pattern.
Planted last_bytes(View name, Mode mode, std::size_t size) {
  return wrong(
      name, mode, "only the pattern's last bytes are compared",
      whole([mode, size](const Question& question, Answer& answer) {
        std::vector<std::string> patterns;
        for (const View pattern : question.patterns) {
          patterns.emplace_back(pattern.substr(pattern.size() < size ? 0 : pattern.size() - size));
        }
        ask_reference(mode, patterns, question.modules, answer);
      }),
      {Ask{{"a." + std::string(size, 'x')}, {"b." + std::string(size, 'x')}}});
}

// Cuts the last segment, or each, to `size` bytes.
Planted segment_bytes(View name, Mode mode, std::size_t size) {
  return wrong(name, mode, "each segment is cut to that many bytes",
               whole([mode, size](const Question& question, Answer& answer) {
                 const auto cut = [&](View text) {
                   return map_segments(
                       text, [&](View segment) { return std::string(segment.substr(0, size)); });
                 };
                 std::vector<std::string> patterns, paths;
                 for (const View pattern : question.patterns) patterns.push_back(cut(pattern));
                 for (const View path : question.modules) paths.push_back(cut(path));
                 const std::vector<View> views(paths.begin(), paths.end());
                 ask_reference(mode, patterns, views, answer);
               }),
               {Ask{{std::string(size, 'x') + "a"}, {std::string(size, 'x') + "b"}}});
}

// The suffix of a pattern that a comparison sees when its length is stored in an integer of type T.
template <class T>
bool narrow_segment(View path, View pattern) {
  return segment_selects(path, pattern.substr(0, static_cast<T>(pattern.size())));
}

}  // namespace

std::vector<Planted> truncation() {
  std::vector<Planted> all = {
      first_bytes("exact-first-7-bytes", Mode::exact, 7),
      first_bytes("subtree-first-8-bytes", Mode::subtree, 8),
      first_bytes("exact-first-15-bytes", Mode::exact, 15),
      first_bytes("subtree-first-16-bytes", Mode::subtree, 16),
      first_bytes("exact-first-31-bytes", Mode::exact, 31),
      first_bytes("exact-first-63-bytes", Mode::exact, 63),
      first_bytes("subtree-first-64-bytes", Mode::subtree, 64),
      first_bytes("exact-first-255-bytes", Mode::exact, 255),
      first_bytes("subtree-first-1024-bytes", Mode::subtree, 1024),
      first_bytes("exact-first-65535-bytes", Mode::exact, 65535),
      last_bytes("segment-last-8-bytes", Mode::segment, 8),
      last_bytes("endswith-last-16-bytes", Mode::endswith, 16),
      last_bytes("segment-last-32-bytes", Mode::segment, 32),
      last_bytes("segment-last-128-bytes", Mode::segment, 128),
      last_bytes("endswith-last-256-bytes", Mode::endswith, 256),
      segment_bytes("segment-8-bytes-a-segment", Mode::segment, 8),
      segment_bytes("subtree-31-bytes-a-segment", Mode::subtree, 31),
      segment_bytes("exact-64-bytes-a-segment", Mode::exact, 64),
  };
  const std::vector<Planted> others = {
      wrong("segment-length-in-8-bits", Mode::segment, "keeps the pattern's length in 8 bits",
            rule(narrow_segment<std::uint8_t>), {Ask{{repeat("x", 257)}, {"x"}}}),
      wrong("segment-length-in-16-bits", Mode::segment, "keeps the pattern's length in 16 bits",
            rule(narrow_segment<std::uint16_t>), {Ask{{repeat("x", 65537)}, {"x"}}}),
      wrong("exact-length-in-8-bits", Mode::exact,
            "compares the low 8 bits of the lengths, then the shorter one's bytes",
            rule([](View path, View pattern) {
              const std::size_t size = std::min(path.size(), pattern.size());
              return (path.size() & 0xFF) == (pattern.size() & 0xFF) &&
                     path.substr(0, size) == pattern.substr(0, size);
            }),
            {Ask{{"x"}, {repeat("x", 257)}}}),
      wrong("exact-signed-length", Mode::exact,
            "a length from 128 on turns negative and nothing is selected",
            rule([](View path, View pattern) { return pattern.size() < 128 && path == pattern; }),
            {Ask{{repeat("x", 128)}, {repeat("x", 128)}}}),
      wrong("segment-long-pattern-ignored", Mode::segment, "drops patterns of more than 64 bytes",
            rule([](View path, View pattern) {
              return pattern.size() <= 64 && segment_selects(path, pattern);
            }),
            {Ask{{repeat("x", 65)}, {repeat("x", 65)}}}),
      wrong("subtree-long-path-ignored", Mode::subtree,
            "doesn't look at paths of more than 255 bytes", rule([](View path, View pattern) {
              return path.size() <= 255 && subtree_selects(path, pattern);
            }),
            {Ask{{"x"}, {"x." + repeat("x", 255)}}}),
      wrong("segment-long-path-no-boundary", Mode::segment,
            "a path of more than 64 bytes is compared without the boundary",
            rule([](View path, View pattern) {
              return path.size() > 64 ? path.ends_with(pattern) : segment_selects(path, pattern);
            }),
            {Ask{{"a"}, {repeat("x", 64) + "a"}}}),
      wrong("subtree-long-path-no-boundary", Mode::subtree,
            "a path of more than 32 bytes is compared without the boundary",
            rule([](View path, View pattern) {
              return path.size() > 32 ? path.starts_with(pattern) : subtree_selects(path, pattern);
            }),
            {Ask{{"a"}, {"a" + repeat("x", 32)}}}),
      wrong("segment-depth-8", Mode::segment, "doesn't look at paths of more than 8 segments",
            rule([](View path, View pattern) {
              return split(path).size() <= 8 && segment_selects(path, pattern);
            }),
            {Ask{{"a"}, {"1.2.3.4.5.6.7.8.a"}}}),
      wrong("subtree-depth-16", Mode::subtree, "keeps the first 16 segments of a path",
            rule([](View path, View pattern) {
              return subtree_selects(first_pieces(path, 16), pattern);
            }),
            {Ask{{repeat("a.", 16) + "b"}, {repeat("a.", 16) + "b"}}}),
      wrong("exact-depth-32", Mode::exact, "keeps the first 32 segments of a path",
            rule([](View path, View pattern) {
              return first_pieces(path, 32) == first_pieces(pattern, 32);
            }),
            {Ask{{repeat("a.", 32) + "b"}, {repeat("a.", 32) + "c"}}}),
      wrong("segment-one-letter-ignored", Mode::segment, "drops patterns of one byte as noise",
            rule([](View path, View pattern) {
              return pattern.size() != 1 && segment_selects(path, pattern);
            }),
            {Ask{{"a"}, {"a"}}}),
  };
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

}  // namespace overmatch::plant
