// SPDX-License-Identifier: Apache-2.0
#include "report/lock/lock_renames.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/tree/path_templates.h"
#include "analysis/tree/renamings.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostRenames = 8;
// Pairs of templates that are compared; the largest trees of the corpus have some hundred each.
constexpr std::size_t kMostTemplatePairs = 1'000'000;
constexpr std::string_view kNumber = "#";

using Words = std::vector<std::string_view>;

Words words_of(std::string_view path) {
  Words words;
  for (const std::string_view segment : Segments(path)) words.push_back(segment);
  return words;
}

// A path with `#` for its numbers.
std::string template_of(std::string_view path) {
  std::string out;
  for (const std::string_view segment : Segments(path)) {
    if (!out.empty()) out += kSeparator;
    out += is_number(segment) ? kNumber : segment;
  }
  return out;
}

std::string joined(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += kSeparator;
    out += word;
  }
  return out;
}

std::ptrdiff_t numbers_in(const Words& words) {
  return std::count(words.begin(), words.end(), kNumber);
}

// What a template becomes: segments [at, at + before) become others.
struct Change {
  std::size_t at = 0;
  std::string front;  // the segments in front, as templates
  std::string before;
  std::string after;
  [[nodiscard]] std::size_t cost() const { return depth(before) + depth(after); }
  auto key() const { return std::tie(at, front, before, after); }
  friend bool operator<(const Change& left, const Change& right) {
    return left.key() < right.key();
  }
};

// The change that makes one template the other; nothing if they do not seem to be one layer.
std::optional<Change> change_between(const Words& old, const Words& fresh) {
  if (old.empty() || fresh.empty() || numbers_in(old) != numbers_in(fresh)) return std::nullopt;
  if (old.back() != fresh.back() && (roles_of(old.back()) & roles_of(fresh.back())) == 0)
    return std::nullopt;
  const auto [left, right] = std::mismatch(old.begin(), old.end(), fresh.begin(), fresh.end());
  const auto front = static_cast<std::size_t>(left - old.begin());
  std::size_t back = 0;
  const std::size_t most = std::min(old.size(), fresh.size()) - front;
  while (back < most && old[old.size() - 1 - back] == fresh[fresh.size() - 1 - back]) ++back;
  const std::span<const std::string_view> before(old);
  const std::span<const std::string_view> after(fresh);
  return Change{front, joined(before.first(front)),
                joined(before.subspan(front, old.size() - back - front)),
                joined(after.subspan(front, fresh.size() - back - front))};
}

// The name after the change. Its numbers stay in their order.
std::string changed(std::string_view name, const Change& change) {
  const Words words = words_of(name);
  Words numbers;
  const std::size_t end = change.at + depth(change.before);
  for (std::size_t at = change.at; at < end; ++at) {
    if (is_number(words[at])) numbers.push_back(words[at]);
  }
  Words out(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(change.at));
  std::size_t number = 0;
  for (const std::string_view word : Segments(change.after))
    out.push_back(word == kNumber && number < numbers.size() ? numbers[number++] : word);
  out.insert(out.end(), words.begin() + static_cast<std::ptrdiff_t>(end), words.end());
  return joined(out);
}

class Renames {
 public:
  Renames(const TreeIndex& index, const std::vector<std::string>& gone,
          const std::vector<std::string>& known)
      : index_(index), known_(known) {
    for (const std::string& name : gone) by_template_[template_of(name)].push_back(name);
    find_changes();
  }

  std::vector<LockRename> find() {
    std::vector<LockRename> out;
    while (out.size() < kMostRenames) {
      // What explains the most and changes the least.
      const Change* best = nullptr;
      std::size_t explained = 0;
      for (const auto& [change, templates] : changes_) {
        const std::size_t count = count_of(change, templates);
        if (count == 0) continue;
        if (count > explained || (count == explained && change.cost() < best->cost())) {
          best = &change;
          explained = count;
        }
      }
      if (best == nullptr) break;
      const bool alone = !has_equal(*best, explained);
      LockRename rename = take(*best);
      if (alone) out.push_back(std::move(rename));
    }
    return out;
  }

 private:
  void find_changes() {
    const PathTemplates templates(index_);
    if (by_template_.size() * templates.size() > kMostTemplatePairs) return;
    std::vector<std::string> texts;
    for (std::uint32_t at = 1; at < templates.size(); ++at) texts.push_back(templates.text(at));
    for (const auto& [old, names] : by_template_) {
      const Words words = words_of(old);
      for (const std::string& text : texts) {
        if (auto change = change_between(words, words_of(text)))
          changes_[*std::move(change)].push_back(&old);
      }
    }
  }

  // Whether a change leads from a name to a module that was not there before.
  [[nodiscard]] bool leads(const std::string& name, const Change& change) const {
    const std::string after = changed(name, change);
    return index_.find(after) != kNoModule &&
           !std::binary_search(known_.begin(), known_.end(), after);
  }

  [[nodiscard]] bool is_explained(const std::vector<std::string>& names,
                                  const Change& change) const {
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& name) { return leads(name, change); });
  }

  // How many names a change explains; none of a template of which it leaves one out.
  [[nodiscard]] std::size_t count_of(const Change& change,
                                     const std::vector<const std::string*>& templates) const {
    std::size_t count = 0;
    for (const std::string* const each : templates) {
      const std::vector<std::string>& names = by_template_.at(*each);
      if (is_explained(names, change)) count += names.size();
    }
    return count;
  }

  // Whether another change explains as much of the same names, and is as small.
  [[nodiscard]] bool has_equal(const Change& best, std::size_t explained) const {
    const std::vector<const std::string*>& own = changes_.at(best);
    return std::any_of(changes_.begin(), changes_.end(), [&](const auto& each) {
      const auto& [change, templates] = each;
      if (&change == &best || change.cost() != best.cost() ||
          count_of(change, templates) != explained)
        return false;
      return std::any_of(templates.begin(), templates.end(), [&](const std::string* one) {
        return !by_template_.at(*one).empty() &&
               std::find(own.begin(), own.end(), one) != own.end();
      });
    });
  }

  // Removes what a change explains.
  LockRename take(const Change& change) {
    LockRename rename;
    // A segment that only comes or goes is told with the one in front of it.
    const std::string_view with =
        change.before.empty() || change.after.empty() ? last_segment(change.front) : "";
    const auto told = [&](const std::string& text) {
      if (with.empty()) return text;
      return std::string(with) + (text.empty() ? "" : std::string(1, kSeparator) + text);
    };
    rename.before = told(change.before);
    rename.after = told(change.after);
    for (const std::string* const each : changes_.at(change)) {
      std::vector<std::string>& names = by_template_.at(*each);
      if (!is_explained(names, change)) continue;
      for (const std::string& name : names) rename.names.emplace_back(name, changed(name, change));
      names.clear();
    }
    return rename;
  }

  const TreeIndex& index_;
  const std::vector<std::string>& known_;
  std::map<std::string, std::vector<std::string>> by_template_;  // emptied when explained
  std::map<Change, std::vector<const std::string*>> changes_;
};

}  // namespace

std::vector<LockRename> find_renames(const TreeIndex& index, const std::vector<std::string>& gone,
                                     const std::vector<std::string>& known) {
  if (gone.empty()) return {};
  return Renames(index, gone, known).find();
}

}  // namespace overmatch
