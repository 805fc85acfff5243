// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "names/closest.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/utf8.h"
#include "names/writable.h"

namespace overmatch::cli {

namespace {

// Types of values that may be empty: patterns, the root, and a folder ('' saves nothing).
constexpr std::array<std::string_view, 4> kMayBeEmpty = {"P", "REGEX", "ROOT", "DIR"};

// Types of values that are compared with names, which are UTF-8; those of files may have any bytes.
constexpr std::array<std::string_view, 3> kTexts = {"P", "REGEX", "ROOT"};

// The options that name a file which is written.
constexpr std::array<std::string_view, 6> kOutputs = {"--html",    "--json",  "--junit",
                                                      "--observe", "--sarif", "--write"};

// Whether two neighbouring letters of one are swapped in the other.
bool is_swapped(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  const auto [from, other] = std::mismatch(left.begin(), left.end(), right.begin());
  return left.end() - from >= 2 && from[0] == other[1] && from[1] == other[0] &&
         std::equal(from + 2, left.end(), other + 2);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const auto swapped = std::find_if(known.begin(), known.end(),
                                    [&](std::string_view name) { return is_swapped(word, name); });
  const std::string_view near = swapped != known.end() ? *swapped : closest(word, known);
  return near.empty() ? std::string() : "; did you mean " + std::string(near) + "?";
}

const CLI::App& need_verb(const CLI::App& app, const std::string& name) {
  const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
  std::vector<std::string_view> names;
  for (const CLI::App* const verb : verbs) {
    if (verb->get_name() == name) return *verb;
    names.push_back(verb->get_name());
  }
  throw InputError("unknown verb " + overmatch::in_quotes(name) + did_you_mean(name, names) +
                   " (see overmatch --help)");
}

bool is_long(const std::string& word) { return word.size() > 2 && word.starts_with("--"); }

// The option that a word names, up to its `=`; null if it names none.
const CLI::Option* option_of(const CLI::App& verb, const std::string& word) {
  if (!word.starts_with("-") || word == "-" || word == "--") return nullptr;
  return verb.get_option_no_throw(word.substr(0, word.find('=')));
}

[[noreturn]] void refuse_option(const CLI::App& verb, const std::string& word) {
  std::vector<std::string> all;
  for (const CLI::Option* const option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) all.push_back("--" + name);
  }
  const std::vector<std::string_view> names(all.begin(), all.end());
  throw InputError(verb.get_name() + ": unknown option " + overmatch::in_quotes(word) +
                   did_you_mean(word, names) + " (see overmatch " + verb.get_name() + " --help)");
}

}  // namespace

std::vector<std::string> spelled_out(const CLI::App& app, std::vector<std::string> arguments) {
  if (!arguments.empty() && arguments[0] == "help") {
    if (arguments.size() > 1) return {need_verb(app, arguments[1]).get_name(), "--help"};
    return {"--help"};
  }
  if (arguments.size() == 1 && arguments[0] == "version") return {"--version"};
  if (arguments.empty() || arguments[0].starts_with("-")) return arguments;  // of overmatch itself
  const CLI::App& verb = need_verb(app, arguments[0]);
  std::vector<std::string> words = {arguments[0]};
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    const std::string& word = arguments[at];
    if (word == "--") {
      words.insert(words.end(), arguments.begin() + static_cast<std::ptrdiff_t>(at),
                   arguments.end());
      return words;
    }
    const CLI::Option* const option = option_of(verb, word);
    if (option == nullptr && is_long(word)) refuse_option(verb, word.substr(0, word.find('=')));
    const std::size_t sign = is_long(word) ? word.find('=') : std::string::npos;
    if (option == nullptr || option->get_items_expected_min() == 0) {
      if (option != nullptr && sign != std::string::npos)
        throw InputError(word.substr(0, sign) + " takes no value");
      words.push_back(word);
      continue;
    }
    words.push_back(word.substr(0, sign));
    if (sign != std::string::npos) {
      words.push_back(word.substr(sign + 1));
    } else if (at + 1 < arguments.size()) {
      const std::string& value = arguments[++at];
      if (option_of(verb, value) != nullptr) {
        throw InputError(word + " needs a value, but " + value +
                         " is an option; to give it as the value, write " + word + "=" + value);
      }
      words.push_back(value);
    }
  }
  return words;
}

void keep_inputs(const CLI::App& app, const std::vector<std::string>& words) {
  if (words.empty() || words[0].starts_with("-")) return;
  const CLI::App& verb = need_verb(app, words[0]);
  struct NamedFile {
    std::string option;  // or the name of a positional
    std::string file;
  };
  std::vector<NamedFile> inputs;
  std::vector<NamedFile> outputs;
  const bool updates = std::find(words.begin(), words.end(), "--update-baseline") != words.end();
  bool options = true;
  for (std::size_t at = 1; at < words.size(); ++at) {
    const std::string& word = words[at];
    const CLI::Option* const option = options ? option_of(verb, word) : nullptr;
    if (options && word == "--") {
      options = false;
    } else if (option == nullptr) {
      if (!options || !word.starts_with("-")) inputs.push_back({word, word});
    } else if (option->get_items_expected_min() > 0 && ++at < words.size()) {
      const std::string type = option->get_type_name();
      if (type != "FILE" && type != "PATH") continue;
      const bool writes = std::find(kOutputs.begin(), kOutputs.end(), word) != kOutputs.end() ||
                          (updates && word == "--baseline");
      (writes ? outputs : inputs).push_back({word, words[at]});
    }
  }
  for (const NamedFile& output : outputs) {
    for (const NamedFile& input : inputs) {
      if (!is_same_regular_file(output.file, input.file)) continue;
      throw InputError(output.option + " " + overmatch::printable_path(output.file) +
                       " would overwrite what the command reads" +
                       (input.option == input.file ? "" : " with " + input.option) +
                       ": give another file");
    }
  }
}

void refuse_empty_names(CLI::App& app) {
  for (CLI::App* const verb : app.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::Option* const option : verb->get_options()) {
      const bool takes_value = option->get_items_expected_min() > 0;
      const std::string type = option->get_type_name();
      if (!takes_value ||
          std::find(kMayBeEmpty.begin(), kMayBeEmpty.end(), type) != kMayBeEmpty.end())
        continue;
      option->check(CLI::Validator(
          [](std::string& text) { return text.empty() ? std::string("is empty") : std::string(); },
          ""));
    }
  }
}

void refuse_invalid_text(CLI::App& app) {
  for (CLI::App* const verb : app.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::Option* const option : verb->get_options()) {
      if (std::find(kTexts.begin(), kTexts.end(), option->get_type_name()) == kTexts.end())
        continue;
      option->check(CLI::Validator(
          [](std::string& text) {
            return find_invalid_utf8(text) == kValidUtf8 ? std::string()
                                                         : std::string("is not valid UTF-8");
          },
          ""));
    }
  }
}

}  // namespace overmatch::cli
