// SPDX-License-Identifier: Apache-2.0
#include "search/phases/lengths.h"

#include <algorithm>
#include <array>
#include <string>

#include "matchers/plain_text.h"
#include "names/path.h"
#include "search/phases/crowds.h"

namespace overmatch {

namespace {

// Every size up to this, and larger ones at and beside powers of two.
constexpr std::size_t kEverySize = 40;
constexpr std::array<std::size_t, 26> kSizes = {
    63,  64,   65,   100,  127,  128,  129,  254,  255,  256,   257,   511,   512,
    513, 1000, 1023, 1024, 1025, 2048, 4095, 4096, 4097, 32768, 65535, 65536, 65537};
// Fewer for regexes: engines limit the compiled size (PCRE2: 64 KiB of code; RE2: memory), and long
// ones are slow.
constexpr std::array<std::size_t, 24> kRegexSizes = {
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 31, 32, 33, 64, 65, 127, 128, 129, 256, 1024};
constexpr std::array<std::size_t, 22> kCounts = {3,  4,  5,  7,  8,  9,   10,  15,  16,  17,  31,
                                                 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257};
constexpr std::array<std::size_t, 9> kRegexCounts = {3, 5, 9, 17, 33, 65, 129, 257, 1000};
// DeepSeek-V3 has 75,396 modules.
constexpr std::array<std::size_t, 4> kCrowds = {1000, 65535, 65537, 100'000};
constexpr std::size_t kMostPatterns = 1000;

// Of regexes and in a brief search: the smallest and the largest, and of that only the last module.
bool asks_few_crowds(const Tester& tester) { return is_regex(tester.mode()) || tester.is_brief(); }

class Lengths {
 public:
  explicit Lengths(Tester& tester) : tester_(tester) {}

  bool names_of(std::size_t size) {
    const std::string run(size, 'a');
    std::string deep;  // one-letter segments
    while (deep.size() + 2 <= size) deep.append("a.");
    deep += 'a';
    const std::string path = run + ".b";
    names_.clear();
    for (const std::string* const base :
         std::initializer_list<const std::string*>{&run, &deep, &path}) {
      if (base == &deep && size < 3) continue;
      add(*base);
      add("b" + *base);
      add("_" + *base);
      add("b." + *base);
      add(*base + "b");
      add(*base + ".b");
      add(changed(*base, 0));
      add(changed(*base, base->size() / 2));
      add(changed(*base, base->size() - 1));
      add(base->substr(1));
      add(base->substr(0, base->size() - 1));
    }
    add(run + "_b");
    return test_pairs(run) && test_pairs(deep) && test_pairs(path) && test_pairs("b") &&
           test_pairs("a") && test_pairs("ab");
  }

  // A list of `count` patterns, of which one selects a module: the first, the middle or the last.
  // Of regexes only the last, and fewer sizes: a subject may compile them for each question.
  bool patterns_of(std::size_t count) {
    const bool costly = is_regex(tester_.mode());
    if (costly && std::find(kRegexCounts.begin(), kRegexCounts.end(), count) == kRegexCounts.end())
      return true;
    for (const std::size_t place : {std::size_t{0}, count / 2, count - 1}) {
      if (costly && place + 1 != count) continue;
      content_.clear();
      content_.mode = tester_.mode();
      for (std::size_t at = 0; at < count; ++at)
        content_.patterns.push_back(at == place ? "a" : "p" + std::to_string(at));
      for (const char* const module : {"a", "ba", "b", "a.b", "b.a"})
        content_.modules.push_back(module);
      if (!tester_.test(content_)) return false;
    }
    return true;
  }

  // A tree of `count` modules, of which the first, the middle and the last have a name that
  // patterns select.
  bool modules_of(std::size_t count) {
    names_.clear();
    for (std::size_t at = 0; at < count; ++at) {
      const char* const leaf = at == 0           ? ".first"
                               : at == count / 2 ? ".middle"
                               : at + 1 == count ? ".last"
                                                 : ".leaf";
      names_.push_back(std::to_string(at) + leaf);
    }
    for (const std::size_t at : {std::size_t{0}, count / 2, count - 1}) {
      if (count > 1000 && asks_few_crowds(tester_) && at + 1 != count) continue;
      if (!test_pairs(names_[at])) return false;
      if (!test_pairs(last_segment(names_[at]))) return false;
    }
    if (!test_pairs("1")) return false;
    // Patterns that select nearly all of a big tree are slow for matchers that compare selected
    // modules with each other.
    return count > 1000 || (test_pairs("leaf") && test_pairs(""));
  }

 private:
  void add(std::string_view name) {
    if (!name.empty() && is_well_formed(name) && !names_.contains(name)) names_.push_back(name);
  }
  static std::string changed(std::string text, std::size_t at) {
    if (text[at] == kSeparator && at > 0) --at;
    text[at] = 'b';
    return text;
  }
  bool test_pairs(std::string_view pattern) {
    return tester_.test_pairs(plain_text(tester_.mode(), pattern), names_.views());
  }

  Tester& tester_;
  Names names_;
  Case content_;
};

}  // namespace

void search_usual_lengths(Tester& tester) {
  tester.begin_phase(Phase::lengths);
  Lengths lengths(tester);
  for (const std::size_t count : {9U, 65U, 300U}) {
    if (!lengths.patterns_of(count) || !lengths.modules_of(count)) return;
  }
  if (!search_crowd(tester)) return;
  for (const std::size_t size : {40U, 300U, 1025U}) {
    if (!lengths.names_of(size)) return;
  }
}

void search_lengths(Tester& tester) {
  tester.begin_phase(Phase::lengths);
  Lengths lengths(tester);
  if (is_regex(tester.mode())) {
    for (const std::size_t size : kRegexSizes) {
      if (!lengths.names_of(size)) return;
    }
  } else {
    for (std::size_t size = 2; size <= kEverySize; ++size) {
      if (!lengths.names_of(size)) return;
    }
    for (const std::size_t size : kSizes) {
      if (!lengths.names_of(size)) return;
    }
  }
  for (const std::size_t count : kCounts) {
    if (!lengths.patterns_of(count) || !lengths.modules_of(count)) return;
  }
  if (!lengths.patterns_of(kMostPatterns)) return;
  for (const std::size_t count : kCrowds) {
    if (asks_few_crowds(tester) && count != kCrowds.front() && count != kCrowds.back()) continue;
    if (!lengths.modules_of(count)) return;
  }
  search_big_crowd(tester);
}

}  // namespace overmatch
