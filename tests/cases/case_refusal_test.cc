// SPDX-License-Identifier: Apache-2.0
// Every way in which a case file is refused, with the whole message: one line that says where, what
// and what to do.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cases/case_file.h"
#include "tests/support/message_of.h"

namespace overmatch::case_refusal_test {
namespace {

struct Refusal {
  std::string_view text;
  std::string_view message;
};

std::string refusal_of(std::string_view text) {
  return message_of([&] { (void)parse_case(text, "f.json"); });
}

TEST(CaseRefusal, RefusesWhatIsNoJson) {
  const Refusal table[] = {
      {"",
       "f.json: line 1, column 1: no JSON, unexpected end of input; expected '[', '{', or a "
       "literal"},
      {"{\n  \"overmatch\": 1,\n}",
       "f.json: line 3, column 1: no JSON, unexpected '}'; expected string literal"},
      {"{} x", "f.json: line 1, column 4: no JSON, invalid literal"},
      {R"(["\ud800"])",
       "f.json: line 1, column 9: no JSON, invalid string: surrogate U+D800..U+DBFF must be "
       "followed by U+DC00..U+DFFF"},
      {R"(["\udc00"])",
       "f.json: line 1, column 8: no JSON, invalid string: surrogate U+DC00..U+DFFF must follow "
       "U+D800..U+DBFF"},
      {"[1e999]", "f.json: line 1, column 6: no JSON, a number that no double holds"},
      {"[\"a\",\n \"\xC3\"]", "f.json: line 2, column 3: invalid UTF-8, save the file as UTF-8"},
      {"[\"\xED\xA0\x80\"]", "f.json: line 1, column 3: invalid UTF-8, save the file as UTF-8"},
      {{"{}\0{}", 5}, "f.json: line 1, column 3: a NUL byte, write it as \\u0000"},
      {R"({"a": 1, "b": {"a": 1, "a": 2}})",
       "f.json: member \"a\" occurs twice in one object, keep one"},
  };
  for (const Refusal& row : table) EXPECT_EQ(refusal_of(row.text), row.message) << row.text;
  EXPECT_EQ(refusal_of(std::string(100'000, '[')), "f.json: nested more than 64 deep");
}

TEST(CaseRefusal, RefusesWhatIsNoCase) {
  const Refusal table[] = {
      {"[]", "f.json: a case file is one JSON object, this is: array"},
      {R"({"mode": "exact"})", "f.json: no member \"overmatch\""},
      {R"({"overmach": 1})", "f.json: unknown member \"overmach\", did you mean \"overmatch\"?"},
      {R"({"overmatch": 3, "future": 1})",
       "f.json: written in version 3 of the format, this program reads versions 1 and 2"},
      {R"({"overmatch": "1"})",
       "f.json: member \"overmatch\" is the format's version, 1 or 2, not: string"},
      {R"({"overmatch": 1, "mode": "glob", "patterns": [], "modules": []})",
       "f.json: mode \"glob\" came with version 2 of the format: write \"overmatch\": 2"},
      {R"({"overmatch": 1, "patern": []})",
       "f.json: unknown member \"patern\", did you mean \"patterns\"?"},
      {R"({"overmatch": 1, "comment": ""})",
       "f.json: unknown member \"comment\", put what is for people into \"about\""},
      {R"({"overmatch": 1, "mode": "exact", "patterns": []})", "f.json: no member \"modules\""},
  };
  for (const Refusal& row : table) EXPECT_EQ(refusal_of(row.text), row.message) << row.text;
}

// A whole case around the members that a row is about.
std::string with(std::string_view members) {
  std::string text = R"({"overmatch": 1)";
  for (const auto& [name, usual] : {std::pair{"mode", R"("segment")"},
                                    {"patterns", R"(["b"])"},
                                    {"modules", R"(["b", "a.b", "c"])"}}) {
    if (members.find(fmt::format("\"{}\":", name)) == std::string_view::npos)
      text += fmt::format(", \"{}\": {}", name, usual);
  }
  return fmt::format("{}, {}}}", text, members);
}

TEST(CaseRefusal, RefusesWrongLabels) {
  // A case with two patterns and two modules around the members that a row is about.
  const auto refusal = [](std::string_view members) {
    return refusal_of(fmt::format(R"({{"overmatch": 2, "mode": "segment", "patterns": ["b", "c"], )"
                                  R"("modules": ["b", "c"], {}}})",
                                  members));
  };
  const Refusal table[] = {
      {R"("labels": ["A", null])",
       R"(f.json: labels need "order": "first" or "last", the entry that decides)"},
      {R"("order": "first")",
       R"(f.json: order "first" needs "labels": one a pattern, a string or null)"},
      {R"("order": "frist", "labels": ["A", null])",
       R"(f.json: unknown order "frist", use one of any, first, last)"},
      {R"("order": "any", "labels": ["A", null])",
       R"(f.json: labels need "order": "first" or "last", the entry that decides)"},
      {R"("order": 1, "labels": ["A", null])", "f.json: order must be a string, is: number"},
      {R"("order": "last", "labels": ["A"])",
       "f.json: labels must be one for each pattern, are 1 for 2"},
      {R"("order": "last", "labels": ["A", 1])", "f.json: labels[1] must be a string, is: number"},
      {R"("order": "last", "labels": "A")", "f.json: labels must be an array of names, is: string"},
      {R"("order": "last", "labels": ["A", null], "expected": ["A"])",
       "f.json: expected must be one label (or null) for each module, has 1 for 2"},
      {R"("order": "last", "labels": ["A", null], "expected": ["A", "A"])",
       "f.json: expected[1] is \"A\", but the segment reference gives modules[1] \"c\" null"},
      {R"("order": "last", "labels": ["A", null], "expected": [null, null])",
       "f.json: expected[0] is null, but the segment reference gives modules[0] \"b\" \"A\""},
  };
  for (const Refusal& row : table) EXPECT_EQ(refusal(row.text), row.message) << row.text;
  EXPECT_EQ(refusal_of(R"({"overmatch": 1, "mode": "exact", "order": "first", "patterns": ["b"], )"
                       R"("labels": ["A"], "modules": []})"),
            "f.json: labels came with version 2 of the format: write \"overmatch\": 2");
  std::string patterns = R"("p")";
  std::string labels = R"("0")";
  for (int label = 1; label < 256; ++label) {
    patterns += R"(, "p")";
    labels += fmt::format(R"(, "{}")", label);
  }
  EXPECT_EQ(refusal_of(fmt::format(R"({{"overmatch": 2, "mode": "exact", "order": "first", )"
                                   R"("patterns": [{}], "labels": [{}], "modules": []}})",
                                   patterns, labels)),
            "f.json: labels[255] is the 256th label, overmatch takes at most 255 of one list");
}

// A dialect fixes whether its lists have labels, and which entry decides.
TEST(CaseRefusal, RefusesAnOrderThatIsNotTheDialects) {
  constexpr std::string_view kNothing = "(nothing thrown)";
  const auto said = [](std::string_view members) {
    return refusal_of(
        fmt::format(R"({{"overmatch": 2, {}, "patterns": ["a"], "modules": ["a"]}})", members));
  };
  EXPECT_EQ(said(R"("mode": "torchao", "labels": ["A"])"), kNothing);
  EXPECT_EQ(said(R"("mode": "torchao", "order": "first", "labels": ["A"])"), kNothing);
  EXPECT_EQ(said(R"("mode": "torchao", "order": "last", "labels": ["A"])"),
            R"(f.json: the order of torchao is first, not "last": leave out "order")");
  EXPECT_EQ(
      said(R"("mode": "torchao")"),
      R"(f.json: lists of torchao have labels: add "labels", one a pattern, a string or null)");
  EXPECT_EQ(said(R"("mode": "nncf", "labels": ["A"])"),
            R"(f.json: lists of nncf have no labels: leave out "labels")");
  EXPECT_EQ(said(R"("mode": "nncf", "order": "any")"), kNothing);
}

TEST(CaseRefusal, RefusesWrongValues) {
  const Refusal table[] = {
      {R"("mode": 1)", "mode must be a string, is: number"},
      {R"("mode": "sufix")",
       "unknown mode \"sufix\", use one of endswith, segment, exact, subtree, regex, prefix, "
       "substring, run, glob, path-glob, match, search, compressed-tensors, transformers-skip, "
       "compressed-tensors-targets, torchao, llama.cpp, gptqmodel, modelopt, nncf, dtensor, "
       "peft-targets"},
      {R"("mode": "Segments")", "unknown mode \"Segments\", did you mean \"segment\"?"},
      {R"("patterns": "b")", "patterns must be an array of names, is: string"},
      {R"("patterns": ["b", null])", "patterns[1] must be a string, is: null"},
      {R"("modules": {})", "modules must be an array of names, is: object"},
      {R"("modules": ["a", ["b"]])", "modules[1] must be a string, is: array"},
      {R"("modules": ["a", "a..b"])", "modules[1] \"a..b\" has an empty segment"},
      {R"("modules": ["a."])", "modules[0] \"a.\" has an empty segment"},
      {R"("modules": ["a", "b\n", "b\n"])", "modules[2] $'b\\n' repeats modules[1]"},
      {R"("modules": ["", ""])", "modules[1] \"\" repeats modules[0]"},
      {R"("intended": null)", "intended must be a string, is: null"},
      {R"("intended": ".a")", "intended \".a\" has an empty segment"},
      {R"("about": [])", "about must be an object, is: array"},
      {R"("about": {"title": 1})", "about.title must be a string, is: number"},
      {R"("about": {"source": []})", "about.source must be a string, is: array"},
      {R"("about": {"kinds": "leaf"})", "about.kinds must be an array of strings, is: string"},
      {R"("about": {"kinds": ["leaf", 1]})", "about.kinds[1] must be a string, is: number"},
  };
  for (const Refusal& row : table)
    EXPECT_EQ(refusal_of(with(row.text)), fmt::format("f.json: {}", row.message)) << row.text;
}

TEST(CaseRefusal, RefusesAnExpectationThatLies) {
  const Refusal table[] = {
      {R"("expected": ["b", "a.b"])", "(nothing thrown)"},
      {R"("expected": [])",
       "f.json: expected leaves out modules[0] \"b\", which the segment reference selects"},
      {R"("expected": ["b"])",
       "f.json: expected leaves out modules[1] \"a.b\", which the segment reference selects"},
      {R"("expected": ["b", "a.b", "c"])",
       "f.json: expected lists modules[2] \"c\", which the segment reference does not select"},
      {R"("expected": ["a.b", "b"])",
       "f.json: expected[1] \"b\" is out of order, list names in the order of modules"},
      {R"("expected": ["b", "b"])", "f.json: expected[1] \"b\" is listed twice"},
      {R"("expected": ["b", "d"])", "f.json: expected[1] \"d\" is not among the modules"},
      {R"("expected": [1])", "f.json: expected[0] must be a string, is: number"},
      {R"("expected": 1)", "f.json: expected must be an array of names, is: number"},
      {R"("expected": "refused")",
       "f.json: expected must be an array of names or \"rejected\", is \"refused\""},
      {R"("expected": "rejected")",
       "f.json: expected is \"rejected\", but the segment reference accepts the patterns"},
      {R"("mode": "regex", "patterns": ["["], "expected": "rejected")", "(nothing thrown)"},
  };
  for (const Refusal& row : table) EXPECT_EQ(refusal_of(with(row.text)), row.message) << row.text;
  EXPECT_THAT(refusal_of(with(R"("mode": "regex", "patterns": ["["], "expected": [])")),
              testing::StartsWith(
                  "f.json: expected is a list, but the regex reference rejects the patterns: "));
}

TEST(CaseRefusal, CutsALongNameInAMessage) {
  const std::string name(65'536, 'a');
  EXPECT_EQ(refusal_of(with(fmt::format(R"("modules": ["{0}", "{0}"])", name))),
            fmt::format("f.json: modules[1] \"{}\"… (65536 bytes) repeats modules[0]",
                        std::string(90, 'a')));
}

}  // namespace
}  // namespace overmatch::case_refusal_test
