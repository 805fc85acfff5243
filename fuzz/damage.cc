// SPDX-License-Identifier: Apache-2.0
#include "fuzz/damage.h"

#include <array>
#include <string_view>

#include "generate/case_generator.h"
#include "names/readers/json_text.h"

namespace overmatch::fuzz {

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
