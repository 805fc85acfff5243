// SPDX-License-Identifier: Apache-2.0
// Bugs of matchers that do not answer: crashes, exceptions, endless loops, excessive memory; and
// rejections, which no literal mode allows. Every overflow ends in abort() instead of undefined
// behaviour, so that its witness is certain.
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>
#include <stdexcept>

#include "matchers/exact.h"
#include "matchers/regex.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "names/utf8.h"
#include "planted/pcre.h"

namespace overmatch::plant {
namespace {

Planted fatal(Expect expect, View name, Mode mode, View bug, Behaviour behaviour,
              std::vector<Ask> witness) {
  return {name, mode, bug, "", expect, std::move(behaviour), std::move(witness)};
}

// Calls `harm()` if `when(path, pattern)` holds, else answers as the reference.
template <class When, class Harm>
Behaviour harm_if(Mode mode, When when, Harm harm) {
  return whole([mode, when, harm](const Question& question, Answer& answer) {
    for (const View pattern : question.patterns) {
      for (const View path : question.modules) {
        if (when(path, pattern)) harm();
      }
    }
    ask_reference(mode, question, answer);
  });
}

void spin() {
  // Volatile, because the compiler may remove a loop without effects.
  for (volatile bool done = false; !done;) {
  }
}

void take(std::vector<std::unique_ptr<char[]>>& taken, std::size_t size) {
  taken.push_back(std::make_unique<char[]>(size));
  std::memset(taken.back().get(), 1, size);  // untouched memory costs nothing
}
void take_all() {
  for (std::vector<std::unique_ptr<char[]>> taken;;) take(taken, std::size_t{1} << 20);
}

Behaviour buffer(Mode mode, std::size_t size) {
  return harm_if(mode, [size](View path, View) { return path.size() >= size; }, std::abort);
}

// 64 KiB of locals per segment: the usual stack of 8 MiB overflows before the 128th.
[[gnu::noinline]] std::size_t recursive_depth(View path) {
  std::array<volatile char, 65536> locals;
  locals[path.size() % locals.size()] = 1;
  const std::size_t dot = path.find('.');
  const std::size_t below = dot == View::npos ? 0 : recursive_depth(path.substr(dot + 1));
  return below + static_cast<std::size_t>(
                     locals[path.size() % locals.size()]);  // after the call: no tail call
}

template <class Refuses>
Behaviour refusing(Mode mode, Refuses refuses) {
  return whole([mode, refuses](const Question& question, Answer& answer) {
    ask_reference(mode, question, answer);
    if (refuses(question.patterns)) answer.reject("bad pattern");
  });
}
template <class Bad>
Behaviour refusing_each(Mode mode, Bad bad) {
  return refusing(mode, [bad](Patterns patterns) {
    for (const View pattern : patterns) {
      if (bad(pattern)) return true;
    }
    return false;
  });
}

}  // namespace

std::vector<Planted> hostile() {
  using Expect::crash, Expect::hang, Expect::memory;
  return {
      fatal(crash, "segment-crash-on-root", Mode::segment,
            "reads the first character of the root's path",
            harm_if(
                Mode::segment, [](View path, View) { return path.empty(); }, std::abort),
            {Ask{{"a"}, {""}}}),
      fatal(crash, "endswith-crash-on-empty-pattern", Mode::endswith,
            "divides by the pattern's length",
            harm_if(
                Mode::endswith, [](View, View pattern) { return pattern.empty(); },
                [] { std::raise(SIGFPE); }),
            {Ask{{""}, {"a"}}}),
      fatal(crash, "exact-assert-on-malformed", Mode::exact,
            "asserts that patterns are well-formed paths",
            harm_if(
                Mode::exact, [](View, View pattern) { return pattern.find("..") != View::npos; },
                std::abort),
            {Ask{{"a..b"}, {"a"}}}),
      fatal(crash, "segment-throws-on-long-pattern", Mode::segment,
            "a pattern longer than the path: out_of_range",
            harm_if(
                Mode::segment,
                [](View path, View pattern) { return pattern.size() > path.size() + 1; },
                [] { throw std::out_of_range("basic_string_view::at"); }),
            {Ask{{"abc"}, {"a"}}}),
      fatal(crash, "subtree-throws-on-non-ascii", Mode::subtree,
            "an encoding error that nobody catches",
            harm_if(
                Mode::subtree,
                [](View path, View) {
                  for (const char c : path) {
                    if (static_cast<unsigned char>(c) >= 0x80) return true;
                  }
                  return false;
                },
                [] { throw std::range_error("wstring_convert::from_bytes"); }),
            {Ask{{"a"}, {"\u00e9"}}}),
      fatal(crash, "regex-throws-on-bad-pattern", Mode::regex,
            "the engine's exception isn't caught",
            harm_if(
                Mode::regex, [](View, View pattern) { return !regex_compiles(pattern); },
                [] { throw std::runtime_error("regex_error"); }),
            {Ask{{"("}, {"a"}}}),
      fatal(crash, "exact-exits-on-empty-list", Mode::exact, "calls exit(0) where it should answer",
            whole([](const Question& question, Answer& answer) {
              if (question.patterns.empty()) std::_Exit(0);
              ask_reference(Mode::exact, question, answer);
            }),
            {Ask{{}, {"a"}}}),
      fatal(crash, "segment-buffer-64", Mode::segment, "copies the path into 64 bytes",
            buffer(Mode::segment, 64), {Ask{{"a"}, {repeat("a", 64)}}}),
      fatal(crash, "subtree-buffer-256", Mode::subtree, "copies the path into 256 bytes",
            buffer(Mode::subtree, 256), {Ask{{"a"}, {repeat("a", 256)}}}),
      fatal(crash, "exact-buffer-4096", Mode::exact, "copies the path into 4096 bytes",
            buffer(Mode::exact, 4096), {Ask{{"a"}, {repeat("a", 4096)}}}),
      fatal(crash, "subtree-deep-recursion", Mode::subtree,
            "recurses once a segment, with large frames", rule([](View path, View pattern) {
              return recursive_depth(path) > 0 && subtree_selects(path, pattern);
            }),
            {Ask{{"a"}, {repeat("a.", 400) + "a"}}}),
      fatal(hang, "segment-hang-on-empty-pattern", Mode::segment,
            "a search for \"\" that never gets further",
            harm_if(
                Mode::segment, [](View, View pattern) { return pattern.empty(); }, spin),
            {Ask{{""}, {"a"}}}),
      fatal(hang, "subtree-hang-on-double-dot", Mode::subtree,
            "a splitter that never steps over `..`",
            harm_if(
                Mode::subtree, [](View, View pattern) { return pattern.find("..") != View::npos; },
                spin),
            {Ask{{"a..b"}, {"a"}}}),
      fatal(hang, "exact-hang-on-long-path", Mode::exact,
            "a loop with an 8-bit counter over more than 255 bytes",
            harm_if(
                Mode::exact, [](View path, View) { return path.size() > 255; }, spin),
            {Ask{{"a"}, {repeat("a", 256)}}}),
      fatal(hang, "segment-hang-on-repeat", Mode::segment,
            "a removal of repeats that starts again for ever",
            whole([](const Question& question, Answer& answer) {
              const std::set<View> distinct(question.patterns.begin(), question.patterns.end());
              if (distinct.size() < question.patterns.size()) spin();
              ask_reference(Mode::segment, question, answer);
            }),
            {Ask{{"a", "a"}, {"a"}}}),
      beyond_limit(
          fatal(hang, "regex-no-limit", Mode::regex, "backtracks as long as it takes",
                pcre({kUnicode | kWholePath | PCRE2_NO_START_OPTIMIZE, "", "", true, 0xFFFFFFFFU}),
                {Ask{{"(?:a|a)*b|(?:a|a)*c"}, {repeat("a", 48)}}})),
      fatal(memory, "segment-memory-on-star", Mode::segment, "expands `*` for ever",
            harm_if(
                Mode::segment, [](View, View pattern) { return pattern.find('*') != View::npos; },
                take_all),
            {Ask{{"*"}, {"a"}}}),
      fatal(memory, "exact-memory-on-trailing-dot", Mode::exact,
            "a splitter that appends empty segments for ever",
            harm_if(
                Mode::exact, [](View, View pattern) { return pattern.ends_with('.'); }, take_all),
            {Ask{{"a."}, {"a"}}}),
      fatal(memory, "subtree-leak", Mode::subtree, "loses a megabyte a call",
            remembering<std::shared_ptr<std::vector<std::unique_ptr<char[]>>>>(
                [](auto& taken, const Question& question, Answer& answer) {
                  if (!taken) taken = std::make_shared<std::vector<std::unique_ptr<char[]>>>();
                  take(*taken, std::size_t{1} << 20);
                  ask_reference(Mode::subtree, question, answer);
                }),
            std::vector<Ask>(400, Ask{{"a"}, {"a"}})),
      wrong("segment-rejects-metacharacters", Mode::segment,
            "refuses a pattern with a regex's metacharacter",
            refusing_each(Mode::segment,
                          [](View pattern) { return pattern.find_first_of("*[") != View::npos; }),
            {Ask{{"a["}, {"a"}}}),
      wrong("endswith-rejects-empty-segments", Mode::endswith, "refuses a malformed pattern",
            refusing_each(Mode::endswith,
                          [](View pattern) { return pattern.find("..") != View::npos; }),
            {Ask{{"a..b"}, {"a"}}}),
      wrong("exact-rejects-repeats", Mode::exact, "refuses a list in which a pattern occurs twice",
            refusing(Mode::exact,
                     [](Patterns patterns) {
                       return std::set<View>(patterns.begin(), patterns.end()).size() <
                              patterns.size();
                     }),
            {Ask{{"a", "a"}, {"a"}}}),
      wrong("subtree-rejects-unmatched", Mode::subtree, "refuses a list that selects nothing",
            whole([](const Question& question, Answer& answer) {
              ask_reference(Mode::subtree, question, answer);
              for (const std::uint8_t flag : answer.selected()) {
                if (flag != Answer::kNo) return;
              }
              if (!question.patterns.empty()) answer.reject("not found");
            }),
            {Ask{{"a"}, {"b"}}}, "NVIDIA-NeMo/Megatron-Bridge#1738"),
      wrong("exact-c-strings", Mode::exact, "copies into C strings: a NUL ends the name",
            rule([](View path, View pattern) {
              return std::strcmp(std::string(path).c_str(), std::string(pattern).c_str()) == 0;
            }),
            {Ask{{"a"}, {std::string("a\0b", 3)}}}),
      wrong("segment-c-pattern", Mode::segment, "a NUL ends the pattern",
            rule([](View path, View pattern) {
              return segment_selects(path, std::string(pattern).c_str());
            }),
            {Ask{{std::string("a\0b", 3)}, {"a"}}}),
      wrong("subtree-three-byte-utf8", Mode::subtree,
            "never selects a path with a code point of four bytes",
            rule([](View path, View pattern) {
              for (std::size_t i = 0; i < path.size(); i += code_point_size(path[i])) {
                if (code_point_size(path[i]) == 4) return false;
              }
              return subtree_selects(path, pattern);
            }),
            {Ask{{"a"}, {"a.\U0001F600"}}}),
  };
}

}  // namespace overmatch::plant
