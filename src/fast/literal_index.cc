// SPDX-License-Identifier: Apache-2.0
#include "fast/literal_index.h"

#include <algorithm>
#include <utility>

#include "names/path.h"

namespace overmatch::fast {

namespace {

// Whether a pattern may leave `rest` in front of it, or behind it, in a path.
bool may_be_in_front(Beside beside, std::string_view rest) noexcept {
  return beside == Beside::anything || rest.empty() ||
         (beside == Beside::segments && rest.back() == kSeparator);
}
bool may_be_behind(Beside beside, std::string_view rest) noexcept {
  return beside == Beside::anything || rest.empty() ||
         (beside == Beside::segments && rest.front() == kSeparator);
}

}  // namespace

LiteralIndex::LiteralIndex(Mode mode)
    : mode_(mode), name_("fast-" + std::string(to_string(mode))) {}

void LiteralIndex::match(const Question& question, Answer& answer) {
  answer.start(question.modules.size());
  const ModeTraits& traits = traits_of(mode_);
  const bool from_end = traits.after == Beside::nothing;
  trie_.build(question.patterns, from_end ? From::end : From::beginning);
  if (is_whole_text(mode_)) bloom_filter_.build(question.patterns);
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    const std::string_view path = question.modules[module];
    if (from_end ? ends_with_one(path) : holds_one(path)) answer.select(module);
  }
}

bool LiteralIndex::ends_with_one(std::string_view path) const {
  if (is_whole_text(mode_) && !bloom_filter_.may_hold(path)) return false;
  const Beside before = traits_of(mode_).before;
  return trie_.walk(path, [&](std::string_view rest) { return may_be_in_front(before, rest); });
}

bool LiteralIndex::holds_one(std::string_view path) const {
  const auto [before, after] = std::pair(traits_of(mode_).before, traits_of(mode_).after);
  for (std::size_t start = 0; start <= path.size(); ++start) {
    const bool begins = trie_.walk(path.substr(start), [&](std::string_view rest) {
      // The empty pattern of a subtree is the root, and leaves the whole path.
      return may_be_behind(after, rest) ||
             (before == Beside::nothing && rest.size() == path.size());
    });
    if (begins) return true;
    if (before == Beside::nothing) return false;
    if (before == Beside::segments) start = std::min(path.find(kSeparator, start), path.size());
  }
  return false;
}

}  // namespace overmatch::fast
