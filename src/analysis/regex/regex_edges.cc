// SPDX-License-Identifier: Apache-2.0
// Finds segment boundaries that a regex leaves open: unescaped dots, open starts and ends, one
// digit.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "analysis/regex/regex_mistakes.h"

namespace overmatch {
namespace {

constexpr std::string_view kDigits = "0123456789";

class EdgeFinder {
 public:
  EdgeFinder(const RegexStructure& regex, std::vector<RegexMistake>& mistakes)
      : regex_(regex), mistakes_(mistakes) {}

  void find() {
    unescaped_dots();
    for (std::size_t at = 0; at < regex_.size(); ++at) {
      if (regex_.is_any_text(at) && !regex_[at].in_look) open_start(at);
    }
    for (std::size_t at = 1; at < regex_.size(); ++at) {
      if (regex_.is_any_text(at) && !regex_[at].in_look) open_end(at);
    }
    one_digit();
  }

 private:
  // The tokens that can be first after a position, or last before it, in all branches.
  struct Edge {
    std::vector<std::size_t> characters;
    std::vector<std::size_t> separators;
    bool odd = false;  // another kind of token is possible
  };

  // Collects the tokens that can be first in [at, to).
  void collect_first(std::size_t at, std::size_t to, Edge& edge) const {
    while (at < to && regex_.is(at, TokenKind::anchor)) ++at;
    if (at == to) {
      edge.odd = true;  // an empty branch: the tokens after the group are not examined
    } else if (regex_.is(at, TokenKind::open) && !regex_.is_look(at)) {
      for (const RegexBranch& branch : regex_.branches(at + 1, regex_.partner(at)))
        collect_first(branch.from, branch.to, edge);
    } else {
      add_to(edge, at);
    }
  }
  // Collects the tokens that can be last in [from, to).
  void collect_last(std::size_t from, std::size_t to, Edge& edge) const {
    while (to > from &&
           (regex_.is(to - 1, TokenKind::anchor) || regex_.is(to - 1, TokenKind::quantifier)))
      --to;
    if (to == from) {
      edge.odd = true;
    } else if (regex_.is(to - 1, TokenKind::close) && !regex_.is_look(regex_.partner(to - 1))) {
      for (const RegexBranch& branch : regex_.branches(regex_.partner(to - 1) + 1, to - 1))
        collect_last(branch.from, branch.to, edge);
    } else {
      add_to(edge, to - 1);
    }
  }
  void add_to(Edge& edge, std::size_t at) const {
    if (regex_.is(at, TokenKind::separator)) {
      edge.separators.push_back(at);
    } else if (regex_.is_character(at)) {
      edge.characters.push_back(at);
    } else {
      edge.odd = true;
    }
  }

  // Whether the token is a separator or a dot that probably means one.
  [[nodiscard]] bool is_border(std::size_t at) const {
    return regex_.is(at, TokenKind::separator) ||
           (regex_.is(at, TokenKind::dot) && !is_wildcard_dot(regex_.tokens(), at));
  }
  // Whether `_` or `-` is beside the wildcard: `linear_.*` means a part of a segment.
  [[nodiscard]] bool joins_words(const Edge& edge) const {
    return std::any_of(edge.characters.begin(), edge.characters.end(), [&](std::size_t at) {
      return regex_.spelling(at) == "_" || regex_.spelling(at) == "-";
    });
  }
  // Whether the token matches some digits but not all: `1`, `[4-7]`.
  [[nodiscard]] bool is_some_digit(std::size_t at) const {
    const std::string_view text = regex_.spelling(at);
    if (regex_.is(at, TokenKind::literal)) return kDigits.find(text[0]) != std::string_view::npos;
    return regex_.is(at, TokenKind::char_class) && text != "[0-9]" &&
           text.find_first_not_of("[]-0123456789") == std::string_view::npos;
  }
  [[nodiscard]] bool is_any_digit(std::size_t at) const {
    return regex_.spelling(at) == "\\d" || regex_.spelling(at) == "[0-9]" ||
           regex_.spelling(at) == "[\\d]";
  }

