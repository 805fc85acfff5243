// SPDX-License-Identifier: Apache-2.0
#include "cases/shipped_trees.h"

#include <gmock/gmock.h>

#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::shipped_trees_test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;

const std::string kTrees = OVERMATCH_CORPUS_DIR "/trees";

TEST(ShippedTrees, AreFoundByNameAndByHubId) {
  for (const auto& [given, file] : {
           std::pair("gpt2", "/gpt2.modules.txt"),
           {"gpt2.modules.txt", "/gpt2.modules.txt"},
           {"flux1-dev-transformer", "/flux1-dev-transformer.modules.txt.gz"},
           {"corpus/trees/flux1-dev-transformer.modules.txt.gz",
            "/flux1-dev-transformer.modules.txt.gz"},
           {"corpus/trees/gemma-3-4b-it.tf5.24", "/gemma-3-4b-it.tf5.24.tree.jsonl.gz"},
           {"google/gemma-3-4b-it",
            "/gemma-3-4b-it.tf5.24.tree.jsonl.gz"},  // not the list of names
           {"GOOGLE/Gemma-3-4B-it", "/gemma-3-4b-it.tf5.24.tree.jsonl.gz"},
           {"google/gemma-2-9b", "/gemma-2-9b.modules.txt"},
       }) {
    EXPECT_THAT(tree_file(given, kTrees), EndsWith(file)) << given;
  }
}

TEST(ShippedTrees, GiveWayToAFile) {
  const TemporaryFolder folder;
  const std::string file = folder.put("gpt2", "a\n");
  EXPECT_EQ(tree_file(file, kTrees), file);
  EXPECT_EQ(tree_file(folder.path(), kTrees), folder.path());
}

TEST(ShippedTrees, LeaveOtherTextsToTheReader) {
  for (const char* const given : {"", "-", "nothing-like-it", "no/such/file", "./gpt2", "/gpt2",
                                  "missing/model.safetensors", "corpus/trees/", "a/"})
    EXPECT_EQ(tree_file(given, kTrees), given);
  EXPECT_EQ(tree_file("gpt2", kTrees + "/missing"), "gpt2");
  EXPECT_EQ(tree_file(std::string(100'000, 'x'), kTrees).size(), 100'000U);
}

TEST(ShippedTrees, SayWhatIsThereInstead) {
  EXPECT_THAT(message_of([] { static_cast<void>(tree_file("gpt3", kTrees)); }),
              AllOf(HasSubstr("gpt3: no such file"), EndsWith("there is gpt2")));
  EXPECT_THAT(message_of([] { static_cast<void>(tree_file("timm", kTrees)); }),
              AllOf(HasSubstr("there are timm-"), HasSubstr(" more")));
  EXPECT_THAT(message_of([] { static_cast<void>(tree_file("google/gemma-99", kTrees)); }),
              HasSubstr("overmatch.tree(model).save(FILE)"));
}

}  // namespace
}  // namespace overmatch::shipped_trees_test
