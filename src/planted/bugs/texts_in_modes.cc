// SPDX-License-Identifier: Apache-2.0
// Mistakes about the texts that are compared, which can be made in every mode: folded, trimmed,
// cut, stripped of a part.
//
// Each witness asks about plain words, which all modes select as they stand.
#include "names/utf8.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

// The mistake of changing the patterns, the modules, or both before they are compared.
template <class Change>
std::function<Behaviour(Mode)> on_patterns(Change change) {
  return [change](Mode mode) { return asked_with(mode, change, unchanged); };
}
template <class Change>
std::function<Behaviour(Mode)> on_modules(Change change) {
  return [change](Mode mode) { return asked_with(mode, unchanged, change); };
}
template <class Change>
std::function<Behaviour(Mode)> on_both(Change change) {
  return [change](Mode mode) { return asked_with(mode, change, change); };
}

Behaviour without_case(Mode mode) {
  if (!is_regex(mode)) return asked_with(mode, lower, lower);
  return asked_with(mode, [](View pattern) { return "(?i)" + std::string(pattern); }, unchanged);
}

// The first `count` bytes, no code point cut in two.
View first_bytes(View text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && at + code_point_size(text[at]) <= count)
    at += code_point_size(text[at]);
  return text.substr(0, at);
}

// Every number is 0.
std::string numbers_zeroed(View text) {
  std::string out;
  for (const char c : text) {
    if (!is_digit(c)) {
      out += c;
    } else if (out.empty() || out.back() != '0') {
      out += '0';
    }
  }
  return out;
}

// Each character beyond ASCII as a question mark, as in Python's encode("ascii", "replace").
std::string in_ascii(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at]))
    out += static_cast<unsigned char>(text[at]) < 0x80 ? text[at] : '?';
  return out;
}

constexpr ModeSet kPlainTabledModes = ModeSet::where([](const ModeTraits& traits) {
  return kTabledModes.contains(traits.mode) && !traits.is_dialect;
});
constexpr ModeSet kNoRegexes =
    ModeSet::where([](const ModeTraits& traits) { return traits.syntax != Syntax::regex; });

}  // namespace

std::vector<Planted> texts_in_modes() {
  const std::string nul("a\0b", 3);
  const std::vector<Mistake> mistakes = {
      {"ignores-case",
       "compares without regard to case",
       without_case,
       {{{"A"}, {"a"}}},
       kPlainTabledModes},
      {"lowers-path", "lowers the path but not the pattern", on_modules(lower), {{{"A"}, {"A"}}}},
      {"trims-pattern", "trims white space off the pattern", on_patterns(trim), {{{"a "}, {"a"}}}},
      {"trims-path", "trims white space off the path", on_modules(trim), {{{"a "}, {"a "}}}},
      {"dash-is-underscore",
       "turns the path's `-` into `_`",
       on_modules([](View path) { return replace(path, "-", "_"); }),
       {{{"a-b"}, {"a-b"}}}},
      {"underscore-is-dot",
       "reads a flattened name: the path's `_` are dots",
       on_modules([](View path) { return replace(path, "_", "."); }),
       {{{"a_b"}, {"a_b"}}}},
      {"strips-module",
       "takes DDP's `module.` off the path",
       on_modules([](View path) { return strip_prefix(path, "module."); }),
       {{{"module.a"}, {"module.a"}}}},
      {"strips-weight",
       "takes `.weight` off the path",
       on_modules([](View path) { return strip_suffix(path, ".weight"); }),
       {{{"a.weight"}, {"a.weight"}}}},
      {"leaf-of-path",
       "compares the path's last segment only",
       on_modules([](View path) { return last_pieces(path, 1); }),
       {{{"a.b"}, {"a.b"}}}},
      {"root-of-path",
       "compares the path's first segment only",
       on_modules([](View path) { return first_pieces(path, 1); }),
       {{{"a.b"}, {"a.b"}}}},
      {"leaf-of-pattern",
       "compares what stands behind the pattern's last dot",
       on_patterns([](View pattern) { return pattern.substr(pattern.rfind('.') + 1); }),
       {{{"a.b"}, {"b"}}}},
      {"numbers-alike", "every number is any number", on_both(numbers_zeroed), {{{"1"}, {"2"}}}},
      {"dot-in-front",
       "puts a dot in front of the pattern, so that it misses the first segment",
       on_patterns([](View pattern) { return "." + std::string(pattern); }),
       {{{"a"}, {"a"}}}},
      {"dot-behind",
       "puts a dot behind the pattern, so that it misses the last segment",
       on_patterns([](View pattern) { return std::string(pattern) + "."; }),
       {{{"a"}, {"a"}}}},
      {"path-of-15-bytes",
       "keeps 15 bytes of the path",
       on_modules([](View path) { return first_bytes(path, 15); }),
       {{{repeat("a", 16)}, {repeat("a", 16)}}}},
      {"path-of-63-bytes",
       "keeps 63 bytes of the path",
       on_modules([](View path) { return first_bytes(path, 63); }),
       {{{repeat("a", 64)}, {repeat("a", 64)}}}},
      {"pattern-of-15-bytes",
       "keeps 15 bytes of the pattern",
       on_patterns([](View pattern) { return first_bytes(pattern, 15); }),
       {{{repeat("a", 15) + "b"}, {repeat("a", 15)}}}},
      {"nul-ends-path",
       "a NUL ends the path",
       on_modules([](View path) { return path.substr(0, path.find('\0')); }),
       {{{nul}, {nul}}},
       kNoRegexes},
      {"path-in-ascii",
       "every character of the path beyond ASCII becomes `?`",
       on_modules(in_ascii),
       {{{"\u00e9"}, {"\u00e9"}}},
       kNoRegexes},
      {"pattern-unescaped",
       "reads a backslash as an escape",
       on_patterns([](View pattern) { return without(pattern, "\\"); }),
       {{{"a\\b"}, {"ab"}}},
       kNoRegexes},
  };
  return in_each_mode(mistakes);
}

}  // namespace overmatch::plant
