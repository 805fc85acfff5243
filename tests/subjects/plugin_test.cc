// SPDX-License-Identifier: Apache-2.0
#include "subjects/plugin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "names/names.h"
#include "subjects/probe.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::plugin_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string file_of(std::string_view variant) {
  return std::string(OVERMATCH_ODD_PLUGINS "/odd_plugin_").append(variant).append(".so");
}

std::string refusal(const std::string& file, std::optional<Mode> mode = std::nullopt) {
  try {
    static_cast<void>(load_plugin(file, mode));
  } catch (const SubjectError& error) {
    return error.what();
  }
  return "(loaded)";
}

TEST(LoadPlugin, SaysWhyItRefuses) {
  const TemporaryFolder folder;
  struct Row {
    std::string file;
    const char* says;
  };
  const std::vector<Row> rows = {
      {folder.file("missing.so"), "No such file"},
      {folder.put("text.so", "not a library"), "text.so"},
      {"no-slash.so", "./no-slash.so"},
      {file_of("EXPORT"), "does not export overmatch_plugin_v1"},
      {file_of("NULL"), "returned a null pointer"},
      {file_of("ABI"), "has ABI 2, this overmatch speaks ABI 1"},
      {file_of("MATCHLESS"), "has no match function"},
      {file_of("MODE"), "declares the unknown mode \"globs\"; give one with --mode"},
      {file_of("NAMELESS"), "declares the unknown mode \"\""},
  };
  for (const Row& row : rows) {
    const std::string message = refusal(row.file);
    EXPECT_THAT(message, AllOf(HasSubstr("plugin " + row.file + ": "), HasSubstr(row.says)));
    EXPECT_EQ(message.find('\n'), std::string::npos) << "one line: " << message;
  }
}

TEST(LoadPlugin, TakesTheModeFromTheUserOrThePlugin) {
  struct Row {
    const char* variant;
    std::optional<Mode> given;
    Mode mode;
  };
  const std::vector<Row> rows = {{"SOUND", std::nullopt, Mode::exact},
                                 {"SOUND", Mode::subtree, Mode::subtree},
                                 {"MODE", Mode::segment, Mode::segment},
                                 {"NAMELESS", Mode::regex, Mode::regex}};
  for (const Row& row : rows)
    EXPECT_EQ(load_plugin(file_of(row.variant), row.given)->mode(), row.mode) << row.variant;
}

// Gives what each test says, beside what it was asked.
std::vector<std::uint32_t> given_labels;
std::string asked_mode;
int assign(const overmatch_labelled_query* query, std::uint32_t* labels, char*, std::size_t) {
  asked_mode = query->mode + std::to_string(query->order) + std::to_string(query->labels[1]);
  std::copy(given_labels.begin(), given_labels.end(), labels);
  return 0;
}

TEST(LabelledPlugin, IsAskedForLabelsAndItsAnswersAreChecked) {
  const auto plugin = make_plugin(nullptr, "labelled", Mode::path_glob, assign);
  EXPECT_TRUE(plugin->takes_labels());
  EXPECT_FALSE(plugin->takes_plain_lists());
  const std::vector<std::string_view> patterns = {"a", "b"};
  const std::vector<std::string_view> modules = {"a", "b"};
  const std::vector<Label> labels = {kNull, 1};
  Probe probe(*plugin, Mode::path_glob, nullptr, kNever, Order::last);
  Answer answer;
  given_labels = {0, 1};
  probe.ask({patterns, modules, labels, Order::last}, answer);
  EXPECT_THAT(answer.selected(), testing::ElementsAre(0, 1));
  EXPECT_EQ(asked_mode, "path-glob21");
  // A plain list is asked with one label.
  given_labels = {1, 1};
  probe.ask({patterns, modules}, answer);
  EXPECT_TRUE(answer.selects(0));

  struct Row {
    std::vector<std::uint32_t> given;
    const char* says;
  };
  const std::vector<Row> rows = {{{1}, "left a module's label unset"},
                                 {{1, 256}, "gave a module the label 256, which no entry has"},
                                 {{1, 2}, "gave module 1 the label 2, which no entry has"},
                                 {{1, 1, 1}, "wrote past the end of labels"}};
  for (const Row& row : rows) {
    given_labels = row.given;
    try {
      probe.ask({patterns, modules, labels, Order::last}, answer);
      ADD_FAILURE() << row.says;
    } catch (const SubjectFailure& failure) {
      EXPECT_THAT(failure.what(), HasSubstr(row.says));
    }
  }
}

