// The bugs of the field, found again: a search without the saved cases, which hold these bugs, then the shrinker.
#include "cases/corpus.h"
#include "names/read_tree.h"
#include "properties/registry.h"
#include "search/reduce.h"
#include "search/wire.h"
#include "selftest/kill_matrix.h"
#include "tests/bench/bug_set.h"
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

nlohmann::json answer_to(const Names& modules, bool rejected, std::span<const std::uint8_t> flags) {
  return rejected ? nlohmann::json("rejected") : chosen(modules, flags);
}

}  // namespace

void rediscover(const std::vector<std::string>& names) {
  MatrixOptions options;
  for (const std::string& file : list_tree_files(corpus_folder() + "/trees")) options.plan.trees.push_back(read_tree(file));
  options.plan.properties.assign(all_properties().begin(), all_properties().end());
  options.law_cases = 0;
  for (const Bug& bug : choose_bugs(names, 0)) {
    if (bug.planted->source.empty()) continue;
    const std::array<const Planted*, 1> one = {bug.planted};
    const MatrixRow row = run_matrix(one, options).front();
    Ask witness = bug.planted->witness.front();
    nlohmann::json line = {{"bug", bug.planted->name},          {"mode", to_string(bug.mode())},
                           {"source", bug.planted->source},     {"mistake", bug.planted->bug},
                           {"real_patterns", witness.patterns}, {"real_modules", witness.modules},
                           {"found", row.found_after != 0}};
    if (row.found_after != 0) {
      Subject subject{make_subject(bug), bug.mode(), false, {}};
      const Runner runner(subject, options.limits);
      std::string crash;
      const auto violations = violations_of(runner, options.plan.properties, row.content, crash);
      line["cases"] = row.found_after;
      line["milliseconds"] = row.seconds * 1e3;
      line["phase"] = to_string(row.phase);
      line["law"] = row.law;
      if (!violations.empty()) {
        const Finding finding = reduce(runner, options.plan.properties, violations.front(), std::nullopt, Effort::minimal);
        Answer expected;
        make_reference(bug.mode())->match(finding.minimal.question(), expected);
        line["patterns"] = to_json(finding.minimal.patterns);
        line["modules"] = to_json(finding.minimal.modules);
        line["selected"] = answer_to(finding.minimal.modules, finding.rejected, finding.selected);
        line["expected"] = answer_to(finding.minimal.modules, expected.rejected(), expected.selected());
        line["minimal"] = to_word(finding.minimality);
      }
    }
    print_line(line);
  }
}

void list_bugs(const std::vector<std::string>& names, std::size_t per_class) {
  for (const Bug& bug : choose_bugs(names, per_class)) {
    print_line({{"bug", bug.planted->name},
                {"mode", to_string(bug.mode())},
                {"theme", bug.theme},
                {"source", bug.planted->source},
                {"about_empty", bug.about_empty},
                {"mistake", bug.planted->bug}});
  }
}

}  // namespace overmatch::bench
