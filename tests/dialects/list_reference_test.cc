// SPDX-License-Identifier: Apache-2.0
#include "dialects/list_reference.h"

#include <gmock/gmock.h>

#include "cases/case_file.h"

namespace overmatch::list_reference_test {
namespace {

struct Row {
  Mode mode;
  Order order;
  std::vector<std::string_view> patterns;
  std::vector<Label> labels;
  std::vector<Label> gets;  // the modules of kModules
};
constexpr std::array<std::string_view, 4> kModules = {"lm_head", "a.up_proj", "a.q_proj", "norm"};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {Mode::search, Order::first, {"lm_head", "up_proj", "proj"}, {0, 1, 2}, {0, 1, 2, 0}},
      {Mode::search, Order::first, {"proj", "up_proj", "lm_head"}, {2, 1, 0}, {0, 2, 2, 0}},
      {Mode::search, Order::last, {"proj", "up_proj"}, {2, 1}, {0, 1, 2, 0}},
      // Null decides, and no entry behind it gets the module back.
      {Mode::substring, Order::first, {"up", "proj"}, {0, 1}, {0, 0, 1, 0}},
      {Mode::substring, Order::last, {"proj", "up"}, {1, 0}, {0, 0, 1, 0}},
      {Mode::segment, Order::first, {"norm", "norm"}, {1, 2}, {0, 0, 0, 1}},
      {Mode::segment, Order::last, {"norm", "norm"}, {1, 2}, {0, 0, 0, 2}},
      {Mode::glob, Order::last, {"*", "a.*", "*_head"}, {1, 2, 0}, {0, 2, 2, 1}},
      {Mode::exact, Order::first, {}, {}, {0, 0, 0, 0}},
      {Mode::glob, Order::first, {"*"}, {255}, {255, 255, 255, 255}},
      // Sorted: names before regexes, both by their text.
      {Mode::compressed_tensors_targets,
       Order::first,
       {"re:.*q_proj", "re:.*proj", "norm", "a.up_proj"},
       {1, 2, 3, 4},
       {0, 4, 2, 3}},
      // Names, regexes, the rest.
      {Mode::torchao,
       Order::first,
       {"_default", "re:.*proj", "re:a.*", "norm", "a.q_proj"},
       {1, 2, 3, 0, 4},
       {1, 2, 4, 0}},
      {Mode::torchao, Order::first, {"re:.*_pro"}, {1}, {0, 0, 0, 0}},
      {Mode::llama_cpp, Order::first, {"_pro", "proj|head"}, {1, 2}, {2, 1, 1, 0}},
      {Mode::gptqmodel,
       Order::first,
       {"-:a.u", "+:.*proj", ".*_head", "lm"},
       {1, 2, 3, 4},
       {3, 0, 2, 0}},
      {Mode::gptqmodel, Order::first, {"proj", "+:norm$"}, {1, 2}, {0, 0, 0, 2}},
      {Mode::modelopt, Order::last, {"*", "*proj", "*q*"}, {1, 2, 0}, {1, 2, 0, 1}},
      {Mode::dtensor, Order::first, {"*", "a.*_proj"}, {1, 2}, {1, 2, 2, 1}},
  };
  return all;
}

TEST(ListReference, GivesTheLabelOfTheEntryThatDecides) {
  for (const Row& row : rows()) {
    Answer answer;
    make_reference(row.mode)->match({row.patterns, kModules, row.labels, row.order}, answer);
    ASSERT_FALSE(answer.rejected());
    EXPECT_THAT(answer.selected(), testing::ElementsAreArray(row.gets))
        << to_string(row.mode) << " " << to_string(row.order);
  }
}

TEST(ListReference, RejectsWhatThePlainReferenceRejects) {
  const std::vector<std::string_view> patterns = {".*", "("};
  const std::vector<Label> labels = {1, 2};
  for (const Order order : {Order::first, Order::last}) {
    Answer answer;
    make_reference(Mode::search)->match({patterns, kModules, labels, order}, answer);
    EXPECT_TRUE(answer.rejected()) << to_string(order);  // decided or not
  }
}

TEST(ListReference, AnswersPlainListsAsBefore) {
  const std::vector<std::string_view> patterns = {"norm", "q_proj"};
  Answer answer;
  make_reference(Mode::segment)->match({patterns, kModules}, answer);
  EXPECT_THAT(answer.selected(), testing::ElementsAre(0, 0, 1, 1));
}

// The example of the format.
TEST(LabelledCase, IsReadAndWrittenAgain) {
  const std::string text = R"({
  "overmatch": 2,
  "mode": "search",
  "order": "first",
  "patterns": [
    "lm_head",
    "mlp\\.(up|down)_proj",
    "proj"
  ],
  "labels": [
    null,
    "int4",
    "int8"
  ],
  "modules": [
    "lm_head",
    "a.mlp.up_proj",
    "a.q_proj",
    "a.norm"
  ],
  "expected": [
    null,
    "int4",
    "int8",
    null
  ]
}
)";
  const SavedCase saved = parse_case(text, "f.json");
  EXPECT_EQ(saved.content.labels.order, Order::first);
  EXPECT_THAT(saved.content.labels.numbers, testing::ElementsAre(0, 1, 2));
  EXPECT_EQ(format_case(saved), text);
}

}  // namespace
}  // namespace overmatch::list_reference_test
