// SPDX-License-Identifier: Apache-2.0
// Bugs about letters: case, accents, encodings, characters that are confused.
#include <map>

#include "matchers/exact.h"
#include "matchers/segment.h"
#include "names/utf8.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The reference rule on path and pattern after `change`.
template <class Change>
Behaviour on_both(Mode mode, Change change) {
  return whole([mode, change](const Question& question, Answer& answer) {
    std::vector<std::string> patterns, paths;
    for (const View pattern : question.patterns) patterns.push_back(change(pattern));
    for (const View path : question.modules) paths.push_back(change(path));
    const std::vector<View> views(paths.begin(), paths.end());
    ask_reference(mode, patterns, views, answer);
  });
}

// The text with each code point replaced by the text `spell(code point)`.
template <class Spell>
auto code_points(Spell spell) {
  return [spell](View text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += code_point_size(text[i]))
      out += spell(code_point_at(text, i));
    return out;
  };
}

std::string first_letter_lower(View text) {
  return map_segments(text, [](View segment) {
    return lower(segment.substr(0, 1)) + std::string(segment.substr(segment.empty() ? 0 : 1));
  });
}

// À to Þ and à to þ differ in one bit of the second byte; × and ÷ are not letters.
std::string lower_latin1(View letter) {
  std::string out(letter);
  if (out.size() == 2 && out[0] == '\xC3' && out[1] <= '\x9E' && out[1] != '\x97')
    out[1] = static_cast<char>(out[1] + 0x20);
  return out;
}

std::string composed(View text) {
  std::string out = replace(text, "e\u0301", "\u00e9");
  out = replace(out, "a\u0301", "\u00e1");
  return replace(out, "u\u0308", "\u00fc");
}

std::string without_accent(View letter) {
  static const std::map<View, View> plain = {
      {"\u00e9", "e"}, {"\u00e8", "e"}, {"\u00e1", "a"}, {"\u00fc", "u"}, {"\u00e7", "c"}};
  const auto found = plain.find(letter);
  return std::string(found == plain.end() ? letter : found->second);
}

std::string look_alike(View letter) {
  static const std::map<View, View> latin = {
      {"\u0430", "a"}, {"\u0435", "e"}, {"\u043e", "o"}, {"\u0440", "p"}, {"\u0441", "c"}};
  const auto found = latin.find(letter);
  return std::string(found == latin.end() ? letter : found->second);
}

}  // namespace

