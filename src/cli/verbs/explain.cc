// SPDX-License-Identifier: Apache-2.0
// overmatch explain: prints what a mode, dialect, property, collision kind, finding or term means.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/explain/reference_pages.h"
#include "cli/explain/topics.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "names/closest.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/writable.h"
#include "report/ansi_style.h"
#include "report/page_text.h"
#include "report/words.h"
#include "report/wrap.h"

namespace overmatch::cli {

namespace {

// No name of ours is longer than this.
constexpr std::size_t kLongestWord = 64;

struct ExplainArguments {
  std::vector<std::string> words;
  std::string json;
};

// The pages of names that no table of the program has, as GROUP/NAME.
std::vector<std::string> unused_pages(const std::vector<TopicGroup>& groups) {
  std::set<std::string> used = {"/glossary"};
  for (const TopicGroup& group : groups) {
    for (const Topic& topic : group.topics)
      used.insert(fmt::format("{}/{}", group.folder, plain_name(topic.name)));
  }
  std::vector<std::string> unused;
  for (const ReferencePage& page : reference_pages()) {
    if (std::string name = fmt::format("{}/{}", page.group, page.name); used.count(name) == 0)
      unused.push_back(std::move(name));
  }
  return unused;
}

void write_topics(const std::vector<TopicGroup>& groups, const std::string& file) {
  nlohmann::ordered_json json;
  for (const TopicGroup& group : groups) {
    auto& list = json[std::string(group.folder)] = nlohmann::ordered_json::array();
    for (const Topic& topic : group.topics) {
      const std::string text =
          topic.sentence.empty() ? std::string(topic.markdown) : topic.sentence;
      list.push_back({{"name", topic.name}, {"also", topic.also}, {"page", text}});
    }
  }
  json["unused"] = unused_pages(groups);
  write_file(file, json.dump(2) + "\n");
}

// Whether `word` is the name or its plural.
bool is_name(std::string_view name, const std::string& word) {
  const std::string known = plain_name(name);
  const std::string given = plain_name(word);
  return given == known || given == known + "s" ||
         (known.ends_with('y') && given == known.substr(0, known.size() - 1) + "ies");
}

bool is_called(const Topic& topic, const std::string& word) {
  return is_name(topic.name, word) ||
         std::any_of(topic.also.begin(), topic.also.end(),
                     [&](const std::string& also) { return is_name(also, word); });
}

std::string list_of_topics(const std::vector<TopicGroup>& groups, const report::AnsiStyle& style) {
  std::string out = "overmatch explain WORD prints the page of one of these:\n";
  for (const TopicGroup& group : groups) {
    out += "\n" + style.bold(group.title) + "\n  ";
    for (std::size_t at = 0; at < group.topics.size(); ++at)
      out += (at == 0 ? "" : ", ") + group.topics[at].name;
    out += "\n";
  }
  return out;
}

[[noreturn]] void refuse(const std::string& word, const std::vector<TopicGroup>& groups) {
  std::vector<std::string> names;
  for (const TopicGroup& group : groups) {
    for (const Topic& topic : group.topics) {
      names.push_back(plain_name(topic.name));
      for (const std::string& also : topic.also) names.push_back(plain_name(also));
    }
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string_view meant =
      word.size() > kLongestWord ? std::string_view() : closest(plain_name(word), candidates);
  throw InputError(fmt::format("explain: there is no page for {}{} (overmatch explain lists all)",
                               report::short_quoted(word),
                               meant.empty() ? "" : fmt::format(": did you mean {}?", meant)));
}

// A page with what it is about behind its title.
std::string page_with_title(const Topic& topic, std::string_view one,
                            const report::AnsiStyle& style) {
  std::string title = topic.name;
  std::string_view body = topic.sentence;
  if (!topic.markdown.empty()) {
    const std::size_t end = std::min(topic.markdown.find('\n'), topic.markdown.size());
    title = topic.markdown.substr(2, end - 2);  // without "# "
    body = topic.markdown.substr(end);
    body.remove_prefix(std::min(body.find_first_not_of('\n'), body.size()));
  }
  const std::size_t width = columns_of(STDOUT_FILENO);
  title = style.bold(title) + style.faint(fmt::format(": {}", one));
  return report::wrapped(title, width) + "\n\n" + report::page_text(body, style, width);
}

// All pages of a word; "" if there is none.
std::string pages_of(const std::string& word, const std::vector<TopicGroup>& groups,
                     const report::AnsiStyle& style) {
  std::string out;
  for (const TopicGroup& group : groups) {
    for (const Topic& topic : group.topics) {
      if (!is_called(topic, word) || (topic.markdown.empty() && topic.sentence.empty())) continue;
      out += (out.empty() ? "" : "\n") + page_with_title(topic, group.one, style);
    }
  }
  return out;
}

// The pages of the words of a phrase or of an id ("minimal: proved", "agreement/overmatch/digit");
// "" unless each has some.
std::string pages_of_parts(const std::string& phrase, const std::vector<TopicGroup>& groups,
                           const report::AnsiStyle& style) {
  std::string out;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t end = std::min(phrase.find_first_of(" /", at), phrase.size());
    if (end > at) {
      const std::string pages = pages_of(phrase.substr(at, end - at), groups, style);
      if (pages.empty()) return "";
      out += (out.empty() ? "" : "\n") + pages;
    }
    at = end + 1;
  }
  return out;
}

int explain(const ExplainArguments& arguments) {
  const std::vector<TopicGroup> groups = all_topics();
  if (!arguments.json.empty()) {
    need_writable(arguments.json);
    write_topics(groups, arguments.json);
    return kNothingFound;
  }
  const report::AnsiStyle style(wants_colour());
  if (arguments.words.empty()) {
    print_report(list_of_topics(groups, style));
    return kNothingFound;
  }
  const std::string word = fmt::format("{}", fmt::join(arguments.words, " "));
  std::string out = pages_of(word, groups, style);
  if (out.empty()) out = pages_of_parts(word, groups, style);
  if (out.empty()) refuse(word, groups);
  print_output(out);
  return kNothingFound;
}

}  // namespace

void add_explain(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* const verb = app.add_subcommand(
      "explain", "say what a mode, dialect, property, collision kind, finding or term means");
  CLI::Option* const words =
      verb->add_option("WORD", arguments->words, "a word of a report; without one, list all words");
  verb->add_option("--json", arguments->json,
                   "write all words and their pages as JSON; - for standard output")
      ->type_name("FILE")
      ->excludes(words);
  verb->callback([arguments, &status] { status = explain(*arguments); });
}

}  // namespace overmatch::cli
