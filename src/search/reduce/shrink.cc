// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/shrink.h"

#include <algorithm>
#include <string>
#include <vector>

#include "matchers/glob.h"
#include "names/path.h"
#include "names/utf8.h"
#include "search/reduce/case_order.h"
#include "search/reduce/editable_names.h"

namespace overmatch {

namespace {

using std::string;
using std::string_view;

class Shrinker {
 public:
  Shrinker(const Case& start, const Fails& fails, std::uint64_t budget, std::uint64_t bytes)
      : fails_(fails), budget_(budget), bytes_(bytes) {
    best_ = start;
    if (start.intended) {  // no property reads it
      candidate_ = start;
      candidate_.intended.reset();
      best_.intended.reset();
      if (!evaluate(candidate_)) best_.intended = start.intended;
    }
  }

  ShrinkResult run() {
    bool better = true;
    while (better && !spent()) {
      better = drop_names();
      better = cut_everywhere() || better;
      better = simplify_segments() || better;
      better = simplify_characters() || better;
      better = cut_single() || better;
      better = simplify_globs() || better;
      better = cut_pairs() || better;
      better = simplify_places() || better;
      better = simplify_labels() || better;
    }
    return {best_, evaluations_, spent()};
  }

 private:
  [[nodiscard]] bool spent() const noexcept { return evaluations_ + handled_ / bytes_ >= budget_; }

  bool evaluate(const Case& content) {
    ++evaluations_;
    return fails_(content);
  }

  // Accepts the candidate if it is a valid, simpler, failing case.
  bool take(const EditableNames& row) {
    if (spent()) return false;
    for (const string& text : row.texts) handled_ += text.size();
    if (!row.build(candidate_)) return false;
    candidate_.intended = best_.intended;
    if (!is_simpler(candidate_, best_) || !evaluate(candidate_)) return false;
    best_ = candidate_;
    return true;
  }

  // Gives the patterns simpler labels: all ways to label a short list, else each label in turn.
  bool simplify_labels() {
    if (best_.labels.empty()) return false;
    const auto take_with = [&](std::vector<Label> labels) {
      EditableNames row(best_);
      row.labels = std::move(labels);
      return take(row);
    };
    if (best_.patterns.size() <= kMostLabelled) {
      const auto ways = all_labels(best_.patterns.size());
      return std::any_of(ways.begin(), ways.end(), take_with);
    }
    bool better = false;
    for (std::size_t at = 0; at < best_.patterns.size(); ++at) {
      for (Label simpler = kNull; simpler < best_.labels.numbers[at] && !spent(); ++simpler) {
        std::vector<Label> labels = best_.labels.numbers;
        labels[at] = simpler;
        if (!take_with(std::move(labels))) continue;
        better = true;
        break;
      }
    }
    return better;
  }

  // Drops patterns and modules, half of them first.
  bool drop_names() {
    bool better = false;
    EditableNames row(best_);
    for (std::size_t chunk = row.texts.size(); chunk > 0; chunk /= 2) {
      for (std::size_t at = 0; at < row.texts.size() && !spent();) {
        EditableNames smaller = row;
        smaller.erase(at, std::min(chunk, row.texts.size() - at));
        if (take(smaller)) {
          row = EditableNames(best_);
          better = true;
        } else {
          at += chunk;
        }
      }
    }
    return better;
  }

  // Cuts a text out of all names: leading and trailing parts, whole segments, single characters.
  bool cut_everywhere() {
    bool better = false;
    for (bool again = true; again && !spent();) {
      again = false;
      EditableNames row(best_);
      std::vector<string> texts;
      for (const string& name : row.texts) {
        for (std::size_t size = name.size(); size > 0; size = size > 8 ? size / 2 : size - 1) {
          texts.push_back(name.substr(0, size));
          texts.push_back(name.substr(name.size() - size));
        }
        for (const string_view segment : Segments(name)) {
          texts.push_back(string(segment) + kSeparator);
          texts.push_back(kSeparator + string(segment));
        }
        if (texts.size() > kMostTexts) break;
      }
      for (const string& c : alphabet_of(best_)) texts.push_back(c);
      std::sort(texts.begin(), texts.end(), [](const string& left, const string& right) {
        return left.size() != right.size() ? left.size() > right.size() : left < right;
      });
      texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
      for (const string& text : texts) {
        if (text.empty() || find_invalid_utf8(text) != kValidUtf8) continue;
        const string twin = other_case(text);
        if (!take_each(row, [&](const string& name) { return replaced(name, text, ""); }) &&
            (twin == text || !take_each(row, [&](const string& name) {
               return replaced(replaced(name, text, ""), twin, "");
             })))
          continue;
        again = better = true;
        break;
      }
    }
    return better;
  }

