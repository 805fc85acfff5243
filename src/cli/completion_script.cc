// SPDX-License-Identifier: Apache-2.0
#include "cli/completion_script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "cli/help.h"
#include "matchers/mode.h"
#include "names/input_error.h"
#include "names/split_text.h"
#include "properties/registry.h"
#include "report/words.h"

namespace overmatch::cli {

namespace {

using std::string;
using std::string_view;
using Words = std::vector<string>;

Words modes() {
  Words words;
  for (const Mode mode : kModes) words.emplace_back(to_string(mode));
  return words;
}

Words properties() {
  Words words;
  for (const Property* const property : all_properties()) words.emplace_back(property->name);
  return words;
}

// The values of an option, by what help calls them; none for files, numbers and free text.
Words values_of(const CLI::Option& option) {
  const string type = option.get_type_name();
  const auto is_called = [&](const char* name) { return option.check_lname(name); };
  if (type == "MODE" || is_called("builtin")) return modes();
  if (type == "SEVERITY") return {"note", "warning", "error"};
  if (type == "WHEN") return {"always", "never", "auto"};
  if (type.find('|') != string::npos) return split_text(type, "|");
  if (is_called("property")) return properties();
  if (type != "FORMAT") return {};
  const string what = option.get_description();  // "what to print: text, json; ..."
  const std::size_t colon = what.find(": ");
  if (colon == string::npos) return {};
  return split_text(string_view(what).substr(0, what.find(';')).substr(colon + 2), ", ");
}

// What stands behind a verb without an option; none for files.
Words positionals_of(const string& verb, const Words& verbs, const Words& explained) {
  if (verb == "explain") return explained;
  if (verb == "completion") return {"bash", "zsh", "fish"};
  if (verb == "help") return verbs;
  return {};
}

struct Flag {
  string name;  // without the dashes
  const CLI::Option* option;
};

std::vector<Flag> flags_of(const CLI::App& verb) {
  std::vector<Flag> flags;
  for (const CLI::Option* const option : verb.get_options()) {
    if (option->get_group().empty()) continue;
    for (const string& name : option->get_lnames()) flags.push_back({name, option});
  }
  return flags;
}

bool takes_a_value(const CLI::Option& option) { return option.get_items_expected_min() > 0; }

struct Verb {
  string name;
  string what;
  std::vector<Flag> flags;
  Words positionals;
};

std::vector<Verb> all_verbs(const CLI::App& app, const Words& explained) {
  std::vector<Verb> verbs;
  Words names;
  for (const CLI::App* const verb : verbs_of(app)) names.push_back(verb->get_name());
  for (const CLI::App* const verb : verbs_of(app)) {
    verbs.push_back({verb->get_name(), string(report::first_line(verb->get_description())),
                     flags_of(*verb), positionals_of(verb->get_name(), names, explained)});
  }
  verbs.push_back({"help", "explain a verb", {}, positionals_of("help", names, explained)});
  verbs.push_back({"version", "print the version", {}, {}});
  return verbs;
}

string bash_script(const std::vector<Verb>& verbs) {
  Words names;
  string flags;
  string positionals;
  std::map<Words, Words> places;  // values -> where they stand
  for (const Verb& verb : verbs) {
    names.push_back(verb.name);
    Words dashed;
    for (const Flag& flag : verb.flags) {
      dashed.push_back("--" + flag.name);
      const Words values = takes_a_value(*flag.option) ? values_of(*flag.option) : Words();
      if (!values.empty()) places[values].push_back(fmt::format("'{} --{}'", verb.name, flag.name));
    }
    flags += fmt::format("    {}) words='{}' ;;\n", verb.name, fmt::join(dashed, " "));
    if (!verb.positionals.empty())
      positionals +=
          fmt::format("    {}) words={} ;;\n", verb.name,
                      report::shell_quoted(fmt::format("{}", fmt::join(verb.positionals, " "))));
  }
  string values;
  for (const auto& [words, where] : places)
    values += fmt::format("    {}) words='{}' ;;\n", fmt::join(where, "|"), fmt::join(words, " "));
  return fmt::format(R"(# Completes overmatch in bash: source <(overmatch completion bash)
_overmatch() {{
  local verb=${{COMP_WORDS[1]}} word=${{COMP_WORDS[COMP_CWORD]}} words=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    words='{} --help --version'
  else
    case "$verb ${{COMP_WORDS[COMP_CWORD - 1]}}" in
{}    *)
      if [[ $word == -* ]]; then
        case $verb in
{}        esac
      else
        case $verb in
{}        esac
      fi ;;
    esac
    [[ -n $words ]] || return 0
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}}
complete -o bashdefault -o default -F _overmatch overmatch
)",
                     fmt::join(names, " "), values, flags, positionals);
}

