// SPDX-License-Identifier: Apache-2.0
#include "search/phases/crowds.h"

#include <array>
#include <string>

#include "matchers/plain_text.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kBeyondByte = 300;
constexpr std::size_t kBeyondWord = 65'700;
// Numbers that differ by so much are equal in 3 to 8 bits.
constexpr std::array<std::size_t, 6> kTurns = {8, 16, 32, 64, 128, 256};
// So many overflow an unsigned or signed 8-bit number.
constexpr std::array<std::size_t, 2> kZeros = {256, 128};

class Crowds {
 public:
  explicit Crowds(Tester& tester)
      : tester_(tester),
        regex_(is_regex(tester.mode())),
        star_(is_glob(tester.mode()) ? "*" : ""),
        whole_(regex_ || is_glob(tester.mode()) || is_whole_text(tester.mode())) {}

  // A tree of distinct segments, each in the place that the mode compares. The patterns are the
  // first, the middle and the last one, and one that no module has.
  bool numbered(std::size_t count) {
    names_.clear();
    for (std::size_t at = 0; at < count; ++at) names_.push_back(placed("n" + std::to_string(at)));
    for (const std::size_t at : {std::size_t{0}, count / 2, count - 1}) {
      if (!test_pairs(pattern_for("n" + std::to_string(at)))) return false;
    }
    return test_pairs(pattern_for("b"));
  }

  // A list of pairs of segments. A third of the modules are in it, a third combine two neighbours,
  // and some combine parts whose numbers are equal in a few bits.
  bool pairs() {
    begin();
    for (std::size_t at = 0; at < kBeyondByte; ++at) {
      content_.patterns.push_back(
          regex_ ? entry("(x" + std::to_string(at) + ")\\.y" + std::to_string(at)) : pair(at, at));
    }
    // A subject may compile regexes, or be slow for each pair.
    const std::size_t step = regex_ ? 15 : 3;
    for (std::size_t at = 0; at < kBeyondByte; at += step) {
      content_.modules.push_back(pair(at, at));
      content_.modules.push_back(pair(at, at + 1));
    }
    for (const std::size_t turn : kTurns) {
      content_.modules.push_back(pair(0, turn));
      content_.modules.push_back(pair(turn, 0));
      content_.modules.push_back(pair(turn + 1, 1));
    }
    return tester_.compare(content_);
  }

  // So many patterns that select the same module: one pattern repeated.
  bool repeated(std::size_t count) {
    begin();
    for (std::size_t at = 0; at < count; ++at) content_.patterns.push_back("a");
    for (const char* const module : {"a", "b", "x.b"}) content_.modules.push_back(module);
    return tester_.compare(content_);
  }

  // The same with different patterns: all suffixes (where the front is compared: prefixes) of a
  // deep path, of globs with a star in front.
  bool nested(std::size_t count) {
    if (is_whole_text(tester_.mode())) return true;  // only one pattern selects it
    begin();
    std::string text = "a";
    for (std::size_t at = 1; at < count; ++at) {
      content_.patterns.push_back(regex_ ? entry(".{" + std::to_string(at) + "}.*") : star_ + text);
      text += ".a";
    }
    content_.patterns.push_back(regex_ ? entry(".*") : star_ + text);
    content_.modules.push_back(regex_ ? std::string(count, 'a') : text);
    content_.modules.push_back("b");
    return tester_.compare(content_);
  }

  // One pattern (where only one selects a path: a list) that selects so many modules and not one
  // other.
  bool selected(std::size_t count) {
    begin();
    for (std::size_t at = 0; at < count; ++at) {
      const std::string number = "n" + std::to_string(at);
      const bool below = compares_front(tester_.mode());
      content_.modules.push_back(below ? "a." + number : number + ".a");
      if (is_whole_text(tester_.mode())) content_.patterns.push_back(number + ".a");
    }
    content_.modules.push_back("n0.b");
    if (content_.patterns.empty())
      content_.patterns.push_back(regex_ ? entry(".*\\.a") : star_.empty() ? "a" : "*.a");
    return tester_.compare(content_);
  }

  // A list of so many patterns, of which the first and the last select a module.
  bool listed(std::size_t count) {
    begin();
    for (std::size_t at = 0; at < count; ++at)
      content_.patterns.push_back("n" + std::to_string(at));
    content_.modules.push_back("n0");
    content_.modules.push_back("n" + std::to_string(count - 1));
    content_.modules.push_back("b");
    return tester_.compare(content_);
  }

 private:
  void begin() {
    content_.clear();
    content_.mode = tester_.mode();
  }
  [[nodiscard]] std::string entry(const std::string& regex) const {
    return regex_entry(tester_.mode(), regex);
  }
  static std::string pair(std::size_t left, std::size_t right) {
    return "x" + std::to_string(left) + ".y" + std::to_string(right);
  }
  [[nodiscard]] std::string placed(const std::string& segment) const {
    return compares_front(tester_.mode()) ? segment + ".r" : "r." + segment;
  }
  // A pattern that selects the module with that segment.
  [[nodiscard]] std::string pattern_for(const std::string& segment) const {
    return whole_ ? plain_text(tester_.mode(), placed(segment)) : segment;
  }
  bool test_pairs(const std::string& pattern) {
    return tester_.test_pairs(pattern, names_.views());
  }

  Tester& tester_;
  bool regex_;
  std::string star_;  // of globs: what any text may take the place of
  bool whole_;        // a pattern describes the whole path
  Names names_;
  Case content_;
};

}  // namespace

bool search_crowd(Tester& tester) {
  Crowds crowds(tester);
  if (!crowds.numbered(kBeyondByte) || !crowds.pairs()) return false;
  for (const std::size_t count : kZeros) {
    if (!crowds.repeated(count) || !crowds.nested(count) || !crowds.selected(count)) return false;
  }
  return true;
}

bool search_big_crowd(Tester& tester) {
  Crowds crowds(tester);
  if (!crowds.numbered(kBeyondWord)) return false;
  // A subject may compile regexes for each question, as a brief search expects of globs, too.
  if (is_regex(tester.mode()) || (tester.is_brief() && is_glob(tester.mode()))) return true;
  return crowds.listed(kBeyondWord) && crowds.repeated(std::size_t{1} << 16U);
}

}  // namespace overmatch
