// SPDX-License-Identifier: Apache-2.0
// promote_cases TO KNOWN FOLDER...: writes the cases of fuzzing inputs to TO as case files with
// their answers. Skips cases that the folder KNOWN has, and inputs that are no case.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "fuzz/case_check.h"
#include "fuzz/case_text.h"
#include "names/input_error.h"
#include "names/readers/files.h"

namespace {

namespace fs = std::filesystem;
using namespace overmatch;

// Tells cases apart; a number names each file.
std::string content_key(const Case& content) { return format_case_line({content, {}}); }

int run(const std::string& to, const std::string& known, const std::vector<std::string>& folders) {
  std::set<std::string> seen;
  for (const std::string& file : list_case_files(known))
    seen.insert(content_key(read_case(file).content));
  fuzz::CaseTextReader reader;
  std::size_t number = 0;
  for (const std::string& folder : folders) {
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.insert(entry.path());
    for (const fs::path& file : files) {
      std::ifstream in(file, std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      SavedCase saved;
      if (!reader.read(text, saved.content) || !seen.insert(content_key(saved.content)).second)
        continue;
      saved.about.source = "overmatch fuzz";
      char name[32];
      std::snprintf(name, sizeof name, "/%06zu.json", ++number);
      write_file(to + name, format_case(saved));
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s TO KNOWN FOLDER...\n", argv[0]);
    return 2;
  }
  try {
    return run(argv[1], argv[2], {argv + 3, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "overmatch: %s\n", error.what());
    return 2;
  }
}
