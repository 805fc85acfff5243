// SPDX-License-Identifier: Apache-2.0
#include "vectors/candidates.h"

#include <algorithm>
#include <array>

#include "generate/case_generator.h"
#include "names/path.h"
#include "properties/registry.h"
#include "search/campaign/search.h"
#include "search/reduce/case_order.h"
#include "search/reduce/shrink.h"

namespace overmatch {

namespace {

constexpr std::uint64_t kSeed = 0xC0F0;
// Random cases tried besides the witnesses; fewer of regexes, which are compiled for each question.
constexpr std::uint64_t pool_size(Mode mode) { return is_regex(mode) ? 150 : 250; }
constexpr std::size_t kMostModules = 40;
constexpr std::size_t kMostCharacters = 1'500;
constexpr std::uint64_t kShrinkSteps = 1'500;

std::vector<Case> make_pool(const ListType& list) {
  std::vector<Case> pool;
  CaseGenerator generator(list.mode, false, list.order);
  Case content;
  CaseFacts facts;
  for (std::uint64_t index = 0; index < pool_size(list.mode); ++index) {
    Choices choices(mix_seed(kSeed, index));
    generator.generate(choices, content, facts);
    if (content.modules.size() > kMostModules || size_of(content).characters > kMostCharacters)
      continue;
    pool.push_back(content);
  }
  return pool;
}

// The simplest modules that most patterns select, or do not.
constexpr std::array<std::string_view, 9> kPlainModules = {"a",   "b",   "aa", "ab", "a.a",
                                                           "a.b", "b.a", "c",  ""};

class Candidates {
 public:
  explicit Candidates(const ListType& list) : judge_(list), pool_(make_pool(list)) {}

  void add_for(const Planted& bug) {
    // No new candidate for what another candidate already shows.
    Ways shown = 0;
    for (const Case& content : cases_) shown |= judge_.ways(bug, content);
    for (const Ask& ask : bug.witness) consider(bug, to_case(bug, ask), shown);
    for (const Case& content : pool_) consider(bug, content, shown);
    if (shown == 0) search_for(bug, shown);
  }

  std::vector<Case> sorted() && {
    std::sort(cases_.begin(), cases_.end(), is_simpler);
    return std::move(cases_);
  }

 private:
  // A whole search for bugs that neither their witness nor the random cases show: a witness may be
  // outside the portable core.
  void search_for(const Planted& bug, Ways& shown) {
    SearchPlan plan;
    plan.properties = {&kAgreement, &kRejection};
    plan.cases = 0;
    plan.first_only = true;
    const auto matcher = bug.make();
    Probe probe(*matcher, bug.mode, nullptr, kNever, bug.order);
    Heartbeat heartbeat;
    Case found;
    Tester tester(
        probe, plan.properties, [&](const Discovery& discovery) { found = discovery.content; },
        heartbeat);
    run_search(plan, {}, tester, [](const TreeHit&) {});
    // The search also finds bugs that need several questions, which one case does not show.
    if (tester.first_discovery() != 0) consider(bug, found, shown);
  }

  void consider(const Planted& bug, const Case& start, Ways& shown) {
    for (Ways fresh = judge_.ways(bug, start) & ~shown; fresh != 0; fresh &= ~shown) {
      const Ways way = fresh & (~fresh + 1);
      const auto fails = [&](const Case& content) {
        return (judge_.ways(bug, content) & way) != 0;
      };
      Case content = shrink(start, fails, kShrinkSteps).content;
      content.intended.reset();
      balance(content, fails);
      shown |= way | judge_.ways(bug, content);
      if (std::find(cases_.begin(), cases_.end(), content) == cases_.end())
        cases_.push_back(std::move(content));
    }
  }

  // Adds the module if it is none of the case's, what it gets `is_wanted`, and the case still
  // fails.
  template <class IsWanted>
  bool adds(Case& content, std::string_view module, const Fails& fails, IsWanted is_wanted) {
    if (!is_well_formed(module) || content.modules.contains(module)) return false;
    Case more = content;
    more.modules.push_back(module);
    if (!is_wanted(judge_.expected(more).label(content.modules.size())) || !fails(more))
      return false;
    content = std::move(more);
    return true;
  }

  // A matcher that always gives the same must not pass.
  void balance(Case& content, const Fails& fails) {
    if (judge_.expected(content).rejected()) return;
    add_other_side(content, fails);
    add_other_label(content, fails);
  }

  // If all modules have one verdict, adds one with the other. In a list with labels, each label is
  // a yes.
  void add_other_side(Case& content, const Fails& fails) {
    const auto flags = judge_.expected(content).selected();
    const auto missed =
        static_cast<std::size_t>(std::count(flags.begin(), flags.end(), Answer::kNo));
    if (missed != 0 && missed != flags.size()) return;
    const bool wanted = missed == flags.size();
    const auto is_wanted = [&](Label label) { return (label != kNull) == wanted; };
    const bool labelled = !content.labels.empty();
    for (const std::string_view pattern : content.patterns) {
      if (wanted && adds(content, pattern, fails, is_wanted)) return;
      // The sets of plain lists stay as they were before there were labels.
      const auto regex = regex_in(content.mode, pattern);
      if (wanted && labelled && regex && adds(content, *regex, fails, is_wanted)) return;
    }
    for (const std::string_view module : kPlainModules) {
      if (adds(content, module, fails, is_wanted)) return;
    }
  }

  // If a list has several labels and all modules that get one get the same, adds one with another.
  void add_other_label(Case& content, const Fails& fails) {
    if (content.labels.names.size() < 2) return;
    const auto flags = judge_.expected(content).selected();
    const auto given =
        std::find_if(flags.begin(), flags.end(), [](Label label) { return label != kNull; });
    if (given == flags.end()) return;
    const Label first = *given;
    const auto is_wanted = [&](Label label) { return label != kNull && label != first; };
    if (std::any_of(flags.begin(), flags.end(), is_wanted)) return;
    for (const std::string_view pattern : content.patterns) {
      if (adds(content, pattern, fails, is_wanted)) return;
    }
    for (const std::string_view module : kPlainModules) {
      if (adds(content, module, fails, is_wanted)) return;
    }
  }

  Judge judge_;
  std::vector<Case> pool_;
  std::vector<Case> cases_;
};

}  // namespace

std::vector<Case> make_candidates(const ListType& list, std::span<const Planted* const> bugs) {
  Candidates candidates(list);
  for (const Planted* const bug : bugs) candidates.add_for(*bug);
  return std::move(candidates).sorted();
}

}  // namespace overmatch
