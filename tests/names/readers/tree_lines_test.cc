// SPDX-License-Identifier: Apache-2.0
#include "names/readers/tree_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "names/readers/read_tree.h"
#include "tests/support/message_of.h"

namespace overmatch::tree_lines_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr const char* kTied =
    R"({"overmatch_tree": 1, "model_type": "toy", "config": {"vocab_size": 9, "tie_word_embeddings": true}, "input_embeddings": "m.embed", "output_embeddings": "head", "bases": {"a.Head": ["torch.nn.modules.linear.Linear", "b.Mixin"]}, "tied": [["head.weight", "m.embed.weight"]], "declared_ties": {"head.weight": "m.embed.weight"}}
{"module": "", "class": "a.Toy"}
{"module": "m", "class": "a.Body"}
{"module": "m.embed", "class": "torch.nn.modules.sparse.Embedding", "parameters": {"weight": [9, 4]}}
{"module": "m.conv", "parameters": {"weight": [8, 1, 3], "bias": [8], "scale": []}, "groups": 8}
{"module": "head", "class": "a.Head", "parameters": {"weight": [9, 4]}}
)";

Model read(const std::string& text) { return parse_model(text, "t"); }

std::vector<std::string> listed(const Names& names) { return {names.begin(), names.end()}; }

// Everything that a model says, as text, for comparisons.
std::string all_of(const Model& model) {
  return format_tree_lines(model.tree.modules, model.facts.value());
}

std::vector<std::string> shapes_of(const Model& model) {
  std::vector<std::string> shapes;
  for (const ParameterFacts& each : model.facts->parameters.value()) {
    std::string text = std::to_string(each.module) + " " + each.name;
    for (const std::int64_t size : each.shape) text += " " + std::to_string(size);
    shapes.push_back(text);
  }
  return shapes;
}

TEST(TreeLines, AllFacts) {
  const Model model = read(kTied);
  EXPECT_THAT(listed(model.tree.modules), ElementsAre("", "m", "m.embed", "m.conv", "head"));
  EXPECT_THAT(listed(model.parameters),
              ElementsAre("m.embed.weight", "m.conv.weight", "m.conv.bias", "m.conv.scale"))
      << "as named_parameters() gives them: tied ones once";
  const ModelFacts& facts = model.facts.value();
  EXPECT_EQ(facts.model_type, "toy");
  EXPECT_EQ(facts.config, R"({"vocab_size":9,"tie_word_embeddings":true})");
  EXPECT_EQ(facts.tie_word_embeddings, true);
  EXPECT_EQ(facts.input_embeddings, "m.embed");
  EXPECT_EQ(facts.output_embeddings, "head");
  EXPECT_THAT(facts.tied, ElementsAre(Pair("head.weight", "m.embed.weight")));
  EXPECT_THAT(facts.declared_ties, ElementsAre(Pair("head.weight", "m.embed.weight")));
  EXPECT_FALSE(facts.from_checkpoint);
  EXPECT_THAT(facts.not_in_checkpoint, IsEmpty());
  EXPECT_THAT(shapes_of(model),
              ElementsAre("2 weight 9 4", "3 weight 8 1 3", "3 bias 8", "3 scale", "4 weight 9 4"));
  ASSERT_EQ(facts.groups.size(), 1U);
  EXPECT_EQ(facts.groups[0].module, 3U);
  EXPECT_EQ(facts.groups[0].groups, 8);
  ASSERT_NE(facts.class_at(4), nullptr);
  EXPECT_EQ(facts.class_at(4)->name, "a.Head");
  EXPECT_THAT(facts.class_at(4)->bases, ElementsAre("torch.nn.modules.linear.Linear", "b.Mixin"));
  EXPECT_TRUE(facts.class_at(4)->is_a("Linear"));
  EXPECT_FALSE(facts.class_at(4)->is_a("ear"));
  EXPECT_EQ(facts.class_at(3), nullptr) << "a line without a class";
}

