// SPDX-License-Identifier: Apache-2.0
// The digests are those of Python's hashlib; the first five texts are NIST's examples.
#include "names/sha256.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace overmatch::sha256_test {
namespace {

std::string hex(std::string_view bytes) {
  return fmt::format("{:02x}", fmt::join(sha256(bytes), ""));
}

TEST(Sha256, GivesTheDigestsOfNist) {
  EXPECT_EQ(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqkl"
                "mnopqrlmnopqrsmnopqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Every length around the ends of blocks, and every value of a byte. As Python has it:
// hashlib.sha256(b"".join(sha256(bytes((i * 7 + n) % 256 for i in range(n))) for n in range(200)))
TEST(Sha256, GivesTheDigestOfEveryLength) {
  std::string digests;
  for (unsigned length = 0; length < 200; ++length) {
    std::string bytes;
    for (unsigned at = 0; at < length; ++at)
      bytes += static_cast<char>(static_cast<unsigned char>((at * 7 + length) % 256));
    const Sha256 digest = sha256(bytes);
    digests.append(digest.begin(), digest.end());
  }
  EXPECT_EQ(hex(digests), "8c7c9ff69da76fc28823a1cb97268672663e628e1ea955868b16db46bab0545d");
}

}  // namespace
}  // namespace overmatch::sha256_test
