// SPDX-License-Identifier: Apache-2.0
// The component `fast`: a matcher for many patterns.
#include <overmatch/fast/fast.h>

#include <array>
#include <cstdio>

int main() {
  const std::array<std::string_view, 2> patterns = {".*\\.q_proj", "lm_head"};
  const std::array<std::string_view, 3> modules = {"model.q_proj", "lm_head", "lm_head_2"};
  overmatch::Answer answer;
  overmatch::fast::make_fast(overmatch::Mode::regex)->match({patterns, modules}, answer);
  const bool right = answer.selects(0) && answer.selects(1) && !answer.selects(2);
  std::puts(right ? "ok" : "wrong selection");
  return right ? 0 : 1;
}
