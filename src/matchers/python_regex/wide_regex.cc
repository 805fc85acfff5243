// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/wide_regex.h"

#define PCRE2_CODE_UNIT_WIDTH 32
#include <pcre2.h>

#include <array>
#include <cstdlib>
#include <vector>

#include "matchers/python_regex/pcre_pointers.h"
#include "matchers/python_regex/python_source.h"
#include "matchers/python_regex/regex_limits.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using GeneralContext = std::unique_ptr<pcre2_general_context, Freer<pcre2_general_context_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Freer<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;

// Bounds compiled patterns: (?:(?:ab){9999}){9999} would need gigabytes.
void* allocate_bounded(PCRE2_SIZE size, void* /*data*/) {
  return size > WideRegex::kMostBytes ? nullptr : std::malloc(size);
}
void free_memory(void* memory, void* /*data*/) { std::free(memory); }

void to_utf32(std::string_view text, std::vector<PCRE2_UCHAR>& out) {
  out.clear();
  for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at]))
    out.push_back(decode_code_point(text.substr(at)));
  out.push_back(0);  // so that data() is never null
}

std::string message(int error) {
  if (error == PCRE2_ERROR_HEAP_FAILED) return "regular expression is too large";
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  std::string out;
  for (std::size_t at = 0; at < text.size() && text[at] != 0; ++at)
    out += static_cast<char>(text[at]);
  return out;
}

// Whether the pattern consists of characters, classes, repeats and plain groups.
bool is_plain(std::string_view translated) noexcept {
  if (translated.find("\\g{") != std::string_view::npos) return false;
  for (std::size_t at = 0; (at = translated.find("(?", at)) != std::string_view::npos; ++at) {
    if (!translated.substr(at).starts_with("(?:")) return false;
  }
  return true;
}

}  // namespace

// PCRE2 before 10.45 counts the first character of a look-ahead, `(?=v).*v`, towards the minimum
// length, and so refuses "v" as too short. JIT code of 10.42 that may match anywhere skips too far
// behind alternatives of different lengths: it does not find `(?:\wa|)\.*?b` in "baaaaaa". Of a
// million random regexes, none without an alternative and none that is anchored differs from the
// interpreter. Start optimisations are disabled for such patterns only, because JIT code takes up
// to a quarter more time without them.
std::uint32_t regex_compile_options(std::uint32_t anchors, std::string_view translated) noexcept {
  const bool may_skip_too_far =
      (anchors & PCRE2_ANCHORED) == 0 && translated.find('|') != std::string_view::npos;
  const bool optimize = is_plain(translated) && !may_skip_too_far;
  return PCRE2_UTF | PCRE2_UCP | anchors | (optimize ? 0U : PCRE2_NO_START_OPTIMIZE);
}

struct WideRegex::State {
  Code code;
  MatchContext context = checked(MatchContext(pcre2_match_context_create(nullptr)));
  MatchData data = checked(MatchData(pcre2_match_data_create(1, nullptr)));
  std::vector<PCRE2_UCHAR> name;
};

WideRegex::WideRegex(std::unique_ptr<State> state) : state_(std::move(state)) {}
WideRegex::~WideRegex() = default;

std::unique_ptr<WideRegex> WideRegex::compile(std::uint32_t anchors, std::string_view translated,
                                              std::string& why) {
  const GeneralContext bounded =
      checked(GeneralContext(pcre2_general_context_create(allocate_bounded, free_memory, nullptr)));
  const CompileContext context =
      checked(CompileContext(pcre2_compile_context_create(bounded.get())));
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(context.get(), kRegexNestingLimit);
  auto state = std::make_unique<State>();
  to_utf32(translated, state->name);
  int error = 0;
  PCRE2_SIZE offset = 0;
  state->code.reset(pcre2_compile(state->name.data(), state->name.size() - 1,
                                  regex_compile_options(anchors, translated), &error, &offset,
                                  context.get()));
  if (!state->code) {
    why = message(error);
    return nullptr;
  }
  pcre2_set_match_limit(state->context.get(), kMatchLimit);
  pcre2_set_depth_limit(state->context.get(), kDepthLimit);
  pcre2_set_heap_limit(state->context.get(), kRegexHeapLimitKiB);
  return std::unique_ptr<WideRegex>(new WideRegex(std::move(state)));
}

int WideRegex::match(std::string_view name) {
  to_utf32(name, state_->name);
  return pcre2_match(state_->code.get(), state_->name.data(), state_->name.size() - 1, 0, 0,
                     state_->data.get(), state_->context.get());
}

}  // namespace overmatch
