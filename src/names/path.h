// SPDX-License-Identifier: Apache-2.0
// Splits and compares module paths: segments joined by '.', as named_modules() of PyTorch gives.
//
// The empty path is the root. A segment is what torch.nn.Module.add_module accepts as a child's
// name: any text that is not empty and has no '.'
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html).
#pragma once

#include <cstddef>
#include <string_view>

namespace overmatch {

inline constexpr char kSeparator = '.';

// Whether no segment of `path` is empty. The root has no segments and is well-formed.
[[nodiscard]] bool is_well_formed(std::string_view path) noexcept;

// Whether `path` is `root` or lies below it. Every path lies in the subtree of the root "".
[[nodiscard]] bool in_subtree(std::string_view path, std::string_view root) noexcept;

// Whether `path` is `shorter` with whole segments in front, as `visual.model.norm` is of
// `model.norm`: no matcher that only looks for a segment boundary can tell the two apart.
[[nodiscard]] bool is_rerooting(std::string_view path, std::string_view shorter) noexcept;

// `path` without its last segment; "" for a path of one segment and for the root.
[[nodiscard]] std::string_view parent(std::string_view path) noexcept;

// The first or last segment; "" for the root.
[[nodiscard]] std::string_view first_segment(std::string_view path) noexcept;
[[nodiscard]] std::string_view last_segment(std::string_view path) noexcept;

// The number of segments of a well-formed path; 0 for the root.
[[nodiscard]] std::size_t depth(std::string_view path) noexcept;

// The range of a path's segments: "a..b" gives "a", "", "b"; the root gives none.
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
