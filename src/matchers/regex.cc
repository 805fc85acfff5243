// SPDX-License-Identifier: Apache-2.0
#include "matchers/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "matchers/python_regex/pcre_pointers.h"
#include "matchers/python_regex/python_dialect.h"
#include "matchers/python_regex/required_text.h"
#include "matchers/python_regex/wide_regex.h"
#include "names/printable.h"

namespace overmatch {
namespace {

// JIT compilation takes as long as the interpreter needs for some names. The interpreter is slow at
// a match that may begin anywhere: there 8 instead of 2 cost a tenth of the speed of a search for
// bugs, 40 half of it. The other modes are as fast with 5 as with 20.
constexpr std::uint32_t kMatchesBeforeJit = 8;
constexpr std::uint32_t kSearchesBeforeJit = 2;
constexpr std::uint32_t kNeverJit = static_cast<std::uint32_t>(-1);
constexpr std::size_t kCached = 512;
constexpr std::size_t kJitStackStart = std::size_t{32} << 10U;
constexpr std::size_t kJitStackLimit = std::size_t{4} << 20U;

using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Freer<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;
using JitStack = std::unique_ptr<pcre2_jit_stack, Freer<pcre2_jit_stack_free>>;

PCRE2_SPTR units(std::string_view text) noexcept {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

std::string message(int error) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

// Why pcre2_match returned an error.
std::string why_undecided(int error, std::string_view pattern) {
  const bool limit = error == PCRE2_ERROR_MATCHLIMIT || error == PCRE2_ERROR_DEPTHLIMIT ||
                     error == PCRE2_ERROR_HEAPLIMIT;
  return limit ? "match limit exceeded by pattern " + quoted_short(pattern)
               : "pattern " + quoted_short(pattern) + " fails: " + message(error);
}

// Whether PCRE2's JIT answers as its interpreter does. In 10.42 it does not for possessive groups
// that may match nothing: with `(\w??)*+` it matches "aacc..b", the interpreter and Python do not.
bool is_safe_for_jit(std::string_view pattern) noexcept {
  for (const std::string_view possessive : {"(?>", "*+", "++", "?+", "}+"}) {
    if (pattern.find(possessive) != std::string_view::npos) return false;
  }
  return true;
}

// How many names the interpreter matches before JIT compilation.
std::uint32_t matches_before_jit(Mode mode, std::string_view pattern) noexcept {
  if (!is_safe_for_jit(pattern)) return kNeverJit;
  return traits_of(mode).before == Beside::nothing ? kMatchesBeforeJit : kSearchesBeforeJit;
}

bool is_ascii(std::string_view text) noexcept {
  unsigned char bits = 0;
  for (const char c : text) bits = static_cast<unsigned char>(bits | static_cast<unsigned char>(c));
  return bits < 0x80;
}

// An upper bound of the steps that the interpreter counts for one step that JIT code counts.
std::uint32_t steps_between(std::string_view pattern) noexcept {
  const auto opened =
      std::count_if(pattern.begin(), pattern.end(), [](char c) { return c == '|' || c == '('; });
  return 4 + 2 * static_cast<std::uint32_t>(opened);
}

// Whether a regex that describes exactly `text` matches the name.
bool holds_literal(Mode mode, std::string_view name, std::string_view text) noexcept {
  const ModeTraits& traits = traits_of(mode);
  if (traits.before != Beside::nothing) return name.find(text) != std::string_view::npos;
  return traits.after != Beside::nothing ? name.starts_with(text) : name == text;
}

CompileContext make_compile_context() {
  CompileContext context = checked(CompileContext(pcre2_compile_context_create(nullptr)));
  // `.` stops at LF only, as in Python; the library's default depends on its build.
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(context.get(), kRegexNestingLimit);
  return context;
}

// Where a match must begin and end.
std::uint32_t anchors_of(Mode mode) noexcept {
  const ModeTraits& traits = traits_of(mode);
  return (traits.before == Beside::nothing ? PCRE2_ANCHORED : 0U) |
         (traits.after == Beside::nothing ? PCRE2_ENDANCHORED : 0U);
}

// Has `code` or `wide`; neither if Python refuses the pattern or PCRE2 cannot hold it.
struct Compiled {
  Code code;
  std::unique_ptr<WideRegex> wide;  // of a pattern that is too large for `code`
  std::string why;                  // why there is neither
};

Compiled compile(Mode mode, std::string_view pattern, pcre2_compile_context* context,
                 Translation& translation) {
  Compiled out;
  translate_python_regex(pattern, translation);
  if (!translation.ok) {
    out.why = translation.why;
    return out;
  }
  int error = 0;
  PCRE2_SIZE offset = 0;
  out.code.reset(pcre2_compile(units(translation.pattern), translation.pattern.size(),
                               regex_compile_options(anchors_of(mode), translation.pattern), &error,
                               &offset, context));
  if (out.code) return out;
  std::string why = message(error);
  if (error == PCRE2_ERROR_PATTERN_TOO_LARGE || error == PCRE2_ERROR_PATTERN_TOO_COMPLICATED)
    out.wide = WideRegex::compile(anchors_of(mode), translation.pattern, why);
  if (!out.wide) out.why = "not supported by PCRE2: " + why;
  return out;
}

}  // namespace

struct RegexMatcher::Engine {
  struct Entry {
    Mode mode = Mode::regex;
    std::string pattern;
    std::size_t hash = 0;
    bool filled = false;
    // Names to match before JIT compilation: 0 once it is compiled; kNeverJit if it stays
    // interpreted.
    std::uint32_t matches_left = kNeverJit;
    std::uint32_t steps = 1;  // of steps_between
    bool literal = false;     // the pattern describes exactly `text` and needs no engine
    std::string text;
    std::string required;  // a text that every match contains, or ""
    Compiled compiled;     // unless `literal`
  };

