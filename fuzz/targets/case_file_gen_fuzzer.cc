// SPDX-License-Identifier: Apache-2.0
// Fuzzes the readers of case files and trees with generated files that are damaged in a few places.
#include "cases/case_file.h"
#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/reader_check.h"
#include "generate/case_generator.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace overmatch;
  if (size > fuzz::kMostBytes) return 0;
  Choices choices({data, size});
  std::string text;
  const std::uint32_t damages = choices.below(4);
  if (choices.chance(1, 3)) {
    fuzz::generate_tree_text(choices, text);
  } else {
    static SavedCase saved;
    CaseFacts facts;
    const Mode mode = choices.pick(kModes);
    const Order order =
        fixed_order(mode).value_or(choices.chance(1, 3) ? Order::first : Order::any);
    CaseGenerator generator(mode, false, order);
    generator.generate(choices, saved.content, facts);
    saved.about = {};
    if (choices.chance(1, 2))
      saved.about = {"a title", {"digit"}, "somewhere", "{\"guards\": [1, {}]}"};
    text = choices.chance(1, 2) ? format_case(saved) : format_case_line(saved);
  }
  for (std::uint32_t damage = 0; damage < damages; ++damage) fuzz::damage_text(choices, text);
  fuzz::check_readers(text);
  return 0;
}
