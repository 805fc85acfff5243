// SPDX-License-Identifier: Apache-2.0
#include "search/reduce/prove_minimal.h"

#include <algorithm>
#include <cmath>

#include "names/path.h"
#include "names/printable.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

const std::vector<std::string> kPlain = {"a", "b", "."};
// For regexes also the operators of the smallest ones that are more than text.
const std::vector<std::string> kPlainRegex = {"a", "b", ".", "|", "?", "*"};
// For globs all that makes one, but for what stands between brackets.
const std::vector<std::string> kPlainGlob = {"a", "b", ".", "*", "?", "[", "]"};
const std::vector<std::string>& plain_for(Mode mode) {
  return is_regex(mode) ? kPlainRegex : is_glob(mode) ? kPlainGlob : kPlain;
}

// Enumerates the cases over an alphabet that fit in a size and are simpler than a given case, the
// simplest first.
class Enumeration {
 public:
  Enumeration(const Case& below, const Size& bound, const std::vector<std::string>& alphabet,
              const Fails& fails)
      : below_(below), size_(size_of(below)), bound_(bound), alphabet_(alphabet), fails_(fails) {}

  // True if all were tried and none fails.
  bool run() {
    for (std::size_t names = 0; names <= bound_.patterns + bound_.modules; ++names) {
      for (std::size_t characters = 0; characters <= bound_.characters; ++characters) {
        for (std::size_t patterns = 0; patterns <= std::min(names, bound_.patterns); ++patterns) {
          if (names - patterns > bound_.modules) continue;
          texts_.assign(names, {});
          patterns_ = patterns;
          if (!fill(0, characters)) return !smaller_;
        }
      }
    }
    return true;
  }
  // Whether there are more than `budget` cases.
  [[nodiscard]] bool exceeds(std::uint64_t budget) const {
    double total = 0;
    const auto symbols = static_cast<double>(alphabet_.size());
    for (std::size_t names = 0; names <= bound_.patterns + bound_.modules; ++names) {
      for (std::size_t characters = 0; characters <= bound_.characters; ++characters) {
        const std::size_t least = names > bound_.modules ? names - bound_.modules : 0;
        const std::size_t most = std::min(names, bound_.patterns);
        if (least > most || (names == 0 && characters > 0)) continue;
        double ways = std::pow(symbols, static_cast<double>(characters)) *
                      static_cast<double>(most - least + 1);
        for (std::size_t cut = 1; cut < names; ++cut) {  // the ways to distribute the characters
          ways *= static_cast<double>(characters + cut) / static_cast<double>(cut);
        }
        if (!below_.labels.empty()) ways *= count_labels(most);
        total += ways;
        if (total > static_cast<double>(budget)) return true;
      }
    }
    return false;
  }
  [[nodiscard]] std::uint64_t tried() const noexcept { return tried_; }
  [[nodiscard]] std::optional<Case> smaller() const { return smaller_; }

 private:
  // Chooses the names from `index` on, with `left` characters in all. False ends the enumeration.
  bool fill(std::size_t index, std::size_t left) {
    if (index == texts_.size()) return left != 0 || visit();
    const bool last = index + 1 == texts_.size();
    for (std::size_t size = last ? left : 0; size <= left; ++size) {
      texts_[index].clear();
      if (!spell(index, size, left - size)) return false;
    }
    return true;
  }
  bool spell(std::size_t index, std::size_t size, std::size_t left) {
    std::string& text = texts_[index];
    if (size == 0) {
      if (index >= patterns_ && !is_new_path(index)) return true;
      return fill(index + 1, left);
    }
    for (const std::string& symbol : alphabet_) {
      const std::size_t before = text.size();
      text += symbol;
      const bool more = spell(index, size - 1, left);
      text.resize(before);
      if (!more) return false;
    }
    return true;
  }
  [[nodiscard]] bool is_new_path(std::size_t index) const {
    if (!is_well_formed(texts_[index])) return false;
    for (std::size_t other = patterns_; other < index; ++other) {
      if (texts_[other] == texts_[index]) return false;
    }
    return true;
  }
  bool visit() {
    candidate_.clear();
    candidate_.mode = below_.mode;
    for (std::size_t at = 0; at < texts_.size(); ++at) {
      (at < patterns_ ? candidate_.patterns : candidate_.modules).push_back(texts_[at]);
    }
    if (below_.labels.empty()) {
      if (!is_below()) return size_of(candidate_) != size_;
      return try_candidate();
    }
    bool some_below = false;
    for (const std::vector<Label>& labels : labels_of(patterns_)) {
      candidate_.labels.assign(below_.labels.order, labels);
      if (!is_below()) continue;
      some_below = true;
      if (!try_candidate()) return false;
    }
    return some_below || size_of(candidate_) != size_;
  }
  [[nodiscard]] bool is_below() const {
    return texts_.size() < size_.patterns + size_.modules || is_simpler(candidate_, below_);
  }
  // False if it fails, which ends the enumeration.
  bool try_candidate() {
    ++tried_;
    if (!fails_(candidate_)) return true;
    smaller_ = candidate_;
    return false;
  }
  const std::vector<std::vector<Label>>& labels_of(std::size_t patterns) {
    while (labels_.size() <= patterns) labels_.push_back(all_labels(labels_.size()));
    return labels_[patterns];
  }

