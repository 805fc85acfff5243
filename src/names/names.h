// SPDX-License-Identifier: Apache-2.0
// Names stores an ordered list of strings in one growing arena.
//
// A run builds and discards hundreds of thousands of small lists a second. `clear` keeps the
// memory, so a reused list stops allocating once it has reached its usual size. Returned views stay
// valid until `clear`, assignment or destruction; adding names never moves existing ones.
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
  // Takes ownership of `text` and lists `parts`, which are views into it, without copying them.
  Names(std::unique_ptr<const std::string> text, std::vector<std::string_view> parts) noexcept
      : views_(std::move(parts)), text_(std::move(text)) {}
  Names(const Names& other);
  Names(Names&& other) noexcept = default;
  Names& operator=(const Names& other);
  Names& operator=(Names&& other) noexcept = default;
  ~Names() = default;

  // Appends a copy of `name`, which may be a view into this list, and returns the view of the copy.
  // Amortised O(size of `name`).
  std::string_view push_back(std::string_view name) { return views_.emplace_back(store(name)); }
  // Replaces the whole list with `names`, which must not be views into this list.
  void assign(std::span<const std::string_view> names);
  // Replaces one name. The old text stays in the arena until `clear`.
  void replace(std::size_t index, std::string_view name);
  // Removes one name. O(number of names).
  void erase(std::size_t index);
  void swap(std::size_t left, std::size_t right) noexcept {
    std::swap(views_[left], views_[right]);
  }
  // Keeps the first `size` names, or all if there are fewer.
  void truncate(std::size_t size);
  // Removes all names and keeps the memory.
  void clear() noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return views_.size(); }
  [[nodiscard]] bool empty() const noexcept { return views_.empty(); }
  [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
    return views_[index];
  }
  [[nodiscard]] std::span<const std::string_view> views() const noexcept { return views_; }
  [[nodiscard]] auto begin() const noexcept { return views_.begin(); }
  [[nodiscard]] auto end() const noexcept { return views_.end(); }
  // Linear search: for the short lists of a test case. For large trees use TreeIndex::find.
  [[nodiscard]] bool contains(std::string_view name) const noexcept;

  friend bool operator==(const Names& left, const Names& right) noexcept;

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
  };

  std::string_view store(std::string_view name) {
    if (name.empty()) return {"", 0};  // not a null pointer, which a plugin may pass to memcmp
    if (block_ == blocks_.size() || blocks_[block_].capacity - used_ < name.size())
      make_room(name.size());
    char* const place = blocks_[block_].bytes.get() + used_;
    std::memcpy(place, name.data(), name.size());
    used_ += name.size();
    return {place, name.size()};
  }
  // Makes the current block one with at least `size` free bytes, allocating it if need be.
  void make_room(std::size_t size);

  std::vector<std::string_view> views_;
  std::vector<Block> blocks_;
  // Owns the names that were taken over from a text instead of copied into a block.
  std::unique_ptr<const std::string> text_;
  std::size_t block_ = 0;  // the block being filled
  std::size_t used_ = 0;   // bytes used in that block
};

}  // namespace overmatch
