// SPDX-License-Identifier: Apache-2.0
// The saved cases that come with overmatch, all of them: their `expected` was computed by Python,
// so that reading them here checks the references against str.endswith and re.fullmatch.
#include "cases/corpus.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "cases/case_file.h"
#include "cases/collision_kind.h"
#include "names/path.h"
#include "names/readers/files.h"
#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::corpus_test {
namespace {

namespace fs = std::filesystem;

const std::string kCorpus = OVERMATCH_CORPUS_DIR;

std::vector<std::string> files() { return list_case_files(kCorpus + "/cases"); }

TEST(Corpus, EveryFileReadsAndIsAsWeWriteIt) {
  for (const std::string& file : files()) {
    SCOPED_TRACE(file);
    SavedCase saved;
    ASSERT_NO_THROW(saved = read_case(file));
    EXPECT_EQ(format_case(saved), read_file(file));
    EXPECT_EQ(case_file_name(saved.content), fs::path(file).filename());
  }
}

TEST(Corpus, EveryCaseSaysWhatItIsAndWhereItComesFrom) {
  for (const std::string& file : files()) {
    SCOPED_TRACE(file);
    const About about = read_case(file).about;
    EXPECT_FALSE(about.title.empty());
    EXPECT_FALSE(about.source.empty());
    EXPECT_THAT(about.rest, testing::HasSubstr("\"guards\": "));
    EXPECT_FALSE(about.kinds.empty());
    for (const std::string& kind : about.kinds)
      EXPECT_TRUE(parse_collision_kind(kind).has_value()) << kind;
  }
}

TEST(Corpus, EveryKindStandsInEveryMode) {
  std::set<std::pair<std::string, Mode>> present;
  for (const std::string& file : files()) {
    const SavedCase saved = read_case(file);
    for (const std::string& kind : saved.about.kinds) present.emplace(kind, saved.content.mode);
  }
  for (std::size_t kind = 0; kind < kCollisionKinds; ++kind) {
    const std::string name(to_string(static_cast<CollisionKind>(kind)));
    if (name == "order") continue;  // of lists with labels
    for (const ModeTraits& traits : kModeTraits) {
      const bool wanted = name == "marker" ? has_marks(traits.mode) : !traits.is_dialect;
      if (!wanted) continue;
      EXPECT_TRUE(present.contains({name, traits.mode})) << name << " in " << traits.name;
    }
  }
}

TEST(Corpus, HoldsListsWithLabelsOfBothOrders) {
  std::set<Order> orders;
  for (const std::string& file : files()) {
    const SavedCase saved = read_case(file);
    const auto& kinds = saved.about.kinds;
    const bool about_order = std::find(kinds.begin(), kinds.end(), "order") != kinds.end();
    // In a dialect, labels may be there for a marker.
    if (about_order || !is_dialect(saved.content.mode)) {
      EXPECT_EQ(about_order, !saved.content.labels.empty()) << file;
    }
    if (!saved.content.labels.empty()) orders.insert(saved.content.labels.order);
  }
  EXPECT_EQ(orders, (std::set{Order::first, Order::last}));
}

// `intended` of a precise case is what a sound matcher stays inside; only the counter-example's
// mode may leave it.
TEST(Corpus, PreciseCasesStayInsideTheIntendedSubtree) {
  for (const std::string& file : files()) {
    const Case content = read_case(file).content;
    if (!content.intended || !kPreciseModes.contains(content.mode)) continue;
    Answer answer;
    make_reference(content.mode)->match(content.question(), answer);
    ASSERT_FALSE(answer.rejected()) << file;
    for (std::size_t i = 0; i < content.modules.size(); ++i) {
      EXPECT_TRUE(!answer.selects(i) || in_subtree(content.modules[i], *content.intended))
          << file << " " << content.modules[i];
    }
  }
}

TEST(Corpus, FilesFitTheSchema) {
  const auto run = [](const std::string& command) {
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  if (run("python3 -c 'import jsonschema' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3 has no package jsonschema";
  EXPECT_EQ(
      run(fmt::format("python3 '{}/cases/check_schema.py' '{}'", OVERMATCH_TEST_DATA, kCorpus)), 0);
}

TEST(ListCaseFiles, FindsThemInSubfoldersSorted) {
  const TemporaryFolder folder;
  for (const char* sub : {"a", "sub"}) fs::create_directory(folder.file(sub));
  for (const char* name : {"b.json", "a.json", "README.md", "sub/c.json", "a/d.json", "e.json.tmp"})
    folder.put(name, "");
  EXPECT_THAT(list_case_files(folder.path()),
              testing::ElementsAre(folder.file("a.json"), folder.file("a/d.json"),
                                   folder.file("b.json"), folder.file("sub/c.json")));
}

TEST(ListCaseFiles, AFileGivesItself) {
  const TemporaryFolder folder;
  const std::string file = folder.put("case.txt", "");
  EXPECT_THAT(list_case_files(file), testing::ElementsAre(file));
  EXPECT_THAT(list_case_files("-"), testing::ElementsAre("-"));
}

TEST(ListCaseFiles, RefusesWhatIsNotThere) {
  EXPECT_EQ(message_of([] { (void)list_case_files("/nowhere/at/all"); }),
            "/nowhere/at/all: no such file or folder");
}

class CorpusFolder : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* const set = std::getenv("OVERMATCH_CORPUS"); set != nullptr) before_ = set;
  }
  void TearDown() override {
    if (before_) {
      setenv("OVERMATCH_CORPUS", before_->c_str(), 1);
    } else {
      unsetenv("OVERMATCH_CORPUS");
    }
  }

 private:
  std::optional<std::string> before_;
};

TEST_F(CorpusFolder, IsTheOneThatTheEnvironmentNames) {
  const TemporaryFolder folder;
  setenv("OVERMATCH_CORPUS", folder.path().c_str(), 1);
  EXPECT_EQ(corpus_folder(), folder.path());
}

TEST_F(CorpusFolder, IsTheSourceTreesForAProgramThatIsNotInstalled) {
  for (const bool is_set : {false, true}) {
    unsetenv("OVERMATCH_CORPUS");
    if (is_set) setenv("OVERMATCH_CORPUS", "", 1);
    EXPECT_TRUE(fs::equivalent(corpus_folder(), kCorpus));
  }
}

TEST_F(CorpusFolder, NeverFallsBackFromTheOneAskedFor) {
  setenv("OVERMATCH_CORPUS", "/nowhere/at/all", 1);
  EXPECT_EQ(message_of([] { (void)corpus_folder(); }),
            "/nowhere/at/all: no folder, but OVERMATCH_CORPUS names it");
}

}  // namespace
}  // namespace overmatch::corpus_test
