// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "analysis/entries/explanation.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

// What stands above the layers in released models and in wrappers, the longest first. "" is none.
constexpr std::array<std::string_view, 15> kRoots = {"model.language_model.model",
                                                     "language_model.model",
                                                     "model.language_model",
                                                     "base_model.model",
                                                     "model.text_model",
                                                     "model.model",
                                                     "model.decoder",
                                                     "language_model",
                                                     "transformer",
                                                     "text_model",
                                                     "module",
                                                     "_orig_mod",
                                                     "backbone",
                                                     "model",
                                                     ""};

std::string spelled(std::string_view root, std::string_view dot) {
  std::string text;
  for (const char c : root) {
    if (c == kSeparator)
      text += dot;
    else
      text += c;
  }
  return text;
}

// The way in which a pattern writes its dots.
std::string_view dot_of(std::string_view text) {
  for (const std::string_view dot : {"\\.", "[.]"}) {
    if (text.find(dot) != std::string_view::npos) return dot;
  }
  return ".";
}

std::string in_words_of(std::string_view root) { return "`" + std::string(root) + ".`"; }

}  // namespace

std::optional<std::string> with_root(std::string_view text, bool regex, std::string_view old,
                                     std::string_view fresh) {
  const std::string_view dot = regex ? dot_of(text) : ".";
  const std::string from = spelled(old, dot);
  const std::string to = spelled(fresh, dot);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = text.find(from); at != std::string_view::npos;
       at = text.find(from, at + 1)) {
    if (at < copied) continue;
    const std::size_t end = at + from.size();
    // A path begins here: nothing of a path stands in front.
    if (at > 0 && (is_word(text[at - 1]) || (text[at - 1] == kSeparator))) continue;
    if (end < text.size() && is_word(text[end])) continue;
    out.append(text.substr(copied, at - copied));
    copied = end;
    if (to.empty() && text.substr(end).starts_with(dot)) copied += dot.size();
    out += to;
  }
  if (copied == 0) return std::nullopt;
  out.append(text.substr(copied));
  return out;
}

std::optional<Explanation> explain_root(EntryTrials& trials, const UnmatchedEntry& entry) {
  const bool regex = is_regex(entry.mode);
  const TreeIndex& index = trials.index();
  const std::string_view anchor = regex && entry.text.starts_with('^') ? "^" : "";
  const std::string_view text = entry.text.substr(anchor.size());
  const std::string_view dot = regex ? dot_of(text) : ".";
  for (const std::string_view old : kRoots) {
    const std::string front = old.empty() ? "" : spelled(old, dot) + std::string(dot);
    if (!text.starts_with(front)) continue;
    for (const std::string_view fresh : kRoots) {
      if (fresh == old || (!fresh.empty() && index.find(fresh) == kNoModule)) continue;
      std::string other(anchor);
      if (!fresh.empty()) other.append(spelled(fresh, dot)).append(dot);
      other.append(text.substr(front.size()));
      if (other.size() == anchor.size() || trials.select(entry.mode, other).empty()) continue;
      Explanation explanation;
      explanation.why = fresh.empty() ? ": this tree has no " + in_words_of(old) + " in front"
                        : old.empty() ? ": this tree has " + in_words_of(fresh) + " in front"
                                      : ": this tree has " + in_words_of(fresh) +
                                            " in front, not " + in_words_of(old);
      explanation.corrections.push_back({entry.mode, std::move(other)});
      return explanation;
    }
  }
  return std::nullopt;
}

}  // namespace overmatch