std::vector<Planted> charset() {
  return {
      wrong("segment-ignores-case", Mode::segment, "compares without regard to case",
            on_both(Mode::segment, lower), {Ask{{"LayerNorm"}, {"a.layernorm"}}}),
      wrong("exact-ignores-case", Mode::exact, "compares without regard to case",
            on_both(Mode::exact, lower), {Ask{{"LayerNorm"}, {"layernorm"}}}),
      wrong("subtree-ignores-case", Mode::subtree, "compares without regard to case",
            on_both(Mode::subtree, lower), {Ask{{"A"}, {"a.b"}}}),
      wrong("endswith-ignores-case", Mode::endswith, "compares without regard to case",
            on_both(Mode::endswith, lower), {Ask{{"Norm"}, {"layernorm"}}}),
      wrong("segment-first-letter-case", Mode::segment,
            "the case of a segment's first letter doesn't count",
            on_both(Mode::segment, first_letter_lower), {Ask{{"Norm"}, {"norm"}}}),
      wrong("segment-lowers-pattern", Mode::segment, "lowers the pattern but not the path",
            rule([](View path, View pattern) { return segment_selects(path, lower(pattern)); }),
            {Ask{{"LayerNorm"}, {"LayerNorm"}}}),
      wrong("exact-lowers-path", Mode::exact, "lowers the path but not the pattern",
            rule([](View path, View pattern) { return lower(path) == pattern; }),
            {Ask{{"LayerNorm"}, {"LayerNorm"}}}),
      wrong("segment-case-of-leaf", Mode::segment, "the last segment's case doesn't count",
            rule([](View path, View pattern) {
              const auto leaf_lower = [](View name) {
                const std::size_t leaf = last_pieces(name, 1).size();
                return std::string(name.substr(0, name.size() - leaf)) +
                       lower(name.substr(name.size() - leaf));
              };
              return segment_selects(leaf_lower(path), leaf_lower(pattern));
            }),
            {Ask{{"a.Norm"}, {"a.norm"}}}),
      wrong("exact-lowers-latin1", Mode::exact, "folds the case of accented letters only",
            on_both(Mode::exact, code_points(lower_latin1)), {Ask{{"\u00c9"}, {"\u00e9"}}}),
      wrong("exact-composes", Mode::exact, "brings accents into composed form before it compares",
            on_both(Mode::exact, composed), {Ask{{"e\u0301"}, {"\u00e9"}}}),
      wrong("segment-strips-accents", Mode::segment, "accents don't count",
            on_both(Mode::segment, code_points(without_accent)), {Ask{{"\u00e9"}, {"e"}}}),
      wrong("exact-look-alikes", Mode::exact,
            "Cyrillic letters are taken for the Latin ones that they look like",
            on_both(Mode::exact, code_points(look_alike)), {Ask{{"\u0430"}, {"a"}}}),
      wrong("exact-ascii-replace", Mode::exact, "every non-ASCII character becomes `?`",
            on_both(Mode::exact, code_points([](View letter) {
                      return letter.size() == 1 ? letter : View("?");
                    })),
            {Ask{{"\u00e9"}, {"\u00e8"}}}),
      wrong("segment-ascii-ignore", Mode::segment, "non-ASCII characters are dropped",
            on_both(Mode::segment, code_points([](View letter) {
                      return letter.size() == 1 ? letter : View("");
                    })),
            {Ask{{"a"}, {"a\u00e9"}}}),
      wrong("segment-ascii-only", Mode::segment,
            "a path with a non-ASCII character is never selected",
            rule([](View path, View pattern) {
              return segment_selects(path, pattern) &&
                     path.find_first_of("\xC3\xC2\xC4\xCC\xD0\xE2\xE4\xF0") == View::npos;
            }),
            {Ask{{"\u00e9"}, {"\u00e9"}}}),
      wrong("subtree-seven-bits", Mode::subtree, "compares the low 7 bits of each byte",
            on_both(Mode::subtree,
                    [](View text) {
                      std::string out(text);
                      for (char& c : out) c = static_cast<char>(c & 0x7F);
                      return out;
                    }),
            {Ask{{"C)"}, {"\u00e9"}}}),
      wrong("exact-utf16-unit", Mode::exact, "keeps 16 bits of a code point",
            on_both(Mode::exact, code_points([](View letter) {
                      return letter.size() == 4 ? letter.substr(2) : letter;
                    })),
            {Ask{{"\U0001F600"}, {"\U00020600"}}}),
      wrong("endswith-lead-byte", Mode::endswith, "compares the first byte of each code point",
            on_both(Mode::endswith, code_points([](View letter) { return letter.substr(0, 1); })),
            {Ask{{"\u00e9"}, {"\u00e8"}}}),
      wrong("exact-zero-width-dropped", Mode::exact, "drops invisible code points",
            on_both(Mode::exact,
                    [](View text) { return without(without(text, "\u200b"), "\ufeff"); }),
            {Ask{{"a\u200b"}, {"a"}}}),
      wrong("segment-no-break-space", Mode::segment, "a no-break space is taken for a space",
            on_both(Mode::segment, [](View text) { return replace(text, "\u00a0", " "); }),
            {Ask{{"a b"}, {"a\u00a0b"}}}),
      wrong("exact-control-characters", Mode::exact, "drops control characters",
            on_both(Mode::exact,
                    [](View text) {
                      std::string out;
                      for (const char c : text) {
                        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
                      }
                      return out;
                    }),
            {Ask{{"a"}, {"a\t"}}}),
      wrong("segment-letters-only", Mode::segment, "punctuation inside a segment doesn't count",
            on_both(Mode::segment,
                    [](View text) {
                      std::string out;
                      for (const char c : text) {
                        if (c == '.' || c == '_' || c == '-' || is_alnum(c) ||
                            static_cast<unsigned char>(c) >= 0x80)
                          out += c;
                      }
                      return out;
                    }),
            {Ask{{"a["}, {"a"}}}),
  };
}

}  // namespace overmatch::plant
