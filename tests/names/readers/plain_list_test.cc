// SPDX-License-Identifier: Apache-2.0
// Texts that are taken for lists of names by mistake.
#include "names/readers/plain_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "names/readers/read_tree.h"
#include "tests/support/message_of.h"

namespace overmatch::plain_list_test {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string refusal(std::string_view text) {
  return message_of([&] { (void)parse_model(text, "t"); });
}

std::vector<std::string> names_of(const Model& model) {
  return {model.tree.modules.begin(), model.tree.modules.end()};
}

TEST(PlainList, CommentsAreLeftOutAndTold) {
  const Model model = parse_model("# my model\nmodel\nmodel.norm\n#end\n", "t");
  EXPECT_THAT(names_of(model), ElementsAre("model", "model.norm"));
  EXPECT_THAT(model.warnings, ElementsAre("t: 2 lines (the first is line 1) left out as comments, "
                                          "because of the # in front; names that are really so are "
                                          "read from a JSON array"));
  EXPECT_THAT(names_of(parse_model("[\"# my model\"]", "t")), ElementsAre("# my model"));
  EXPECT_THAT(refusal("# nothing\n# else\n"), HasSubstr("no module names"));
  EXPECT_THAT(refusal("# one\nmodel\nmodel\n"), HasSubstr("t:3: duplicate module \"model\""))
      << "lines are counted as the file has them";
}

TEST(PlainList, QuotesAroundEveryLineAreNotNames) {
  for (const char* text : {"'model',\n'model.norm',\n", "  \"model\",\n  \"model.norm\"\n"}) {
    const Model model = parse_model(text, "t");
    EXPECT_THAT(names_of(model), ElementsAre("model", "model.norm"));
    EXPECT_THAT(model.warnings, IsEmpty());
  }
  const Model some = parse_model("'model'\nmodel.norm\nmodel.head\n", "t");
  EXPECT_THAT(names_of(some), ElementsAre("'model'", "model", "model.norm", "model.head"));
  EXPECT_THAT(some.warnings, ElementsAre(HasSubstr("t: line 1 with characters")));
}

TEST(PlainList, BlanksAtTheEdgesAreTold) {
  const Model model = parse_model("model\nmodel.norm \nmodel.head\t\n", "t");
  EXPECT_THAT(names_of(model), ElementsAre("model", "model.norm ", "model.head\t"));
  EXPECT_THAT(model.warnings,
              ElementsAre(HasSubstr("t: 2 lines (the first is line 2) with a blank")));
}

TEST(PlainList, RefusesWhatIsNone) {
  const struct {
    const char* what;
    std::string_view text;
    const char* says;
  } rows[] = {
      {"passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/sh\nbin:x:2:2::/:/bin/sh\n",
       "t:1: no list of modules: most lines hold characters that names of modules do not have, as "
       "\":\" in \"root:x:0:0:root:/root:/bin/bash\""},
      {"prose", "This is a model\nthat has layers\nand a head\n", "t:1: no list of modules"},
      {"Python", "import torch\nmodel = M()\nmodel.cuda()\n", "t:1: no list of modules"},
      {"tuples", "('a', A())\n('b', B())\n('c', C())\n", "t:1: no list of modules"},
      {"CSV", "name,type\na,Linear\nb,Linear\n", "t:1: no list of modules"},
      {"zeros", "\0\0\0\0"sv, "t:1: a NUL byte"},
      {"a name with NUL", "a\nb\0c\n"sv, "t:2: a NUL byte"},
      {"UTF-16", "\xFF\xFEm\0o\0"sv, "t: UTF-16"},
      {"JSON lines", "{\"a\": 1}\n{\"b\": 2}\n", "without \"weight_map\""},
      {"another JSON", "{\"model_type\": \"llama\"}", "without \"weight_map\""},
      {"PNG", "\x89PNG\r\n\x1A\n"sv, "invalid UTF-8"},
  };
  for (const auto& row : rows) EXPECT_THAT(refusal(row.text), HasSubstr(row.says)) << row.what;
}

TEST(PlainList, AFewLinesAreNotDoubted) {
  EXPECT_THAT(names_of(parse_model("a b\nc:d\n", "t")), ElementsAre("a b", "c:d"));
}

// The other side: no list of a real model is refused, changed or doubted.
TEST(PlainList, RealListsAreLists) {
  std::size_t files = 0;
  for (const std::string& file : list_tree_files(OVERMATCH_CORPUS_DIR "/trees")) {
    EXPECT_THAT(read_model(file).warnings, IsEmpty()) << file;
    ++files;
  }
  EXPECT_GT(files, 100U);
}

}  // namespace
}  // namespace overmatch::plain_list_test
