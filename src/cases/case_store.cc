// SPDX-License-Identifier: Apache-2.0
// Saves cases under their names in a folder; apart from the format, because fuzz targets link that
// without the hash library.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <filesystem>
#include <stdexcept>

#include "cases/case_file.h"
#include "names/input_error.h"
#include "names/readers/files.h"

namespace overmatch {

std::string hex_digest(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  // 16 hex digits: a million cases collide with probability 3e-8.
  constexpr std::ptrdiff_t kBytes = 8;
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + kBytes, ""));
}

std::string case_file_name(const Case& content) {
  return hex_digest(format_case({content, {}})) + ".json";
}

std::string save_case(const SavedCase& saved, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw InputError(fmt::format("{}: cannot make the folder, {}", folder, error.message()));
  const std::string file = (std::filesystem::path(folder) / case_file_name(saved.content)).string();
  write_file(file, format_case(saved));
  return file;
}

}  // namespace overmatch