  Engine() {
    pcre2_set_depth_limit(match_context.get(), kDepthLimit);
    pcre2_set_heap_limit(match_context.get(), kRegexHeapLimitKiB);
    if (jit_stack) pcre2_jit_stack_assign(match_context.get(), nullptr, jit_stack.get());
  }

  Entry& find(Mode mode, std::string_view pattern);
  [[nodiscard]] int match(Entry& entry, std::string_view name) const;

  CompileContext compile_context = make_compile_context();
  // Null without JIT.
  JitStack jit_stack{pcre2_jit_stack_create(kJitStackStart, kJitStackLimit, nullptr)};
  MatchContext match_context = checked(MatchContext(pcre2_match_context_create(nullptr)));
  // Has room for the whole match only: groups are not asked for.
  MatchData match_data = checked(MatchData(pcre2_match_data_create(1, nullptr)));
  Translation translation;
  // A direct-mapped cache by hash: a run asks the same few patterns on many trees.
  std::vector<Entry> cache{kCached};
};

// Returns the cached entry, or compiles the pattern into its slot.
RegexMatcher::Engine::Entry& RegexMatcher::Engine::find(Mode mode, std::string_view pattern) {
  const std::size_t hash = std::hash<std::string_view>()(pattern) + static_cast<std::size_t>(mode);
  Entry& entry = cache[hash % kCached];
  if (entry.filled && entry.hash == hash && entry.mode == mode && entry.pattern == pattern)
    return entry;
  entry.filled = false;  // stays so if an allocation throws
  entry.literal = unescape_regex(pattern, entry.text);
  entry.compiled =
      entry.literal ? Compiled() : compile(mode, pattern, compile_context.get(), translation);
  entry.matches_left = matches_before_jit(mode, pattern);
  entry.required.clear();
  if (!entry.literal && entry.compiled.why.empty())
    find_required_text(translation.pattern, entry.required);
  entry.steps = entry.literal ? 1 : steps_between(translation.pattern);
  entry.mode = mode;
  entry.pattern = pattern;
  entry.hash = hash;
  entry.filled = true;
  return entry;
}

RegexMatcher::Engine& RegexMatcher::engine() {
  static thread_local const std::unique_ptr<Engine> engine = std::make_unique<Engine>();
  return *engine;
}

// The interpreter's step count alone decides whether a match exceeds the limit, so that the answer
// does not depend on how often the question was asked before. JIT code counts differently: its
// result is used only if it ends within so few steps that the interpreter could not exceed the
// limit. Without JIT (other processors, hardened kernels) the interpreter does all matches.
int RegexMatcher::Engine::match(Entry& entry, std::string_view name) const {
  if (!entry.required.empty() && name.find(entry.required) == std::string_view::npos)
    return PCRE2_ERROR_NOMATCH;
  // An empty view may be null, which PCRE2 refuses.
  if (name.data() == nullptr) name = "";
  if (entry.compiled.wide) return entry.compiled.wide->match(name);
  pcre2_code* const code = entry.compiled.code.get();
  const bool ascii = is_ascii(name);
  if (entry.matches_left != kNeverJit && entry.matches_left != 0 && --entry.matches_left == 0 &&
      pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
    entry.matches_left = kNeverJit;
  }
  if (entry.matches_left == 0) {
    // The interpreter counts every length that a repeat tries, JIT code counts the repeat once.
    const std::size_t most = std::size_t{entry.steps} * (name.size() + 2);
    pcre2_set_match_limit(match_context.get(), static_cast<std::uint32_t>(kMatchLimit / most));
    // pcre2_jit_match does not check that the name is valid UTF-8.
    const auto run = ascii ? pcre2_jit_match : pcre2_match;
    const int result =
        run(code, units(name), name.size(), 0, 0, match_data.get(), match_context.get());
    if (result >= 0 || result == PCRE2_ERROR_NOMATCH) return result;
  }
  pcre2_set_match_limit(match_context.get(), kMatchLimit);
  return pcre2_match(code, units(name), name.size(), 0,
                     PCRE2_NO_JIT | (ascii ? PCRE2_NO_UTF_CHECK : 0U), match_data.get(),
                     match_context.get());
}

// Matches every pattern against every module, even selected ones: otherwise whether the list is
// rejected would depend on the order of the patterns.
void RegexMatcher::match(const Question& question, Answer& answer) {
  answer.start(question.modules.size());
  Engine& engine = RegexMatcher::engine();
  for (const std::string_view pattern : question.patterns) {
    Engine::Entry& entry = engine.find(mode_, pattern);
    if (entry.literal) {
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        if (holds_literal(mode_, question.modules[module], entry.text)) answer.select(module);
      }
      continue;
    }
    if (!entry.compiled.code && !entry.compiled.wide) {
      answer.reject("pattern " + quoted_short(pattern) +
                    " does not compile: " + entry.compiled.why);
      return;
    }
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      const int result = engine.match(entry, question.modules[module]);
      if (result >= 0) {
        answer.select(module);
      } else if (result != PCRE2_ERROR_NOMATCH) {
        answer.reject(why_undecided(result, pattern));
        return;
      }
    }
  }
}

bool regex_compiles(std::string_view pattern, std::string* why) {
  const CompileContext context = make_compile_context();
  Translation translation;
  const Compiled compiled = compile(Mode::regex, pattern, context.get(), translation);
  if (why != nullptr) *why = compiled.why;
  return compiled.code || compiled.wide;
}

}  // namespace overmatch
