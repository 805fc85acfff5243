// SPDX-License-Identifier: Apache-2.0
// The bugs of the field, found again: a search without the saved cases, which hold these bugs, then
// the shrinker.
#include "properties/registry.h"
#include "search/reduce/reduce.h"
#include "search/violations.h"
#include "tests/bench/first_failure.h"
#include "tests/bench/groups.h"
#include "tests/bench/json_line.h"

namespace overmatch::bench {

namespace {

std::string_view to_word(Minimality minimality) {
  return minimality == Minimality::proved            ? "proved"
         : minimality == Minimality::proved_embedded ? "proved embedded"
                                                     : "not proved";
}

// What the subject got wrong, by the modules' order.
nlohmann::json chosen(const Names& modules, std::span<const std::uint8_t> flags) {
  nlohmann::json list = nlohmann::json::array();
  for (std::size_t at = 0; at < flags.size() && at < modules.size(); ++at) {
    if (flags[at] != 0) list.push_back(std::string(modules[at]));
  }
  return list;
}

// Of a list with labels, the number of the label of each module.
nlohmann::json answer_to(const Case& content, bool rejected, std::span<const std::uint8_t> flags) {
  if (rejected) return "rejected";
  if (!content.labels.empty()) return std::vector<int>(flags.begin(), flags.end());
  return chosen(content.modules, flags);
}

}  // namespace

void rediscover(const std::vector<std::string>& names) {
  WholeSearch search;
  const std::vector<const Property*> properties(all_properties().begin(), all_properties().end());
  for (const Bug& bug : choose_bugs(names, 0)) {
    if (bug.planted->source.empty()) continue;
    const Ask& real = bug.planted->witness.front();
    const FirstFailure first = search.find(bug, 1, 0);
    nlohmann::json line = {{"bug", bug.planted->name},
                           {"mode", to_string(bug.mode())},
                           {"order", to_string(bug.order())},
                           {"source", bug.planted->source},
                           {"mistake", bug.planted->bug},
                           {"real_patterns", real.patterns},
                           {"real_modules", real.modules},
                           {"real_labels", real.labels},
                           {"found", first.found},
                           {"cases", first.cases},
                           {"milliseconds", first.seconds * 1e3},
                           {"property", first.property}};
    Subject subject{make_subject(bug), bug.mode(), false, {}, bug.order()};
    const Runner runner(subject, Limits{});
    std::string crash;
    const auto violations = violations_of(runner, properties, first.content, crash);
    if (first.found && !violations.empty()) {
      const Finding finding =
          reduce(runner, properties, violations.front(), std::nullopt, Effort::minimal);
      const Case& minimal = finding.minimal;
      Answer expected;
      make_reference(bug.mode())->match(minimal.question(), expected);
      line["patterns"] = to_json(minimal.patterns);
      line["modules"] = to_json(minimal.modules);
      line["labels"] = minimal.labels.numbers;
      line["selected"] = answer_to(minimal, finding.rejected, finding.selected);
      line["expected"] = answer_to(minimal, expected.rejected(), expected.selected());
      line["minimal"] = to_word(finding.minimality);
    }
    print_line(line);
  }
}

void list_bugs(const std::vector<std::string>& names, std::size_t per_class, bool labelled) {
  for (const Bug& bug : choose_bugs(names, per_class, labelled)) {
    print_line({{"bug", bug.planted->name},
                {"mode", to_string(bug.mode())},
                {"order", to_string(bug.order())},
                {"theme", bug.theme},
                {"source", bug.planted->source},
                {"about_empty", bug.about_empty},
                {"mistake", bug.planted->bug}});
  }
}

}  // namespace overmatch::bench
