// SPDX-License-Identifier: Apache-2.0
#include "cli/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <vector>

#include "report/words.h"
#include "report/wrap.h"

namespace overmatch::cli {

namespace {

using std::string;
using std::string_view;

struct Example {
  string_view verb;
  string_view command;
  string_view what;
};

// Two for each verb, which tests/cli runs.
constexpr auto kExamples = std::to_array<Example>({
    {"check", "overmatch check --command 'python3 my_matcher.py' --mode segment",
     "test a matcher in any language"},
    {"check", "overmatch check --builtin endswith --mode segment --seed 7",
     "see what a finding looks like"},
    {"repro", "overmatch repro overmatch-cases --plugin ./my_matcher.so",
     "replay what a check found"},
    {"repro", "overmatch repro case.json", "show what the reference of the case's mode selects"},
    {"shrink", "overmatch shrink case.json --plugin ./my_matcher.so",
     "find the smallest case of a bug"},
    {"shrink", "overmatch shrink case.json --builtin endswith --mode segment",
     "the same of a reference"},
    {"generate", "overmatch generate --mode segment --count 1000",
     "write cases for a test suite elsewhere"},
    {"generate", "overmatch generate --mode search --order first --count 10",
     "write lists with labels"},
    {"prove", "overmatch prove --mode endswith --pattern layers.0 --intended model",
     "can the pattern leave the subtree?"},
    {"prove", "overmatch prove --clinic '.*q_proj|v_proj'", "find the mistakes of a regex"},
    {"audit", "overmatch audit --tree model.txt --peft adapter_config.json",
     "what does the config select?"},
    {"audit", "overmatch audit --tree model.txt --mode endswith --pattern classifier",
     "what does a pattern select?"},
    {"compare", "overmatch compare --mode endswith --mode-b segment --pattern classifier",
     "what would another rule change?"},
    {"compare", "overmatch compare --mode torchao --mode-b compressed-tensors --pattern lm_head",
     "do two libraries agree?"},
    {"fuzz", "overmatch fuzz --plugin ./my_matcher.so --time 600", "search for ten minutes"},
    {"fuzz", "overmatch fuzz --builtin segment --time 10", "fuzz a reference"},
    {"selftest", "overmatch selftest", "every planted bug, and who finds it"},
    {"selftest", "overmatch selftest --mode segment --summary", "one mode, in short"},
    {"lock", "overmatch lock --write selection.lock --tree model.txt --peft adapter_config.json",
     "write down what the config selects"},
    {"lock", "overmatch lock --check selection.lock --tree model.txt --peft adapter_config.json",
     "is it still the same?"},
    {"explain", "overmatch explain glued-prefix", "what a word of a report means"},
    {"explain", "overmatch explain", "list all words"},
    {"demo", "overmatch demo", "see a real collision"},
    {"demo", "overmatch demo --color never", "the same without colours"},
    {"completion", "overmatch completion bash", "print the script"},
    {"completion", "overmatch completion fish", "the same for fish"},
});

// The groups of a verb, in this order; all other options come before them.
constexpr std::array<string_view, 3> kLastGroups = {"Subject", "Reports", "Other"};

struct Entry {
  string names;  // "-v, --verbose", "--json FILE"
  string what;
  string group;
};

string names_of(const CLI::Option& option) {
  std::vector<string> names;
  for (const string& name : option.get_snames()) names.push_back("-" + name);
  for (const string& name : option.get_lnames()) names.push_back("--" + name);
  if (names.empty()) names.push_back(option.get_name());
  string text = fmt::format("{}", fmt::join(names, ", "));
  if (option.get_items_expected_min() > 0 && !option.get_positional())
    text += " " + option.get_type_name();
  return text;
}

std::vector<Entry> entries_of(const CLI::App& app) {
  std::vector<Entry> entries;
  for (const CLI::Option* const option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    const bool help = option == app.get_help_ptr();
    string what = option->get_description();
    if (option->get_required()) what += " (required)";
    entries.push_back({names_of(*option), what, help ? "Other" : option->get_group()});
  }
  return entries;
}

constexpr std::size_t kNameWidth = 24;

void add_entry(string& out, const string& names, string_view what, std::size_t width) {
  constexpr std::size_t kIndent = 2;
  constexpr std::size_t kMostIndent = 16;  // of what wrapped() keeps of an indent
  const string name = string(kIndent, ' ') + names;
  if (name.size() + kIndent > kNameWidth) {
    out += name + "\n" +
           report::wrapped(string(kNameWidth, ' ').append(what), width, kNameWidth - kMostIndent);
  } else {
    const string padding(kNameWidth - name.size(), ' ');
    out += report::wrapped((name + padding).append(what), width, kNameWidth - kIndent);
  }
  out += '\n';
}

std::vector<string> groups_of(const std::vector<Entry>& entries) {
  std::vector<string> groups;
  const auto is_last = [](const string& group) {
    return std::find(kLastGroups.begin(), kLastGroups.end(), group) != kLastGroups.end();
  };
  for (const Entry& entry : entries) {
    if (!is_last(entry.group) &&
        std::find(groups.begin(), groups.end(), entry.group) == groups.end())
      groups.push_back(entry.group);
  }
  for (const string_view group : kLastGroups) {
    if (std::any_of(entries.begin(), entries.end(),
                    [&](const Entry& entry) { return entry.group == group; }))
      groups.emplace_back(group);
  }
  return groups;
}

string usage_of(const CLI::App& app) {
  const CLI::App* const parent = app.get_parent();
  if (parent == nullptr) return app.get_name() + " VERB [OPTIONS]";
  string usage = parent->get_name() + " " + app.get_name() + " [OPTIONS]";
  for (const CLI::Option* const option : app.get_options()) {
    if (!option->get_positional()) continue;
    const string name = option->get_name() + (option->get_items_expected_max() > 1 ? "..." : "");
    usage += option->get_required() ? " " + name : " [" + name + "]";
  }
  return usage;
}

// Text for roff: a backslash, and a dot or quote that begins a line, mean something there.
string roff(string_view text) {
  string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out.append("\\&").append(1, c);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::vector<const CLI::App*> verbs_of(const CLI::App& app) {
  auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
  std::erase_if(verbs, [](const CLI::App* verb) { return verb->get_group().empty(); });
  return {verbs.begin(), verbs.end()};
}

string help_text(const CLI::App& app, std::size_t width) {
  const bool is_verb = app.get_parent() != nullptr;
  constexpr string_view kUsage = "Usage: ";
  string out = report::wrapped(app.get_description(), width, 0) + "\n\n" +
               report::wrapped(string(kUsage) + usage_of(app), width, kUsage.size()) + "\n";
  const auto verbs = verbs_of(app);
  if (!verbs.empty()) {
    out += "\nVerbs\n";
    for (const CLI::App* const verb : verbs)
      add_entry(out, verb->get_name(), report::first_line(verb->get_description()), width);
  }
  const std::vector<Entry> entries = entries_of(app);
  for (const string& group : groups_of(entries)) {
    out += "\n" + group + "\n";
    for (const Entry& entry : entries) {
      if (entry.group == group) add_entry(out, entry.names, entry.what, width);
    }
  }
  if (!is_verb) return out + "\novermatch VERB --help explains a verb, with examples.\n";
  const auto is_of = [&](const Example& example) { return example.verb == app.get_name(); };
  if (std::any_of(kExamples.begin(), kExamples.end(), is_of)) out += "\nExamples\n";
  for (const Example& example : kExamples) {
    if (is_of(example)) out += fmt::format("  # {}\n  {}\n", example.what, example.command);
  }
  return out;
}

string manual_page(const CLI::App& app, string_view version) {
  const string description = app.get_description();
  const std::size_t colon = description.find(':');
  string out = fmt::format(
      ".TH OVERMATCH 1 \"\" \"overmatch {}\"\n.SH NAME\novermatch \\- {}\n.SH SYNOPSIS\n"
      ".B overmatch\n.I VERB\n[OPTIONS]\n.SH DESCRIPTION\n{}\n",
      version, roff("test module-name matchers"),
      roff(colon == string::npos ? description : description));
  for (const CLI::App* const verb : verbs_of(app)) {
    out += fmt::format(".SH {}\n{}\n.PP\n.B {}\n", roff(verb->get_name()),
                       roff(verb->get_description()), roff(usage_of(*verb)));
    const std::vector<Entry> entries = entries_of(*verb);
    for (const string& group : groups_of(entries)) {
      out += fmt::format(".SS {}\n", roff(group));
      for (const Entry& entry : entries) {
        if (entry.group == group)
          out += fmt::format(".TP\n.B {}\n{}\n", roff(entry.names), roff(entry.what));
      }
    }
    for (const Example& example : kExamples) {
      if (example.verb == verb->get_name())
        out +=
            fmt::format(".PP\n{}:\n.PP\n.nf\n{}\n.fi\n", roff(example.what), roff(example.command));
    }
  }
  return out;
}

}  // namespace overmatch::cli
