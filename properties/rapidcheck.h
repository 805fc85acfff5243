// SPDX-License-Identifier: Apache-2.0
// The case generator as a RapidCheck generator: `*overmatch::cases(Mode::segment)` in a property of
// yours (https://github.com/emil-e/rapidcheck/blob/master/doc/generators.md).
//
// RapidCheck draws only the seed. Shrinking a seed does not make the case simpler, so it is
// switched off: shrink a failing case with search/reduce/shrink.h.
#pragma once

#include <rapidcheck.h>

#include "generate/case_generator.h"

namespace overmatch {

// Cases of one mode, each a pure function of the seed that RapidCheck draws.
[[nodiscard]] inline rc::Gen<Case> cases(Mode mode) {
  return rc::gen::map(
      rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>())),
      [mode](std::uint64_t seed) {
        CaseGenerator generator(mode);
        Choices choices(seed);
        Case content;
        CaseFacts facts;
        generator.generate(choices, content, facts);
        return content;
      });
}

}  // namespace overmatch
