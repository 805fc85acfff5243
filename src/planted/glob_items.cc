// SPDX-License-Identifier: Apache-2.0
#include "planted/glob_items.h"

#include <algorithm>

#include "names/utf8.h"

namespace overmatch::plant {
namespace {

std::vector<char32_t> code_points_of(View text) {
  std::vector<char32_t> all;
  for (; !text.empty(); text.remove_prefix(code_point_size(text.front())))
    all.push_back(decode_code_point(text));
  return all;
}

// Where the bracket that opens at `open` is closed, or the end.
std::size_t bracket_end(const std::vector<char32_t>& glob, std::size_t open) {
  std::size_t at = open + 1;
  if (at < glob.size() && glob[at] == U'!') ++at;
  if (at < glob.size()) ++at;  // a member, also a `]`
  while (at < glob.size() && glob[at] != U']') ++at;
  return at;
}

ChangedGlobItem bracket(const std::vector<char32_t>& glob, std::size_t from, std::size_t end) {
  ChangedGlobItem item;
  item.kind = ItemKind::one_of;
  const auto is_range = [&](std::size_t at) { return at + 2 < end && glob[at + 1] == U'-'; };
  // CPython drops backward ranges in front before it looks for `!`; behind that one `-` is plain.
  std::size_t first = from;
  while (is_range(first) && glob[first + 2] < glob[first]) first += 3;
  item.inverted = first < end && glob[first] == U'!';
  std::size_t at = item.inverted ? first + 1 : from;
  if (item.inverted && first > from && at + 1 < end && glob[at] == U'-') {
    for (const char32_t plain : {glob[at], glob[at + 1]}) item.members.emplace_back(plain, plain);
    at += 2;
  }
  while (at < end) {
    const bool range = is_range(at);
    item.members.emplace_back(glob[at], glob[range ? at + 2 : at]);
    at += range ? 3 : 1;
  }
  return item;
}

bool is_skipped(const ChangedGlobItem& item) { return item.optional || item.absent; }

}  // namespace

bool ChangedGlobItem::takes(char32_t code) const noexcept {
  if (absent || (unwanted != 0 && code == unwanted)) return false;
  if (kind == ItemKind::character) return code == letter;
  if (kind != ItemKind::one_of) return true;
  const bool included = std::any_of(members.begin(), members.end(), [&](const auto& range) {
    return range.first <= code && code <= range.second;
  });
  return included != inverted;
}

GlobItems glob_items(View pattern) {
  const std::vector<char32_t> glob = code_points_of(pattern);
  GlobItems items;
  for (std::size_t at = 0; at < glob.size(); ++at) {
    ChangedGlobItem item;
    item.letter = glob[at];
    if (glob[at] == U'*') {
      item.kind = ItemKind::any_text;
      item.optional = item.repeated = true;
    } else if (glob[at] == U'?') {
      item.kind = ItemKind::any_character;
    } else if (glob[at] == U'[') {
      const std::size_t end = bracket_end(glob, at);
      if (end < glob.size()) {
        item = bracket(glob, at + 1, end);
        item.letter = U'[';
        at = end;
      }
    }
    items.push_back(std::move(item));
  }
  return items;
}

bool items_match(const GlobItems& items, View text) {
  // The items that may take the next character, in increasing order; items.size(): all are done.
  std::vector<std::size_t> now;
  std::vector<std::size_t> next;
  const auto arrive = [&items](std::vector<std::size_t>& places, std::size_t at) {
    if (!places.empty() && places.back() >= at) return;  // so are those behind that it leads to
    for (;; ++at) {
      places.push_back(at);
      if (at == items.size() || !is_skipped(items[at])) return;
    }
  };
  arrive(now, 0);
  for (; !text.empty() && !now.empty(); text.remove_prefix(code_point_size(text.front()))) {
    const char32_t code = decode_code_point(text);
    next.clear();
    for (const std::size_t at : now) {
      if (at == items.size() || !items[at].takes(code)) continue;
      if (items[at].repeated && (next.empty() || next.back() < at)) next.push_back(at);
      arrive(next, at + 1);
    }
    now.swap(next);
  }
  return text.empty() && !now.empty() && now.back() == items.size();
}

ChangedGlob::ChangedGlob(Mode mode, const GlobChange& change, View pattern)
    : by_segment_(traits_of(mode).by_segment) {
  while (true) {
    const std::size_t end = by_segment_ ? pattern.find('.') : View::npos;
    parts_.push_back(glob_items(pattern.substr(0, end)));
    change(parts_.back());
    if (end == View::npos) return;
    pattern.remove_prefix(end + 1);
  }
}

bool ChangedGlob::selects(View path) const {
  if (!by_segment_) return items_match(parts_.front(), path);
  if (static_cast<std::size_t>(std::count(path.begin(), path.end(), '.')) + 1 != parts_.size())
    return false;
  for (const GlobItems& part : parts_) {
    const std::size_t end = std::min(path.find('.'), path.size());
    if (!items_match(part, path.substr(0, end))) return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return true;
}

Behaviour glob_with(Mode mode, const GlobChange& change) {
  return whole([mode, change](const Question& question, Answer& answer) {
    for (const View pattern : question.patterns) {
      const ChangedGlob glob(mode, change, pattern);
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        if (glob.selects(question.modules[module])) answer.select(module);
      }
    }
  });
}

}  // namespace overmatch::plant
