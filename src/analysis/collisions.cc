#include "analysis/collisions.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "names/path.h"

namespace overmatch {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// What stands behind the shorter name: "0", "_2".
bool adds_digits(std::string_view rest) noexcept {
  if (rest.starts_with('_') && rest.size() > 1) rest.remove_prefix(1);
  return std::all_of(rest.begin(), rest.end(), is_digit);
}

class Finder {
 public:
  explicit Finder(const TreeIndex& index) : index_(index) {}

  Hazards find() {
    suffixes();
    siblings();
    std::sort(found_.pairs.begin(), found_.pairs.end(), [](const HazardPair& left, const HazardPair& right) {
      return std::tie(left.hazard, left.shorter, left.longer) < std::tie(right.hazard, right.shorter, right.longer);
    });
    return std::move(found_);
  }

 private:
  void add(std::uint32_t shorter, std::uint32_t longer, Hazard hazard) {
    if (found_.pairs.size() == kMostPairs) {
      found_.complete = false;
      return;
    }
    found_.pairs.push_back({shorter, longer, hazard});
  }

  void suffixes() {
    std::vector<std::uint32_t> open;  // the suffixes of the current path, each the suffix of the next
    for (const std::uint32_t module : index_.backwards()) {
      const std::string_view path = index_.path(module);
      if (path.empty()) continue;  // the root is the end of everything, and nobody's rival
      while (!open.empty() && !path.ends_with(index_.path(open.back()))) open.pop_back();
      for (const std::uint32_t shorter : open) {
        const bool whole = is_rerooting(path, index_.path(shorter));
        add(shorter, module, whole ? Hazard::rerooting : Hazard::suffix);
      }
      open.push_back(module);
    }
  }

  void siblings() {
    // By parent, then by name; a parent's children need not be neighbours in the tree.
    std::vector<std::uint32_t> order;
    order.reserve(index_.size());
    for (std::uint32_t module = 0; module < index_.size(); ++module) {
      if (!index_.path(module).empty()) order.push_back(module);
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
      const std::uint32_t above = index_.parent_of(left);
      const std::uint32_t other = index_.parent_of(right);
      if (above != other) return above < other;
      return last_segment(index_.path(left)) < last_segment(index_.path(right));
    });
    std::vector<std::uint32_t> open;
    std::uint32_t parent = kNoModule;
    for (const std::uint32_t module : order) {
      if (index_.parent_of(module) != parent) open.clear();
      parent = index_.parent_of(module);
      const std::string_view name = last_segment(index_.path(module));
      while (!open.empty() && !name.starts_with(last_segment(index_.path(open.back())))) open.pop_back();
      for (const std::uint32_t shorter : open) {
        const std::string_view rest = name.substr(last_segment(index_.path(shorter)).size());
        add(shorter, module, adds_digits(rest) ? Hazard::digits : Hazard::prefix);
      }
      open.push_back(module);
    }
  }

  const TreeIndex& index_;
  Hazards found_;
};

}  // namespace

std::string_view to_string(Hazard hazard) noexcept {
  constexpr std::array<std::string_view, 4> names = {"suffix", "re-rooting", "digits", "prefix"};
  return names[static_cast<std::size_t>(hazard)];
}

Hazards find_hazards(const TreeIndex& index) { return Finder(index).find(); }

}  // namespace overmatch
