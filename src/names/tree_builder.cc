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
  throw InputError(file_ + (lines_ ? ":" + std::to_string(line_of(text_, offset)) : std::string()) + ": " + reason);
}

void TreeBuilder::add_parameter(std::string_view name, std::size_t offset) {
  if (name.empty() || !is_well_formed(name)) {
    fail(offset, "malformed parameter name " + quoted_short(name) + ": a segment must not be empty");
  }
  if (known_parameters_.contains(name)) fail(offset, "duplicate parameter " + quoted_short(name));
  bytes_ += name.size();
  known_parameters_.insert(parameters_.push_back(name));
  if (const std::string_view module = parent(name); !module.empty()) complete(module, offset);
}

void TreeBuilder::add(std::string_view path, std::size_t offset) {
  if (!is_well_formed(path))
    fail(offset, "malformed path " + quoted_short(path) + ": a segment between two dots must not be empty");
  std::size_t& listed = complete(path, offset);
  if (listed != kNotListed) {
    fail(offset, "duplicate module " + quoted_short(path) + ", first on line " + std::to_string(line_of(text_, listed)));
  }
  if (path.empty() && modules_.size() > 1) fail(offset, "the root \"\" must come before all other modules");
  listed = offset;
}

std::size_t& TreeBuilder::complete(std::string_view path, std::size_t offset) {
  const auto known = listed_.find(path);
  if (known != listed_.end()) return known->second;
  missing_.clear();
  // The root is not completed: it is a module of the tree only if the user lists it.
  for (std::string_view above = path; missing_.empty() || (!above.empty() && !listed_.contains(above)); above = parent(above)) {
    missing_.push_back(above);
  }
  std::size_t* place = nullptr;
  for (; !missing_.empty(); missing_.pop_back()) {
    bytes_ += missing_.back().size();
    if (bytes_ > kLargestTree) {
      fail(offset, "more than " + std::to_string(kLargestTree >> 20U) + " MiB of names, ancestors included");
    }
    place = &listed_.emplace(modules_.push_back(missing_.back()), kNotListed).first->second;
  }
  return *place;
}

std::pair<Names, Names> TreeBuilder::finish() && {
  const auto is_parameter = [&](std::string_view module) { return known_parameters_.contains(module); };
  if (std::any_of(modules_.begin(), modules_.end(), is_parameter)) {
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