TEST(TreeLines, WhatIsWrittenIsReadAgain) {
  EXPECT_EQ(all_of(read(kTied)), [] {
    std::string text = kTied;
    const std::string from = R"("config": {"vocab_size": 9, "tie_word_embeddings": true})";
    return text.replace(text.find(from), from.size(),
                        R"("config": {"vocab_size":9,"tie_word_embeddings":true})");
  }());
  for (const char* text : {
           "{\"overmatch_tree\": 1}\n{\"module\": \"a\"}\n",
           "{\"overmatch_tree\": 1}\n{\"module\": \"a\", \"parameters\": {}}\n{\"module\": "
           "\"b\"}\n",
           "{\"overmatch_tree\": 1, \"declared_ties\": [\"a.x\", \"b.x\"], \"checkpoint\": "
           "true}\n{\"module\": \"a\\n\\\"\"}\n{\"module\": \"b\", \"in_checkpoint\": false}\n",
           "{\"overmatch_tree\": 1, \"bases\": {\"A\": [\"B\"], \"C\": [\"D\", "
           "\"E\"]}}\n{\"module\": \"a\", \"class\": \"C\"}\n{\"module\": \"b\", \"class\": "
           "\"A\", \"groups\": 2}\n",
           "{\"overmatch_tree\": 1, \"tied\": [[\"b.x\", \"a.x\"], [\"c.x\", \"a.x\"]]}\n"
           "{\"module\": \"a\"}\n{\"module\": \"b\"}\n{\"module\": \"c\"}\n",
           "{\"overmatch_tree\": 1, \"aliases\": [[\"b.x\", \"a\"]], \"printed\": true}\n"
           "{\"module\": \"a\", \"class\": \"A\"}\n",
       }) {
    EXPECT_EQ(all_of(read(text)), text);
  }
}

// A line is read in one pass if it has the usual spelling, else by the JSON library. Both must
// agree.
TEST(TreeLines, AnySpelling) {
  const std::string usual = all_of(read(
      "{\"overmatch_tree\": 1}\n{\"module\": \"a\", \"class\": \"C\", \"parameters\": {\"weight\": "
      "[0, 12], \"bias\": []}}\n"));
  for (
      const char* line : {
          R"({"module":"a","class":"C","parameters":{"weight":[0,12],"bias":[]}})",
          R"(  { "module" : "a" , "class" : "C" , "parameters" : { "weight" : [ 0 , 12 ] , "bias" : [ ] } }  )",
          R"({"parameters": {"weight": [0, 12], "bias": []}, "class": "C", "module": "a"})",
          R"({"module": "\u0061", "class": "C", "parameters": {"weight": [0, 12], "bias": []}})",
          R"({"modul\u0065": "a", "class": "C", "parameters": {"w\u0065ight": [0, 12], "bias": []}})",
          R"({"module": "a", "class": "C", "parameters": {"weight": [0, 12], "bias": []}, "groups": 1})",
          R"({"module": "a", "class": "C", "parameters": {"weight": [0, 12], "bias": []}, "new": [1]})",
      }) {
    for (const char* end : {"\n", "\r\n", "", "\n\n", "\n  \r\n"}) {
      EXPECT_EQ(all_of(read("{\"overmatch_tree\": 1, \"later\": {}}\n" + std::string(line) + end)),
                usual)
          << line;
    }
  }
  const Model big = read(
      "{\"overmatch_tree\": 1}\n{\"module\": \"a\", \"parameters\": {\"w\": [999999999999999999, "
      "9223372036854775807]}}");
  EXPECT_THAT(shapes_of(big), ElementsAre("0 w 999999999999999999 9223372036854775807"));
}

TEST(TreeLines, MissingAncestorsHaveNoFacts) {
  const Model model = read(
      R"({"overmatch_tree": 1}
{"module": "a.b.c", "class": "C", "parameters": {"w": [1]}}
{"module": "a.b", "class": "B", "parameters": {"v": [2]}}
{"module": "d.e"})");
  EXPECT_THAT(listed(model.tree.modules), ElementsAre("a", "a.b", "a.b.c", "d", "d.e"));
  const ModelFacts& facts = model.facts.value();
  EXPECT_EQ(facts.class_of.size(), 5U);
  EXPECT_EQ(facts.class_at(0), nullptr);
  EXPECT_EQ(facts.class_at(1)->name, "B");
  EXPECT_EQ(facts.class_at(2)->name, "C");
  EXPECT_EQ(facts.class_at(3), nullptr);
  EXPECT_THAT(shapes_of(model), ElementsAre("1 v 2", "2 w 1")) << "in the order of the tree";
}

TEST(TreeLines, AbsentFactsAreUnknown) {
  const ModelFacts facts = read("{\"overmatch_tree\": 1}\n{\"module\": \"a\"}").facts.value();
  EXPECT_THAT(facts.class_of, IsEmpty());
  EXPECT_EQ(facts.parameters, std::nullopt);
  EXPECT_EQ(facts.tie_word_embeddings, std::nullopt);
  EXPECT_EQ(facts.model_type + facts.config + facts.input_embeddings, "");
  EXPECT_EQ(read(R"({"overmatch_tree": 1, "config": {"model_type": "gpt2"}}
{"module": "a"})")
                .facts->model_type,
            "gpt2");
}