  void unescaped_dots() {
    RegexMistake mistake;
    std::vector<RegexEdit> escaped;
    for (std::size_t at = 0; at < regex_.size(); ++at) {
      if (!regex_.is(at, TokenKind::dot) || is_wildcard_dot(regex_.tokens(), at)) continue;
      mistake.meant.push_back({regex_[at].start, regex_[at].end, "[.]"});
      escaped.push_back({regex_[at].start, regex_[at].end, "\\."});
    }
    if (escaped.empty()) return;
    mistake.kind = MistakeKind::unescaped_dot;
    mistake.what = dots_in_words(escaped.size());
    mistake.corrections.push_back(std::move(escaped));
    mistakes_.push_back(std::move(mistake));
  }

  // `.*v_proj`: the text before need not end a segment.
  void open_start(std::size_t at) {
    std::size_t next = at + 2;
    // Leaves the groups that it ends.
    while (regex_.is(next, TokenKind::close) || regex_.is(next, TokenKind::bar)) {
      next = regex_.end_of_group(next);
      if (next < regex_.size()) ++next;
    }
    if (next >= regex_.size() || is_substring_from(next)) return;
    Edge edge;
    collect_first(next, regex_.size(), edge);
    if (edge.odd || edge.characters.empty() || joins_words(edge)) return;
    RegexMistake mistake;
    mistake.kind = MistakeKind::open_start;
    mistake.word = words(edge.characters.front());
    mistake.what = "the start is open: what stands before " + regex_in_words(mistake.word) +
                   " need not end a segment";
    const RegexToken& token = regex_[at];
    const std::string any = regex_.spelling(at, at + 2);
    const bool whole = token.leading || (at > 0 && regex_.is(at - 1, TokenKind::separator));
    const std::string closed = any[1] == '*' && whole ? "(?:" + any + "\\.)?" : any + "\\.";
    const std::size_t end = regex_[at + 1].end;
    std::vector<RegexEdit> corrected;
    if (edge.separators.empty()) {
      mistake.meant.push_back({end, end, "(?<![^.])"});
      corrected.push_back({token.start, end, closed});
    } else {
      // If some branches begin with a separator, each gets its own start.
      corrected.push_back({token.start, end, ""});
      for (const std::size_t first : edge.characters) {
        mistake.meant.push_back({regex_.start_of(first), regex_.start_of(first), "(?<![^.])"});
        corrected.push_back({regex_.start_of(first), regex_.start_of(first), closed});
      }
      for (const std::size_t first : edge.separators)
        corrected.push_back({regex_.start_of(first), regex_.start_of(first), any});
    }
    add(std::move(mistake), std::move(corrected));
  }

  // Whether the word may occur anywhere in a segment: `.*vision.*`.
  [[nodiscard]] bool is_substring_from(std::size_t at) const {
    for (; at < regex_.size() && !is_border(at); ++at) {
      // `(?:\..*)?` is a corrected open end.
      const bool optional = regex_.is(at, TokenKind::open) && regex_.partner(at) == at + 4 &&
                            regex_.is_quantified(at + 4) && regex_.is_any_text(at + 2);
      if (regex_.is_any_text(at) || optional) return true;
    }
    return false;
  }
  [[nodiscard]] bool is_substring_to(std::size_t at) const {
    for (; at != kNoToken && !is_border(at); --at) {
      if (regex_.is_any_text(at)) return true;
    }
    return false;
  }

  // The text of the literals from token `at` on.
  [[nodiscard]] std::string words(std::size_t at) const {
    std::string text;
    for (; regex_.is(at, TokenKind::literal); ++at) text += regex_.spelling(at);
    return text.empty() ? std::string(regex_.spelling(at)) : text;
  }

