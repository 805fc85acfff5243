// SPDX-License-Identifier: Apache-2.0
// Runs a target that was built without a fuzzing engine on files and on all files of folders.
//
//   properties_text_fuzzer corpus/cases fuzz/seeds/properties_text_fuzzer
//
// Copies every input into memory of its exact size, so that AddressSanitizer detects a read past
// its end. Exit status: 0, 2 for bad usage, or 3 if the target returned another value than 0, which
// some engines treat as fatal. Ignores flags of libFuzzer (-runs=0), so that one command fits both
// builds.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/engine.h"

namespace {

namespace fs = std::filesystem;

// The files in a fixed order.
std::vector<fs::path> list(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

int run(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s: cannot read\n", file.c_str());
    return 2;
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto exact = std::make_unique<std::uint8_t[]>(text.size());
  if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
  if (LLVMFuzzerTestOneInput(exact.get(), text.size()) == 0) return 0;
  std::fprintf(stderr, "%s: the target did not return 0\n", file.c_str());
  return 3;
}

}  // namespace

// The custom mutators link this function; without an engine nothing calls them.
std::size_t LLVMFuzzerMutate(std::uint8_t* /*data*/, std::size_t size, std::size_t /*max_size*/) {
  return size;
}

int main(int argc, char** argv) {
  std::size_t inputs = 0;
  for (const std::string_view argument : std::vector<std::string_view>(argv + 1, argv + argc)) {
    if (argument.starts_with("-")) continue;
    std::error_code error;
    if (!fs::exists(argument, error)) {
      std::fprintf(stderr, "%s: no such file or folder\n", std::string(argument).c_str());
      return 2;
    }
    for (const fs::path& file : list(argument)) {
      if (const int status = run(file); status != 0) return status;
      ++inputs;
    }
  }
  if (inputs == 0) {
    std::fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
    return 2;
  }
  std::printf("%zu inputs\n", inputs);
  return 0;
}
