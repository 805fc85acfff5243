// SPDX-License-Identifier: Apache-2.0
// The matchers against the prover: what a matcher answers about every short name, beside the
// language that the prover has of the patterns. The correct variants have the same, and each
// planted bug that answers wrongly is told apart by the prover alone.
#include <gtest/gtest.h>

#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/automata/language_query.h"
#include "names/input_error.h"
#include "names/names.h"
#include "planted/planted.h"
#include "questions.h"

namespace overmatch::planted_check_test {
namespace {

// Longer witnesses are of bugs with lengths; the prover's answer to them takes as many states as
// they have bytes.
constexpr std::size_t kMostBytes = 4096;

struct Language {
  bool rejected = false;
  bool undecided = false;
  std::vector<bool> selects;  // of each name
};

// What the prover says of each name: is the name alone within what the patterns select?
Language language_of(const PatternList& patterns, std::span<const std::string> names) {
  Language language;
  try {
    for (const std::string& name : names) {
      const Decision decision = decide({Mode::exact, {name}}, Relation::within, patterns);
      language.undecided = language.undecided || decision.verdict == Conclusion::undecided;
      language.selects.push_back(decision.verdict == Conclusion::proved);
    }
  } catch (const InputError&) {
    language.rejected = true;
  }
  return language;
}

// Asks in the same buffers each time, as a harness does that reuses its memory: some bugs are of
// those that do.
class Asker {
 public:
  explicit Asker(Matcher& matcher) : matcher_(matcher) {}

  // Whether the matcher's answer is what the prover says.
  bool agrees(const PatternList& list, std::span<const std::string> names,
              const Language& language) {
    patterns_.clear();
    modules_.clear();
    for (const std::string& pattern : list.patterns) patterns_.push_back(pattern);
    for (const std::string& name : names) modules_.push_back(name);
    matcher_.match({patterns_.views(), modules_.views()}, answer_);
    if (answer_.rejected() || language.rejected) return answer_.rejected() && language.rejected;
    for (std::size_t at = 0; at < names.size(); ++at) {
      if (answer_.selects(at) != language.selects[at]) return false;
    }
    return true;
  }

 private:
  Matcher& matcher_;
  Names patterns_;
  Names modules_;
  Answer answer_;
};

std::vector<PatternList> small_lists(Mode mode) {
  std::vector<std::vector<std::string>> lists = {
      {""},   {"a"},    {"b"},   {"ab"},       {"a.b"},     {"b.a"},    {".a"},
      {"a."}, {"a..b"}, {"a.a"}, {"a", "b.b"}, {"ab", "a"}, {"a", "a"}, {"ba.a"}};
  if (is_glob(mode)) {
    for (const char* const glob : {"*", "a*", "*b", "a?b", "[ab]*", "[!a]", "a.*", "*.?", "["})
      lists.push_back({glob});
  }
  if (is_regex(mode)) {
    for (const char* const regex : {"a.b", "a|b", ".*a", "a.*", "(a|b)\\.a", "[ab]+", "a?b",
                                    "a\\.b", "(?:a\\.)*b", "a$", "^b"}) {
      lists.push_back({regex});
    }
  }
  std::vector<PatternList> all;
  for (std::vector<std::string>& patterns : lists) all.push_back({mode, std::move(patterns)});
  return all;
}

TEST(PlantedCheck, CorrectVariantsHaveTheLanguageOfTheProver) {
  const std::vector<std::string> names = all_names("ab.", 4);
  std::size_t asked = 0;
  std::size_t told_apart = 0;
  for (const Mode mode : kModes) {
    const std::vector<PatternList> lists = small_lists(mode);
    std::vector<Language> languages;
    for (const PatternList& list : lists) {
      languages.push_back(language_of(list, names));
      ASSERT_FALSE(languages.back().undecided) << testing::PrintToString(list.patterns);
    }
    std::vector<std::unique_ptr<Matcher>> right;
    right.push_back(make_reference(mode));
    for (const Planted& planted : planted()) {
      if (planted.mode != mode || planted.behaviour.raw != nullptr) continue;
      const std::unique_ptr<Matcher> matcher = planted.make();
      if (planted.expect == Expect::correct && planted.differs == Differs::inside) {
        right.push_back(planted.make());
      } else if (planted.expect == Expect::wrong) {
        Asker asker(*matcher);
        bool all = true;
        for (std::size_t at = 0; at < lists.size(); ++at)
          all = asker.agrees(lists[at], names, languages[at]) && all;
        told_apart += all ? 0 : 1;
      }
    }
    for (const auto& matcher : right) {
      Asker asker(*matcher);
      for (std::size_t at = 0; at < lists.size(); ++at) {
        EXPECT_TRUE(asker.agrees(lists[at], names, languages[at]))
            << matcher->name() << " on " << testing::PrintToString(lists[at].patterns);
        ++asked;
      }
    }
  }
  std::cout << asked << " languages of " << names.size() << " names; " << told_apart
            << " planted bugs told apart by these alone\n";
  EXPECT_GT(asked, 200U);
  EXPECT_GT(told_apart, 60U) << "the names and patterns are not so few that anything would pass";
}

TEST(PlantedCheck, EachPlantedBugIsToldApartByTheProver) {
  std::size_t told = 0;
  std::size_t skipped = 0;
  for (const Planted& planted : planted()) {
    if (planted.expect != Expect::wrong || planted.differs != Differs::inside ||
        planted.behaviour.raw != nullptr || planted.order != Order::any)
      continue;
    const std::unique_ptr<Matcher> matcher = planted.make();
    Asker asker(*matcher);
    bool differs = false;
    bool beyond = false;
    for (const Ask& ask : planted.witness) {
      std::size_t bytes = 0;
      for (const auto* const texts : {&ask.patterns, &ask.modules}) {
        for (const std::string& text : *texts) bytes += text.size() + 1;
      }
      const PatternList list{planted.mode, ask.patterns};
      const Language language =
          bytes > kMostBytes ? Language{false, true, {}} : language_of(list, ask.modules);
      if (language.undecided) {
        beyond = true;
        continue;
      }
      differs = !asker.agrees(list, ask.modules, language) || differs;
    }
    EXPECT_TRUE(differs || beyond) << planted.name << ": " << planted.bug;
    told += differs ? 1 : 0;
    skipped += differs ? 0 : 1;
  }
  std::cout << told << " planted bugs told apart, " << skipped
            << " not asked: too long for the prover, or undecided\n";
  EXPECT_GT(told, 200U);
  EXPECT_LT(skipped, told / 4);
}

}  // namespace
}  // namespace overmatch::planted_check_test
