// SPDX-License-Identifier: Apache-2.0
#include "tests/names/weight_files.h"

namespace overmatch {

std::string little_endian(std::uint64_t number, std::size_t size) {
  std::string out;
  for (; size-- > 0; number >>= 8U) out += static_cast<char>(number & 0xFFU);
  return out;
}

std::string gguf_of(const std::vector<std::string>& tensors, std::uint32_t version) {
  const auto text = [](const std::string& value) { return little_endian(value.size(), 8) + value; };
  const auto key = [&](const std::string& name, std::uint32_t type) {
    return text(name) + little_endian(type, 4);
  };
  const std::size_t sizes[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
  std::string values;
  std::uint64_t count = 0;
  for (std::uint32_t type = 0; type < 13; ++type) {
    if (sizes[type] == 0) continue;
    values += key("number." + std::to_string(type), type) + std::string(sizes[type], '\1');
    values += key("list." + std::to_string(type), 9) + little_endian(type, 4) +
              little_endian(3, 8) + std::string(3 * sizes[type], '\2');
    count += 2;
  }
  values += key("general.architecture", 8) + text("llama");
  values += key("tokenizer.ggml.tokens", 9) + little_endian(8, 4) + little_endian(2, 8) +
            text("a") + text("\xFF");
  values += key("nested", 9) + little_endian(9, 4) + little_endian(1, 8) + little_endian(0, 4) +
            little_endian(2, 8) + "xy";
  count += 3;
  std::string out = "GGUF" + little_endian(version, 4) + little_endian(tensors.size(), 8) +
                    little_endian(count, 8) + values;
  for (const std::string& tensor : tensors) {
    out += text(tensor) + little_endian(2, 4) + little_endian(4096, 8) + little_endian(32, 8) +
           little_endian(0, 4) + little_endian(0, 8);
  }
  return out + std::string(64, '\7');  // weights
}

std::string safetensors_of(std::string_view header) {
  return little_endian(header.size(), 8) + std::string(header) + std::string(32, '\7');
}

}  // namespace overmatch
