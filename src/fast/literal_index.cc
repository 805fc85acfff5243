// SPDX-License-Identifier: Apache-2.0
#include "fast/literal_index.h"

#include "names/path.h"

namespace overmatch::fast {

namespace {

// `ends(rest)` decides whether a pattern that leaves `rest` of the name selects the name.
template <typename Ends>
void walk_all(const RadixTrie& trie, const Question& question, Answer& answer, Ends ends) {
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    if (trie.walk(question.modules[module], ends)) answer.select(module);
  }
}

}  // namespace

LiteralIndex::LiteralIndex(Mode mode)
    : mode_(mode), name_("fast-" + std::string(to_string(mode))) {}

void LiteralIndex::match(const Question& question, Answer& answer) {
  answer.start(question.modules.size());
  trie_.build(question.patterns, mode_ == Mode::subtree ? From::beginning : From::end);
  switch (mode_) {
    case Mode::endswith:
      return walk_all(trie_, question, answer, [](std::string_view) { return true; });
    case Mode::exact:
      bloom_filter_.build(question.patterns);
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        const std::string_view path = question.modules[module];
        if (bloom_filter_.may_hold(path) &&
            trie_.walk(path, [](std::string_view rest) { return rest.empty(); }))
          answer.select(module);
      }
      return;
    case Mode::segment:
      return walk_all(trie_, question, answer, [](std::string_view rest) {
        return rest.empty() || rest.back() == kSeparator;
      });
    case Mode::subtree: break;
    case Mode::regex: return;
  }
  // The root pattern leaves the whole name and selects everything.
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    const std::string_view path = question.modules[module];
    const auto ends = [&](std::string_view rest) {
      return rest.empty() || rest.front() == kSeparator || rest.size() == path.size();
    };
    if (trie_.walk(path, ends)) answer.select(module);
  }
}

}  // namespace overmatch::fast