TEST(TreeLines, AreToldFromOtherJson) {
  EXPECT_FALSE(is_tree_lines("[\"overmatch_tree\"]"));
  EXPECT_FALSE(is_tree_lines("{\"a\": 1}\n{\"overmatch_tree\": 1}"));
  EXPECT_FALSE(is_tree_lines("overmatch_tree\n"));
  EXPECT_FALSE(is_tree_lines(""));
  EXPECT_TRUE(is_tree_lines("\n {\"bases\": {}, \"overmatch_tree\": 1}"));
  EXPECT_EQ(read("{\"weight_map\": {\"overmatch_tree\": \"x\", \"a.weight\": \"y\"}}").facts,
            std::nullopt);
}

std::string refusal(const std::string& text) {
  return message_of([&] { (void)read(text); });
}

TEST(TreeLinesRefuses, FirstLines) {
  const auto refused = [](const std::string& members) {
    return refusal("{\"overmatch_tree\": 1, " + members +
                   "}\n{\"module\": \"a\", \"class\": \"A\", \"parameters\": {\"w\": [1]}}\n");
  };
  const struct {
    const char* members;
    const char* says;
  } rows[] = {
      {R"("model_type": 1)", R"("model_type" must be a string)"},
      {R"("input_embeddings": null)", R"("input_embeddings" must be a string)"},
      {R"("input_embeddings": "b")",
       R"("input_embeddings" is "b", which is no module of the tree)"},
      {R"("output_embeddings": "b")",
       R"("output_embeddings" is "b", which is no module of the tree)"},
      {R"("config": [])", R"("config" must be an object)"},
      {R"("checkpoint": "yes")", R"("checkpoint" must be true or false)"},
      {R"("bases": [])",
       R"("bases" must be an object of classes, each with an array of base classes)"},
      {R"("bases": {"A": "B"})", R"(the bases of "A" must be an array of classes)"},
      {R"("bases": {"A": [1]})", R"(the bases of "A" must be an array of classes)"},
      {R"("bases": {"A": [""]})", R"(the bases of "A" must be an array of classes)"},
      {R"("bases": {"": ["B"]})", R"("bases" has a class without a name)"},
      {R"("bases": {"A": ["B"], "C": []})", R"("bases" has the class "C", which no module has)"},
      {R"("bases": {"A": ["B"], "A": []})", R"(member "A" occurs twice in one object, keep one)"},
      {R"("tied": {"a.w": "a.w"})",
       R"("tied" must be an array of pairs [later parameter, first parameter])"},
      {R"("tied": [["a.w"]])",
       R"("tied" must be an array of pairs [later parameter, first parameter])"},
      {R"("tied": [["a.w", "a.w"]])", R"("tied" ties "a.w" to itself)"},
      {R"("tied": [["a.v", "a.w"]])", R"("tied" has the parameter "a.v", which no module has)"},
      {R"("tied": [["a.w", "w"]])", R"("tied" has the parameter "w", which no module has)"},
      {R"("aliases": [["b"]])",
       R"("aliases" must be an array of pairs [another path, the path of the tree])"},
      {R"("aliases": [["b", "c"]])",
       R"("aliases" has the pair "b" and "c", of which the second must be a module of the tree)"},
      {R"("printed": 1)", R"("printed" must be true or false)"},
      {R"("declared_ties": "a")",
       R"("declared_ties" must be an object {name: source} or an array of names)"},
      {R"("declared_ties": {"a": 1})",
       R"("declared_ties" must be an object {name: source} or an array of names)"},
      {R"("overmatch_tree": 1)", R"(member "overmatch_tree" occurs twice in one object, keep one)"},
  };
  for (const auto& [members, says] : rows)
    EXPECT_EQ(refused(members), "t:1: " + std::string(says)) << members;
  EXPECT_EQ(refused(R"("bases": {"A": ["B"]}, "input_embeddings": "a")"), "(nothing thrown)");
  EXPECT_EQ(refusal(R"({"overmatch_tree": 1, "tied": [["b.w", "a.w"], ["b.w", "a.v"]]}
{"module": "a"}
{"module": "b"})"),
            R"(t:1: "tied" ties "b.w" twice)");
  EXPECT_EQ(refusal("{\"overmatch_tree\": 2}\n{\"module\": \"a\"}\n"),
            "t:1: \"overmatch_tree\" must be 1, the version of the format");
  EXPECT_EQ(refusal("{\"a\": \"overmatch_tree\"}\n{\"module\": \"a\"}\n"),
            "t:1: the first line has no \"overmatch_tree\"");
  EXPECT_EQ(refusal("{\"overmatch_tree\": 1}\n"), "t:1: no module names");
  EXPECT_EQ(refusal("{\"overmatch_tree\": 1,\n \"tied\": []}\n{\"module\": \"a\"}\n"),
            "t:1: column 22: no JSON, unexpected end of input; expected string literal");
}

