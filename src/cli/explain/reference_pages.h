// SPDX-License-Identifier: Apache-2.0
// The pages of docs/reference and the glossary, which CMake puts into the program
// (src/cli/explain/reference_pages.cmake).
#pragma once

#include <span>
#include <string_view>

namespace overmatch::cli {

// A page: docs/reference/GROUP/NAME.md, or docs/glossary.md, which has no group.
struct ReferencePage {
  std::string_view group;
  std::string_view name;
  std::string_view markdown;
};

// All pages, sorted by group and name.
[[nodiscard]] std::span<const ReferencePage> reference_pages() noexcept;

}  // namespace overmatch::cli
