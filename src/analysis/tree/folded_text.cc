// SPDX-License-Identifier: Apache-2.0
// The text form of folded lines.
#include <algorithm>
#include <charconv>

#include "analysis/tree/folding.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// Of more alternatives only the first and last ones are shown.
constexpr std::size_t kMostAlternatives = 12;

unsigned long value_of(std::string_view number) noexcept {
  unsigned long value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value;
}

void append_numbers(std::string& out, const std::vector<std::string_view>& names) {
  std::vector<unsigned long> values;
  values.reserve(names.size());
  for (const std::string_view name : names) values.push_back(value_of(name));
  std::sort(values.begin(), values.end());
  out += '{';
  for (std::size_t at = 0; at < values.size();) {
    std::size_t end = at;
    while (end + 1 < values.size() && values[end + 1] == values[end] + 1) ++end;
    if (out.back() != '{') out += ',';
    out += std::to_string(values[at]);
    if (end > at) out += (end > at + 1 ? ".." : ",") + std::to_string(values[end]);
    at = end + 1;
  }
  out += '}';
}

// The sizes of the common prefix of all names, and of the common suffix of the rest, in whole code
// points and words: `{q,v}_proj`, but `{conv1,conv2}`.
std::pair<std::size_t, std::size_t> shared_ends(const std::vector<std::string_view>& names) {
  std::size_t front = names[0].size();
  std::size_t back = names[0].size();
  for (const std::string_view name : names) {
    const auto head = std::mismatch(names[0].begin(), names[0].end(), name.begin(), name.end());
    const auto tail = std::mismatch(names[0].rbegin(), names[0].rend(), name.rbegin(), name.rend());
    front = std::min(front, static_cast<std::size_t>(head.first - names[0].begin()));
    back = std::min(back, static_cast<std::size_t>(tail.first - names[0].rbegin()));
  }
  while (front > 0 && names[0][front - 1] != '_') --front;
  while (back > 0 && names[0][names[0].size() - back] != '_') --back;
  std::size_t shortest = names[0].size();
  for (const std::string_view name : names) shortest = std::min(shortest, name.size());
  if (front + back > shortest) front = 0;
  if (front + back > shortest) back = 0;
  return {front, back};
}

void append_alternatives(std::string& out, const std::vector<std::string_view>& names) {
  const auto [front, back] = shared_ends(names);
  const auto middle = [&, f = front, b = back](std::string_view name) {
    const std::string_view part = name.substr(f, name.size() - f - b);
    return part.empty() ? std::string() : printable_path(part);
  };
  if (front > 0) out += printable_path(names[0].substr(0, front));
  out += '{';
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (at > 0) out += ',';
    if (names.size() > kMostAlternatives && at == kMostAlternatives - 2) {
      out += "…,";
      at = names.size() - 1;
    }
    out += middle(names[at]);
  }
  out += '}';
  if (back > 0) out += printable_path(names[0].substr(names[0].size() - back));
}

}  // namespace

std::string FoldedLine::text() const {
  if (places.empty()) return printable_path("");
  std::string out;
  for (const FoldedPlace& place : places) {
    if (!out.empty()) out += kSeparator;
    if (place.names.size() == 1) {
      out += printable_path(place.names[0]);
    } else if (place.numbers) {
      append_numbers(out, place.names);
    } else {
      append_alternatives(out, place.names);
    }
  }
  return out;
}

std::string FoldedLine::factors() const {
  std::string out;
  std::size_t factors = 0;
  for (const FoldedPlace& place : places) {
    if (place.names.size() == 1) continue;
    if (factors++ > 0) out += " × ";
    out += std::to_string(place.names.size());
  }
  return factors > 1 ? out : std::string();
}

}  // namespace overmatch
