#include "names/names.h"

#include <algorithm>
#include <cstring>

namespace overmatch {

namespace {
constexpr std::size_t kFirstBlock = 1024;  // holds a usual random case; larger lists double from there
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

std::string_view Names::push_back(std::string_view name) { return views_.emplace_back(store(name)); }

void Names::assign(std::span<const std::string_view> names) {
  clear();
  views_.reserve(names.size());
  for (const std::string_view name : names) push_back(name);
}

void Names::replace(std::size_t index, std::string_view name) { views_[index] = store(name); }

void Names::erase(std::size_t index) { views_.erase(views_.begin() + static_cast<std::ptrdiff_t>(index)); }

void Names::truncate(std::size_t size) { views_.resize(std::min(size, views_.size())); }

void Names::clear() noexcept {
  views_.clear();
  block_ = 0;
  used_ = 0;
}

bool Names::contains(std::string_view name) const noexcept {
  return std::find(views_.begin(), views_.end(), name) != views_.end();
}

bool operator==(const Names& left, const Names& right) noexcept {
  return std::equal(left.views_.begin(), left.views_.end(), right.views_.begin(), right.views_.end());
}

std::string_view Names::store(std::string_view name) {
  if (name.empty()) return {"", 0};  // never a null pointer: foreign matchers may hand it to memcmp
  while (block_ < blocks_.size() && blocks_[block_].capacity - used_ < name.size()) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const std::size_t doubled = blocks_.empty() ? kFirstBlock : blocks_.back().capacity * 2;
    const std::size_t capacity = std::max(doubled, name.size());
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(capacity), capacity});
    used_ = 0;
  }
  char* const place = blocks_[block_].bytes.get() + used_;
  std::memcpy(place, name.data(), name.size());
  used_ += name.size();
  return {place, name.size()};
}

}  // namespace overmatch
