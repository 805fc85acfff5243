// SPDX-License-Identifier: Apache-2.0
#include "vectors/judge.h"

#include <algorithm>
#include <exception>

#include "matchers/portable_regex.h"
#include "vectors/vectors.h"

namespace overmatch {

namespace {

// Most wrong modules that are classified.
constexpr std::size_t kMostBlamed = 16;

bool has_empty(const Case& content) {
  return std::any_of(content.patterns.begin(), content.patterns.end(),
                     [](std::string_view pattern) { return pattern.empty(); });
}

bool witness_has_empty(const Planted& bug) {
  return std::any_of(bug.witness.begin(), bug.witness.end(), [](const Ask& ask) {
    return std::find(ask.patterns.begin(), ask.patterns.end(), "") != ask.patterns.end();
  });
}

// False if there was no valid answer.
bool ask_fresh(const Planted& bug, const Question& question, Answer& answer) {
  try {
    bug.make()->match(question, answer);
  } catch (const std::exception&) {
    return false;
  }
  return answer.rejected() || answer.selected().size() == question.modules.size();
}

Ways way_of(Mode mode, std::string_view pattern, std::string_view module) {
  const auto kind = classify(mode, pattern, module);
  return Ways{1} << (kind ? static_cast<std::size_t>(*kind) : kWholeList);
}

}  // namespace

const Answer& Judge::expected(const Case& content) {
  reference_->match(content.question(), expected_);
  return expected_;
}

// Whether the bug is wrong about these modules for this pattern alone.
bool Judge::wrong_alone(const Planted& bug, std::string_view pattern,
                        std::span<const std::string_view> modules, bool rejection) {
  const Question question{{&pattern, 1}, modules};
  reference_->match(question, alone_expected_);
  if (!ask_fresh(bug, question, alone_)) return true;
  return rejection ? alone_.rejected() != alone_expected_.rejected() : !(alone_ == alone_expected_);
}

Ways Judge::ways(const Planted& bug, const Case& content) {
  const Question question = content.question();
  if (has_empty(content) && !witness_has_empty(bug)) return 0;
  if (!is_portable(content.mode, question)) return 0;
  if (expected(content).rejected() && expected_.reason().starts_with("match limit")) return 0;
  if (!ask_fresh(bug, question, answer_)) return Ways{1} << kWholeList;
  if (answer_ == expected_) return 0;
  Ways found = 0;
  if (answer_.rejected() || expected_.rejected()) {
    for (const std::string_view pattern : question.patterns) {
      if (wrong_alone(bug, pattern, question.modules, true))
        found |= way_of(content.mode, pattern, "a");
    }
  } else {
    std::size_t blamed = 0;
    for (std::size_t module = 0; module < question.modules.size() && blamed < kMostBlamed;
         ++module) {
      if (answer_.selects(module) == expected_.selects(module)) continue;
      ++blamed;
      for (const std::string_view pattern : question.patterns) {
        if (!wrong_alone(bug, pattern, question.modules.subspan(module, 1), false)) continue;
        found |= way_of(content.mode, pattern, question.modules[module]);
        break;
      }
    }
  }
  return found != 0 ? found : Ways{1} << kWholeList;
}

bool kills(const Case& content, const Planted& bug) {
  return Judge(content.mode).ways(bug, content) != 0;
}

bool may_be_killed(const Planted& bug) {
  return bug.expect != Expect::correct && bug.differs == Differs::inside &&
         bug.behaviour.raw == nullptr;
}

Case to_case(Mode mode, const Ask& ask) {
  Case content;
  content.mode = mode;
  for (const std::string& pattern : ask.patterns) content.patterns.push_back(pattern);
  for (const std::string& module : ask.modules) content.modules.push_back(module);
  return content;
}

}  // namespace overmatch