  const Case& below_;
  Size size_;  // of `below_`
  Size bound_;
  const std::vector<std::string>& alphabet_;
  const Fails& fails_;
  std::vector<std::string> texts_;
  std::size_t patterns_ = 0;
  std::vector<std::vector<std::vector<Label>>> labels_;  // all_labels(0), all_labels(1), ...
  Case candidate_;
  std::uint64_t tried_ = 0;
  std::optional<Case> smaller_;
};

// A name as runs of repeated pieces: "aaab.b.b" is a x3, "b." x2, "b".
struct Run {
  std::string unit;
  std::size_t count;
};

std::vector<Run> runs_of(std::string_view text) {
  constexpr std::size_t kLongestUnit = 4;
  std::vector<Run> runs;
  while (!text.empty()) {
    Run best{std::string(code_point_at(text, 0)), 1};
    std::size_t unit = 0;
    for (std::size_t points = 1; points <= kLongestUnit && unit < text.size(); ++points) {
      unit += code_point_size(text[unit]);
      std::size_t count = 1;
      while (text.substr(count * unit, unit) == text.substr(0, unit)) ++count;
      if (count > 1 && count * unit > best.count * best.unit.size())
        best = {std::string(text.substr(0, unit)), count};
    }
    text.remove_prefix(best.unit.size() * best.count);
    runs.push_back(std::move(best));
  }
  return runs;
}

// Enumerates the cases made from the given one by shortening runs and dropping names.
class Embedding {
 public:
  Embedding(const Case& content, const Fails& fails) : content_(content), fails_(fails) {
    const auto add = [&](const Names& names, bool pattern) {
      for (std::size_t at = 0; at < names.size();) {
        std::size_t same = 1;
        const auto label = [&](std::size_t index) {
          return pattern && !content.labels.empty() ? content.labels.numbers[index] : kNull;
        };
        while (at + same < names.size() && names[at + same] == names[at] &&
               label(at + same) == label(at))
          ++same;
        items_.push_back({runs_of(names[at]), same, pattern, label(at)});
        at += same;
      }
    };
    add(content.patterns, true);
    add(content.modules, false);
  }
  [[nodiscard]] bool exceeds(std::uint64_t budget) const {
    double total = 1 + static_cast<double>(size_of(content_).characters) / 256;
    for (const Item& item : items_) {
      double ways = 1;
      for (const Run& run : item.runs) ways *= static_cast<double>(run.count + 1);
      total *= 1 + ways * static_cast<double>(item.repeats);
      if (total > static_cast<double>(budget)) return true;
    }
    return false;
  }
  bool run() {
    chosen_.assign(items_.size(), {});
    return choose(0);
  }
  [[nodiscard]] std::uint64_t tried() const noexcept { return tried_; }
  [[nodiscard]] std::optional<Case> smaller() const { return smaller_; }

