// SPDX-License-Identifier: Apache-2.0
#include "search/phases/special_words.h"

#include <string>

#include "generate/special_words.h"
#include "generate/twins.h"
#include "matchers/plain_text.h"
#include "names/path.h"

namespace overmatch {

namespace {

class SpecialWords {
 public:
  explicit SpecialWords(Tester& tester) : tester_(tester) {
    for (const std::string_view word : kSpecialWords) {
      add(word, names_);
      add("a." + std::string(word), names_);
      add(std::string(word) + ".a", names_);
    }
    for (const char* const plain : {"a", "b", "a.b", "ab", "0", "1", "2", "3", "a.1", "1.10"})
      add(plain, names_);
  }

  // Plain patterns among all those names.
  bool ask_plain() {
    for (const char* const plain : {"a", "b", "a.b"}) {
      if (!ask(plain)) return false;
    }
    return true;
  }

  bool run() {
    // Plainly first: who reads a word or a mark as more than text mostly does so there.
    for (const std::string_view word : kSpecialWords) {
      if (!ask(std::string(word)) || !in_list(std::string(word))) return false;
    }
    if (!twins()) return false;
    for (const SpecialWordGroup& group : kSpecialWordGroups) {
      for (const std::string_view word : group.words) {
        if (!ask_beside(std::string(word), group.place)) return false;
      }
    }
    return true;
  }

 private:
  // The word beside other text: as a segment and, of a mark, inside of one.
  bool ask_beside(const std::string& text, WordPlace place) {
    for (const std::string& pattern : {"a." + text, text + ".a"}) {
      if (!ask(pattern)) return false;
    }
    if (place == WordPlace::segment) return true;
    for (const std::string& pattern :
         {text + "a", "a" + text, text + "a" + text, "a" + text + "b", text + " a"}) {
      if (!ask(pattern)) return false;
    }
    return in_list(text + "a");
  }
  // A list of a plain pattern and this one, of which every property is asked.
  bool in_list(const std::string& text) {
    if (is_regex(tester_.mode())) return true;
    content_.clear();
    content_.mode = tester_.mode();
    content_.patterns.push_back("a");
    content_.patterns.push_back(text);
    for (const char* const module : {"a", "b"}) content_.modules.push_back(module);
    return tester_.test(content_);
  }
  bool twins() {
    Names names;
    for (const TwinGroup& group : kTwinGroups) {
      for (const Twins& pair : group.pairs) {
        add(pair.left, names);
        add(pair.right, names);
      }
    }
    // A list of both, too: neither is the other's repeat.
    for (const TwinGroup& group : kTwinGroups) {
      for (const Twins& pair : group.pairs) {
        if (!ask(std::string(pair.left), names) || !ask(std::string(pair.right), names) ||
            !in_list(pair))
          return false;
      }
    }
    return true;
  }
  bool in_list(const Twins& pair) {
    if (is_regex(tester_.mode())) return true;
    content_.clear();
    content_.mode = tester_.mode();
    for (const std::string_view text : {pair.left, pair.right}) {
      content_.patterns.push_back(text);
      if (is_well_formed(text)) content_.modules.push_back(text);
    }
    return tester_.test(content_);
  }
  static void add(std::string_view name, Names& names) {
    if (!name.empty() && is_well_formed(name) && !names.contains(name)) names.push_back(name);
  }
  bool ask(const std::string& pattern, const Names& names) {
    return tester_.test_pairs(plain_text(tester_.mode(), pattern), names.views());
  }
  bool ask(const std::string& pattern) { return ask(pattern, names_); }

  Tester& tester_;
  Names names_;
  Case content_;
};

}  // namespace

void search_plain_patterns(Tester& tester) { SpecialWords(tester).ask_plain(); }
void search_special_words(Tester& tester) { SpecialWords(tester).run(); }

}  // namespace overmatch
