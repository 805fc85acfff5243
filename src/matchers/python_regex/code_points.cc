// SPDX-License-Identifier: Apache-2.0
#include "matchers/python_regex/code_points.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "matchers/python_regex/python_dialect.h"
#include "matchers/python_regex/python_source.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

constexpr char32_t kLastCode = 0x10FFFF;
constexpr CodeRange kSurrogates{0xD800, 0xDFFF};
// In bytes; for shorter texts JIT compilation takes longer than it saves.
constexpr std::size_t kShortText = 4096;

struct FreeCode {
  void operator()(pcre2_code* code) const noexcept { pcre2_code_free(code); }
};
struct FreeData {
  void operator()(pcre2_match_data* data) const noexcept { pcre2_match_data_free(data); }
};

// The text of all code points in order.
std::string all_of_unicode() {
  std::string text;
  for (const CodeRange range : all_code_points()) {
    for (char32_t code = range.first; code <= range.last; ++code) append_code_point(text, code);
  }
  return text;
}

char32_t last_code_point(std::string_view text) {
  std::size_t start = text.size() - 1;
  while ((static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
  return decode_code_point(text.substr(start));
}

// Asks about the code points of `text`, which are sorted. A range may include others.
CodeSet ask_pcre2(std::string_view text, std::string_view item, bool ignore_case) {
  const std::string pattern = "(?:" + std::string(item) + ")++";
  const std::uint32_t options =
      PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | (ignore_case ? PCRE2_CASELESS : 0U);
  int error = 0;
  PCRE2_SIZE where = 0;
  const std::unique_ptr<pcre2_code, FreeCode> code(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error,
                    &where, nullptr));
  if (!code) throw std::logic_error("PCRE2 refuses the character set " + std::string(item));
  if (text.size() > kShortText) pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
  const std::unique_ptr<pcre2_match_data, FreeData> data(pcre2_match_data_create(1, nullptr));
  if (!data) throw std::bad_alloc();
  std::vector<CodeRange> ranges;
  const PCRE2_SIZE* const found = pcre2_get_ovector_pointer(data.get());
  PCRE2_SIZE from = 0;
  int result = 0;
  while ((result = pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                               from, PCRE2_NO_UTF_CHECK, data.get(), nullptr)) > 0) {
    const std::string_view run = text.substr(found[0], found[1] - found[0]);
    ranges.push_back({decode_code_point(run), last_code_point(run)});
    from = found[1];
  }
  if (result != PCRE2_ERROR_NOMATCH)
    throw std::logic_error("PCRE2 does not finish the character set " + std::string(item));
  return to_set(std::move(ranges));
}

bool takes_for_word(std::string_view character) {
  int error = 0;
  PCRE2_SIZE where = 0;
  const std::unique_ptr<pcre2_code, FreeCode> code(pcre2_compile(
      reinterpret_cast<PCRE2_SPTR>("\\w"), 2, PCRE2_UTF | PCRE2_UCP, &error, &where, nullptr));
  const std::unique_ptr<pcre2_match_data, FreeData> data(pcre2_match_data_create(1, nullptr));
  if (!code || !data) throw std::bad_alloc();
  return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(character.data()), character.size(),
                     0, 0, data.get(), nullptr) >= 0;
}

}  // namespace

WordSyntax word_syntax_of_pcre2() {
  // A combining acute accent, and a connecting character other than "_".
  static const WordSyntax syntax = takes_for_word("\u0301") || takes_for_word("\u203f")
                                       ? WordSyntax::spelled
                                       : WordSyntax::escape;
  return syntax;
}

const CodeSet& all_code_points() {
  static const CodeSet all = {{0, kSurrogates.first - 1}, {kSurrogates.last + 1, kLastCode}};
  return all;
}

CodeSet single(char32_t code) { return {{code, code}}; }

CodeSet to_set(std::vector<CodeRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](CodeRange left, CodeRange right) { return left.first < right.first; });
  CodeSet set;
  for (const CodeRange range : ranges) {
    if (!set.empty() && range.first <= set.back().last + 1) {
      set.back().last = std::max(set.back().last, range.last);
    } else {
      set.push_back(range);
    }
  }
  CodeSet cut;  // around the surrogates
  for (const CodeRange range : set) {
    if (range.last < kSurrogates.first || range.first > kSurrogates.last) {
      cut.push_back(range);
      continue;
    }
    if (range.first < kSurrogates.first) cut.push_back({range.first, kSurrogates.first - 1});
    if (range.last > kSurrogates.last) cut.push_back({kSurrogates.last + 1, range.last});
  }
  return cut;
}

CodeSet complement(const CodeSet& set) {
  std::vector<CodeRange> rest;
  char32_t next = 0;
  for (const CodeRange range : set) {
    if (range.first > next) rest.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCode) rest.push_back({next, kLastCode});
  return to_set(std::move(rest));
}

CodeSet without(const CodeSet& set, char32_t code) {
  CodeSet rest = complement(set);
  rest.push_back({code, code});
  return complement(to_set(std::move(rest)));
}

bool contains(const CodeSet& set, char32_t code) noexcept {
  const auto after =
      std::upper_bound(set.begin(), set.end(), code,
                       [](char32_t value, CodeRange range) { return value < range.first; });
  return after != set.begin() && std::prev(after)->last >= code;
}

const CodeSet& code_points_of(std::string_view item, bool ignore_case) {
  static thread_local std::map<std::pair<std::string, bool>, CodeSet> known;
  const std::pair<std::string, bool> key(item, ignore_case);
  const auto place = known.find(key);
  if (place != known.end()) return place->second;
  return known.emplace(key, ask_pcre2(all_of_unicode(), key.first, ignore_case)).first->second;
}

CodeSet code_points_among(std::string_view characters, std::string_view item, bool ignore_case) {
  return ask_pcre2(characters, item, ignore_case);
}

}  // namespace overmatch
