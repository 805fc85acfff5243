// SPDX-License-Identifier: Apache-2.0
// Collects the paths of a module tree, whatever form they were read from: checks them, completes
// their ancestors, and knows how to say where in the text a mistake is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "names/names.h"
#include "names/text_table.h"

namespace overmatch {

// The most bytes that compressed text may grow to and that the names of a tree may have: some
// ninety times DeepSeek-V3, the largest tree that we know. Needed because small input can mean a
// huge tree: one path of many thousand segments has as many ancestors.
inline constexpr std::size_t kLargestTree = std::size_t{256} << 20U;

class TreeBuilder {
 public:
  // `text` is what the offsets below count in; both must outlive the builder. `lines`: whether the
  // text has any, or is binary. The usual size of a path is 32 bytes; growing step by step takes
  // half as long again.
  TreeBuilder(std::string_view text, const std::string& file, bool lines = true)
      : text_(text), file_(file), lines_(lines), module_places_(text.size() / 32) {}

  // Adds a path that is listed at `offset`; throws InputError if it is malformed, was listed
  // before, or is a root that comes after other modules.
  void add(std::string_view path, std::size_t offset);
  // Adds a parameter and its module: what stands before the last component. A parameter of the root
  // says nothing of any module below it. Throws InputError if the name is malformed or was added
  // before.
  void add_parameter(std::string_view name, std::size_t offset);

  // "FILE:LINE: reason", with the line that holds `offset`; "FILE: reason" where the text has no
  // lines.
  [[noreturn]] void fail(std::size_t offset, const std::string& reason) const;

  // The modules and the parameters. A module that is a parameter itself (`x.weight` of
  // `x.weight.absmax`) is left out. Throws InputError if no modules remain.
  [[nodiscard]] std::pair<Names, Names> finish() &&;

 private:
  static constexpr std::size_t kNotListed = static_cast<std::size_t>(-1);

  // Adds `path` after those of its ancestors that are missing, and returns its place.
  std::uint32_t complete(std::string_view path, std::size_t offset);
  void append(std::string_view path, std::size_t offset);
  // Whether the path is in the tree because the one added before is.
  [[nodiscard]] bool is_above_last(std::string_view path) const noexcept;

  std::string_view text_;
  const std::string& file_;
  bool lines_;
  Names modules_;
  TextTable module_places_;
  std::vector<std::size_t> listed_;  // where the text lists each module
  Names parameters_;
  TextTable parameter_places_;
  std::string_view last_;                  // the module that was completed last
  std::vector<std::string_view> missing_;  // scratch of complete()
  std::size_t bytes_ = 0;                  // of all modules
};

}  // namespace overmatch
