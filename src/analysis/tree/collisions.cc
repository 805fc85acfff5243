// SPDX-License-Identifier: Apache-2.0
#include "analysis/tree/collisions.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

// Whether the rest of a longer name, behind the shorter one, only adds digits: "0", "_2".
bool adds_digits(std::string_view rest) noexcept {
  if (rest.starts_with('_') && rest.size() > 1) rest.remove_prefix(1);
  return std::all_of(rest.begin(), rest.end(), is_digit);
}

// The set of lengths of the open texts, of which each is a part of the next.
class OpenLengths {
 public:
  void set(std::size_t length, bool open) {
    if (length >= marks_.size()) marks_.resize(std::max(length + 1, 2 * marks_.size()));
    marks_[length] = open ? 1 : 0;
  }
  [[nodiscard]] bool operator[](std::size_t length) const noexcept {
    return length < marks_.size() && marks_[length] != 0;
  }

 private:
  std::vector<std::uint8_t> marks_;
};

// The number of digits that a name ends with: of its proper prefixes, that many lack only digits.
std::size_t count_digits(std::string_view name) noexcept {
  return static_cast<std::size_t>(std::find_if_not(name.rbegin(), name.rend(), is_digit) -
                                  name.rbegin());
}

class Finder {
 public:
  explicit Finder(const TreeIndex& index)
      : index_(index), suffix_(index.size(), kNoModule), prefix_(index.size(), kNoModule) {
    suffixes();
    siblings();
  }

  [[nodiscard]] const HazardCounts& counts() const noexcept { return counts_; }

  [[nodiscard]] std::vector<HazardPair> list(std::size_t most) const {
    std::vector<HazardPair> pairs;
    const std::size_t all = counts_[0] + counts_[1] + counts_[2] + counts_[3];
    pairs.reserve(std::min(most, all));
    for (std::uint32_t longer = 0; longer < index_.size() && pairs.size() < most; ++longer) {
      const std::string_view path = index_.path(longer);
      for (std::uint32_t shorter = suffix_[longer]; shorter != kNoModule && pairs.size() < most;
           shorter = suffix_[shorter]) {
        const bool whole = path[path.size() - index_.path(shorter).size() - 1] == kSeparator;
        pairs.push_back({shorter, longer, whole ? Hazard::rerooting : Hazard::suffix});
      }
    }
    for (std::uint32_t longer = 0; longer < index_.size() && pairs.size() < most; ++longer) {
      const std::string_view path = index_.path(longer);
      for (std::uint32_t shorter = prefix_[longer]; shorter != kNoModule && pairs.size() < most;
           shorter = prefix_[shorter]) {
        const bool digits = adds_digits(path.substr(index_.path(shorter).size()));
        pairs.push_back({shorter, longer, digits ? Hazard::digits : Hazard::prefix});
      }
    }
    std::sort(pairs.begin(), pairs.end(), [](const HazardPair& left, const HazardPair& right) {
      return std::tie(left.hazard, left.shorter, left.longer) <
             std::tie(right.hazard, right.shorter, right.longer);
    });
    return pairs;
  }

 private:
  std::size_t& count(Hazard hazard) noexcept { return counts_[static_cast<std::size_t>(hazard)]; }

  void suffixes() {
    std::vector<std::uint32_t> open;  // the suffixes of the current path, each a suffix of the next
    OpenLengths lengths;
    for (const std::uint32_t module : index_.backwards()) {
      const std::string_view path = index_.path(module);
      if (path.empty()) continue;  // the root is a suffix of every path, but no hazard
      while (!open.empty() && !path.ends_with(index_.path(open.back()))) {
        lengths.set(index_.path(open.back()).size(), false);
        open.pop_back();
      }
      if (!open.empty()) {
        suffix_[module] = open.back();
        std::size_t whole = 0;
        for (std::size_t dot = path.find(kSeparator); dot != std::string_view::npos;
             dot = path.find(kSeparator, dot + 1)) {
          whole += lengths[path.size() - dot - 1] ? 1 : 0;
        }
        count(Hazard::rerooting) += whole;
        count(Hazard::suffix) += open.size() - whole;
      }
      lengths.set(path.size(), true);
      open.push_back(module);
    }
  }

  void siblings() {
    // Sorted by parent and name, because siblings need not be neighbours in the tree.
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
    std::vector<std::string_view> open;  // names
    std::vector<std::uint32_t> modules;  // theirs
    OpenLengths lengths;
    std::uint32_t parent = kNoModule;
    for (const std::uint32_t module : order) {
      const std::string_view name = last_segment(index_.path(module));
      const bool same = index_.parent_of(module) == parent;
      parent = index_.parent_of(module);
      while (!open.empty() && !(same && name.starts_with(open.back()))) {
        lengths.set(open.back().size(), false);
        open.pop_back();
        modules.pop_back();
      }
      if (!open.empty()) {
        prefix_[module] = modules.back();
        const std::size_t missing = count_digits(name);
        std::size_t digits = 0;
        for (std::size_t less = 1; less <= missing; ++less)
          digits += lengths[name.size() - less] ? 1 : 0;
        const std::size_t line =
            name.size() - missing;  // `_` and digits are missing, one of these at least
        if (missing > 0 && line > 0 && name[line - 1] == '_') digits += lengths[line - 1] ? 1 : 0;
        count(Hazard::digits) += digits;
        count(Hazard::prefix) += open.size() - digits;
      }
      lengths.set(name.size(), true);
      open.push_back(name);
      modules.push_back(module);
    }
  }

  const TreeIndex& index_;
  std::vector<std::uint32_t> suffix_;  // by module: the longest other path that its path ends with
  std::vector<std::uint32_t>
      prefix_;  // by module: the sibling with the longest name that its name begins with
  HazardCounts counts_{};
};

}  // namespace

std::string_view to_string(Hazard hazard) noexcept {
  constexpr std::array<std::string_view, 4> names = {"suffix", "re-rooting", "digits", "prefix"};
  return names[static_cast<std::size_t>(hazard)];
}

HazardCounts count_hazards(const TreeIndex& index) { return Finder(index).counts(); }

Hazards find_hazards(const TreeIndex& index, std::size_t most) {
  const Finder finder(index);
  return {finder.list(most), finder.counts()};
}

}  // namespace overmatch
