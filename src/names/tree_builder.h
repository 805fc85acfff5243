// SPDX-License-Identifier: Apache-2.0
// TreeBuilder collects, checks and completes the module paths that any reader finds in a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "names/names.h"
#include "names/text_table.h"

namespace overmatch {

// The most bytes that decompressed text and the names of a tree may have: some ninety times
// DeepSeek-V3, the largest tree in the corpus. A small input can mean a huge tree, because a path
// of many thousand segments has as many ancestors.
inline constexpr std::size_t kLargestTree = std::size_t{256} << 20U;

class TreeBuilder {
 public:
  // `text` is what the offsets below index, `file` its name for messages; both must outlive the
  // builder. `lines` is false for binary files. The table is sized for paths of 32 bytes, the usual
  // length, because growing it step by step takes half as long again.
  TreeBuilder(std::string_view text, const std::string& file, bool lines = true)
      : text_(text), file_(file), lines_(lines), module_places_(text.size() / 32) {}

  // Adds a path that is listed at `offset`, and returns its index in the tree. Throws InputError if
  // it is malformed, is a duplicate, or is the root after other modules.
  std::uint32_t add(std::string_view path, std::size_t offset);
  // Adds a parameter and the module that holds it, its name without the last segment. A parameter
  // of the root adds no module. Throws InputError if the name is malformed or a duplicate.
  void add_parameter(std::string_view name, std::size_t offset);

  // The index of a module that was added, or TextTable::kNone.
  [[nodiscard]] std::uint32_t find(std::string_view path) const noexcept {
    return module_places_.find(modules_, path);
  }
  // Modules added so far, missing ancestors included.
  [[nodiscard]] std::size_t size() const noexcept { return modules_.size(); }

  // Throws InputError "FILE:LINE: reason" for the line of `offset`; "FILE: reason" for binary
  // files.
  [[noreturn]] void fail(std::size_t offset, const std::string& reason) const;
  // Says that the tree has more names than kLargestTree allows.
  [[noreturn]] void fail_too_large(std::size_t offset) const;

  // Returns the modules and the parameters. Leaves out a module that is itself a parameter, such as
  // `x.weight` beside `x.weight.absmax`. Throws InputError if no modules remain.
  [[nodiscard]] std::pair<Names, Names> finish() &&;

 private:
  static constexpr std::size_t kNotListed = static_cast<std::size_t>(-1);

  // Adds the missing ancestors of `path` and then `path`; returns its index.
  std::uint32_t complete(std::string_view path, std::size_t offset);
  void append(std::string_view path, std::size_t offset);
  // Whether the path is an ancestor of the one added last, and so is in the tree already.
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