 private:
  struct Item {
    std::vector<Run> runs;
    std::size_t repeats;
    bool pattern;
    Label label;  // of a pattern
  };
  struct Choice {
    std::string text;
    std::size_t repeats = 0;
  };
  bool choose(std::size_t index) {
    if (index == items_.size()) return visit();
    for (std::size_t repeats = 0; repeats <= items_[index].repeats; ++repeats) {
      chosen_[index].repeats = repeats;
      chosen_[index].text.clear();
      if (!(repeats == 0 ? choose(index + 1) : spell(index, 0))) return false;
    }
    return true;
  }
  bool spell(std::size_t index, std::size_t run) {
    const Item& item = items_[index];
    if (run == item.runs.size()) {
      if (!item.pattern && !is_well_formed(chosen_[index].text)) return true;
      return choose(index + 1);
    }
    const std::size_t before = chosen_[index].text.size();
    for (std::size_t count = 0; count <= item.runs[run].count; ++count) {
      if (!spell(index, run + 1)) return false;
      // The text now ends after `count` units of this run: go on with one more.
      chosen_[index].text.resize(before + count * item.runs[run].unit.size());
      chosen_[index].text += item.runs[run].unit;
    }
    chosen_[index].text.resize(before);
    return true;
  }
  bool visit() {
    candidate_.clear();
    candidate_.mode = content_.mode;
    std::vector<Label> labels;
    for (std::size_t at = 0; at < items_.size(); ++at) {
      Names& names = items_[at].pattern ? candidate_.patterns : candidate_.modules;
      for (std::size_t repeat = 0; repeat < chosen_[at].repeats; ++repeat) {
        if (!items_[at].pattern && names.contains(chosen_[at].text)) return true;
        names.push_back(chosen_[at].text);
        if (items_[at].pattern) labels.push_back(items_[at].label);
      }
    }
    if (!content_.labels.empty()) candidate_.labels.assign(content_.labels.order, labels);
    if (!is_simpler(candidate_, content_)) return true;
    ++tried_;
    if (!fails_(candidate_)) return true;
    if (!smaller_ || is_simpler(candidate_, *smaller_)) smaller_ = candidate_;
    return true;
  }

  const Case& content_;
  const Fails& fails_;
  std::vector<Item> items_;
  std::vector<Choice> chosen_;
  Case candidate_;
  std::uint64_t tried_ = 0;
  std::optional<Case> smaller_;
};

std::string spell_alphabet(const std::vector<std::string>& alphabet) {
  std::string text;
  for (const std::string& symbol : alphabet) {
    if (!text.empty()) text += ' ';
    text += symbol == " " ? "space" : printable_path(symbol);
  }
  return text;
}

}  // namespace

Proof prove_minimal(const Case& content, const Fails& fails, std::uint64_t budget) {
  // Add the simplest characters of each class if the budget allows: a smaller case may need one
  // that the case does not have. Else use the case's own characters.
  std::vector<std::string> own = alphabet_of(content);
  std::vector<std::string> wide = plain_for(content.mode);
  const auto add = [&](const std::string& symbol) {
    if (std::find(wide.begin(), wide.end(), symbol) == wide.end()) wide.push_back(symbol);
  };
  for (const std::string& symbol : own) {
    add(symbol);
    if (symbol >= "0" && symbol <= "9") {
      add("0");
      add("1");
    }
  }
  std::sort(wide.begin(), wide.end(), [](const std::string& left, const std::string& right) {
    return simplicity(left) < simplicity(right);
  });
  for (const auto* const alphabet : {&wide, &own}) {
    Enumeration enumeration(content, size_of(content), *alphabet, fails);
    if (enumeration.exceeds(alphabet == &wide && wide != own ? budget / 10 : budget)) continue;
    Proof proof;
    proof.minimality = enumeration.run() ? Minimality::proved : Minimality::not_proved;
    proof.tried = enumeration.tried();
    proof.alphabet = spell_alphabet(*alphabet);
    proof.smaller = enumeration.smaller();
    return proof;
  }
  Proof proof;
  Embedding embedding(content, fails);
  if (embedding.exceeds(budget)) return proof;
  embedding.run();
  proof.smaller = embedding.smaller();
  proof.minimality = proof.smaller ? Minimality::not_proved : Minimality::proved_embedded;
  proof.tried = embedding.tried();
  proof.alphabet = spell_alphabet(own);
  return proof;
}

std::optional<Case> simplest_tiny(const Case& start, const Size& tiny, const Fails& fails) {
  const Size whole = size_of(start);
  const Size bound{std::min(whole.patterns, tiny.patterns), std::min(whole.modules, tiny.modules),
                   std::min(whole.characters, tiny.characters)};
  Enumeration enumeration(start, bound, plain_for(start.mode), fails);
  enumeration.run();
  return enumeration.smaller();
}

Minimised minimise(const Case& start, const Fails& fails, const Budget& budget) {
  // Most minimal cases are tiny. Trying some hundred tiny cases first is cheaper than shrinking a
  // real model's names, and gives the same result for every seed.
  const auto tiny = simplest_tiny(start, budget.tiny, fails);
  Minimised result{shrink(tiny.value_or(start), fails, budget.shrink, budget.bytes).content, {}};
  for (;;) {
    result.proof = prove_minimal(result.content, fails, budget.proof);
    if (!result.proof.smaller) return result;
    result.content = shrink(*result.proof.smaller, fails, budget.shrink, budget.bytes).content;
  }
}

}  // namespace overmatch
