// SPDX-License-Identifier: Apache-2.0
// The helpers with which the theme files (bugs/) write planted matchers in a few lines each.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "names/ascii.h"
#include "planted/planted.h"

namespace overmatch::plant {

using View = std::string_view;
using Patterns = std::span<const std::string_view>;

// A bug that answers wrongly.
[[nodiscard]] Planted wrong(View name, Mode mode, View bug, Behaviour behaviour,
                            std::vector<Ask> witness, View source = "");
// A correct variant: `how` it is written, and further questions besides the witnesses of its mode.
[[nodiscard]] Planted right(View name, Mode mode, View how, Behaviour behaviour,
                            std::vector<Ask> questions = {});

// A text that lives as long as the program: the name of a planted matcher that is put together.
[[nodiscard]] View kept(std::string text);

// The modes whose bugs are planted by tables of mistakes that fit several modes. Each of the others
// has its own in the files that name it.
inline constexpr ModeSet kTabledModes = ModeSet::where([](const ModeTraits& traits) {
  return traits.mode > Mode::regex && traits.dialect.order == Order::any;
});

// A mistake that can be made in several modes. The bug's name is `name` behind that of the mode.
struct Mistake {
  View name;
  View bug;
  std::function<Behaviour(Mode)> behaviour;
  std::vector<Ask> witness;  // shows the bug in each of the modes
  ModeSet modes = kTabledModes;
  View source = "";
  Expect expect = Expect::wrong;
};
// The mistakes as planted bugs of each of their modes that is tabled.
[[nodiscard]] std::vector<Planted> in_each_mode(std::span<const Mistake> mistakes);

// Marks a planted matcher that differs only outside the portable core, or outside the match limit.
[[nodiscard]] Planted beyond_core(Planted planted);
[[nodiscard]] Planted beyond_limit(Planted planted);

// A module is selected when `selects(path, pattern)` holds for at least one pattern.
template <class Selects>
Behaviour rule(Selects selects) {
  return {[selects]() -> Session {
            return [selects](const Question& question, Answer& answer) {
              answer.start(question.modules.size());
              for (std::size_t module = 0; module < question.modules.size(); ++module) {
                for (const View pattern : question.patterns) {
                  if (selects(question.modules[module], pattern)) answer.select(module);
                }
              }
            };
          },
          nullptr};
}

// A module is selected when `selects(path, patterns)` holds: for bugs that depend on several
// patterns.
template <class Selects>
Behaviour any(Selects selects) {
  return {[selects]() -> Session {
            return [selects](const Question& question, Answer& answer) {
              answer.start(question.modules.size());
              for (std::size_t module = 0; module < question.modules.size(); ++module) {
                if (selects(question.modules[module], question.patterns)) answer.select(module);
              }
            };
          },
          nullptr};
}

// `answers(question, answer)` fills in the whole answer, which starts with nothing selected: for
// bugs that depend on several modules.
template <class Answers>
Behaviour whole(Answers answers) {
  return {[answers]() -> Session {
            return [answers](const Question& question, Answer& answer) {
              answer.start(question.modules.size());
              answers(question, answer);
            };
          },
          nullptr};
}

// As whole(), with state of type T that each fresh matcher default-constructs: `answers(memory,
// question, answer)`.
template <class T, class Answers>
Behaviour remembering(Answers answers) {
  return {[answers]() -> Session {
            return [answers, memory = T{}](const Question& question, Answer& answer) mutable {
              answer.start(question.modules.size());
              answers(memory, question, answer);
            };
          },
          nullptr};
}

// A matcher given as a function of the C interface (subjects/overmatch_plugin.h).
[[nodiscard]] Behaviour raw(PluginFunction* match);

// The reference's answer, for a bug that changes its question or its answer.
void ask_reference(Mode mode, const Question& question, Answer& answer);
void ask_reference(Mode mode, const std::vector<std::string>& patterns,
                   std::span<const View> modules, Answer& answer);

// The reference, asked about other patterns and modules: `change_patterns(pattern)` and
// `change_modules(path)` return the texts that are compared.
template <class ChangePattern, class ChangeModule>
Behaviour asked_with(Mode mode, ChangePattern change_pattern, ChangeModule change_module) {
  return whole([=](const Question& question, Answer& answer) {
    std::vector<std::string> patterns;
    std::vector<std::string> modules;
    for (const View pattern : question.patterns) patterns.emplace_back(change_pattern(pattern));
    for (const View module : question.modules) modules.emplace_back(change_module(module));
    const std::vector<View> views(modules.begin(), modules.end());
    ask_reference(mode, patterns, views, answer);
  });
}
// A text as it is.
[[nodiscard]] inline View unchanged(View text) { return text; }

// The reference's answer, changed by `spoil(question, flags)` unless it is a rejection.
template <class Spoil>
Behaviour spoiled(Mode mode, Spoil spoil) {
  return whole([mode, spoil](const Question& question, Answer& answer) {
    ask_reference(mode, question, answer);
    if (!answer.rejected()) spoil(question, answer.flags());
  });
}

// A bug of `regex` in selecting, not in rejecting: it rejects what the reference rejects, and
// selects a module when `selects(path, pattern)` holds for at least one pattern.
template <class Selects>
Behaviour unless_rejected(Selects selects) {
  return whole([selects](const Question& question, Answer& answer) {
    ask_reference(Mode::regex, question, answer);
    if (answer.rejected()) return;
    answer.start(question.modules.size());
    for (std::size_t i = 0; i < question.modules.size(); ++i) {
      for (const View pattern : question.patterns) {
        if (selects(question.modules[i], pattern)) answer.select(i);
      }
    }
  });
}

// The rule of `segment` with another boundary: `path` is the pattern, or ends with it after a
// character that `is_boundary`.
template <class IsBoundary>
bool tail_after(View path, View pattern, IsBoundary is_boundary) {
  if (path == pattern) return true;
  return path.size() > pattern.size() && path.ends_with(pattern) &&
         is_boundary(path[path.size() - pattern.size() - 1]);
}

// The rule of `subtree` with another boundary.
template <class IsBoundary>
bool head_before(View path, View pattern, IsBoundary is_boundary) {
  if (pattern.empty() || path == pattern) return true;
  return path.size() > pattern.size() && path.starts_with(pattern) &&
         is_boundary(path[pattern.size()]);
}

// Whether `part` occurs in `text`.
[[nodiscard]] inline bool contains(View text, View part) { return text.find(part) != View::npos; }

// ASCII only, whatever the locale.
[[nodiscard]] constexpr bool is_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] bool all_digits(View text) noexcept;  // false for ""

