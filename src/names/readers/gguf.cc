// SPDX-License-Identifier: Apache-2.0
#include "names/readers/gguf.h"

#include <array>
#include <cstdint>
#include <optional>

#include "names/utf8.h"

namespace overmatch {

namespace {

// Limits at or above those of the format: GGUF allows 65,535 bytes for a key, 64 bytes for a
// tensor's name and 4 dimensions.
constexpr std::uint64_t kLongestName = 65'535;
constexpr std::uint64_t kMostDimensions = 8;
constexpr unsigned kDeepestArray = 4;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;
// The sizes of the value types (gguf_metadata_value_type) by number; 0 for strings and arrays,
// which store their size.
constexpr std::array<std::uint64_t, 13> kSizes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

// Reads values in sequence. After the end of the bytes all values are zero and `ended` is true.
class GgufReader {
 public:
  GgufReader(std::string_view bytes, TreeBuilder& tree) : bytes_(bytes), tree_(tree) {}

  [[nodiscard]] bool ended() const noexcept { return ended_; }

  std::uint64_t number(std::size_t size) {
    const std::string_view raw = take(size);
    std::uint64_t value = 0;
    for (std::size_t at = raw.size(); at-- > 0;)
      value = value << 8U | static_cast<unsigned char>(raw[at]);
    return value;
  }

  std::string_view text(const char* what) {
    const std::uint64_t size = number(8);
    if (size > kLongestName) fail(std::string(what) + " of " + std::to_string(size) + " bytes");
    return take(static_cast<std::size_t>(size));
  }

  void skip_value(std::uint64_t type, unsigned depth) {
    if (type >= kSizes.size()) fail("metadata of the unknown type " + std::to_string(type));
    if (type == kString) {
      skip(number(8));
    } else if (type == kArray) {
      if (depth == kDeepestArray)
        fail("metadata nested more than " + std::to_string(kDeepestArray) + " deep");
      const std::uint64_t inner = number(4);
      const std::uint64_t count = number(8);
      if (inner >= kSizes.size()) fail("metadata of the unknown type " + std::to_string(inner));
      if (kSizes[inner] == 0) {
        for (std::uint64_t at = 0; at < count && !ended_; ++at) skip_value(inner, depth + 1);
      } else if (count > kLargestTree) {
        fail("an array of " + std::to_string(count) + " values in the metadata");
      } else {
        skip(count * kSizes[inner]);
      }
    } else {
      skip(kSizes[type]);
    }
  }

  void skip(std::uint64_t size) {
    if (size > kLargestTree) fail("a value of " + std::to_string(size) + " bytes in the metadata");
    take(static_cast<std::size_t>(size));
  }

  [[noreturn]] void fail(const std::string& reason) const {
    tree_.fail(0, "not a sound GGUF file: " + reason);
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) {
      ended_ = true;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
  TreeBuilder& tree_;
  bool ended_ = false;
};

}  // namespace

bool parse_gguf(std::string_view bytes, TreeBuilder& tree) {
  GgufReader reader(bytes.substr(4), tree);
  const std::uint64_t version = reader.number(4);
  if (!reader.ended() && (version & 0xFFFFU) == 0)
    reader.fail("big-endian; convert it to little-endian");
  if (!reader.ended() && version != 2 && version != 3) {
    reader.fail("version " + std::to_string(version) + " where 2 and 3 are known");
  }
  const std::uint64_t tensors = reader.number(8);
  const std::uint64_t values = reader.number(8);
  for (std::uint64_t at = 0; at < values && !reader.ended(); ++at) {
    reader.text("a key");
    const std::uint64_t type = reader.number(4);
    if (!reader.ended()) reader.skip_value(type, 0);
  }
  for (std::uint64_t at = 0; at < tensors && !reader.ended(); ++at) {
    const std::string_view name = reader.text("a tensor's name");
    const std::uint64_t dimensions = reader.number(4);
    if (dimensions > kMostDimensions)
      reader.fail("a tensor of " + std::to_string(dimensions) + " dimensions");
    reader.skip(dimensions * 8 + 4 + 8);  // the sizes, the type, the offset
    if (reader.ended()) break;
    if (find_invalid_utf8(name) != kValidUtf8) reader.fail("a tensor's name is no UTF-8");
    tree.add_parameter(name, 0);
  }
  return !reader.ended();
}

}  // namespace overmatch
