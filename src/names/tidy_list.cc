#include "names/tidy_list.h"

#include <algorithm>
#include <cstring>

#include "names/path.h"
#include "names/text_table.h"

namespace overmatch {

namespace {

// A bit more than a tidy list has lines: a path of a big model has some forty bytes.
constexpr std::size_t kBytesALine = 32;

bool is_directly_below(std::string_view path, std::string_view above) noexcept {
  return path.size() > above.size() && path[above.size()] == kSeparator &&
         std::memcmp(path.data(), above.data(), above.size()) == 0;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    const std::size_t lines = text.size() / kBytesALine;
    list_.paths.reserve(lines);
    list_.shape.parents.reserve(lines);
    list_.shape.names.reserve(lines);
    next_.reserve(lines);
    first_child_.reserve(lines);
  }

  std::optional<TidyList> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      std::string_view line = text_.substr(at, end - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!(line.empty() ? add_root() : add(line))) return std::nullopt;
      at = end + 1;
    }
    if (list_.paths.empty() || are_parameters() || has_twins()) return std::nullopt;
    return std::move(list_);
  }

 private:
  bool add_root() {
    if (!list_.paths.empty()) return false;
    append(text_.substr(0, 0), {}, kNoModule);
    return true;
  }

  bool add(std::string_view path) {
    while (!open_.empty() && !is_directly_below(path, list_.paths[open_.back()])) open_.pop_back();
    const std::uint32_t above = open_.empty() ? kNoModule : open_.back();
    const std::string_view name = open_.empty() ? path : path.substr(list_.paths[above].size() + 1);
    if (name.empty() || name.find(kSeparator) != std::string_view::npos) return false;
    open_.push_back(static_cast<std::uint32_t>(list_.paths.size()));
    append(path, name, above);
    return true;
  }

  void append(std::string_view path, std::string_view name, std::uint32_t above) {
    const auto module = static_cast<std::uint32_t>(list_.paths.size());
    const auto fresh = static_cast<std::uint32_t>(names_.size());
    const std::uint32_t known = name_places_.find_or_add(names_, name, fresh);
    if (known == TextTable::kNone) {
      names_.push_back(name);
      list_.shape.firsts.push_back(module);
    }
    list_.paths.push_back(path);
    list_.shape.parents.push_back(above);
    list_.shape.names.push_back(known == TextTable::kNone ? fresh : known);
    std::uint32_t& first = above == kNoModule ? first_top_ : first_child_[above];
    next_.push_back(first);
    first_child_.push_back(kNoModule);
    first = module;
  }

  // As parameter_list.h has it, by the numbers of names.
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

  // Whether a path is listed twice: whether two children of one module have one name.
  [[nodiscard]] bool has_twins() const {
    constexpr std::uint32_t nobody = kNoModule - 1;
    std::vector<std::uint32_t> last(names_.size(), nobody);  // of each name the last module that has a child of this name
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
  std::vector<std::string_view> names_;  // by their numbers
  TextTable name_places_;
  std::vector<std::uint32_t> open_;  // the last module and those above it
  // Children as chains, the last one first.
  std::uint32_t first_top_ = kNoModule;
  std::vector<std::uint32_t> first_child_;
  std::vector<std::uint32_t> next_;
};

}  // namespace

std::optional<TidyList> read_tidy_list(std::string_view text) { return Reader(text).read(); }

}  // namespace overmatch
