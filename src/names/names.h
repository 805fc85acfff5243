// SPDX-License-Identifier: Apache-2.0
// Names: an ordered list of strings in one growing arena.
//
// The search builds and throws away hundreds of thousands of small name lists a second. `clear`
// keeps the memory, so a list that is reused allocates nothing once it has grown to its usual size.
// Views handed out stay valid until `clear`, assignment or destruction; adding names never moves
// those already there.
#pragma once

#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace overmatch {

class Names {
 public:
  Names() = default;
  Names(std::initializer_list<std::string_view> names);
  explicit Names(std::span<const std::string_view> names);
  // A list of parts of `text`, which it takes over: no part is copied, and those handed out stay
  // where they are.
  Names(std::unique_ptr<const std::string> text, std::vector<std::string_view> parts) noexcept
      : views_(std::move(parts)), text_(std::move(text)) {}
  Names(const Names& other);
  Names(Names&& other) noexcept = default;
  Names& operator=(const Names& other);
  Names& operator=(Names&& other) noexcept = default;
  ~Names() = default;

  // Copies `name` to the end of the list. Amortised O(size of the name). `name` may be a view into
  // this list.
  std::string_view push_back(std::string_view name) { return views_.emplace_back(store(name)); }
  // Replaces the whole list by `names`, which must not be views into this list.
  void assign(std::span<const std::string_view> names);
  // Replaces one name; the old text stays in the arena until `clear`.
  void replace(std::size_t index, std::string_view name);
  void erase(std::size_t index);
  void swap(std::size_t left, std::size_t right) noexcept {
    std::swap(views_[left], views_[right]);
  }
  void truncate(std::size_t size);
  // Forgets the names and keeps the memory.
  void clear() noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return views_.size(); }
  [[nodiscard]] bool empty() const noexcept { return views_.empty(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
    return views_[index];
  }
  [[nodiscard]] std::span<const std::string_view> views() const noexcept { return views_; }
  [[nodiscard]] auto begin() const noexcept { return views_.begin(); }
  [[nodiscard]] auto end() const noexcept { return views_.end(); }
  // O(size). For lists of a case; a tree of many modules has `ModuleTree`.
  [[nodiscard]] bool contains(std::string_view name) const noexcept;

  friend bool operator==(const Names& left, const Names& right) noexcept;

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
  };

  std::string_view store(std::string_view name) {
    if (name.empty())
      return {"", 0};  // never a null pointer: foreign matchers may hand it to memcmp
    if (block_ == blocks_.size() || blocks_[block_].capacity - used_ < name.size())
      make_room(name.size());
    char* const place = blocks_[block_].bytes.get() + used_;
    std::memcpy(place, name.data(), name.size());
    used_ += name.size();
    return {place, name.size()};
  }
  // Turns to the first block from here on, or a new one, that has so many bytes left.
  void make_room(std::size_t size);

  std::vector<std::string_view> views_;
  std::vector<Block> blocks_;
  std::unique_ptr<const std::string> text_;  // what the names are parts of that stand in no block
  std::size_t block_ = 0;                    // the block being filled
  std::size_t used_ = 0;                     // bytes used in that block
};

}  // namespace overmatch
