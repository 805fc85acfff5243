// SPDX-License-Identifier: Apache-2.0
// Defines the custom mutator for case files: read, change, write. The text targets and `overmatch
// fuzz` link it. Interface:
// https://github.com/google/fuzzing/blob/master/docs/structure-aware-fuzzing.md
#include <cstring>

#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/mutate.h"
#include "fuzz/subject.h"

namespace overmatch::fuzz {

namespace {

struct Tools {
  CaseTextReader reader;
  CaseMutator mutator{case_modes(), case_orders()};
  Case content;
  Case other;
  std::string text;
};

Tools& tools() {
  static Tools tools;
  return tools;
}

// Applies the engine's byte mutator to a name, which may grow by a few bytes.
void damage(std::string& text) {
  constexpr std::size_t kGrowth = 8;
  const std::size_t size = text.size();
  text.resize(size + kGrowth);
  text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, size + kGrowth));
}

std::size_t give(Tools& use, std::uint8_t* data, std::size_t max_size) {
  if (!CaseMutator::fit(max_size, use.content, use.text)) return 0;
  std::memcpy(data, use.text.data(), use.text.size());
  return use.text.size();
}

std::string_view view(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace

}  // namespace overmatch::fuzz

using namespace overmatch;
using namespace overmatch::fuzz;

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed) {
  Tools& use = tools();
  Choices choices(mix_seed(seed, size));
  // Now and then mutates the bytes, so that the reader gets text that is no case file.
  if (choices.chance(1, 64)) return LLVMFuzzerMutate(data, size, max_size);
  use.reader.read(view(data, size), use.content);
  use.mutator.mutate(choices, use.content, damage);
  return give(use, data, max_size);
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data1, std::size_t size1,
                                      const std::uint8_t* data2, std::size_t size2,
                                      std::uint8_t* out, std::size_t max_out_size, unsigned seed) {
  Tools& use = tools();
  Choices choices(mix_seed(seed, size1));
  use.reader.read(view(data1, size1), use.content);
  use.reader.read(view(data2, size2), use.other);
  use.mutator.cross(choices, use.other, use.content);
  return give(use, out, max_out_size);
}
