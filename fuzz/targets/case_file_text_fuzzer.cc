// SPDX-License-Identifier: Apache-2.0
// Fuzzes the readers of case files and trees with any text. The mutator makes valid case files or
// damages their JSON.
#include <cstring>

#include "cases/case_file.h"
#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/mutate.h"
#include "fuzz/reader_check.h"

using namespace overmatch;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > fuzz::kMostBytes) return 0;
  fuzz::check_readers({reinterpret_cast<const char*>(data), size});
  return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed) {
  static fuzz::CaseTextReader reader;
  static fuzz::CaseMutator mutator({kModes.begin(), kModes.end()},
                                   {Order::any, Order::first, Order::last});
  static Case content;
  Choices choices(mix_seed(seed, size));
  std::string text(reinterpret_cast<const char*>(data), size);
  switch (choices.below(8)) {
    case 0: return LLVMFuzzerMutate(data, size, max_size);
    case 1: fuzz::generate_tree_text(choices, text); break;
    case 2:
    case 3:
      reader.read(text, content);
      mutator.mutate(choices, content);
      text = choices.chance(1, 2) ? format_case({content, {}}) : format_case_line({content, {}});
      break;
    default: do { fuzz::damage_text(choices, text);
      } while (choices.chance(1, 3));
      break;
  }
  if (text.size() > max_size) text.resize(max_size);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}
