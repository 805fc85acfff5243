// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic/real_names.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "analysis/tree/path_templates.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {
namespace {

constexpr std::array<std::string_view, 3> kApplied = {"fullmatch", "match", "search"};
// How many numbers are kept after the first number of a name: `experts.0` to `experts.3`.
constexpr std::size_t kFewInside = 4;

template <typename Visit>
void each_segment(std::string_view name, const Visit& visit) {
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find(kSeparator, start), name.size());
    visit(name.substr(start, end - start));
    start = end + 1;
  }
}

bool is_repetition(std::string_view name) {
  bool first = true;
  bool far = false;
  each_segment(name, [&](std::string_view segment) {
    if (!is_number(segment)) return;
    far = far || (!first &&
                  (segment.size() > 1 || static_cast<std::size_t>(segment[0] - '0') >= kFewInside));
    first = false;
  });
  return far;
}

}  // namespace

std::string_view to_string(Applied how) noexcept { return kApplied[static_cast<std::size_t>(how)]; }

std::optional<Applied> parse_applied(std::string_view name) noexcept {
  for (const Applied how : kAllApplied) {
    if (to_string(how) == name) return how;
  }
  return std::nullopt;
}

Mode mode_of(Applied how) noexcept {
  constexpr std::array<Mode, 3> modes = {Mode::regex, Mode::match, Mode::search};
  return modes[static_cast<std::size_t>(how)];
}

RealNames::RealNames(NamePool pool, std::string title)
    : pool_(std::move(pool)), title_(std::move(title)) {
  for (const std::string_view name : pool_.names) {
    for (const char c : name) has_.set(static_cast<unsigned char>(c));
  }
}

RealNames::RealNames(const TreeIndex& index) : index_(&index), title_(index.tree().name) {}

std::optional<Selection> RealNames::select(const std::string& regex, Applied how) const {
  if (index_ != nullptr) return index_->select(mode_of(how), regex);
  if (!regex_compiles(regex)) return std::nullopt;
  const std::string_view pattern = regex;
  RegexMatcher matcher(mode_of(how));
  Answer answer;
  matcher.match({{&pattern, 1}, pool_.names}, answer);
  if (answer.rejected()) return std::nullopt;
  Selection selected;
  for (std::uint32_t at = 0; at < size(); ++at) {
    if (answer.selects(at)) selected.push_back(at);
  }
  return selected;
}

bool RealNames::has(char character) const noexcept {
  return index_ != nullptr ? index_->has(character)
                           : has_.test(static_cast<unsigned char>(character));
}

std::size_t RealNames::count_shapes(const Selection& some) const {
  if (index_ != nullptr && index_->is_complete()) {
    std::vector<std::uint32_t> shapes;
    for (const std::uint32_t at : some) {
      const std::uint32_t shape = index_->templates().of(at);
      if (shapes.empty() || shapes.back() != shape) shapes.push_back(shape);
    }
    std::sort(shapes.begin(), shapes.end());
    return static_cast<std::size_t>(std::unique(shapes.begin(), shapes.end()) - shapes.begin());
  }
  std::unordered_set<std::string> shapes;
  for (const std::uint32_t at : some) {
    std::string shape;
    each_segment((*this)[at], [&](std::string_view segment) {
      shape += is_number(segment) ? "#" : segment;
      shape += kSeparator;
    });
    shapes.insert(std::move(shape));
  }
  return shapes.size();
}

Selection RealNames::beside(const Selection& some, const Selection& others) const {
  if (pool_.models.empty()) return others.empty() ? Selection() : some;
  std::vector<bool> meant(pool_.count);
  for (const std::uint32_t at : others) {
    for (const std::uint32_t model : pool_.models[at]) meant[model] = true;
  }
  Selection found;
  std::copy_if(some.begin(), some.end(), std::back_inserter(found), [&](std::uint32_t at) {
    const auto& models = pool_.models[at];
    return std::any_of(models.begin(), models.end(),
                       [&](std::uint32_t model) { return meant[model]; });
  });
  return found;
}

bool RealNames::number(const Selection& some, const Selection& copies) const {
  std::unordered_set<std::string_view> known;
  for (const std::uint32_t at : some) known.insert((*this)[at]);
  return std::any_of(copies.begin(), copies.end(), [&](std::uint32_t at) {
    std::string_view name = (*this)[at];
    const std::size_t last = name.find_last_not_of("0123456789");
    if (last == std::string_view::npos || last + 1 == name.size()) return false;
    name = name.substr(0, last + (name[last] == '_' || name[last] == '-' ? 0 : 1));
    return known.contains(name);
  });
}

NamePool distinct_names(std::span<const Model> models) {
  NamePool pool;
  pool.count = static_cast<std::uint32_t>(models.size());
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::uint32_t model = 0; model < pool.count; ++model) {
    for (const Names* const list : {&models[model].tree.modules, &models[model].parameters}) {
      for (const std::string_view name : *list) {
        if (is_repetition(name)) continue;
        const auto [place, fresh] = places.emplace(name, pool.names.size());
        if (fresh) {
          pool.names.push_back(name);
          pool.models.emplace_back();
        }
        pool.models[place->second].push_back(model);
      }
    }
  }
  return pool;
}

}  // namespace overmatch
