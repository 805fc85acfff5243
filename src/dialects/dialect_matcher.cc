// SPDX-License-Identifier: Apache-2.0
#include "dialects/dialect_matcher.h"

#include <map>

#include "dialects/dialect.h"

namespace overmatch {

void DialectMatcher::match(const Question& question, Answer& answer) {
  std::map<Mode, std::vector<std::string>> read;
  for (const std::string_view entry : question.patterns) {
    for (ModePattern& one : expand(mode_, entry)) read[one.mode].push_back(std::move(one.pattern));
  }
  answer.start(question.modules.size());
  Answer part;
  for (const auto& [mode, texts] : read) {
    const std::vector<std::string_view> patterns(texts.begin(), texts.end());
    make_reference(mode)->match({patterns, question.modules}, part);
    if (part.rejected()) return answer.reject(part.reason());
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      if (part.selects(module)) answer.select(module);
    }
  }
}

}  // namespace overmatch
