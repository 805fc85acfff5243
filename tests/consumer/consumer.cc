// SPDX-License-Identifier: Apache-2.0
// The least that a user of the installed library writes: asks a reference matcher about two names.
#include <overmatch/matchers/matcher.h>

#include <array>
#include <cstdio>
#include <string_view>

int main() {
  const std::array<std::string_view, 1> patterns = {"model.layers.0"};
  const std::array<std::string_view, 2> modules = {"model.layers.0", "img_model.layers.0"};

  overmatch::Answer answer;
  overmatch::make_reference(overmatch::Mode::segment)->match({patterns, modules}, answer);

  const bool right = !answer.rejected() && answer.selects(0) && !answer.selects(1);
  std::puts(right ? "ok: the segment reference keeps to the boundary" : "wrong selection");
  return right ? 0 : 1;
}
