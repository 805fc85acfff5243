# SPDX-License-Identifier: Apache-2.0
# Run by the build: writes the C++ source OUTPUT that holds the pages below DOCS, so that `overmatch explain` needs no file.
file(GLOB pages RELATIVE "${DOCS}" "${DOCS}/reference/*/*.md")
list(SORT pages)
list(PREPEND pages glossary.md)
set(rows)
foreach(page IN LISTS pages)
  file(READ "${DOCS}/${page}" text)
  get_filename_component(name "${page}" NAME)
  string(REGEX REPLACE "\\.md$" "" name "${name}")
  set(group "")
  if(page MATCHES "^reference/([^/]+)/")
    set(group "${CMAKE_MATCH_1}")
  endif()
  string(APPEND rows "    {\"${group}\", \"${name}\", R\"page(${text})page\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// SPDX-License-Identifier: Apache-2.0
// Written from docs/ by src/cli/explain/reference_pages.cmake.
#include \"cli/explain/reference_pages.h\"

#include <array>

namespace overmatch::cli {

std::span<const ReferencePage> reference_pages() noexcept {
  static constexpr auto pages = std::to_array<ReferencePage>({
${rows}  });
  return pages;
}

}  // namespace overmatch::cli
")
