#include "names/path.h"

#include <algorithm>

namespace overmatch {

bool is_well_formed(std::string_view path) noexcept {
  if (path.empty()) return true;
  bool doubled = false;  // to the end whatever comes: most paths are well-formed, and this is done many at a time
  for (std::size_t at = 1; at < path.size(); ++at) doubled |= path[at] == kSeparator && path[at - 1] == kSeparator;
  return path.front() != kSeparator && path.back() != kSeparator && !doubled;
}

bool in_subtree(std::string_view path, std::string_view root) noexcept {
  if (root.empty()) return true;
  return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == kSeparator);
}

bool is_rerooting(std::string_view path, std::string_view shorter) noexcept {
  return !shorter.empty() && path.size() > shorter.size() && path.ends_with(shorter) &&
         path[path.size() - shorter.size() - 1] == kSeparator;
}

std::string_view parent(std::string_view path) noexcept {
  const std::size_t dot = path.rfind(kSeparator);
  return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

std::string_view first_segment(std::string_view path) noexcept { return path.substr(0, path.find(kSeparator)); }

std::string_view last_segment(std::string_view path) noexcept {
  const std::size_t dot = path.rfind(kSeparator);
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::size_t depth(std::string_view path) noexcept {
  return path.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(path.begin(), path.end(), kSeparator));
}

Segments::Iterator& Segments::Iterator::operator++() noexcept {
  const std::size_t dot = rest_.find(kSeparator);
  if (dot == std::string_view::npos) {
    at_end_ = true;
  } else {
    rest_.remove_prefix(dot + 1);
  }
  return *this;
}

}  // namespace overmatch
