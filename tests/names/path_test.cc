// SPDX-License-Identifier: Apache-2.0
#include "names/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace overmatch::path_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Path, WellFormed) {
  for (const char* path : {"", "a", "a.b", "0.auto_model", "a b.c\n", "-1", "[", "\xC3\xA9.x"}) {
    EXPECT_TRUE(is_well_formed(path)) << path;
  }
  for (const char* path : {".", "..", ".a", "a.", "a..b", "a.b."})
    EXPECT_FALSE(is_well_formed(path)) << path;
}

// Every text of `size` letters and separators, in front of it `filler` letters.
template <typename Look>
void for_each_text(std::size_t size, std::size_t filler, const Look& look) {
  std::string text(filler + size, 'a');
  for (std::uint32_t bits = 0; bits < (1U << size); ++bits) {
    for (std::size_t at = 0; at < size; ++at)
      text[filler + at] = ((bits >> at) & 1U) != 0 ? '.' : 'a';
    look(text);
  }
}

TEST(Path, WellFormedAndDepthAreThoseOfItsSegments) {
  // Long enough for every place of two separators in and between the words that are read at once.
  for (const std::size_t filler : {0U, 1U, 4U, 15U}) {
    for (std::size_t size = 1; size <= 12; ++size) {
      for_each_text(size, filler, [](const std::string& text) {
        bool well_formed = true;
        std::size_t segments = 0;
        for (const std::string_view segment : Segments(text)) {
          ++segments;
          well_formed = well_formed && !segment.empty();
        }
        ASSERT_EQ(is_well_formed(text), well_formed) << text;
        ASSERT_EQ(depth(text), segments) << text;
      });
    }
  }
  // Neighbours of the separator in the table, with the highest bit set and without, are none.
  for (const char* path :
       {"a\x2d\x2d/////////", "\xae\xae\xae\xae\xae\xae\xae\xae\xae", "/.-.\x80.\xff.a"}) {
    EXPECT_TRUE(is_well_formed(path)) << path;
  }
  EXPECT_EQ(depth("\xae\xae/-/-/-/-\x0e.\x0e\xae\xae/-/-"), 2);
}

TEST(Path, InSubtree) {
  struct Row {
    const char* path;
    const char* root;
    bool inside;
  };
  for (const Row& row :
       {Row{"a.b", "a", true}, Row{"a", "a", true}, Row{"ab", "a", false}, Row{"a", "a.b", false},
        Row{"layers.10", "layers.1", false}, Row{"layers.1.q", "layers.1", true},
        Row{"x.a.b", "a", false}, Row{"", "", true}, Row{"a", "", true}, Row{"", "a", false}}) {
    EXPECT_EQ(in_subtree(row.path, row.root), row.inside)
        << '"' << row.path << "\" below \"" << row.root << '"';
  }
}

TEST(Path, ReRooting) {
  EXPECT_TRUE(is_rerooting("visual.transformer.resblocks.0", "transformer.resblocks.0"));
  EXPECT_TRUE(is_rerooting("a.a", "a"));
  EXPECT_FALSE(is_rerooting("img_model.layers.0", "model.layers.0")) << "glued, not whole segments";
  EXPECT_FALSE(is_rerooting("a", "a")) << "nothing in front";
  EXPECT_FALSE(is_rerooting("a", ""));
  EXPECT_FALSE(is_rerooting("a.b", "a"));
}

TEST(Path, Parts) {
  struct Row {
    const char* path;
    const char* parent;
    const char* first;
    const char* last;
    std::size_t depth;
  };
  for (const Row& row : {Row{"", "", "", "", 0}, Row{"a", "", "a", "a", 1},
                         Row{"a.b", "a", "a", "b", 2}, Row{"a.b.cd", "a.b", "a", "cd", 3}}) {
    EXPECT_EQ(parent(row.path), row.parent) << row.path;
    EXPECT_EQ(first_segment(row.path), row.first) << row.path;
    EXPECT_EQ(last_segment(row.path), row.last) << row.path;
    EXPECT_EQ(depth(row.path), row.depth) << row.path;
  }
}

std::vector<std::string> segments(std::string_view path) {
  std::vector<std::string> found;
  for (const std::string_view segment : Segments(path)) found.emplace_back(segment);
  return found;
}

TEST(Path, Segments) {
  EXPECT_THAT(segments("model.layers.0"), ElementsAre("model", "layers", "0"));
  EXPECT_THAT(segments("a"), ElementsAre("a"));
  EXPECT_THAT(segments(""), IsEmpty());
}

TEST(Path, SegmentsOfMalformedPaths) {
  EXPECT_THAT(segments("a..b"), ElementsAre("a", "", "b"));
  EXPECT_THAT(segments(".a"), ElementsAre("", "a"));
  EXPECT_THAT(segments("a."), ElementsAre("a", ""));
  EXPECT_THAT(segments("."), ElementsAre("", ""));
}

}  // namespace
}  // namespace overmatch::path_test
