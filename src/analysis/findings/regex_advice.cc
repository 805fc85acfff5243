// SPDX-License-Identifier: Apache-2.0
// Writes a selection as one escaped regex.
#include <algorithm>
#include <iterator>

#include "analysis/findings/advice.h"
#include "analysis/tree/folded_match.h"
#include "analysis/tree/folding.h"
#include "matchers/regex.h"
#include "names/ascii.h"

namespace overmatch {

namespace {

// The most folded lines of a regex.
constexpr std::size_t kMostLines = 8;
// The most modules that the reference checks one by one, and the sample size for more.
constexpr std::size_t kMostAsked = 512;
constexpr std::size_t kPart = 128;
// Samples are drawn only for more than 1/64 of the tree, because they take a mark for each module.
constexpr std::size_t kSmallPart = 64;

void append_place(std::string& out, const FoldedPlace& place, bool wildcards) {
  if (place.numbers && place.names.size() > 1 && wildcards) {
    out += "[0-9]+";
    return;
  }
  if (place.names.size() > 1) out += "(?:";
  for (std::size_t at = 0; at < place.names.size(); ++at) {
    if (at > 0) out += '|';
    append_escaped_regex(out, place.names[at]);
  }
  if (place.names.size() > 1) out += ')';
}

std::string regex_of(const std::vector<FoldedLine>& lines, bool wildcards) {
  std::string out;
  if (lines.size() > 1) out += "(?:";
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (at > 0) out += '|';
    for (std::size_t place = 0; place < lines[at].places.size(); ++place) {
      if (place > 0) out += "\\.";
      append_place(out, lines[at].places[place], wildcards);
    }
  }
  if (lines.size() > 1) out += ')';
  return out;
}

// The modules that a folded regex can select: no place matches a separator, so they have as many
// segments as a line and one of its last segments.
Selection candidates(const TreeIndex& index, const std::vector<FoldedLine>& lines) {
  Selection all;
  for (const FoldedLine& line : lines) {
    if (line.places.empty() || line.places.back().numbers) return index.subtree("");
    for (const std::string_view name : line.places.back().names) {
      const auto selected = index.select(Mode::segment, name);
      std::copy_if(
          selected->begin(), selected->end(), std::back_inserter(all),
          [&](std::uint32_t module) { return index.depth_of(module) == line.places.size(); });
    }
  }
  if (lines.size() != 1 || lines[0].places.back().names.size() > 1) sort_modules(all, index.size());
  return all;
}

std::optional<Selection> by_reference(const TreeIndex& index, std::string_view pattern,
                                      const Selection& asked) {
  std::vector<std::string_view> paths;
  paths.reserve(asked.size());
  for (const std::uint32_t module : asked) paths.push_back(index.path(module));
  RegexMatcher matcher;
  Answer answer;
  matcher.match({{&pattern, 1}, paths}, answer);
  if (answer.rejected()) return std::nullopt;
  Selection selected;
  for (std::size_t at = 0; at < asked.size(); ++at) {
    if (answer.selects(at)) selected.push_back(asked[at]);
  }
  return selected;
}

// An even sample of the modules, and every module with a segment that is new in the list. All
// numbers count as one segment.
Selection part_of(const TreeIndex& index, const Selection& modules) {
  Selection part;
  std::vector<std::uint8_t> passed(index.size());
  std::vector<std::uint8_t> met(index.names().size());
  const std::size_t step = modules.size() / kPart + 1;
  for (std::size_t at = 0; at < modules.size(); ++at) {
    bool taken = at % step == 0;
    for (std::uint32_t up = modules[at]; up != kNoModule && passed[up] == 0;
         up = index.parent_of(up)) {
      passed[up] = 1;
      const std::uint32_t name = index.name_of(up);
      if (met[name] == 0 && !is_number(index.names()[name])) taken = true;
      met[name] = 1;
    }
    if (taken) part.push_back(modules[at]);
  }
  return part;
}

std::optional<Selection> select(const TreeIndex& index, const std::vector<FoldedLine>& lines,
                                bool wildcards, std::string_view pattern, const Selection& asked) {
  if (asked.size() > std::max(kMostAsked, index.size() / kSmallPart)) {
    if (auto by_names = select_folded(index, lines, wildcards, asked)) {
      const Selection part = part_of(index, asked);
      Selection expected;
      std::set_intersection(part.begin(), part.end(), by_names->begin(), by_names->end(),
                            std::back_inserter(expected));
      if (by_reference(index, pattern, part) == expected) return by_names;
    }
  }
  return by_reference(index, pattern, asked);
}

}  // namespace

std::vector<std::string> advise_regex(const TreeIndex& index, const Selection& wanted) {
  const Folding folding = fold(index, wanted, kMostLines);
  if (folding.count > kMostLines) return {};
  const Selection asked = candidates(index, folding.lines);
  for (const bool wildcards : {true, false}) {
    std::string pattern = regex_of(folding.lines, wildcards);
    if (select(index, folding.lines, wildcards, pattern, asked) == wanted)
      return {std::move(pattern)};
  }
  return {};
}

}  // namespace overmatch
