// SPDX-License-Identifier: Apache-2.0
#include "names/readers/safetensors.h"

#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/utf8.h"

namespace overmatch {

bool is_safetensors(std::string_view bytes, std::string_view file) noexcept {
  if (file.ends_with(".safetensors") || file.ends_with(".safetensors.gz")) return true;
  return bytes.size() > kSafetensorsStart &&
         bytes.substr(4, 4) == std::string_view("\0\0\0\0", 4) && bytes[kSafetensorsStart] == '{';
}

std::uint64_t safetensors_header_size(std::string_view bytes, const std::string& file) {
  if (bytes.size() < kSafetensorsStart)
    throw InputError(file + ": not a sound safetensors file: it is cut short");
  std::uint64_t size = 0;
  for (std::size_t at = kSafetensorsStart; at-- > 0;)
    size = size << 8U | static_cast<unsigned char>(bytes[at]);
  if (size > kLargestHeader) {
    throw InputError(file + ": not a sound safetensors file: a header of " + std::to_string(size) +
                     " bytes, where " + std::to_string(kLargestHeader) + " is the most");
  }
  return size;
}

std::string read_safetensors_head(const std::string& file) {
  constexpr std::size_t kFirst = std::size_t{1} << 20U;  // enough for most headers
  std::string head = read_file_start(file, kFirst);
  const std::uint64_t size = safetensors_header_size(head, printable_path(file));
  if (head.size() < kSafetensorsStart + size && head.size() == kFirst)
    head = read_file_start(file, kSafetensorsStart + static_cast<std::size_t>(size));
  return head;
}

std::string_view safetensors_header(std::string_view bytes, const TreeBuilder& tree,
                                    const std::string& file) {
  const std::uint64_t size = safetensors_header_size(bytes, file);
  const std::string_view header = bytes.substr(kSafetensorsStart);
  if (header.size() < size) {
    tree.fail(0, "not a sound safetensors file: a header of " + std::to_string(size) +
                     " bytes in a file that has " + std::to_string(header.size()) +
                     " after its size");
  }
  const std::string_view text = header.substr(0, static_cast<std::size_t>(size));
  if (find_invalid_utf8(text) != kValidUtf8)
    tree.fail(0, "not a sound safetensors file: its header is no UTF-8");
  return text;
}

}  // namespace overmatch
