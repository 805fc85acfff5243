// SPDX-License-Identifier: Apache-2.0
// The case generator for RapidCheck: `*overmatch::cases(Mode::segment)` inside a property of yours.
//
// RapidCheck draws the seed and the generator makes the case. RapidCheck would shrink the seed,
// which says nothing about the case, so it is told not to: shrink a failing case with overmatch's
// own shrinker (search/reduce/shrink.h).
#pragma once

#include <rapidcheck.h>

#include "generate/case_generator.h"

namespace overmatch {

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