  template <typename Change>
  bool take_each(const EditableNames& row, Change change) {
    EditableNames changed = row;
    for (string& name : changed.texts) name = change(name);
    return changed.texts != row.texts && take(changed);
  }

  // Replaces a segment everywhere by one letter.
  bool simplify_segments() {
    bool better = false;
    for (bool again = true; again && !spent();) {
      again = false;
      const EditableNames row(best_);
      std::vector<string> segments;
      for (const string& name : row.texts) {
        for (const string_view segment : Segments(name)) {
          if (segment.size() > 1 &&
              std::find(segments.begin(), segments.end(), segment) == segments.end() &&
              segments.size() < kMostTexts) {
            segments.emplace_back(segment);
          }
        }
      }
      for (const string& segment : segments) {
        for (const char* const letter : {"a", "b", "c"}) {
          if (!take_each(row, [&](const string& name) { return replaced(name, segment, letter); }))
            continue;
          again = better = true;
          break;
        }
        if (again) break;
      }
    }
    return better;
  }

  // Replaces a character everywhere by a simpler one, old or new.
  bool simplify_characters() {
    bool better = false;
    for (bool again = true; again && !spent();) {
      again = false;
      const EditableNames row(best_);
      std::vector<string> alphabet = alphabet_of(best_);
      std::reverse(alphabet.begin(), alphabet.end());
      for (const string& c : alphabet) {
        for (const string_view simpler : kSimplest) {
          if (simplicity(simpler) >= simplicity(c)) continue;
          const string twin = other_case(c);
          const string simpler_twin = other_case(simpler);
          if (!take_each(row, [&](const string& name) { return replaced(name, c, simpler); }) &&
              (twin == c || simpler_twin == simpler || !take_each(row, [&](const string& name) {
                 return replaced(replaced(name, c, simpler), twin, simpler_twin);
               })))
            continue;
          again = better = true;
          break;
        }
        if (again) break;
      }
    }
    return better;
  }

  // Cuts a piece out of one name.
  bool cut_single() {
    bool better = false;
    for (std::size_t index = 0; index < best_.patterns.size() + best_.modules.size(); ++index) {
      for (std::size_t chunk = EditableNames(best_).texts[index].size(); chunk > 0 && !spent();
           chunk /= 2) {
        for (std::size_t at = 0; at < EditableNames(best_).texts[index].size() && !spent();) {
          EditableNames row(best_);
          row.texts[index].erase(at, chunk);
          if (find_invalid_utf8(row.texts[index]) == kValidUtf8 && take(row)) {
            better = true;
            if (index >= row.texts.size()) return better;
          } else {
            at += std::max<std::size_t>(1, chunk / 2);
          }
        }
      }
    }
    return better;
  }

  // Replaces an item of a glob by what is simpler: a bracket by one of its members, a question mark
  // or a star. (To cut one out, and to replace a star by a letter, needs no knowledge of globs.)
  bool simplify_globs() {
    if (!is_glob(best_.mode)) return false;
    bool better = false;
    for (std::size_t index = 0; index < best_.patterns.size(); ++index) {
      for (std::size_t at = 0; at < best_.patterns[index].size() && !spent();) {
        const string pattern(best_.patterns[index]);
        const GlobItem item = first_glob_item(string_view(pattern).substr(at));
        better = simplify_item(index, at, item) || better;
        at += best_.patterns[index] == pattern ? item.text.size() : 0;
      }
    }
    return better;
  }

  bool simplify_item(std::size_t index, std::size_t at, const GlobItem& item) {
    if (item.kind != GlobItemKind::one_of) return false;
    const auto take_with = [&](string_view simpler) {
      EditableNames row(best_);
      row.texts[index].replace(at, item.text.size(), simpler);
      return take(row);
    };
    for (std::size_t member = 0; member < item.members.size();) {
      const string_view character = code_point_at(item.members, member);
      member += character.size();
      if (take_with(character)) return true;
    }
    return take_with("?") || take_with("*");
  }

