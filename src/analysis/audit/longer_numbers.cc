// SPDX-License-Identifier: Apache-2.0
#include "analysis/audit/longer_numbers.h"

#include <algorithm>
#include <vector>

#include "analysis/regex/regex_tokens.h"
#include "names/ascii.h"

namespace overmatch {

namespace {

class NumberEdges {
 public:
  NumberEdges(Mode mode, const std::string& regex) : tokens_(tokenize_regex(regex)) {
    const ModeTraits& traits = traits_of(mode);
    // A dialect with several readings says itself what stands at the ends.
    const bool own = !is_dialect(mode);
    open_front_ = own && traits.before == Beside::anything;
    open_back_ = own && traits.after == Beside::anything;
  }

  // The edits that keep the numbers apart; `first` gets the first number.
  [[nodiscard]] std::vector<RegexEdit> edits(std::string& first) const {
    std::vector<RegexEdit> out;
    if (tokens_.verbose) return out;
    const auto& all = tokens_.tokens;
    for (std::size_t at = tokens_.body; at < all.size(); ++at) {
      if (!is_digit_at(at)) continue;
      std::size_t end = at;
      while (end < all.size() && is_digit_at(end)) ++end;
      const std::size_t from = all[at].start;
      const std::size_t to = all[end - 1].end;
      const bool front = is_open_before(at);
      const bool back = is_open_behind(end);
      if (front) out.push_back({from, from, "(?:^|[^0-9])"});
      if (back) out.push_back({to, to, "(?![0-9])"});
      if ((front || back) && first.empty()) first = tokens_.text.substr(from, to - from);
      at = end - 1;
    }
    return out;
  }

 private:
  [[nodiscard]] bool is_digit_at(std::size_t at) const {
    const RegexToken& token = tokens_.tokens[at];
    const std::string_view text = tokens_.spelling(token);
    return token.kind == TokenKind::literal && !token.in_look && text.size() == 1 &&
           is_digit(text[0]);
  }

  // Whether digits may go on behind the token `at - 1`.
  [[nodiscard]] bool is_open_behind(std::size_t at) const {
    const auto& all = tokens_.tokens;
    while (at < all.size()) {
      const TokenKind kind = all[at].kind;
      if (kind == TokenKind::dot) return true;
      if (kind == TokenKind::bar) {  // goes on behind the group
        const std::size_t depth = all[at].depth;
        while (at < all.size() && (all[at].kind != TokenKind::close || all[at].depth >= depth))
          ++at;
      } else if (kind == TokenKind::close) {
        ++at;
      } else {
        return false;
      }
    }
    return open_back_;
  }

  // Whether other digits may stand in front of the token `at`: only where any text may.
  [[nodiscard]] bool is_open_before(std::size_t at) const {
    const auto& all = tokens_.tokens;
    while (at > tokens_.body) {
      const RegexToken& token = all[at - 1];
      if (token.kind == TokenKind::quantifier)
        return at > tokens_.body + 1 && all[at - 2].kind == TokenKind::dot;
      if (token.kind == TokenKind::bar) {  // what stands in front of the group
        const std::size_t depth = token.depth;
        while (at > tokens_.body &&
               (all[at - 1].kind != TokenKind::open || all[at - 1].depth >= depth))
          --at;
      } else if (token.kind == TokenKind::open) {
        --at;
      } else {
        return false;
      }
    }
    return open_front_;
  }

  RegexTokens tokens_;
  bool open_front_ = false;
  bool open_back_ = false;
};

// The longer number that a number is a part of in a name; "" for none.
std::string longer_number_in(std::string_view path, std::string_view number) {
  for (std::size_t at = path.find(number); at != std::string_view::npos;
       at = path.find(number, at + 1)) {
    std::size_t from = at;
    std::size_t to = at + number.size();
    while (from > 0 && is_digit(path[from - 1])) --from;
    while (to < path.size() && is_digit(path[to])) ++to;
    if (to - from > number.size()) return std::string(path.substr(from, to - from));
  }
  return "";
}

}  // namespace

std::optional<LongerNumbers> longer_numbers(const TreeIndex& index, Mode mode,
                                            const std::string& regex, const Selection& selected) {
  if (!is_regex(mode) || selected.empty() ||
      std::none_of(regex.begin(), regex.end(), [](char c) { return is_digit(c); }))
    return std::nullopt;
  std::string number;
  const std::vector<RegexEdit> edits = NumberEdges(mode, regex).edits(number);
  if (edits.empty()) return std::nullopt;
  LongerNumbers out;
  out.corrected = edited(regex, edits);
  out.selected = shared(selected, index.select(mode, out.corrected).value_or(Selection()));
  const Selection lost = without(selected, out.selected);
  if (out.selected.empty() || lost.empty()) return std::nullopt;
  for (const std::uint32_t module : lost) {
    const std::string longer = longer_number_in(index.path(module), number);
    if (longer.empty()) continue;
    out.what = "the number " + number + " is also a part of longer ones, as of " + longer;
    return out;
  }
  return std::nullopt;
}

}  // namespace overmatch
