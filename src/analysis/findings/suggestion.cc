// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/suggestion.h"

#include <algorithm>
#include <numeric>

#include "analysis/tree/renamings.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most alternatives that are suggested.
constexpr std::size_t kMostGroups = 3;
// Longer names get no suggestions.
constexpr std::size_t kLongestName = 100;

using Groups = std::vector<std::vector<std::string>>;

bool is_separator(char c) noexcept { return c == '_' || c == '-' || c == ' '; }

// The words of a name in lower case: "q_proj", "LayerNorm", "fc1" have two each.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  bool fresh = true;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (is_separator(name[at])) {
      fresh = true;
      continue;
    }
    const bool turns = at > 0 && (is_digit(name[at]) != is_digit(name[at - 1]) ||
                                  (is_upper(name[at]) && !is_upper(name[at - 1])));
    if (fresh || turns) words.emplace_back();
    fresh = false;
    words.back() += to_lower(name[at]);
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word;
  return all;
}

std::vector<std::string> numbers_of(std::vector<std::string> words) {
  std::erase_if(words, [](const std::string& word) { return !is_digit(word[0]); });
  return words;
}

// The optimal string alignment distance: insertions, deletions, replacements and swaps of
// neighbours.
std::size_t edits(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  std::vector<std::size_t> next(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    next[0] = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      next[j + 1] =
          std::min({row[j] + (left[i] == right[j] ? 0U : 1U), row[j + 1] + 1, next[j] + 1});
      if (i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j])
        next[j + 1] = std::min(next[j + 1], before[j - 1] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row.back();
}

std::size_t misspelt_word(const std::string& written, const std::string& word) {
  if (is_digit(written[0]) || is_digit(word[0])) return kFar;
  const std::size_t shorter = std::min(written.size(), word.size());
  const std::size_t distance = edits(written, word);
  if (distance == 1) {
    // In words of three letters only a missing or extra letter is a misspelling.
    return shorter >= (written.size() == word.size() ? 4U : 3U) ? 1 : kFar;
  }
  return distance == 2 && shorter >= 8 ? 2 : kFar;
}

bool is_name_of(const TreeIndex& index, std::string_view name) {
  return index.count(Mode::segment, std::vector<std::string>{std::string(name)}) > 0;
}

class Suggester {
 public:
  Suggester(const TreeIndex& index, Mode mode, const Selection& taken)
      : index_(index), mode_(mode), taken_(taken) {}

  Groups run(std::string_view entry) {
    if (entry.empty() || entry.size() > kLongestName || is_regex(mode_)) return {};
    constexpr std::string_view blanks = " \t\r\n";
    if (const std::size_t first = entry.find_first_not_of(blanks);
        first != std::string_view::npos &&
        (first > 0 || entry.find_last_not_of(blanks) + 1 < entry.size())) {
      add({std::string(entry.substr(first, entry.find_last_not_of(blanks) + 1 - first))});
    }
    if (!groups_.empty() || !is_well_formed(entry)) return std::move(groups_);
    respell(entry, 0);
    // If the tree has the last segment, the segments in front are wrong.
    if (groups_.empty() && (is_name_of(index_, last_segment(entry)) || !rename(entry)))
      respell(entry, 2);
    if (groups_.empty()) shorten(entry);
    return std::move(groups_);
  }

 private:
  // Adds a group if each entry selects something, and the group nothing that an earlier group
  // selects.
  bool add(std::vector<std::string> group) {
    Selection all;
    std::vector<std::string> fresh;
    for (std::string& entry : group) {
      const auto selected = index_.select(mode_, entry);
      if (!selected || selected->empty()) return false;
      if (std::includes(taken_.begin(), taken_.end(), selected->begin(), selected->end())) continue;
      all.insert(all.end(), selected->begin(), selected->end());
      fresh.push_back(std::move(entry));
    }
    if (fresh.empty()) return true;  // all are in the list already
    sort_modules(all, index_.size());
    Selection both;
    std::set_intersection(all.begin(), all.end(), shown_.begin(), shown_.end(),
                          std::back_inserter(both));
    if (!both.empty() || groups_.size() == kMostGroups) return true;
    shown_.insert(shown_.end(), all.begin(), all.end());
    sort_modules(shown_, index_.size());
    groups_.push_back(std::move(fresh));
    return true;
  }

  // Suggests entries with one segment replaced by one of the tree at most `most` edits away.
  void respell(std::string_view entry, std::size_t most) {
    std::size_t best = most + 1;
    std::vector<std::string> nearest;
    for (std::size_t start = 0; start <= entry.size();) {
      const std::size_t end = std::min(entry.find(kSeparator, start), entry.size());
      const std::string_view segment = entry.substr(start, end - start);
      // A segment that the tree has is not misspelt.
      if (!is_name_of(index_, segment)) {
        for (const std::string_view name : index_.names()) {
          const std::size_t distance = misspelling(segment, name);
          if (distance > most || distance > best) continue;
          std::string repaired(entry.substr(0, start));
          repaired.append(name).append(entry.substr(end));
          const auto selected = index_.select(mode_, repaired);
          if (!selected || selected->empty()) continue;
          if (distance < best) nearest.clear();
          best = distance;
          nearest.push_back(std::move(repaired));
        }
      }
      start = end + 1;
    }
    for (std::string& repaired : nearest) add({std::move(repaired)});
  }

  // Suggests what this model's family calls the layer. False if no known family uses the name.
  bool rename(std::string_view entry) {
    const std::string_view name = last_segment(entry);
    bool known = false;
    for (const std::span<const NamingStyle> topic : naming_topics()) {
      std::array<bool, kMostRoles> roles{};
      for (const NamingStyle& style : topic) {
        for (std::size_t role = 0; role < kMostRoles; ++role) {
          for (const std::string_view each : split(style[role]))
            roles[role] = roles[role] || is_called(name, each);
        }
      }
      if (std::none_of(roles.begin(), roles.end(), [](bool role) { return role; })) continue;
      known = true;
      // A family of which the tree has all names is more likely than one of which it has some.
      const std::size_t before = groups_.size();
      for (const bool whole_style : {true, false}) {
        if (groups_.size() > before) break;
        for (const NamingStyle& style : topic) {
          if (has_all_of(style) == whole_style) add_style(entry, style, roles);
        }
      }
    }
    return known;
  }

  // Whether the tree has the names of each role that the style has.
  [[nodiscard]] bool has_all_of(const NamingStyle& style) const {
    for (const std::string_view names : style) {
      for (const std::string_view each : split(names)) {
        if (!is_name_of(index_, each.substr(0, each.find('@')))) return false;
      }
    }
    return true;
  }

  // Suggests the names of a style for some roles, if it has them all.
  void add_style(std::string_view entry, const NamingStyle& style,
                 const std::array<bool, kMostRoles>& roles) {
    std::vector<std::string> group;
    for (std::size_t role = 0; role < kMostRoles; ++role) {
      if (!roles[role]) continue;
      if (style[role].empty()) return;
      for (const std::string_view each : split(style[role])) {
        std::string placed = place(entry, each);
        if (placed.empty()) return;
        if (std::find(group.begin(), group.end(), placed) == group.end())
          group.push_back(std::move(placed));
      }
    }
    if (!group.empty()) add(std::move(group));
  }

  static std::vector<std::string_view> split(std::string_view names) {
    std::vector<std::string_view> all;
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(' '), names.size());
      all.push_back(names.substr(0, end));
      names.remove_prefix(std::min(end + 1, names.size()));
    }
    return all;
  }

  // Whether the last segment of a style's name is `name`.
  static bool is_called(std::string_view name, std::string_view styled) {
    styled = styled.substr(0, styled.find('@'));
    const std::string_view last = last_segment(styled);
    if (last.size() < styled.size() && (last == "dense" || last == "proj" || last == "0"))
      return false;
    return last == name;
  }

  // The entry with a style's name instead of its last segment; "" if it selects nothing.
  [[nodiscard]] std::string place(std::string_view entry, std::string_view styled) const {
    if (const std::size_t at = styled.find('@'); at != std::string_view::npos) {
      if (!is_name_of(index_, styled.substr(at + 1))) return "";
      styled = styled.substr(0, at);
    }
    const auto selects = [&](const std::string& text) {
      const auto selected = index_.select(mode_, text);
      return selected && !selected->empty() && is_name_of(index_, styled);
    };
    const std::string_view above = parent(entry);
    if (!above.empty()) {
      std::string beside = std::string(above) + kSeparator + std::string(styled);
      if (selects(beside)) return beside;
      if (!reads_parts()) return "";
      // An entry for one layer must not become one for all layers.
      if (std::any_of(above.begin(), above.end(), is_digit)) return "";
    }
    std::string alone(styled);
    return selects(alone) ? alone : "";
  }

  // Suggests the entry without its first segments. Stops at a number, which names one layer.
  void shorten(std::string_view entry) {
    for (std::size_t dot = entry.find(kSeparator); dot != std::string_view::npos;
         dot = entry.find(kSeparator, dot + 1)) {
      const std::string_view dropped = entry.substr(0, dot);
      const std::string_view end = entry.substr(dot + 1);
      const std::string_view last = last_segment(dropped);
      if (std::all_of(last.begin(), last.end(), is_digit)) return;
      if (end.find(kSeparator) == std::string_view::npos) return;
      const auto selected = index_.select(Mode::segment, end);
      if (!selected || selected->empty()) continue;
      if (reads_parts()) {
        add({std::string(end)});
      } else if (selected->size() == 1) {
        add({std::string(index_.path(selected->front()))});
      }
      return;
    }
  }

  // Whether an entry may leave out the front of a path.
  [[nodiscard]] bool reads_parts() const noexcept {
    return is_text(mode_) && traits_of(mode_).before != Beside::nothing;
  }

  const TreeIndex& index_;
  Mode mode_;
  const Selection& taken_;
  Groups groups_;
  Selection shown_;
};

}  // namespace