  // Cuts pieces of equal size and place out of two names, counted from the beginning or from the
  // end: a suffix and the text that it matches.
  bool cut_pairs() {
    bool better = false;
    const std::size_t count = best_.patterns.size() + best_.modules.size();
    if (count > kMostPaired) return false;
    for (std::size_t left = 0; left < count; ++left) {
      for (std::size_t right = left + 1; right < count; ++right) {
        for (const bool from_end : {true, false})
          better = cut_pair(left, right, from_end) || better;
      }
    }
    return better;
  }

  bool cut_pair(std::size_t left, std::size_t right, bool from_end) {
    bool better = false;
    for (std::size_t chunk = EditableNames(best_).texts[left].size(); chunk > 0 && !spent();
         chunk /= 2) {
      for (std::size_t at = 0; !spent();) {
        EditableNames row(best_);
        const auto cut = [&](string& name) {
          if (at + chunk > name.size()) return false;
          name.erase(from_end ? name.size() - at - chunk : at, chunk);
          return find_invalid_utf8(name) == kValidUtf8;
        };
        if (at + chunk > row.texts[left].size() || at + chunk > row.texts[right].size()) break;
        if (cut(row.texts[left]) && cut(row.texts[right]) && take(row)) {
          better = true;
        } else {
          at += chunk;
        }
      }
    }
    return better;
  }

  // Replaces one character at one place by a simpler one: in one name, or in all names that have it
  // there, counted from the beginning or from the end.
  bool simplify_places() {
    bool better = false;
    for (std::size_t index = 0; index < best_.patterns.size() + best_.modules.size(); ++index) {
      for (std::size_t at = 0; at < name_of(best_, index).size() && !spent();) {
        const EditableNames row(best_);
        const string& name = row.texts[index];
        if (name.size() > kLongName) break;
        const string c(code_point_at(name, at));
        for (const string_view simpler : {string_view("a"), string_view("b"), string_view(".")}) {
          if (simplicity(simpler) >= simplicity(c)) break;
          if (!simplify_place(row, index, at, c, simpler)) continue;
          better = true;
          break;
        }
        at += code_point_size(name_of(best_, index)[at]);
      }
    }
    return better;
  }

  bool simplify_place(const EditableNames& row, std::size_t index, std::size_t at, const string& c,
                      string_view simpler) {
    EditableNames changed = row;
    changed.texts[index].replace(at, c.size(), simpler);
    if (take(changed)) return true;
    const std::size_t to_end = row.texts[index].size() - at;
    for (const bool from_end : {false, true}) {
      changed = row;
      for (string& text : changed.texts) {
        if (from_end && text.size() < to_end) continue;
        const std::size_t place = from_end ? text.size() - to_end : at;
        if (place <= text.size() && text.compare(place, c.size(), c) == 0)
          text.replace(place, c.size(), simpler);
      }
      if (take(changed)) return true;
    }
    return false;
  }

  static string_view name_of(const Case& content, std::size_t index) {
    const std::size_t patterns = content.patterns.size();
    return index < patterns ? content.patterns[index] : content.modules[index - patterns];
  }

  // Limits of one pass over a big case; a later pass reaches the rest on the smaller case.
  static constexpr std::size_t kMostTexts = 400;
  static constexpr std::size_t kMostPaired = 6;
  static constexpr std::size_t kLongName = 300;
  static constexpr std::size_t kMostLabelled = 4;  // patterns; of so many there are 52 ways
  static constexpr std::array<string_view, 9> kSimplest = {"a", "b", "c", "d", "0",
                                                           "1", "A", "_", " "};

  const Fails& fails_;
  std::uint64_t budget_;
  std::uint64_t bytes_;  // bytes of names that cost as much as an evaluation
  std::uint64_t evaluations_ = 0;
  std::uint64_t handled_ = 0;  // bytes
  Case best_;
  Case candidate_;
};

}  // namespace

ShrinkResult shrink(const Case& start, const Fails& fails, std::uint64_t budget,
                    std::uint64_t bytes) {
  return Shrinker(start, fails, budget, bytes).run();
}

}  // namespace overmatch
