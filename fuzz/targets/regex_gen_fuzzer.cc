// SPDX-License-Identifier: Apache-2.0
// Fuzzes the regex reference against RE2 with generated regexes and with the input itself.
#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/re2_comparison.h"
#include "generate/case_generator.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace overmatch;
  if (size > fuzz::kMostBytes) return 0;
  Choices choices({data, size});
  static Case content;
  static CaseFacts facts;
  const std::uint32_t changes = choices.below(4);
  CaseGenerator generator(Mode::regex);
  generator.generate(choices, content, facts);
  // A few more characters take the generator's regexes beyond what both engines were tested on.
  constexpr std::string_view kSyntax = ".*+?[](){}^$|\\-:,019abP<>=!";
  std::string pattern;
  for (std::uint32_t change = 0; change < changes && !content.patterns.empty(); ++change) {
    const auto at = choices.below(static_cast<std::uint32_t>(content.patterns.size()));
    pattern = content.patterns[at];
    const std::size_t place = choices.below(static_cast<std::uint32_t>(pattern.size() + 1));
    if (place < pattern.size() && (static_cast<unsigned char>(pattern[place]) & 0x80U) != 0)
      continue;
    if (choices.chance(1, 3)) {
      pattern.erase(place, 1);
    } else {
      pattern.insert(place, 1, choices.pick(kSyntax));
    }
    content.patterns.replace(at, pattern);
  }
  fuzz::compare_engines(content);
  return 0;
}
