// SPDX-License-Identifier: Apache-2.0
// Expressions of texts and globs.
#include <algorithm>

#include "analysis/automata/pattern_expression.h"
#include "matchers/glob.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

using Id = RegularExpression::Id;

// Builds a trie of texts.
class TextTree {
 public:
  TextTree(std::vector<std::string_view> texts, RegularExpression& out)
      : texts_(std::move(texts)), out_(out) {
    std::sort(texts_.begin(), texts_.end());
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
  }

  Id root() { return branch(0, texts_.size(), 0); }

 private:
  // The trie of texts [low, high), which share their first `offset` bytes, without those.
  Id branch(std::size_t low, std::size_t high, std::size_t offset) {
    if (low == high) return out_.choice({});
    // Because they are sorted, all share what the first and the last share.
    const std::string_view first = texts_[low].substr(offset);
    const std::string_view last = texts_[high - 1].substr(offset);
    std::size_t common = 0;
    while (common < first.size() && common < last.size() && first[common] == last[common]) ++common;
    while (common > 0 && (is_continuation(first, common) || is_continuation(last, common)))
      --common;
    const Id start = out_.text(first.substr(0, common));
    offset += common;
    std::vector<Id> branches;
    if (texts_[low].size() == offset) {
      branches.push_back(out_.sequence({}));
      ++low;
    }
    for (std::size_t end = low; low < high; low = end) {
      const std::string_view letter = code_point_at(texts_[low], offset);
      while (end < high && texts_[end].substr(offset).starts_with(letter)) ++end;
      branches.push_back(branch(low, end, offset));
    }
    if (branches.size() == 1) return out_.sequence({start, branches.front()});
    const Id rest = out_.choice(std::move(branches));
    return out_.sequence({start, rest});
  }

  static bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  }

  std::vector<std::string_view> texts_;
  RegularExpression& out_;
};

// The code points of a bracket, whose members stand as in GlobItem.
CodeSet members_of(std::string_view members) {
  const GlobMembers read = read_glob_members(members);
  std::vector<CodeRange> ranges;
  for (const auto& [low, high] : read.ranges) ranges.push_back({low, high});
  CodeSet set = to_set(std::move(ranges));
  return read.inverted ? complement(set) : set;
}

// A glob, or one segment of it: then no item takes the separator.
Id glob_sequence(std::string_view glob, bool one_segment, RegularExpression& out) {
  const auto of = [&](CodeSet set) {
    return out.characters(one_segment ? without(set, U'.') : std::move(set));
  };
  std::vector<Id> items;
  while (!glob.empty()) {
    const GlobItem item = first_glob_item(glob);
    switch (item.kind) {
      case GlobItemKind::any_text: items.push_back(out.repeat(of(all_code_points()), 0)); break;
      case GlobItemKind::any_character: items.push_back(of(all_code_points())); break;
      case GlobItemKind::one_of: items.push_back(of(members_of(item.members))); break;
      case GlobItemKind::character:
        items.push_back(out.characters(single(decode_code_point(item.text))));
        break;
    }
    glob.remove_prefix(item.text.size());
  }
  return out.sequence(std::move(items));
}

}  // namespace

// Each mode as its reference's header defines it.
RegularExpression express_texts(Mode mode, const std::vector<std::string>& patterns) {
  RegularExpression out;
  out.set_root(TextTree({patterns.begin(), patterns.end()}, out).root());
  add_beside(mode, out);
  if (empty_selects_all(mode) && std::find(patterns.begin(), patterns.end(), "") != patterns.end())
    out.set_root(out.anything());
  return out;
}

RegularExpression express_glob(Mode mode, std::string_view glob) {
  RegularExpression out;
  std::vector<Id> segments;
  const bool by_segment = traits_of(mode).by_segment;
  std::size_t end = 0;
  for (std::string_view rest = glob;; rest.remove_prefix(end + 1)) {
    end = by_segment ? rest.find(kSeparator) : std::string_view::npos;
    segments.push_back(glob_sequence(rest.substr(0, end), by_segment, out));
    if (end == std::string_view::npos) break;
    segments.push_back(out.characters(single(kSeparator)));
  }
  out.set_root(out.sequence(std::move(segments)));
  add_beside(mode, out);
  return out;
}

}  // namespace overmatch
