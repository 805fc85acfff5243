// SPDX-License-Identifier: Apache-2.0
#include "fuzz/reader_check.h"

#include <array>
#include <string>

#include "cases/case_file.h"
#include "fuzz/case_text.h"
#include "fuzz/mismatch.h"
#include "generate/case_generator.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/readers/gguf.h"
#include "names/readers/json_text.h"
#include "names/readers/plain_list.h"
#include "names/readers/printed_model.h"
#include "names/readers/read_tree.h"
#include "names/readers/safetensors.h"
#include "names/tree_builder.h"
#include "names/utf8.h"

namespace overmatch::fuzz {

namespace {

const std::string kFile = "input";

// Checks that an error is "FILE: what", one line of UTF-8.
void check_message(std::string_view reader, std::string_view message) {
  const bool is_line = message.starts_with(kFile + ":") &&
                       message.find('\n') == std::string_view::npos && message.size() < 2000 &&
                       find_invalid_utf8(message) == kValidUtf8;
  if (!is_line) report_mismatch(reader, "refusal", "message", message);
}

void check_case(std::string_view text) {
  SavedCase saved;
  try {
    saved = parse_case(text, kFile);
  } catch (const InputError& error) {
    check_message("case reader", error.what());
    return;
  }
  // Writing and reading again must give the same case.
  const std::string written = format_case(saved);
  const SavedCase again = parse_case(written, kFile);
  if (!(again.content == saved.content))
    report_mismatch("case reader", "round-trip", "content", written, &saved.content);
  if (format_case(again) != written)
    report_mismatch("case reader", "round-trip", "bytes", written, &saved.content);
  if (!(parse_case(format_case_line(saved), kFile).content == saved.content)) {
    report_mismatch("case reader", "round-trip", "line", written, &saved.content);
  }
  // The fuzzers' own reader must give the same case, within its bounds.
  if (saved.content.patterns.size() > kMostPatterns || saved.content.modules.size() > kMostModules)
    return;
  CaseTextReader reader;
  Case seen;
  if (!reader.read(text, seen) || !(seen == saved.content)) {
    report_mismatch("fuzzers' reader", "agreement", "content", written, &seen);
  }
}

void check_tree(std::string_view text) {
  ModuleTree tree;
  try {
    tree = parse_tree(text, kFile);
  } catch (const InputError& error) {
    check_message("tree reader", error.what());
    return;
  }
  std::string list;
  for (const std::string_view module : tree.modules) {
    if (!is_well_formed(module)) report_mismatch("tree reader", "well-formed", "module", module);
    list.append(module).append("\n");
  }
  // A list of names without line breaks must give the same tree again.
  for (const std::string_view module : tree.modules) {
    if (module.find_first_of("\r\n") != std::string_view::npos) return;
  }
  if (list.starts_with("\xEF\xBB\xBF"))
    return;  // a byte-order mark in the first name would be dropped
  const std::size_t first = list.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && (list[first] == '[' || list[first] == '{'))
    return;                                                  // would be JSON
  if (is_gguf(list) || is_safetensors(list, kFile)) return;  // would be a file of weights
  if (are_parameters(tree.modules.views())) return;          // would be a list of parameters
  if (is_printed_model(list)) return;
  try {
    // Comments, quotes and lists without module names.
    if (check_list(list, TreeBuilder(list, kFile)).changed) return;
  } catch (const InputError&) {
    return;
  }
  try {
    if (!(parse_tree(list, kFile).modules == tree.modules))
      report_mismatch("tree reader", "round-trip", "modules", list);
  } catch (const InputError& error) {
    report_mismatch("tree reader", "round-trip", "refused", error.what());
  }
}

}  // namespace

void check_readers(std::string_view text) {
  check_case(text);
  check_tree(text);
}

namespace {

using std::string_view;

constexpr std::array<string_view, 40> kTokens = {"\"",
                                                 "[",
                                                 "]",
                                                 "{",
                                                 "}",
                                                 ",",
                                                 ":",
                                                 "\\u0000",
                                                 "\\ud800",
                                                 "\\",
                                                 "\n",
                                                 "\r\n",
                                                 ".",
                                                 "..",
                                                 "null",
                                                 "true",
                                                 "1e999",
                                                 "-0",
                                                 "2",
                                                 "\"a\"",
                                                 "\"a\",",
                                                 "\xFF",
                                                 "\xC3",
                                                 "\0",
                                                 "\t",
                                                 "\xEF\xBB\xBF",
                                                 "\"overmatch\": 2",
                                                 "\"mode\": \"regex\"",
                                                 "\"mode\": 1",
                                                 "\"expected\": []",
                                                 "\"expected\": \"rejected\"",
                                                 "\"about\": {}",
                                                 "\"about\": []",
                                                 "\"intended\": \"a\"",
                                                 "\"kinds\": [1]",
                                                 "\"weight_map\": {\"a.b\": \"c\"}",
                                                 "\x1F\x8B",
                                                 "[[[[[[[[",
                                                 "{\"a\":{\"a\":",
                                                 "\"patterns\": [\"\"]"};

}  // namespace

void damage_text(Choices& choices, std::string& text) {
  const std::size_t at = choices.below(static_cast<std::uint32_t>(text.size() + 1));
  const std::size_t size =
      std::min<std::size_t>(1 + choices.below(choices.chance(1, 4) ? 64 : 4), text.size() - at);
  switch (choices.below(7)) {
    case 0: text.erase(at, size); break;
    case 1: text.insert(at, text.substr(at, size)); break;
    case 2: text.insert(at, choices.pick(kTokens)); break;
    case 3: text.replace(at, size, choices.pick(kTokens)); break;
    case 4: text.resize(at); break;
    case 5: text.insert(at, 1, static_cast<char>(choices.below(256))); break;
    default:
      if (at < text.size())
        text[at] =
            static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << choices.below(8)));
      break;
  }
}

void generate_tree_text(Choices& choices, std::string& text) {
  Case content;
  CaseFacts facts;
  CaseGenerator generator(Mode::segment);
  generator.generate(choices, content, facts);
  text.clear();
  const std::uint32_t form = choices.below(3);
  if (form == 1) text += '[';
  if (form == 2) text += "{\"metadata\": {}, \"weight_map\": {";
  bool first = true;
  for (const string_view module : content.modules) {
    if (form == 0) {
      text.append(module).append(choices.chance(1, 12) ? "\r\n" : "\n");
      continue;
    }
    if (!first) text += ", ";
    first = false;
    append_json_string(text, form == 2 ? std::string(module) + ".weight" : std::string(module));
    if (form == 2) text += ": \"model.safetensors\"";
  }
  if (form == 1) text += ']';
  if (form == 2) text += "}}";
}

}  // namespace overmatch::fuzz
