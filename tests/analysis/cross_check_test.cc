// SPDX-License-Identifier: Apache-2.0
// The prover against enumeration, and against provers with planted faults.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "dialects/dialect.h"
#include "questions.h"
#include "tests/support/sanitized.h"

namespace overmatch::cross_check_test {
namespace {

constexpr std::size_t kLongest = 7;

// OVERMATCH_QUESTIONS asks more than CI does.
std::size_t how_many(std::size_t usual) {
  const char* const wanted = std::getenv("OVERMATCH_QUESTIONS");
  return wanted == nullptr ? usual : std::strtoul(wanted, nullptr, 10);
}

struct Tally {
  std::size_t agree = 0;
  std::size_t proved = 0;
  std::size_t beyond = 0;  // refuted by a name that the enumeration does not reach
  std::size_t skipped = 0;
  std::size_t undecided = 0;
  std::size_t disagree = 0;
  std::string example;
};

using Generator = ProverQuestion (*)(Choices& choices);

Tally ask(std::size_t questions, std::uint64_t seed, Prover prover,
          Generator generator = random_question) {
  const std::vector<std::string> names = all_names("ab.", kLongest);
  Tally tally;
  for (std::size_t index = 0; index < questions; ++index) {
    Choices choices(mix_seed(seed, index));
    const ProverQuestion question = generator(choices);
    const Examination result = test(question, names, prover);
    const Decision& decision = result.decision;
    switch (result.agreement) {
      case Agreement::agrees:
        ++tally.agree;
        tally.proved += decision.verdict == Conclusion::proved ? 1 : 0;
        tally.beyond += decision.witness.size() > kLongest ||
                                decision.witness.find_first_not_of("ab.") != std::string::npos
                            ? 1
                            : 0;
        break;
      case Agreement::skipped:
        ++tally.skipped;
        tally.undecided += decision.why.empty() ? 0 : 1;
        break;
      case Agreement::disagrees:
        if (tally.disagree++ == 0) tally.example = describe(question) + ": " + result.why;
    }
  }
  return tally;
}

TEST(CrossCheckTest, AgreesWithEnumerationOnRandomQuestions) {
  const std::size_t questions = how_many(4000);
  const Tally tally = ask(questions, 1, honest_prover);
  std::cout << questions << " questions: " << tally.agree << " agree (" << tally.proved
            << " proved, " << tally.beyond << " refuted by a name beyond the enumeration), "
            << tally.skipped << " skipped (" << tally.undecided << " undecided), " << tally.disagree
            << " disagree\n";
  EXPECT_EQ(tally.disagree, 0U) << tally.example;
  EXPECT_GT(tally.agree, questions * 3 / 4);
  EXPECT_GT(tally.proved, questions / 10);
  EXPECT_GT(tally.agree - tally.proved - tally.beyond, questions / 10);
}

TEST(CrossCheckTest, AgreesWithEnumerationOnListsWithLabels) {
  const std::size_t questions = how_many(4000);
  const Tally tally = ask(questions, 3, honest_prover, random_labelled_question);
  std::cout << questions << " questions: " << tally.agree << " agree (" << tally.proved
            << " proved), " << tally.skipped << " skipped (" << tally.undecided << " undecided), "
            << tally.disagree << " disagree\n";
  EXPECT_EQ(tally.disagree, 0U) << tally.example;
  EXPECT_GT(tally.agree, questions * 2 / 3);
  EXPECT_GT(tally.proved, questions / 10);
  EXPECT_GT(tally.agree - tally.proved - tally.beyond, questions / 10);
}

PatternList in_mode(PatternList list, Mode from, Mode to) {
  if (list.mode == from) list.mode = to;
  return list;
}

// Faults that a prover could have: each reads a pattern otherwise than the reference does.
struct Fault {
  const char* name;
  Prover prover;
};
const Fault kFaults[] = {
    {"segment_without_a_border",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::segment, Mode::endswith), asked.relation,
                     in_mode(asked.second, Mode::segment, Mode::endswith), options);
     }},
    {"subtree_without_what_is_below",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::subtree, Mode::exact), asked.relation,
                     in_mode(asked.second, Mode::subtree, Mode::exact), options);
     }},
    {"prefix_with_a_border",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::prefix, Mode::subtree), asked.relation,
                     in_mode(asked.second, Mode::prefix, Mode::subtree), options);
     }},
    {"substring_with_borders",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::substring, Mode::run), asked.relation,
                     in_mode(asked.second, Mode::substring, Mode::run), options);
     }},
    {"run_without_what_is_below",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::run, Mode::segment), asked.relation,
                     in_mode(asked.second, Mode::run, Mode::segment), options);
     }},
    {"match_is_closed_at_the_end",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::match, Mode::regex), asked.relation,
                     in_mode(asked.second, Mode::match, Mode::regex), options);
     }},
    {"search_begins_at_the_start",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::search, Mode::match), asked.relation,
                     in_mode(asked.second, Mode::search, Mode::match), options);
     }},
    {"star_of_a_glob_stops_at_a_separator",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::glob, Mode::path_glob), asked.relation,
                     in_mode(asked.second, Mode::glob, Mode::path_glob), options);
     }},
    {"star_of_a_path_glob_takes_separators",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       return decide(in_mode(asked.first, Mode::path_glob, Mode::glob), asked.relation,
                     in_mode(asked.second, Mode::path_glob, Mode::glob), options);
     }},
    {"bracket_includes_what_it_excludes",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       ProverQuestion changed = asked;
       for (PatternList* const list : {&changed.first, &changed.second}) {
         for (std::string& pattern : list->patterns) {
           const std::size_t at = is_glob(list->mode) ? pattern.find("[!a]") : std::string::npos;
           if (at != std::string::npos) pattern.erase(at + 1, 1);
         }
       }
       return decide(changed.first, changed.relation, changed.second, options);
     }},
    {"dot_is_no_wildcard",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       ProverQuestion changed = asked;
       for (PatternList* const list : {&changed.first, &changed.second}) {
         for (std::string& pattern : list->patterns) {
           if (is_regex(list->mode) && pattern.starts_with('.')) pattern.insert(0, "\\");
         }
       }
       return decide(changed.first, changed.relation, changed.second, options);
     }},
    {"within_is_asked_the_wrong_way_round",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       if (asked.relation != Relation::within) return honest_prover(asked, options);
       return decide(asked.second, asked.relation, asked.first, options);
     }},
    {"never_refutes",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       Decision decision = honest_prover(asked, options);
       if (decision.verdict != Conclusion::refuted) return decision;
       decision = Decision();
       decision.verdict = Conclusion::proved;
       return decision;
     }},
    {"one_name_too_many",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       Decision decision = honest_prover(asked, options);
       if (!decision.counts_by_length.counts.empty())
         ++decision.counts_by_length.counts.front().names;
       return decision;
     }},
};

