// SPDX-License-Identifier: Apache-2.0
// renaming: all characters that have no meaning in a mode are interchangeable, so renaming them
// consistently keeps the answer. In the modes of text only the separator has one; in globs `*` and
// `?` have, too, and patterns with a bracket are left out.
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "names/path.h"
#include "names/printable.h"
#include "names/utf8.h"
#include "properties/registry.h"
#include "properties/trial.h"

namespace overmatch {

namespace {

// Two alphabets to rename into: plain letters, and characters that matchers treat specially. A case
// with more characters keeps the rest, so the most important come first.
constexpr std::array<std::string_view, 26> kPlain = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                                     "j", "k", "l", "m", "n", "o", "p", "q", "r",
                                                     "s", "t", "u", "v", "w", "x", "y", "z"};
// The same without what has a meaning in a glob.
constexpr std::array<std::string_view, 19> kOddInGlobs = {
    "_", "-", "0", "A", "!", "1", " ", "é", "]", "a", "/", ":", "$", "+", "|", "^", "(", "\\", "2"};
constexpr std::array<std::string_view, 22> kOdd = {"_", "-", "0", "A",  "*", "1", "?", " ",
                                                   "é", "[", "a", "/",  ":", "$", "+", "|",
                                                   "^", "(", "B", "\\", "2", "9"};

class Renaming {
 public:
  // `kept`: characters that stay, besides the separator.
  Renaming(std::span<const std::string_view> alphabet, std::string_view kept)
      : alphabet_(alphabet), kept_(kept) {}
  // Adds the characters of a name. False if the case has more of them than the alphabet: then no
  // renaming is injective.
  bool learn(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at])) {
      const std::string_view c = code_point_at(text, at);
      if (c[0] == kSeparator || kept_.find(c[0]) != std::string_view::npos || image(c) != nullptr)
        continue;
      if (pairs_.size() == alphabet_.size()) return false;
      pairs_.emplace_back(c, alphabet_[pairs_.size()]);
      if (c.size() == 1)
        ascii_[static_cast<unsigned char>(c[0])] = static_cast<std::uint8_t>(pairs_.size());
    }
    return true;
  }
  void apply(std::string_view text, std::string& out) const {
    out.clear();
    for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at])) {
      const std::string_view c = code_point_at(text, at);
      const std::string_view* to = image(c);
      out.append(to == nullptr ? c : *to);
    }
  }

 private:
  [[nodiscard]] const std::string_view* image(std::string_view c) const {
    if (c.size() == 1) {  // nearly all
      const std::size_t pair = ascii_[static_cast<unsigned char>(c[0])];
      return pair == 0 ? nullptr : &pairs_[pair - 1].second;
    }
    for (const auto& [from, to] : pairs_) {
      if (from == c) return &to;
    }
    return nullptr;
  }
  std::span<const std::string_view> alphabet_;
  std::string_view kept_;
  std::vector<std::pair<std::string_view, std::string_view>> pairs_;
  // For each character of one byte 1 + the place of its pair, or 0.
  std::array<std::uint8_t, 128> ascii_{};
};

// Longer names are left to the other properties: renaming them costs more than it finds.
constexpr std::size_t kMostBytes = 4096;

bool has_bracket(std::string_view pattern) { return pattern.find('[') != std::string_view::npos; }

bool learn_all(const Case& content, Renaming& renaming) {
  std::size_t bytes = 0;
  for (const Names* names : {&content.patterns, &content.modules}) {
    for (const std::string_view name : *names) {
      bytes += name.size();
      if (bytes > kMostBytes || !renaming.learn(name)) return false;
    }
  }
  return true;
}

// "`b.a` for `a`"
std::string in_words(const Names& patterns, const Names& modules, std::size_t module) {
  std::string text = quoted_short(modules[module]);
  if (patterns.size() == 1) text += " for " + quoted_short(patterns[0]);
  return text;
}

Verdict check_renaming(Trial& trial, const Wanted& wanted, Violation& violation) {
  const Case& content = trial.content();
  if (trial.answer().rejected() || content.modules.empty() || content.patterns.empty())
    return Verdict::vacuous;
  const bool glob = is_glob(trial.mode());
  const auto patterns = content.patterns.views();
  if (glob && std::any_of(patterns.begin(), patterns.end(), has_bracket)) return Verdict::vacuous;
  const std::span<const std::string_view> plain = kPlain;
  const std::span<const std::string_view> odd =
      glob ? std::span<const std::string_view>(kOddInGlobs) : kOdd;
  bool tried = false;
  for (const auto alphabet : {plain, odd}) {
    Renaming renaming(alphabet, glob ? "*?" : "");
    if (!learn_all(content, renaming)) continue;
    tried = true;
    trial.patterns.clear();
    trial.modules.clear();
    for (const auto& [from, to] : {std::pair{&content.patterns, &trial.patterns},
                                   std::pair{&content.modules, &trial.modules}}) {
      for (const std::string_view name : *from) {
        renaming.apply(name, trial.text);
        to->push_back(trial.text);
      }
    }
    const Question renamed{trial.patterns.views(), trial.modules.views()};
    trial.ask(renamed, trial.first);
    for (std::size_t module = 0; module < content.modules.size(); ++module) {
      if (!trial.first.rejected() && trial.first.selects(module) == trial.answer().selects(module))
        continue;
      if (!blame_all(Direction::other, wanted, violation)) return Verdict::holds;
      violation.module = content.modules[module];
      violation.what = "the verdict changes when characters are renamed alike: " +
                       in_words(content.patterns, content.modules, module) + " becomes " +
                       in_words(trial.patterns, trial.modules, module);
      keep_question(trial.mode(), trial.order(), renamed, violation.question);
      return Verdict::violated;
    }
  }
  return tried ? Verdict::holds : Verdict::vacuous;
}

}  // namespace

namespace {
constexpr ModeSet kRenamedModes =
    ModeSet::where([](const ModeTraits& traits) { return traits.syntax != Syntax::regex; });
}  // namespace

const Property kRenaming = {.name = "renaming",
                            .statement =
                                "An injective renaming of characters without a meaning (never of "
                                "the separator) in tree and patterns changes no verdict.",
                            .modes = kRenamedModes,
                            .needs_reference = false,
                            .check = check_renaming};

}  // namespace overmatch
