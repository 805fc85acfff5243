// SPDX-License-Identifier: Apache-2.0
// Module paths: segments joined by '.', the root being the empty path. PyTorch's rule for a child's
// name is all that holds of a segment: it is not empty and has no '.' (torch.nn.Module.add_module).
// Everything else may occur in it.
#pragma once

#include <cstddef>
#include <string_view>

namespace overmatch {

inline constexpr char kSeparator = '.';

// Whether no segment of `path` is empty. The root has no segments, so it is well-formed.
[[nodiscard]] bool is_well_formed(std::string_view path) noexcept;

// Whether `path` is `root` or lies below it. Everything lies in the subtree of the root path "".
[[nodiscard]] bool in_subtree(std::string_view path, std::string_view root) noexcept;

// Whether `path` is `shorter` with whole segments in front: the ambiguity that no segment-boundary
// matcher can resolve.
[[nodiscard]] bool is_rerooting(std::string_view path, std::string_view shorter) noexcept;

// The path above, "" for a path of one segment and for the root.
[[nodiscard]] std::string_view parent(std::string_view path) noexcept;

[[nodiscard]] std::string_view first_segment(std::string_view path) noexcept;
[[nodiscard]] std::string_view last_segment(std::string_view path) noexcept;

// The number of segments of a well-formed path; 0 for the root.
[[nodiscard]] std::size_t depth(std::string_view path) noexcept;

// The pieces between separators, for range-for: "a..b" gives "a", "", "b"; the root gives none.
class Segments {
 public:
  class Iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(std::string_view rest, bool at_end) : rest_(rest), at_end_(at_end) {}
    [[nodiscard]] std::string_view operator*() const noexcept { return first_segment(rest_); }
    Iterator& operator++() noexcept;
    [[nodiscard]] bool operator==(const Iterator& other) const noexcept {
      return at_end_ == other.at_end_ && (at_end_ || rest_.size() == other.rest_.size());
    }

   private:
    std::string_view rest_;
    bool at_end_ = true;
  };

  explicit Segments(std::string_view path) noexcept : path_(path) {}
  [[nodiscard]] Iterator begin() const noexcept { return {path_, path_.empty()}; }
  [[nodiscard]] Iterator end() const noexcept { return {}; }

 private:
  std::string_view path_;
};

}  // namespace overmatch
