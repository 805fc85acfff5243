// SPDX-License-Identifier: Apache-2.0
#include "names/names.h"

#include <algorithm>

namespace overmatch {

namespace {
constexpr std::size_t kFirstBlock =
    1024;  // holds a typical generated case; larger lists double from there
}

Names::Names(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) push_back(name);
}

Names::Names(std::span<const std::string_view> names) { assign(names); }

Names::Names(const Names& other) { assign(other.views()); }

Names& Names::operator=(const Names& other) {
  if (this != &other) assign(other.views());
  return *this;
}

void Names::assign(std::span<const std::string_view> names) {
  clear();
  views_.reserve(names.size());
  for (const std::string_view name : names) push_back(name);
}

void Names::replace(std::size_t index, std::string_view name) { views_[index] = store(name); }

void Names::erase(std::size_t index) {
  views_.erase(views_.begin() + static_cast<std::ptrdiff_t>(index));
}

void Names::truncate(std::size_t size) { views_.resize(std::min(size, views_.size())); }

void Names::clear() noexcept {
  views_.clear();
  text_.reset();
  block_ = 0;
  used_ = 0;
}

bool Names::contains(std::string_view name) const noexcept {
  // Compares the size and the last byte first, because names of a list often share the length but
  // seldom the end.
  if (name.empty())
    return std::any_of(views_.begin(), views_.end(),
                       [](std::string_view other) { return other.empty(); });
  return std::any_of(views_.begin(), views_.end(), [&](std::string_view other) {
    return other.size() == name.size() && other.back() == name.back() && other == name;
  });
}

bool operator==(const Names& left, const Names& right) noexcept {
  return std::equal(left.views_.begin(), left.views_.end(), right.views_.begin(),
                    right.views_.end());
}

void Names::make_room(std::size_t size) {
  while (block_ < blocks_.size() && blocks_[block_].capacity - used_ < size) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const std::size_t doubled = blocks_.empty() ? kFirstBlock : blocks_.back().capacity * 2;
    const std::size_t capacity = std::max(doubled, size);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(capacity), capacity});
    used_ = 0;
  }
}

}  // namespace overmatch
