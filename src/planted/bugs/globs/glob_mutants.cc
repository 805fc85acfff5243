// SPDX-License-Identifier: Apache-2.0
// The mutants of globs: every mutation operator on each kind of item, and on the list of items.
//
// The witness of each is the first small question on which it differs from the reference.
#include <algorithm>

#include "matchers/rule_matcher.h"
#include "names/path.h"
#include "planted/glob_items.h"

namespace overmatch::plant {
namespace {

using Item = ChangedGlobItem;

// What an item becomes.
struct Operator {
  View name;
  View bug;
  void (*change)(Item& item);
};
void becomes(Item& item, bool optional, bool repeated) {
  item.optional = optional;
  item.repeated = repeated;
}
void becomes_letter(Item& item) {
  item.kind = ItemKind::character;
  becomes(item, false, false);
}

constexpr auto kOfEach = std::to_array<Operator>({
    {"once", "takes one character", [](Item& item) { becomes(item, false, false); }},
    {"at-most-once", "takes one character or none", [](Item& item) { becomes(item, true, false); }},
    {"at-least-once", "takes one character or more",
     [](Item& item) { becomes(item, false, true); }},
    {"any-number", "takes any number of characters", [](Item& item) { becomes(item, true, true); }},
    {"left-out", "is left out", [](Item& item) { item.absent = true; }},
    {"as-text", "is plain text", becomes_letter},
    {"any-character", "takes any characters",
     [](Item& item) { item.kind = ItemKind::any_character; }},
    {"no-dot", "takes no dot", [](Item& item) { item.unwanted = U'.'; }},
    {"no-underscore", "takes no underscore", [](Item& item) { item.unwanted = U'_'; }},
});
constexpr auto kOfBrackets = std::to_array<Operator>({
    {"inverted", "`!` is turned", [](Item& item) { item.inverted = !item.inverted; }},
    {"never-inverted", "`!` is ignored", [](Item& item) { item.inverted = false; }},
    {"first-member", "only the first member counts", [](Item& item) { item.members.resize(1); }},
    {"last-member-left-out", "the last member is left out",
     [](Item& item) { item.members.pop_back(); }},
    {"range-begins-late", "`<` for `<=` at the start of a range",
     [](Item& item) {
       for (auto& range : item.members) range.first += range.first < range.second ? 1 : 0;
     }},
    {"range-ends-early", "`<` for `<=` at the end of a range",
     [](Item& item) {
       for (auto& range : item.members) range.second -= range.first < range.second ? 1 : 0;
     }},
    {"range-start-only", "the end of a range is ignored",
     [](Item& item) {
       for (auto& range : item.members) range.second = range.first;
     }},
    {"range-turned", "a range with its ends in the wrong order is turned",
     [](Item& item) {
       for (auto& range : item.members) {
         if (range.second < range.first) std::swap(range.first, range.second);
       }
     }},
});

struct KindName {
  ItemKind kind;
  View name;
  View title;
};
constexpr auto kKinds =
    std::to_array<KindName>({{ItemKind::any_text, "star", "`*`"},
                             {ItemKind::any_character, "question-mark", "`?`"},
                             {ItemKind::one_of, "bracket", "`[...]`"},
                             {ItemKind::character, "character", "a character"}});

struct ListOperator {
  View name;
  View bug;
  void (*change)(GlobItems& items);
};
Item star() {
  Item item;
  item.kind = ItemKind::any_text;
  becomes(item, true, true);
  return item;
}
constexpr auto kOfList = std::to_array<ListOperator>({
    {"open-start", "the text may begin with anything",
     [](GlobItems& items) { items.insert(items.begin(), star()); }},
    {"open-end", "the text may end with anything",
     [](GlobItems& items) { items.push_back(star()); }},
    {"first-left-out", "the first item is left out",
     [](GlobItems& items) {
       if (!items.empty()) items.erase(items.begin());
     }},
    {"last-left-out", "the last item is left out",
     [](GlobItems& items) {
       if (!items.empty()) items.pop_back();
     }},
    {"doubled-last", "the last item counts twice",
     [](GlobItems& items) {
       if (!items.empty()) items.push_back(Item(items.back()));
     }},
    {"first-star-only", "a second star is left out",
     [](GlobItems& items) {
       bool seen = false;
       std::erase_if(items, [&](const Item& item) {
         return item.kind == ItemKind::any_text && std::exchange(seen, true);
       });
     }},
    {"all-after-star", "what follows the first star is left out",
     [](GlobItems& items) {
       const auto found = std::find_if(items.begin(), items.end(), [](const Item& item) {
         return item.kind == ItemKind::any_text;
       });
       if (found != items.end()) items.erase(found + 1, items.end());
     }},
});

const std::vector<std::string>& small_globs() {
  static const std::vector<std::string> globs = [] {
    const std::vector<std::string> items = {"a",     "*",     "?", "[ab]", "[!a]",
                                            "[a-c]", "[c-a]", "_", "."};
    std::vector<std::string> all = items;
    for (const std::string& left : items) {
      for (const std::string& right : items) all.push_back(left + right);
    }
    all.insert(all.end(), {"*a*", "*a*b", "a*b*c"});
    return all;
  }();
  return globs;
}
constexpr auto kSmallPaths =
    std::to_array<View>({"a",  "b",   "c",   "_",  "d",  "*",   "?",   "[",   "ab",  "aa",  "ba",
                         "bb", "a.b", "b.a", "a_", "_a", "aba", "abc", "bab", "a.a", "bac", "aac"});

// The first small question on which the rule with the change differs from the reference.
std::vector<Ask> first_difference(Mode mode, const GlobChange& change) {
  for (const std::string& pattern : small_globs()) {
    for (const View path : kSmallPaths) {
      if (ChangedGlob(mode, change, pattern).selects(path) != rule_selects(mode, path, pattern))
        return {{{pattern}, {std::string(path)}}};
    }
  }
  return {};
}

void add(Mode mode, std::string name, std::string bug, const GlobChange& change,
         std::vector<Planted>& out) {
  std::vector<Ask> witness = first_difference(mode, change);
  if (witness.empty()) return;  // the same rule in other words
  out.push_back(wrong(kept(std::string(to_string(mode)) + "-mutant-" + std::move(name)), mode,
                      kept(std::move(bug)), glob_with(mode, change), std::move(witness)));
}

template <class Operators>
void add_item_mutants(Mode mode, const KindName& of, const Operators& operators,
                      std::vector<Planted>& out) {
  for (const Operator& one : operators) {
    const auto change = [kind = of.kind, changed = one.change](GlobItems& items) {
      for (Item& item : items) {
        if (item.kind == kind) changed(item);
      }
    };
    add(mode, std::string(of.name) + "-" + std::string(one.name),
        std::string(of.title) + ": " + std::string(one.bug), change, out);
  }
}

}  // namespace

std::vector<Planted> glob_mutants() {
  std::vector<Planted> all;
  for (const Mode mode : kModes) {
    if (!is_glob(mode)) continue;
    for (const KindName& kind : kKinds) {
      add_item_mutants(mode, kind, kOfEach, all);
      if (kind.kind == ItemKind::one_of) add_item_mutants(mode, kind, kOfBrackets, all);
    }
    for (const ListOperator& one : kOfList)
      add(mode, std::string(one.name), std::string(one.bug), one.change, all);
  }
  return all;
}

}  // namespace overmatch::plant
