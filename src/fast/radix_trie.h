// SPDX-License-Identifier: Apache-2.0
// RadixTrie is a compressed trie of texts that finds all suffixes or prefixes of a name in one
// walk.
//
// An edge is a piece of a text, compared with one memcmp. The caller checks what else a match
// needs, such as a segment boundary, so that one trie serves `endswith`, `segment`, `exact` and
// `subtree`.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace overmatch::fast {

// The side from which names are read: `end` finds suffixes, `beginning` finds prefixes.
enum class From : std::uint8_t { end, beginning };

class RadixTrie {
 public:
  // Replaces the trie by one of `texts`, in any order and with repeats. The texts must outlive the
  // last `walk`. O(n log n) for n bytes; reuses memory.
  void build(std::span<const std::string_view> texts, From from);

  // Calls `ends(rest)` for each text that is a suffix (or prefix) of `name`, the shortest first,
  // until a call returns true; `rest` is the remainder of the name. Returns whether one did.
  // O(bytes that the name shares with the texts).
  template <typename Ends>
  [[nodiscard]] bool walk(std::string_view name, Ends ends) const {
    return from_ == From::end ? walk_from<From::end>(name, ends)
                              : walk_from<From::beginning>(name, ends);
  }

 private:
  struct Node {
    std::string_view label;  // of the edge that leads here
    std::uint32_t first_child = 0;
    std::uint16_t children = 0;
    bool ends = false;  // a text ends here
  };
  // A node to build, for texts sorted_[begin, end), which are equal in their first `read` bytes.
  struct Open {
    std::uint32_t node, begin, end;
    std::size_t read;
  };

  [[nodiscard]] std::string_view piece(std::string_view text, std::size_t read,
                                       std::size_t size) const noexcept {
    return from_ == From::end ? text.substr(text.size() - read - size, size)
                              : text.substr(read, size);
  }
  [[nodiscard]] std::uint8_t byte(std::string_view text, std::size_t read) const noexcept {
    return static_cast<std::uint8_t>(from_ == From::end ? text[text.size() - read - 1]
                                                        : text[read]);
  }
  [[nodiscard]] std::size_t shared(std::string_view left, std::string_view right,
                                   std::size_t read) const noexcept;

  template <From from, typename Ends>
  [[nodiscard]] bool walk_from(std::string_view rest, Ends ends) const {
    const Node* node = nodes_.data();
    for (;;) {
      const std::size_t size = node->label.size();
      if (from == From::end ? !rest.ends_with(node->label) : !rest.starts_with(node->label))
        return false;
      if constexpr (from == From::end) {
        rest.remove_suffix(size);
      } else {
        rest.remove_prefix(size);
      }
      if (node->ends && ends(rest)) return true;
      if (rest.empty() || node->children == 0) return false;
      const char next = from == From::end ? rest.back() : rest.front();
      const char* const bytes = bytes_.data() + node->first_child;
      const void* const found = std::memchr(bytes, next, node->children);
      if (found == nullptr) return false;
      node = nodes_.data() + node->first_child + (static_cast<const char*>(found) - bytes);
    }
  }

  From from_ = From::end;
  std::vector<Node> nodes_;  // the root first, the children of a node side by side
  std::vector<char> bytes_;  // beside each node: the first byte of its label
  std::vector<std::string_view> sorted_;
  std::vector<Open> open_;
};

}  // namespace overmatch::fast
