// SPDX-License-Identifier: Apache-2.0
#include "names/readers/tidy_list.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "names/path.h"
#include "names/text_table.h"

namespace overmatch {

namespace {

// Sizes the vectors: paths of large models have some forty bytes.
constexpr std::size_t kBytesALine = 32;

// The length of the common prefix, compared eight bytes at a time.
std::size_t count_common(std::string_view left, std::string_view right) noexcept {
  const std::size_t most = std::min(left.size(), right.size());
  std::size_t at = 0;
  for (; at + 8 <= most; at += 8) {
    std::uint64_t l = 0;
    std::uint64_t r = 0;
    std::memcpy(&l, left.data() + at, 8);
    std::memcpy(&r, right.data() + at, 8);
    if (l == r) continue;
    const int same = std::endian::native == std::endian::little ? std::countr_zero(l ^ r)
                                                                : std::countl_zero(l ^ r);
    return at + static_cast<std::size_t>(same) / 8;
  }
  while (at < most && left[at] == right[at]) ++at;
  return at;
}

class TidyListReader {
 public:
  explicit TidyListReader(std::string_view text) : text_(text) {
    const std::size_t lines = text.size() / kBytesALine;
    list_.paths.reserve(lines);
    list_.shape.parents.reserve(lines);
    list_.shape.names.reserve(lines);
    next_.reserve(lines);
    first_child_.reserve(lines);
  }

  std::optional<TidyList> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = add_line(at);
      if (end == kUntidy) return std::nullopt;
      at = end + 1;
    }
    if (list_.paths.empty() || are_parameters() || has_twins()) return std::nullopt;
    return std::move(list_);
  }

 private:
  static constexpr std::size_t kUntidy = static_cast<std::size_t>(-1);

  // Adds the module of the line at `at`; returns the end of the line.
  std::size_t add_line(std::size_t at) {
    // The open modules are prefixes of the previous path, so the common prefix need not be parsed.
    const std::string_view rest = text_.substr(at);
    const std::size_t common = list_.paths.empty() ? 0 : count_common(list_.paths.back(), rest);
    const auto is_above = [&](const Open& open) {
      return open.size <= common && open.size < rest.size() && rest[open.size] == kSeparator;
    };
    while (!open_.empty() && !is_above(open_.back())) open_.pop_back();
    const std::size_t start = open_.empty() ? 0 : open_.back().size + 1;
    const std::size_t end = std::min(rest.find('\n', start), rest.size());
    const std::size_t size = end > start && rest[end - 1] == '\r' ? end - 1 : end;
    const std::uint32_t above = open_.empty() ? kNoModule : open_.back().module;
    if (size == 0 ? at != 0 : size == start && start > 0) return kUntidy;
    if (size > 0)
      open_.push_back(
          {static_cast<std::uint32_t>(list_.paths.size()), size});  // the root is no parent
    const std::uint32_t name = number_of(rest.substr(start, size - start));
    if (name == TextTable::kNone) return kUntidy;
    append(rest.substr(0, size), name, above);
    return at + end;
  }

  // The number of a segment; kNone if `name` has several segments. Guesses the segment that last
  // followed the previous one, because layers repeat.
  std::uint32_t number_of(std::string_view name) {
    std::uint32_t& guess = after_[last_name_];
    if (guess == TextTable::kNone || names_[guess] != name) {
      if (name.find(kSeparator) != std::string_view::npos) return TextTable::kNone;
      const auto fresh = static_cast<std::uint32_t>(names_.size());
      guess = name_places_.find_or_add(names_, name, fresh);
      if (guess == TextTable::kNone) {
        guess = fresh;
        names_.push_back(name);
        list_.shape.firsts.push_back(static_cast<std::uint32_t>(list_.paths.size()));
      }
    }
    last_name_ = guess;
    if (after_.size() < names_.size()) after_.resize(2 * names_.size(), TextTable::kNone);
    return last_name_;
  }

  void append(std::string_view path, std::uint32_t name, std::uint32_t above) {
    const auto module = static_cast<std::uint32_t>(list_.paths.size());
    list_.paths.push_back(path);
    list_.shape.parents.push_back(above);
    list_.shape.names.push_back(name);
    std::uint32_t& first = above == kNoModule ? first_top_ : first_child_[above];
    next_.push_back(first);
    first = module;
    first_child_.push_back(kNoModule);
  }

  // The same as are_parameters of plain_list.h, by segment numbers.
  [[nodiscard]] bool are_parameters() const {
    const std::uint32_t weight = name_places_.find(names_, "weight");
    const std::uint32_t bias = name_places_.find(names_, "bias");
    if (weight == TextTable::kNone && bias == TextTable::kNone) return false;
    std::size_t count = 0;
    for (std::size_t at = 0; at < list_.paths.size(); ++at) {
      const std::uint32_t name = list_.shape.names[at];
      count += list_.shape.parents[at] != kNoModule && (name == weight || name == bias) ? 1 : 0;
    }
    return 2 * count > list_.paths.size();
  }

  // Whether a path is listed twice, that is, whether two children of a module have the same name.
  [[nodiscard]] bool has_twins() const {
    constexpr std::uint32_t nobody = kNoModule - 1;
    std::vector<std::uint32_t> last(
        names_.size(), nobody);  // by segment: the last module with a child of this name
    const auto twins_below = [&](std::uint32_t above, std::uint32_t first) {
      for (std::uint32_t child = first; child != kNoModule; child = next_[child]) {
        std::uint32_t& seen = last[list_.shape.names[child]];
        if (seen == above) return true;
        seen = above;
      }
      return false;
    };
    if (twins_below(kNoModule, first_top_)) return true;
    for (std::uint32_t above = 0; above < first_child_.size(); ++above) {
      if (twins_below(above, first_child_[above])) return true;
    }
    return false;
  }

  std::string_view text_;
  TidyList list_;
  std::vector<std::string_view> names_;  // the segments by number
  TextTable name_places_;
  std::vector<std::uint32_t> after_ = {
      TextTable::kNone};  // by segment: the one that last followed it
  std::uint32_t last_name_ = 0;
  struct Open {
    std::uint32_t module;
    std::size_t size;  // of its path
  };
  std::vector<Open> open_;  // the last module and its ancestors
  // The children of each module as a linked list, the last one first.
  std::uint32_t first_top_ = kNoModule;
  std::vector<std::uint32_t> first_child_;
  std::vector<std::uint32_t> next_;
};

}  // namespace

std::optional<TidyList> read_tidy_list(std::string_view text) {
  return TidyListReader(text).read();
}

}  // namespace overmatch