  // `layers\.1.*`: the text after need not begin a segment.
  void open_end(std::size_t at) {
    const RegexToken& token = regex_[at];
    std::size_t before = at - 1;
    while (before != kNoToken &&
           (regex_.is(before, TokenKind::open) || regex_.is(before, TokenKind::bar))) {
      before = regex_.start_of_group(before);
      if (before != kNoToken) --before;
    }
    if (before == kNoToken) return;
    Edge edge;
    collect_last(0, before + 1, edge);
    if (edge.odd || edge.characters.empty() || joins_words(edge)) return;
    const auto all = [&](auto test) {
      return std::all_of(edge.characters.begin(), edge.characters.end(), test);
    };
    // Quantified digits may be followed by more digits on purpose.
    const bool number =
        all([&](std::size_t last) { return is_some_digit(last) && !regex_.is_quantified(last); });
    if (std::any_of(edge.characters.begin(), edge.characters.end(), [&](std::size_t last) {
          return is_any_digit(last) || (is_some_digit(last) && regex_.is_quantified(last));
        }))
      return;
    if (!number && (is_substring_to(before) || !token.trailing)) return;
    RegexMistake mistake;
    mistake.kind = MistakeKind::open_end;
    mistake.after_number = number;
    mistake.what = number ? "the end is open: a number may go on behind " +
                                regex_in_words(regex_.spelling(edge.characters.front()))
                          : "the end is open: what follows need not begin a segment";
    const std::string any = regex_.spelling(at, at + 2);
    const bool whole = token.trailing || regex_.is(at + 2, TokenKind::separator);
    const std::string closed = any[1] == '*' && whole ? "(?:\\." + any + ")?" : "\\." + any;
    const std::size_t end = regex_[at + 1].end;
    std::vector<RegexEdit> corrected;
    if (edge.separators.empty()) {
      mistake.meant.push_back({token.start, token.start, "(?![^.])"});
      corrected.push_back({token.start, end, closed});
    } else {
      const auto place = [&](std::size_t last) { return regex_[regex_.behind(last) - 1].end; };
      corrected.push_back({token.start, end, ""});
      for (const std::size_t last : edge.characters) {
        mistake.meant.push_back({place(last), place(last), "(?![^.])"});
        corrected.push_back({place(last), place(last), closed});
      }
      for (const std::size_t last : edge.separators)
        corrected.push_back({place(last), place(last), any});
    }
    add(std::move(mistake), std::move(corrected));
  }

  // `layers\.[0-9]\.q_proj` selects only ten of 32 layers.
  void one_digit() {
    for (std::size_t at = 1; at + 1 < regex_.size(); ++at) {
      if (!is_any_digit(at) || !is_border(at - 1) || !is_border(at + 1) || regex_[at].in_look)
        continue;
      RegexMistake mistake;
      mistake.kind = MistakeKind::one_digit;
      mistake.what =
          regex_in_words(regex_.spelling(at)) + " is one digit: numbers of two digits are left out";
      mistake.corrections.push_back({{regex_[at].end, regex_[at].end, "+"}});
      mistakes_.push_back(std::move(mistake));
    }
  }

  void add(RegexMistake mistake, std::vector<RegexEdit> corrected) {
    const auto order = [](const RegexEdit& left, const RegexEdit& right) {
      return std::tie(left.start, left.end) < std::tie(right.start, right.end);
    };
    std::stable_sort(mistake.meant.begin(), mistake.meant.end(), order);
    std::stable_sort(corrected.begin(), corrected.end(), order);
    mistake.corrections.push_back(std::move(corrected));
    mistakes_.push_back(std::move(mistake));
  }

  const RegexStructure& regex_;
  std::vector<RegexMistake>& mistakes_;
};

}  // namespace

std::string dots_in_words(std::size_t count) {
  return count == 1 ? "an unescaped dot stands for any character, not for the border of a segment"
                    : fmt::format(
                          "{} unescaped dots stand for any character, not for the border "
                          "of a segment",
                          count);
}

void find_edges(const RegexStructure& regex, std::vector<RegexMistake>& mistakes) {
  EdgeFinder(regex, mistakes).find();
}

void find_open_number(const RegexStructure& regex, std::vector<RegexMistake>& mistakes) {
  const std::size_t last = regex.size() - 1;
  if (regex.size() == 0 || regex.tokens().verbose || !regex.is(last, TokenKind::literal)) return;
  const char digit = regex.spelling(last)[0];
  if (digit < '0' || digit > '9' || regex.branches(regex.tokens().body, regex.size()).size() > 1)
    return;
  RegexMistake mistake;
  mistake.kind = MistakeKind::open_end;
  mistake.what =
      "the end is open: a number may go on behind " + regex_in_words(regex.spelling(last));
  mistake.after_number = true;
  mistake.corrections = {{{regex[last].end, regex[last].end, "(?![0-9])"}}};
  mistakes.push_back(std::move(mistake));
}

}  // namespace overmatch
