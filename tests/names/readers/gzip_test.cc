// SPDX-License-Identifier: Apache-2.0
#include "names/readers/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "names/readers/read_tree.h"
#include "tests/support/message_of.h"

namespace overmatch::gzip_test {
namespace {

std::string gzip(std::string text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

constexpr std::size_t kMega = 1U << 20U;

TEST(Gzip, GivesBackWhatWasCompressed) {
  for (const std::string& text : {std::string(), std::string("model\n"),
                                  std::string(3 * kMega, 'x'), std::string(4 * kMega, 'x')}) {
    EXPECT_EQ(gunzip(gzip(text), 4 * kMega, "t"), text);
    EXPECT_EQ(gunzip(overmatch::gzip(text), 4 * kMega, "t"), text);
  }
}

TEST(Gzip, ReadsAllMembers) {
  EXPECT_EQ(gunzip(gzip("a\n") + gzip("") + gzip("b\n"), kMega, "t"), "a\nb\n");
}

TEST(Gzip, RefusesDamage) {
  const auto refusal = [](const std::string& bytes) {
    return message_of([&] { (void)gunzip(bytes, kMega, "t"); });
  };
  const std::string good = gzip("model\nmodel.layers\n");
  for (std::size_t size = 2; size < good.size(); ++size) {
    EXPECT_EQ(refusal(good.substr(0, size)), "t: the gzip data end too early") << size;
  }
  EXPECT_EQ(refusal(good + "more"), "t: bytes after the end of the gzip data");
  std::string bad = good;
  bad[bad.size() - 5] = static_cast<char>(~bad[bad.size() - 5]);
  EXPECT_EQ(refusal(bad), "t: damaged gzip data: incorrect data check");
  EXPECT_EQ(refusal("\x1F\x8B\x01 and so on"), "t: damaged gzip data: unknown compression method");
}

TEST(Gzip, RefusesWhatGrowsTooLarge) {
  const std::string bomb = gzip(std::string(2 * kMega, 'x'));
  EXPECT_EQ(message_of([&] { (void)gunzip(bomb, kMega, "t"); }),
            "t: more than 1 MiB once it is uncompressed");
}

TEST(Gzip, TreesAreReadThroughIt) {
  EXPECT_EQ(parse_tree(gzip("model\nlm_head\n"), "t").modules, (Names{"model", "lm_head"}));
  EXPECT_EQ(parse_tree(gzip("[\"model\"]"), "t").modules, (Names{"model"}));
  EXPECT_EQ(parse_tree(gzip("{\"weight_map\": {\"a.w\": \"f\"}}"), "t").modules, (Names{"a"}));
  EXPECT_EQ(message_of([] { (void)parse_tree(gzip("a\nb\na\n"), "t"); }),
            "t:3: duplicate module \"a\", first on line 1");
}

}  // namespace
}  // namespace overmatch::gzip_test
