// SPDX-License-Identifier: Apache-2.0
// Fuzzes the properties with cases that the generator makes of the input.
#include <numeric>

#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/harness.h"
#include "generate/case_generator.h"

namespace {

constexpr std::size_t kMostPairs = 512;
constexpr std::size_t kMostNames = 2048;  // bytes

std::size_t bytes_of(const overmatch::Case& content) noexcept {
  const auto add = [](std::size_t sum, std::string_view name) { return sum + name.size(); };
  return std::accumulate(
      content.modules.begin(), content.modules.end(),
      std::accumulate(content.patterns.begin(), content.patterns.end(), std::size_t{0}, add), add);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace overmatch;
  if (size > fuzz::kMostBytes) return 0;
  fuzz::Harness& harness = fuzz::Harness::get();
  Choices choices({data, size});
  static Case content;
  static CaseFacts facts;
  const auto kind = choices.pick(harness.kinds());
  CaseGenerator generator(kind.mode, false, kind.order);
  generator.generate(choices, content, facts);
  // Skips cases larger than those of a text target: one with many patterns and modules takes as
  // long as a hundred others.
  if (content.modules.size() * content.patterns.size() > kMostPairs ||
      bytes_of(content) > kMostNames)
    return 0;
  harness.run(content);
  return 0;
}
