// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/contender.h"

#include <memory>
#include <string>

#include "generate/case_generator.h"
#include "names/path.h"

namespace overmatch::bench {

namespace {

std::string seven_bits(std::string text) {
  for (char& c : text) c = static_cast<char>(static_cast<unsigned char>(c) & 0x7FU);
  return text;
}

Draw start_generator(Mode mode, Order order, std::uint64_t seed) {
  return [generator = std::make_shared<CaseGenerator>(mode, false, order),
          seed](std::uint64_t number) {
    Drawn drawn;
    CaseFacts facts;
    Choices choices(mix_seed(seed, number));
    generator->generate(choices, drawn.content, facts);
    return drawn;
  };
}

}  // namespace

const Contender kGenerator = {
    "overmatch generator", "the random cases of overmatch alone, each asked once", start_generator};

Case to_case(Mode mode, std::span<const std::string> patterns,
             std::span<const std::string> modules) {
  Case content;
  content.mode = mode;
  for (const std::string& pattern : patterns) content.patterns.push_back(seven_bits(pattern));
  for (const std::string& module : modules) {
    const std::string path = seven_bits(module);
    if (is_well_formed(path) && !content.modules.contains(path)) content.modules.push_back(path);
  }
  return content;
}

}  // namespace overmatch::bench
