// SPDX-License-Identifier: Apache-2.0
// Fuzzes the regex reference against RE2 with case files.
#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/re2_comparison.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace overmatch;
  if (size > fuzz::kMostBytes) return 0;
  static fuzz::CaseTextReader reader;
  static Case content;
  if (!reader.read({reinterpret_cast<const char*>(data), size}, content)) return 0;
  content.mode = Mode::regex;
  fuzz::compare_engines(content);
  return 0;
}
