// SPDX-License-Identifier: Apache-2.0
#include "names/readers/safetensors.h"

#include "names/input_error.h"

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

}  // namespace overmatch
