// Collects the paths of a module tree, whatever form they were read from: checks them, completes their ancestors, and knows how
// to say where in the text a mistake is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "names/names.h"

namespace overmatch {

// The most bytes that compressed text may grow to and that the names of a tree may have: some ninety times DeepSeek-V3, the
// largest tree that we know. Needed because small input can mean a huge tree: one path of many thousand segments has as many
// ancestors.
inline constexpr std::size_t kLargestTree = std::size_t{256} << 20U;

class TreeBuilder {
 public:
  // `text` is what the offsets below count in; both must outlive the builder.
  TreeBuilder(std::string_view text, const std::string& file) : text_(text), file_(file) {
    listed_.reserve(text.size() / 32);  // the usual size of a path: growing step by step takes half as long again
  }

  // Adds a path that is listed at `offset`; throws InputError if it is malformed, was listed before, or is a root that comes
  // after other modules.
  void add(std::string_view path, std::size_t offset);
  // Adds a path that may come again and again, such as the module of each parameter.
  void add_again(std::string_view path, std::size_t offset) { complete(path, offset); }

  // "FILE:LINE: reason", with the line that holds `offset`.
  [[noreturn]] void fail(std::size_t offset, const std::string& reason) const;

  // The modules. Throws InputError if there are none.
  [[nodiscard]] Names finish() &&;

 private:
  static constexpr std::size_t kNotListed = static_cast<std::size_t>(-1);

  // Adds `path` after those of its ancestors that are missing, and returns the offset at which it was listed.
  std::size_t& complete(std::string_view path, std::size_t offset);

  std::string_view text_;
  const std::string& file_;
  Names modules_;
  std::unordered_map<std::string_view, std::size_t> listed_;  // each module, and where the text lists it
  std::vector<std::string_view> missing_;                     // scratch of complete()
  std::size_t bytes_ = 0;                                     // of all modules
};

}  // namespace overmatch