std::size_t misspelling(std::string_view written, std::string_view name) {
  if (written == name || written.size() > kLongestName || name.size() > kLongestName) return kFar;
  const std::vector<std::string> left = words_of(written);
  const std::vector<std::string> right = words_of(name);
  if (left.empty() || right.empty()) return kFar;
  if (joined(left) == joined(right) && numbers_of(left) == numbers_of(right)) return 0;
  if (left.size() != right.size()) return kFar;
  std::size_t distance = kFar;
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (left[at] == right[at]) continue;
    if (distance != kFar) return kFar;  // two words
    distance = misspelt_word(left[at], right[at]);
    if (distance == kFar) return kFar;
  }
  return distance;
}

std::vector<std::vector<std::string>> suggest(const TreeIndex& index, Mode mode,
                                              std::string_view entry, const Selection& taken) {
  return Suggester(index, mode, taken).run(entry);
}

std::string in_words(const std::vector<std::vector<std::string>>& groups) {
  std::string text;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    if (at > 0) text += groups[at].size() > 1 || groups[at - 1].size() > 1 ? ", or " : " or ";
    for (std::size_t each = 0; each < groups[at].size(); ++each) {
      if (each > 0) text += each + 1 == groups[at].size() ? " and " : ", ";
      text += in_quotes(groups[at][each]);
    }
  }
  return text;
}

}  // namespace overmatch