// ASCII lower case; white space removed at both ends.
[[nodiscard]] std::string lower(View text);
[[nodiscard]] std::string trim(View text);
[[nodiscard]] std::string without(View text, View unwanted);  // every occurrence
// `text` with every `from` (not empty) replaced by `to`.
[[nodiscard]] std::string replace(View text, View from, View to);
// `text` without the prefix or suffix, if it has it.
[[nodiscard]] View strip_prefix(View text, View prefix);
[[nodiscard]] View strip_suffix(View text, View suffix);

// The pieces between separators `at`: none for "", empty ones between adjacent separators.
[[nodiscard]] std::vector<View> split(View text, char at = '.');
[[nodiscard]] std::string join(std::span<const View> pieces, View glue = ".");
// The last or first `count` segments of the path, or the whole path if it has fewer.
[[nodiscard]] View last_pieces(View path, std::size_t count);
[[nodiscard]] View first_pieces(View path, std::size_t count);

// The path with each segment replaced by the text `change(segment)`.
template <class Change>
std::string map_segments(View path, Change change) {
  std::string out;
  for (const View segment : split(path)) {
    out += change(segment);
    out += '.';
  }
  if (!out.empty()) out.pop_back();
  return out;
}

// Long or many names for witnesses.
[[nodiscard]] std::string repeat(View text, std::size_t times);
[[nodiscard]] std::vector<std::string> numbered(View prefix, std::size_t count,
                                                View suffix = "");  // prefix0suffix …

// The planted matchers of each theme, which is a file of that name in bugs/ or here.
std::vector<Planted> boundary();
std::vector<Planted> digits();
std::vector<Planted> prefix_suffix();
std::vector<Planted> charset();
std::vector<Planted> rewriting();
std::vector<Planted> truncation();
std::vector<Planted> comparison();
std::vector<Planted> list();
std::vector<Planted> counters();
std::vector<Planted> host();
std::vector<Planted> state();
std::vector<Planted> whole_tree();
std::vector<Planted> empty();
std::vector<Planted> regex();
std::vector<Planted> regex_engines();
std::vector<Planted> hostile();
std::vector<Planted> raw_interface();
std::vector<Planted> field();
std::vector<Planted> field_walks();
std::vector<Planted> field_dialects();
std::vector<Planted> field_lists();
std::vector<Planted> texts_in_modes();
std::vector<Planted> lists_in_modes();
std::vector<Planted> open_texts();
std::vector<Planted> globs();
std::vector<Planted> glob_walks();
std::vector<Planted> open_regexes();
std::vector<Planted> markers();
std::vector<Planted> transformers_skip();
std::vector<Planted> entries();
std::vector<Planted> arranged_lists();
std::vector<Planted> correct_dialects();
std::vector<Planted> labelled_lists();
std::vector<Planted> mutation();
std::vector<Planted> mutants();
std::vector<Planted> glob_mutants();
std::vector<Planted> correct();
std::vector<Planted> correct_engines();
std::vector<Planted> correct_texts();
std::vector<Planted> correct_globs();

}  // namespace overmatch::plant