class PlantedFault : public testing::TestWithParam<Fault> {};

TEST_P(PlantedFault, IsCaught) {
  const Tally tally = ask(kSanitized ? 1'000 : 2'000, 2, GetParam().prover);
  EXPECT_GT(tally.disagree, 3U);
  EXPECT_GT(tally.agree, 0U);
}
INSTANTIATE_TEST_SUITE_P(Faults, PlantedFault, testing::ValuesIn(kFaults),
                         [](const auto& fault) { return std::string(fault.param.name); });

// The same of lists with labels: each decides otherwise than the reference does.
const Fault kLabelFaults[] = {
    {"last_is_read_as_first",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       ProverQuestion changed = asked;
       for (PatternList* const list : {&changed.first, &changed.second}) {
         if (list->order == Order::last) list->order = Order::first;
       }
       return decide(changed.first, changed.relation, changed.second, options);
     }},
    {"null_does_not_end_the_search",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       ProverQuestion changed = asked;
       for (PatternList* const list : {&changed.first, &changed.second}) {
         for (std::size_t at = list->labels.size(); at > 0 && !list->entry; --at) {
           if (list->labels[at - 1] != kNull) continue;
           list->labels.erase(list->labels.begin() + static_cast<std::ptrdiff_t>(at) - 1);
           list->patterns.erase(list->patterns.begin() + static_cast<std::ptrdiff_t>(at) - 1);
         }
       }
       return decide(changed.first, changed.relation, changed.second, options);
     }},
    {"an_entry_decides_all_that_it_matches",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       ProverQuestion changed = asked;
       if (PatternList& list = changed.first; list.entry)
         list = {list.mode, {giving_entry(list.mode, list.patterns[*list.entry])}};
       return decide(changed.first, changed.relation, changed.second, options);
     }},
    {"labels_do_not_differ",
     [](const ProverQuestion& asked, const ProofOptions& options) {
       ProverQuestion changed = asked;
       for (PatternList* const list : {&changed.first, &changed.second}) {
         for (Label& label : list->labels) label = label == kNull ? kNull : 1;
       }
       return decide(changed.first, changed.relation, changed.second, options);
     }},
};

class PlantedLabelFault : public testing::TestWithParam<Fault> {};

TEST_P(PlantedLabelFault, IsCaught) {
  const Tally tally =
      ask(kSanitized ? 1'000 : 2'000, 4, GetParam().prover, random_labelled_question);
  EXPECT_GT(tally.disagree, 3U);
  EXPECT_GT(tally.agree, 0U);
}
INSTANTIATE_TEST_SUITE_P(Faults, PlantedLabelFault, testing::ValuesIn(kLabelFaults),
                         [](const auto& fault) { return std::string(fault.param.name); });

}  // namespace
}  // namespace overmatch::cross_check_test
