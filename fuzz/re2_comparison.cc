// SPDX-License-Identifier: Apache-2.0
#include "fuzz/re2_comparison.h"

#include <re2/re2.h>

#include <string>

#include "cases/collision_kind.h"
#include "fuzz/mismatch.h"
#include "fuzz/specification.h"
#include "matchers/portable_regex.h"
#include "matchers/regex.h"

namespace overmatch::fuzz {

void compare_engines(const Case& content) {
  print_if_asked(content);
  static RegexMatcher reference;
  static Answer answer;
  static const RE2::Options options = [] {
    RE2::Options quiet;
    quiet.set_log_errors(false);
    return quiet;
  }();
  if (!is_portable(content.mode, content.question())) return;
  reference.match(content.question(), answer);
  cover_specification(content, answer);
  for (std::size_t at = 0; at < content.patterns.size(); ++at) {
    const Question single{content.patterns.views().subspan(at, 1), content.modules.views()};
    reference.match(single, answer);
    if (answer.rejected() && answer.reason().find("does not compile") == std::string::npos)
      continue;  // it reached its match limit
    const RE2 regex(re2::StringPiece(single.patterns[0].data(), single.patterns[0].size()),
                    options);
    // RE2 limits the memory of a program; the portable core does not.
    if (regex.error_code() == RE2::ErrorPatternTooLarge) continue;
    if (regex.ok() == answer.rejected()) {
      report_mismatch("regex", "second-engine", answer.rejected() ? "refused" : "accepted",
                      answer.rejected() ? answer.reason() : regex.error(), &content);
    }
    if (answer.rejected()) continue;
    for (std::size_t module = 0; module < single.modules.size(); ++module) {
      const std::string_view name = single.modules[module];
      const bool selected = RE2::FullMatch(re2::StringPiece(name.data(), name.size()), regex);
      if (selected == answer.selects(module)) continue;
      report_mismatch("regex", "second-engine", selected ? "undermatch" : "overmatch",
                      std::string(single.patterns[0]) + " on " + std::string(name), &content);
    }
  }
}

}  // namespace overmatch::fuzz
