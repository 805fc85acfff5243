// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/editable_names.h"

#include <algorithm>

#include "names/path.h"

namespace overmatch {

EditableNames::EditableNames(const Case& content)
    : labels(content.labels.numbers),
      mode_(content.mode),
      order_(content.labels.order),
      patterns_(content.patterns.size()) {
  for (const std::string_view name : content.patterns) texts.emplace_back(name);
  for (const std::string_view name : content.modules) texts.emplace_back(name);
}

bool EditableNames::build(Case& out) const {
  out.clear();
  out.mode = mode_;
  if (order_ != Order::any) out.labels.assign(order_, labels);
  for (std::size_t at = 0; at < texts.size(); ++at) {
    if (at < patterns_) {
      out.patterns.push_back(texts[at]);
      continue;
    }
    if (!is_well_formed(texts[at])) return false;
    out.modules.push_back(texts[at]);
  }
  if (texts.size() - patterns_ < 2) return true;
  std::vector<std::string_view> sorted(out.modules.begin(), out.modules.end());
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

void EditableNames::erase(std::size_t begin, std::size_t count) {
  if (begin < patterns_) {
    const std::size_t gone = std::min(count, patterns_ - begin);
    patterns_ -= gone;
    if (order_ != Order::any) {
      const auto label = labels.begin() + static_cast<std::ptrdiff_t>(begin);
      labels.erase(label, label + static_cast<std::ptrdiff_t>(gone));
    }
  }
  const auto first = texts.begin() + static_cast<std::ptrdiff_t>(begin);
  texts.erase(first, first + static_cast<std::ptrdiff_t>(count));
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t found = text.find(from, at);
    if (found == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, found - at)).append(to);
    at = found + from.size();
  }
}

std::string other_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) c = static_cast<char>(c ^ 0x20);
  }
  return out;
}

}  // namespace overmatch