TEST(DeferPlugin, KnowsNameAndModeAndRefusesLikeLoading) {
  const auto plugin = defer_plugin(file_of("SOUND"), std::nullopt, Limits{});
  EXPECT_EQ(plugin->name(), "sound");
  EXPECT_EQ(plugin->mode(), Mode::exact);
  EXPECT_EQ(defer_plugin(file_of("NAMELESS"), Mode::regex, Limits{})->mode(), Mode::regex);
  for (const char* const variant : {"EXPORT", "NULL", "ABI", "MATCHLESS", "MODE", "missing"}) {
    const std::string file = file_of(variant);
    try {
      static_cast<void>(defer_plugin(file, std::nullopt, Limits{}));
      ADD_FAILURE() << variant;
    } catch (const SubjectError& error) {
      EXPECT_EQ(error.what(), refusal(file));
    }
  }
}

TEST(DeferPlugin, IsLoadedWhereItIsAsked) {
  const auto plugin = defer_plugin(file_of("SOUND"), std::nullopt, Limits{});
  const auto is_loaded = [] {
    std::ifstream maps("/proc/self/maps");
    const std::string text(std::istreambuf_iterator<char>(maps), {});
    return text.find("odd_plugin_SOUND") != std::string::npos;
  };
  const bool before = is_loaded();  // by another test of this process
  const IsolatedRun run = run_isolated(
      [&](const Sink& sink, Heartbeat&) {
        const std::string_view name = "a";
        Answer answer;
        plugin->match({{&name, 1}, {&name, 1}}, answer);
        sink.write(is_loaded() && answer.selects(0) ? "y" : "n");
      },
      Limits{});
  EXPECT_EQ(run.output, "y");
  EXPECT_EQ(is_loaded(), before);
}

TEST(LoadPlugin, CallsANamelessPluginByItsFile) {
  EXPECT_EQ(load_plugin(file_of("SOUND"), std::nullopt)->name(), "sound");
  EXPECT_EQ(load_plugin(file_of("NAMELESS"), Mode::exact)->name(), file_of("NAMELESS"));
}

TEST(LoadPlugin, FindsAFileWithoutASlashInTheCurrentFolder) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(OVERMATCH_ODD_PLUGINS);
  const std::string message = refusal("odd_plugin_SOUND.so");
  std::filesystem::current_path(before);
  EXPECT_EQ(message, "(loaded)");
}

// What the sound plugin answers about the modules a, `order` and b.
std::string answer_to(Matcher& plugin, std::string_view order) {
  Names modules{"a", order, "b"};
  const Names patterns{order};
  Answer answer;
  answer.start(9, Answer::kYes);
  try {
    plugin.match({patterns.views(), modules.views()}, answer);
  } catch (const SubjectFailure& failure) {
    return failure.what();
  }
  if (answer.rejected()) return "rejects: " + answer.reason();
  std::string flags;
  for (const std::uint8_t flag : answer.selected()) flags += static_cast<char>('0' + flag);
  return flags;
}

TEST(Plugin, HasItsAnswersChecked) {
  const auto plugin = load_plugin(file_of("SOUND"), std::nullopt);
  struct Row {
    std::string_view order;
    std::string says;
  };
  const std::vector<Row> rows = {
      {"x.y", "010"},
      {std::string_view("n\0l", 3), "010"},
      {"reject", "rejects: as you like"},
      {"reject without a word", "rejects: no reason given"},
      {"reject in Latin-1", "rejects: the reason is not valid UTF-8"},
      {"reject at length", "rejects: " + std::string(511, 'x')},
      {"two for yes", "set a module's flag to 2, neither 1 nor 0"},
      {"leave the last unset",
       "left a module's flag unset: selected[i] must be set to 1 or 0 for each"},
      {"write past the end", "wrote past the end of selected"},
      {"write into the pattern", "wrote into the text of a pattern, which it must not change"},
      {"write into a module", "wrote into the text of a module, which it must not change"},
      {"x.y", "010"},  // and nothing of that is remembered
  };
  for (const Row& row : rows) EXPECT_EQ(answer_to(*plugin, row.order), row.says) << row.order;
}

TEST(Plugin, IsNeverGivenANullList) {
  const auto plugin = load_plugin(file_of("SOUND"), std::nullopt);
  const Names some{"a"};
  Answer answer;
  for (const Question& question :
       {Question{}, Question{some.views(), {}}, Question{{}, some.views()}}) {
    plugin->match(question, answer);
    EXPECT_FALSE(answer.rejected()) << answer.reason();
    EXPECT_EQ(answer.selected().size(), question.modules.size());
  }
}

}  // namespace
}  // namespace overmatch::plugin_test
