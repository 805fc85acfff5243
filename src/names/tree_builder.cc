// SPDX-License-Identifier: Apache-2.0
#include "names/tree_builder.h"

#include <algorithm>
#include <utility>

#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

std::size_t line_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

}  // namespace

void TreeBuilder::fail(std::size_t offset, const std::string& reason) const {
  throw InputError(file_ + (lines_ ? ":" + std::to_string(line_of(text_, offset)) : std::string()) +
                   ": " + reason);
}

void TreeBuilder::fail_too_large(std::size_t offset) const {
  fail(offset,
       "more than " + std::to_string(kLargestTree >> 20U) + " MiB of names, ancestors included");
}

void TreeBuilder::add_parameter(std::string_view name, std::size_t offset) {
  if (name.empty() || !is_well_formed(name)) {
    fail(offset,
         "malformed parameter name " + quoted_short(name) + ": a segment must not be empty");
  }
  const auto place = static_cast<std::uint32_t>(parameters_.size());
  if (parameter_places_.find_or_add(parameters_, name, place) != TextTable::kNone) {
    fail(offset, "duplicate parameter " + quoted_short(name));
  }
  bytes_ += name.size();
  parameters_.push_back(name);
  if (const std::string_view module = parent(name); !module.empty()) complete(module, offset);
}

std::uint32_t TreeBuilder::add(std::string_view path, std::size_t offset) {
  if (!is_well_formed(path))
    fail(offset,
         "malformed path " + quoted_short(path) + ": a segment between two dots must not be empty");
  const std::uint32_t index = complete(path, offset);
  std::size_t& listed = listed_[index];
  if (listed != kNotListed) {
    fail(offset, "duplicate module " + quoted_short(path) + ", first on line " +
                     std::to_string(line_of(text_, listed)));
  }
  if (path.empty() && modules_.size() > 1)
    fail(offset, "the root \"\" must come before all other modules");
  listed = offset;
  return index;
}

bool TreeBuilder::is_above_last(std::string_view path) const noexcept {
  return !path.empty() && !last_.empty() && in_subtree(last_, path);
}

std::uint32_t TreeBuilder::complete(std::string_view path, std::size_t offset) {
  // The parent nearly always exists already, as the previous path or its ancestor.
  const std::string_view direct = parent(path);
  if (direct.empty() || is_above_last(direct)) {
    const auto fresh = static_cast<std::uint32_t>(modules_.size());
    const std::uint32_t known = module_places_.find_or_add(modules_, path, fresh);
    if (known != TextTable::kNone) return known;
    append(path, offset);
    return fresh;
  }
  if (const std::uint32_t known = module_places_.find(modules_, path); known != TextTable::kNone)
    return known;
  missing_.assign(1, path);
  // The root is not added: it is a module of the tree only if the file lists it.
  for (std::string_view above = parent(path); !above.empty() && !is_above_last(above);
       above = parent(above)) {
    if (module_places_.find(modules_, above) != TextTable::kNone) break;
    missing_.push_back(above);
  }
  for (; !missing_.empty(); missing_.pop_back()) {
    module_places_.find_or_add(modules_, missing_.back(),
                               static_cast<std::uint32_t>(modules_.size()));
    append(missing_.back(), offset);
  }
  return static_cast<std::uint32_t>(modules_.size() - 1);
}

void TreeBuilder::append(std::string_view path, std::size_t offset) {
  bytes_ += path.size();
  if (bytes_ > kLargestTree) fail_too_large(offset);
  last_ = modules_.push_back(path);
  listed_.push_back(kNotListed);
}

std::pair<Names, Names> TreeBuilder::finish() && {
  const auto is_parameter = [&](std::string_view module) {
    return parameter_places_.find(parameters_, module) != TextTable::kNone;
  };
  if (!parameters_.empty() && std::any_of(modules_.begin(), modules_.end(), is_parameter)) {
    Names kept;
    for (const std::string_view module : modules_) {
      std::string_view above = module;
      while (!above.empty() && !is_parameter(above)) above = parent(above);
      if (above.empty()) kept.push_back(module);
    }
    modules_ = std::move(kept);
  }
  if (modules_.empty()) fail(0, "no module names");
  return {std::move(modules_), std::move(parameters_)};
}

}  // namespace overmatch
