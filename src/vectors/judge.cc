// SPDX-License-Identifier: Apache-2.0
#include "vectors/judge.h"

#include <algorithm>
#include <exception>

#include "dialects/dialect.h"
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

// Whether the mistake is in which entry decides or what a label is: no name is then to blame, since
// any names show it.
bool is_about_lists(const Planted& bug) { return bug.theme == "labels"; }

// False if there was no valid answer.
bool ask_fresh(const Planted& bug, const Question& question, Answer& answer) {
  try {
    bug.make()->match(question, answer);
  } catch (const std::exception&) {
    return false;
  }
  return answer.rejected() || answer.selected().size() == question.modules.size();
}

// The question about one pattern of a list; of one with labels, it gives label 1.
Question one_pattern(const Question& whole, std::span<const std::string_view> pattern,
                     std::span<const std::string_view> modules) {
  static constexpr Label label = 1;
  if (!whole.has_labels()) return {pattern, modules};
  return {pattern, modules, {&label, 1}, whole.order};
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
bool Judge::wrong_alone(const Planted& bug, const Question& question, std::size_t pattern,
                        std::span<const std::string_view> modules, bool rejection) {
  const Question alone = one_pattern(question, question.patterns.subspan(pattern, 1), modules);
  reference_->match(alone, alone_expected_);
  if (!ask_fresh(bug, alone, alone_)) return true;
  return rejection ? alone_.rejected() != alone_expected_.rejected() : !(alone_ == alone_expected_);
}

// The way in which a list is wrong about a module though no entry is alone: `order` if several of a
// list with labels match the module.
Ways Judge::way_of_list(const Case& content, std::size_t module) {
  const Question question = content.question();
  if (!question.has_labels()) return 0;
  std::size_t matching = 0;
  for (const std::string_view pattern : question.patterns) {
    const std::string entry = giving_entry(content.mode, pattern);
    const std::string_view view = entry;
    reference_->match(one_pattern(question, {&view, 1}, question.modules.subspan(module, 1)),
                      alone_expected_);
    matching += !alone_expected_.rejected() && alone_expected_.selects(0) ? 1 : 0;
  }
  return matching > 1 ? Ways{1} << static_cast<std::size_t>(CollisionKind::order) : 0;
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
    for (std::size_t at = 0; at < question.patterns.size(); ++at) {
      if (wrong_alone(bug, question, at, question.modules, true))
        found |= way_of(content.mode, question.patterns[at], "a");
    }
  } else {
    std::size_t blamed = 0;
    for (std::size_t module = 0; module < question.modules.size() && blamed < kMostBlamed;
         ++module) {
      if (answer_.label(module) == expected_.label(module)) continue;
      ++blamed;
      std::size_t at = is_about_lists(bug) ? question.patterns.size() : 0;
      while (at < question.patterns.size() &&
             !wrong_alone(bug, question, at, question.modules.subspan(module, 1), false))
        ++at;
      found |= at < question.patterns.size()
                   ? way_of(content.mode, question.patterns[at], question.modules[module])
                   : way_of_list(content, module);
    }
  }
  return found != 0 ? found : Ways{1} << kWholeList;
}

bool kills(const Case& content, const Planted& bug) {
  return Judge({content.mode, content.labels.order}).ways(bug, content) != 0;
}

bool may_be_killed(const Planted& bug) {
  return bug.expect != Expect::correct && bug.differs == Differs::inside &&
         bug.behaviour.raw == nullptr;
}

Case to_case(const Planted& bug, const Ask& ask) {
  Case content;
  content.mode = bug.mode;
  for (const std::string& pattern : ask.patterns) content.patterns.push_back(pattern);
  for (const std::string& module : ask.modules) content.modules.push_back(module);
  content.labels.assign(bug.order, ask.labels);
  return content;
}

}  // namespace overmatch
