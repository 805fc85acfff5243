// SPDX-License-Identifier: Apache-2.0
#include "fast/radix_trie.h"

namespace overmatch::fast {

std::size_t RadixTrie::shared(std::string_view left, std::string_view right,
                              std::size_t read) const noexcept {
  const std::size_t most = std::min(left.size(), right.size());
  std::size_t size = read;
  while (size < most && byte(left, size) == byte(right, size)) ++size;
  return size - read;
}

void RadixTrie::build(std::span<const std::string_view> texts, From from) {
  from_ = from;
  sorted_.assign(texts.begin(), texts.end());
  if (from == From::end) {
    std::sort(sorted_.begin(), sorted_.end(), [](std::string_view left, std::string_view right) {
      return std::lexicographical_compare(left.rbegin(), left.rend(), right.rbegin(), right.rend());
    });
  } else {
    std::sort(sorted_.begin(), sorted_.end());
  }
  nodes_.assign(1, {});
  bytes_.assign(1, '\0');
  open_.clear();
  if (!sorted_.empty()) open_.push_back({0, 0, static_cast<std::uint32_t>(sorted_.size()), 0});
  // A list instead of recursion, which a, aa, aaa, … would make as deep as the number of texts.
  while (!open_.empty()) {
    Open now = open_.back();
    open_.pop_back();
    // Texts that end here are sorted first.
    while (now.begin < now.end && sorted_[now.begin].size() == now.read) {
      nodes_[now.node].ends = true;
      ++now.begin;
    }
    nodes_[now.node].first_child = static_cast<std::uint32_t>(nodes_.size());
    const std::size_t first_open = open_.size();
    for (std::uint32_t begin = now.begin; begin < now.end;) {
      std::uint32_t end = begin + 1;
      while (end < now.end && byte(sorted_[end], now.read) == byte(sorted_[begin], now.read)) ++end;
      // Because they are sorted, all share what the first and the last share.
      const std::size_t size = shared(sorted_[begin], sorted_[end - 1], now.read);
      const std::string_view label = piece(sorted_[begin], now.read, size);
      open_.push_back({static_cast<std::uint32_t>(nodes_.size()), begin, end, now.read + size});
      nodes_.push_back({label, 0, 0, false});
      bytes_.push_back(from == From::end ? label.back() : label.front());
      begin = end;
    }
    nodes_[now.node].children = static_cast<std::uint16_t>(open_.size() - first_open);
  }
}

}  // namespace overmatch::fast