string zsh_script(const std::vector<Verb>& verbs) {
  // Colons and brackets part the fields of an entry.
  const auto field = [](const string& text) {
    string out;
    for (const char c : report::first_line(text)) {
      if (c == ':' || c == '[' || c == ']') out += '\\';
      out += c;
    }
    return out;
  };
  const auto choice = [](const Words& words) {
    return words.empty() ? string("_files") : fmt::format("({})", fmt::join(words, " "));
  };
  string list;
  string cases;
  for (const Verb& verb : verbs) {
    list += "    " + report::shell_quoted(verb.name + ":" + field(verb.what)) + "\n";
    cases += fmt::format("      {})\n        _arguments \\\n", verb.name);
    for (const Flag& flag : verb.flags) {
      string entry = "--" + flag.name + "[" + field(flag.option->get_description()) + "]";
      if (takes_a_value(*flag.option))
        entry += ":" + field(flag.option->get_type_name()) + ":" + choice(values_of(*flag.option));
      cases += "          " + report::shell_quoted("*" + entry) + " \\\n";
    }
    cases += "          " + report::shell_quoted("*:word:" + choice(verb.positionals)) + " ;;\n";
  }
  return fmt::format(R"(#compdef overmatch
# Completes overmatch in zsh: save this as _overmatch in a folder of $fpath.
_overmatch() {{
  local -a verbs
  verbs=(
{}  )
  if ((CURRENT == 2)); then
    _describe verb verbs
  else
    local verb=$words[2]
    shift words
    ((CURRENT--))
    case $verb in
{}    esac
  fi
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _overmatch "$@"; else compdef _overmatch overmatch; fi
)",
                     list, cases);
}

string fish_script(const std::vector<Verb>& verbs) {
  string out = "# Completes overmatch in fish: overmatch completion fish | source\n";
  for (const Verb& verb : verbs) {
    out += fmt::format("complete -c overmatch -n __fish_use_subcommand -f -a {} -d {}\n", verb.name,
                       report::shell_quoted(verb.what));
  }
  const auto choice = [](const Words& words) {
    return report::shell_quoted(fmt::format("{}", fmt::join(words, " ")));
  };
  for (const Verb& verb : verbs) {
    const string seen =
        fmt::format("complete -c overmatch -n '__fish_seen_subcommand_from {}'", verb.name);
    if (!verb.positionals.empty()) out += seen + " -f -a " + choice(verb.positionals) + "\n";
    for (const Flag& flag : verb.flags) {
      const Words values = values_of(*flag.option);
      const string value = !takes_a_value(*flag.option) ? ""
                           : values.empty()             ? " -r"
                                                        : " -x -a " + choice(values);
      out += fmt::format("{} -l {}{} -d {}\n", seen, flag.name, value,
                         report::shell_quoted(report::first_line(flag.option->get_description())));
    }
  }
  return out;
}

}  // namespace

string completion_script(const CLI::App& app, string_view shell, const Words& explained) {
  const std::vector<Verb> verbs = all_verbs(app, explained);
  if (shell == "bash") return bash_script(verbs);
  if (shell == "zsh") return zsh_script(verbs);
  if (shell == "fish") return fish_script(verbs);
  throw InputError("no completions for " + string(shell) + ": choose bash, zsh or fish");
}

}  // namespace overmatch::cli