TEST(TreeLinesRefuses, Modules) {
  const struct {
    const char* line;
    const char* says;
  } rows[] = {
      {R"({"module": "a"})", R"(duplicate module "a", first on line 2)"},
      {R"({"module": "b..c"})",
       R"(malformed path "b..c": a segment between two dots must not be empty)"},
      {R"({"module": ""})", R"(the root "" must come before all other modules)"},
      {R"({"module": 1})", R"("module" must be a string)"},
      {R"({"class": "C"})",
       R"(no "module"; a line is a module, such as {"module": "model.layers.0"})"},
      {R"({})", R"(no "module"; a line is a module, such as {"module": "model.layers.0"})"},
      {R"("b")", R"(no object; a line is a module, such as {"module": "model.layers.0"})"},
      {R"(["b"])", R"(no object; a line is a module, such as {"module": "model.layers.0"})"},
      {R"({"module": "b", "class": null})", R"("class" must be a string that is not empty)"},
      {R"({"module": "b", "class": ""})", R"("class" must be a string that is not empty)"},
      {R"({"module": "b", "parameters": [1]})", R"("parameters" must be an object of shapes)"},
      {R"({"module": "b", "parameters": {"w": 1}})",
       R"(the shape of "w" must be an array of non-negative numbers)"},
      {R"({"module": "b", "parameters": {"w": [-1]}})",
       R"(the shape of "w" must be an array of non-negative numbers)"},
      {R"({"module": "b", "parameters": {"w": [1.0]}})",
       R"(the shape of "w" must be an array of non-negative numbers)"},
      {R"({"module": "b", "parameters": {"w": ["1"]}})",
       R"(the shape of "w" must be an array of non-negative numbers)"},
      {R"({"module": "b", "parameters": {"w": [9223372036854775808]}})",
       R"(the shape of "w" must be an array of non-negative numbers)"},
      {R"({"module": "b", "parameters": {"w.v": [1]}})",
       R"(malformed parameter name "w.v": inside its module it is not empty and has no dot)"},
      {R"({"module": "b", "parameters": {"": [1]}})",
       R"(malformed parameter name "": inside its module it is not empty and has no dot)"},
      {R"({"module": "b", "parameters": {"w": [1], "w": [1]}})",
       R"(member "w" occurs twice in one object, keep one)"},
      {R"({"module": "b", "module": "c"})",
       R"(member "module" occurs twice in one object, keep one)"},
      {R"({"module": "b", "class": "C", "class": "C"})",
       R"(member "class" occurs twice in one object, keep one)"},
      {R"({"module": "b", "parameters": {}, "parameters": {}})",
       R"(member "parameters" occurs twice in one object, keep one)"},
      {R"({"module": "b", "groups": 0})", R"("groups" must be a positive number)"},
      {R"({"module": "b", "groups": "1"})", R"("groups" must be a positive number)"},
      {R"({"module": "b", "in_checkpoint": 0})", R"("in_checkpoint" must be true or false)"},
      {R"({"module": "b",})", R"(column 16: no JSON, unexpected '}'; expected string literal)"},
      {R"({"module": "b"} {"module": "c"})",
       R"(column 17: no JSON, unexpected '{'; expected end of input)"},
      {R"({"module": "b", "parameters": {"w": [01]}})",
       R"(column 39: no JSON, unexpected number literal; expected ']')"},
      {R"({"module": "b)", R"(column 14: no JSON, invalid string: missing closing quote)"},
      {"b", R"(column 1: no JSON, invalid literal)"},
      {"{\"module\": \"b\tc\"}",
       "column 14: no JSON, invalid string: control character U+0009 (HT) must be escaped to "
       "\\u0009 or \\t"},
  };
  for (const auto& [line, says] : rows) {
    EXPECT_EQ(refusal("{\"overmatch_tree\": 1}\n{\"module\": \"a\"}\n" + std::string(line) + "\n"),
              "t:3: " + std::string(says))
        << line;
  }
}

}  // namespace
}  // namespace overmatch::tree_lines_test
