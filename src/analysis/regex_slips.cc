// SPDX-License-Identifier: Apache-2.0
#include "analysis/regex_slips.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "names/printable.h"

namespace overmatch {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// From one bar of a group, or of the regex, to the next: tokens [from, to).
struct Branch {
  std::size_t from = 0;
  std::size_t to = 0;
};

class Finder {
 public:
  explicit Finder(const RegexTokens& tokens)
      : tokens_(tokens), all_(tokens.tokens), partner_(all_.size(), kNone) {
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < all_.size(); ++at) {
      if (all_[at].kind == TokenKind::open) open.push_back(at);
      if (all_[at].kind != TokenKind::close) continue;
      partner_[at] = open.back();
      partner_[open.back()] = at;
      open.pop_back();
    }
  }

  std::vector<RegexSlip> find() {
    // Alternations first: what is common to all branches is plain to see before it is mended.
    ungrouped_alternation(tokens_.body, all_.size());
    for (std::size_t at = 0; at < all_.size(); ++at) {
      if (all_[at].kind == TokenKind::open && !is_look(at) && !all_[at].in_look)
        ungrouped_alternation(at + 1, partner_[at]);
    }
    unescaped_dots();
    open_starts();
    open_ends();
    return std::move(slips_);
  }

 private:
  // The tokens that can stand at an edge: the first ones of all branches behind a place, or the
  // last ones before it.
  struct Edge {
    std::vector<std::size_t> characters;
    std::vector<std::size_t> separators;
    bool odd = false;  // something else can stand there
  };

  [[nodiscard]] bool is_quantified(std::size_t at) const {
    return at + 1 < all_.size() && all_[at + 1].kind == TokenKind::quantifier;
  }
  // Behind the token and its quantifier.
  [[nodiscard]] std::size_t behind(std::size_t at) const {
    return is_quantified(at) ? at + 2 : at + 1;
  }
  [[nodiscard]] bool is_look(std::size_t at) const {
    const std::string_view text = tokens_.spelling(all_[at]);
    return text == "(?=" || text == "(?!" || text == "(?<=" || text == "(?<!";
  }
  // `.*` or `.+`, lazy or not.
  [[nodiscard]] bool is_any_text(std::size_t at) const {
    if (all_[at].kind != TokenKind::dot || !is_quantified(at)) return false;
    const char sign = tokens_.spelling(all_[at + 1])[0];
    return sign == '*' || sign == '+';
  }
  // A character or some of several, but not the border of a segment and not `.`, of which others
  // complain.
  [[nodiscard]] bool is_character(std::size_t at) const {
    const TokenKind kind = all_[at].kind;
    return kind == TokenKind::literal || kind == TokenKind::category ||
           kind == TokenKind::char_class;
  }
  [[nodiscard]] std::string spelling(std::size_t from, std::size_t to) const {
    return from >= to ? std::string()
                      : std::string(tokens_.text.substr(all_[from].start,
                                                        all_[to - 1].end - all_[from].start));
  }
  // Where token `at` begins; the end of the text for the place behind all.
  [[nodiscard]] std::size_t start_of(std::size_t at) const {
    return at < all_.size() ? all_[at].start : tokens_.text.size();
  }

  [[nodiscard]] std::vector<Branch> branches(std::size_t from, std::size_t to) const {
    std::vector<Branch> found = {{from, from}};
    for (std::size_t at = from; at < to; ++at) {
      if (all_[at].kind == TokenKind::bar) {
        found.push_back({at + 1, at + 1});
        continue;
      }
      if (all_[at].kind == TokenKind::open) at = partner_[at];
      found.back().to = at + 1;
    }
    return found;
  }

  // The close of the group that token `at` is in; the end if it is in none.
  [[nodiscard]] std::size_t end_of_group(std::size_t at) const {
    while (at < all_.size() && all_[at].kind != TokenKind::close)
      at = all_[at].kind == TokenKind::open ? partner_[at] + 1 : at + 1;
    return at;
  }
  [[nodiscard]] std::size_t start_of_group(
      std::size_t at) const {  // its open; kNone if it is in none
    for (; at != kNone && all_[at].kind != TokenKind::open; --at) {
      if (all_[at].kind == TokenKind::close) at = partner_[at];
    }
    return at;
  }

  // What can come first from token `at` on, within [at, to) and, if that is all of a group, behind
  // it.
  void collect_first(std::size_t at, std::size_t to, Edge& edge) const {
    while (at < to && all_[at].kind == TokenKind::anchor) ++at;
    if (at == to) {
      edge.odd = true;  // an empty branch: what comes behind the group is not looked at
    } else if (all_[at].kind == TokenKind::open && !is_look(at)) {
      for (const Branch& branch : branches(at + 1, partner_[at]))
        collect_first(branch.from, branch.to, edge);
    } else if (is_character(at)) {
      edge.characters.push_back(at);
    } else if (all_[at].kind == TokenKind::separator) {
      edge.separators.push_back(at);
    } else {
      edge.odd = true;
    }
  }
  void collect_last(std::size_t from, std::size_t to, Edge& edge) const {  // of [from, to)
    while (to > from &&
           (all_[to - 1].kind == TokenKind::anchor || all_[to - 1].kind == TokenKind::quantifier))
      --to;
    if (to == from) {
      edge.odd = true;
    } else if (all_[to - 1].kind == TokenKind::close && !is_look(partner_[to - 1])) {
      for (const Branch& branch : branches(partner_[to - 1] + 1, to - 1))
        collect_last(branch.from, branch.to, edge);
    } else if (is_character(to - 1)) {
      edge.characters.push_back(to - 1);
    } else if (all_[to - 1].kind == TokenKind::separator) {
      edge.separators.push_back(to - 1);
    } else {
      edge.odd = true;
    }
  }

  void unescaped_dots() {
    RegexSlip slip;
    for (std::size_t at = 0; at < all_.size(); ++at) {
      const RegexToken& token = all_[at];
      if (token.kind != TokenKind::dot || is_wildcard_dot(tokens_, at)) continue;
      slip.meant.push_back({token.start, token.end, "[.]"});
      slip.corrected.push_back({token.start, token.end, "\\."});
    }
    if (slip.meant.empty()) return;
    slip.complaint = Complaint::unescaped_dot;
    slip.what =
        slip.meant.size() == 1
            ? "an unescaped dot stands for any character, not for the border of a segment"
            : fmt::format(
                  "{} unescaped dots stand for any character, not for the border of a segment",
                  slip.meant.size());
    slips_.push_back(std::move(slip));
  }

  // `.*q_proj`: what comes before need not end a segment.
  void open_starts() {
    RegexSlip slip;
    slip.complaint = Complaint::open_start;
    slip.what = "the start is open: what stands before need not end a segment";
    for (std::size_t at = 0; at < all_.size(); ++at) {
      const RegexToken& token = all_[at];
      if (!token.leading || token.in_look || !is_any_text(at)) continue;
      std::size_t next = at + 2;
      // Out of the groups that it ends.
      while (next < all_.size() &&
             (all_[next].kind == TokenKind::close || all_[next].kind == TokenKind::bar)) {
        next = end_of_group(next);
        if (next < all_.size()) ++next;
      }
      if (next >= all_.size()) continue;
      Edge edge;
      collect_first(next, all_.size(), edge);
      if (edge.odd || edge.characters.empty()) continue;
      const std::string any = spelling(at, at + 2);
      const std::string closed = any[1] == '*' ? "(?:" + any + "\\.)?" : any + "\\.";
      const std::size_t end = all_[at + 1].end;
      if (edge.separators.empty()) {
        slip.meant.push_back({end, end, "(?<![^.])"});
        slip.corrected.push_back({token.start, end, closed});
        continue;
      }
      // Some branches bring their separator along: each has its own start then.
      slip.corrected.push_back({token.start, end, ""});
      for (const std::size_t first : edge.characters) {
        slip.meant.push_back({all_[first].start, all_[first].start, "(?<![^.])"});
        slip.corrected.push_back({all_[first].start, all_[first].start, closed});
      }
      for (const std::size_t first : edge.separators)
        slip.corrected.push_back({all_[first].start, all_[first].start, any});
    }
    add(std::move(slip));
  }

  // `layers\.1.*`: what follows need not begin a segment.
  void open_ends() {
    RegexSlip slip;
    slip.complaint = Complaint::open_end;
    slip.what = "the end is open: what follows need not begin a segment";
    for (std::size_t at = 1; at < all_.size(); ++at) {
      const RegexToken& token = all_[at];
      if (!token.trailing || token.in_look || !is_any_text(at)) continue;
      std::size_t before = at - 1;
      while (before != kNone &&
             (all_[before].kind == TokenKind::open || all_[before].kind == TokenKind::bar)) {
        before = start_of_group(before);
        if (before != kNone) --before;
      }
      if (before == kNone) continue;
      Edge edge;
      collect_last(0, before + 1, edge);
      if (edge.odd || edge.characters.empty()) continue;
      const std::string any = spelling(at, at + 2);
      const std::string closed = any[1] == '*' ? "(?:\\." + any + ")?" : "\\." + any;
      const std::size_t end = all_[at + 1].end;
      if (edge.separators.empty()) {
        slip.meant.push_back({token.start, token.start, "(?![^.])"});
        slip.corrected.push_back({token.start, end, closed});
        continue;
      }
      const auto place = [&](std::size_t last) { return all_[behind(last) - 1].end; };
      slip.corrected.push_back({token.start, end, ""});
      for (const std::size_t last : edge.characters) {
        slip.meant.push_back({place(last), place(last), "(?![^.])"});
        slip.corrected.push_back({place(last), place(last), closed});
      }
      for (const std::size_t last : edge.separators)
        slip.corrected.push_back({place(last), place(last), any});
    }
    add(std::move(slip));
  }

  void add(RegexSlip slip) {
    if (slip.corrected.empty()) return;
    const auto order = [](const RegexEdit& left, const RegexEdit& right) {
      return std::tie(left.start, left.end) < std::tie(right.start, right.end);
    };
    std::stable_sort(slip.meant.begin(), slip.meant.end(), order);
    std::stable_sort(slip.corrected.begin(), slip.corrected.end(), order);
    slips_.push_back(std::move(slip));
  }

  // Joins what would be common to all branches: the end of it is a separator, escaped or not, `.*`
  // or an anchor.
  [[nodiscard]] bool is_joint(std::size_t at) const {
    const RegexToken& token = all_[at];
    return token.kind == TokenKind::separator || token.kind == TokenKind::anchor ||
           token.kind == TokenKind::dot;
  }
  // The place behind the last joint of a branch that something follows, its start if there is none.
  [[nodiscard]] std::size_t behind_joints(const Branch& branch) const {
    std::size_t place = branch.from;
    for (std::size_t at = branch.from; at < branch.to; ++at) {
      if (is_joint(at) && behind(at) < branch.to) place = behind(at);
      if (all_[at].kind == TokenKind::open) at = partner_[at];
    }
    return place;
  }
  // The first joint of a branch that something stands before, its end if there is none.
  [[nodiscard]] std::size_t before_joints(const Branch& branch) const {
    for (std::size_t at = branch.from; at < branch.to; ++at) {
      if (is_joint(at) && at > branch.from) return at;
      if (all_[at].kind == TokenKind::open) at = partner_[at];
    }
    return branch.to;
  }
  [[nodiscard]] bool has_joint(std::size_t from, std::size_t to) const {  // in groups, too
    for (std::size_t at = from; at < to; ++at) {
      if (is_joint(at)) return true;
    }
    return false;
  }

  // `.*\.q|v`: the bar divides the whole regex, or the whole group, not only the last names.
  void ungrouped_alternation(std::size_t from, std::size_t to) {
    const std::vector<Branch> all = branches(from, to);
    if (all.size() == 1) return;
    for (const Branch& branch : all) {
      if (branch.from >= branch.to) return;  // an empty branch: somebody knew what he did
    }
    // What the first branch has in front and the last one at its end.
    const std::size_t prefix = behind_joints(all.front());
    const std::size_t suffix = before_joints(all.back());
    const std::string front = spelling(all.front().from, prefix);
    const std::string end = spelling(suffix, all.back().to);
    if (front.empty() && end.empty()) return;
    // Who repeats what is common knows that the bar divides everything.
    const auto text = [&](const Branch& branch) { return spelling(branch.from, branch.to); };
    if (!front.empty() && std::any_of(all.begin() + 1, all.end(), [&](const Branch& one) {
          return text(one).starts_with(front);
        }))
      return;
    if (!end.empty() && std::any_of(all.begin(), all.end() - 1,
                                    [&](const Branch& one) { return text(one).ends_with(end); }))
      return;

    RegexSlip slip;
    slip.complaint = Complaint::ungrouped_alternation;
    bool plain = true;  // no branch has joints of its own, so that each is the rest of a name
    for (std::size_t number = 0; number < all.size(); ++number) {
      const bool first = number == 0;
      const bool last = number + 1 == all.size();
      plain =
          plain && !has_joint(first ? prefix : all[number].from, last ? suffix : all[number].to);
      if (!first && !front.empty())
        slip.meant.push_back({start_of(all[number].from), start_of(all[number].from), front});
      if (!last && !end.empty())
        slip.meant.push_back({start_of(all[number].to), start_of(all[number].to), end});
    }
    slip.corrected = {{start_of(prefix), start_of(prefix), "(?:"},
                      {start_of(suffix), start_of(suffix), ")"}};
    // `encoder\.a|decoder\.b` is more likely two paths than encoder\.(a|decoder)\.b.
    slip.warning = plain && end.empty();
    slip.what = fmt::format(
        "the alternation is not grouped: {} for one branch alone",
        front.empty() ? "the end " + quoted(end) + " stands"
        : end.empty() ? "the start " + quoted(front) + " stands"
                      : "the start " + quoted(front) + " and the end " + quoted(end) + " stand");
    slips_.push_back(std::move(slip));
  }

  const RegexTokens& tokens_;
  const std::vector<RegexToken>& all_;
  std::vector<std::size_t> partner_;  // of a parenthesis the other one
  std::vector<RegexSlip> slips_;
};

}  // namespace

std::string_view to_string(Complaint complaint) noexcept {
  constexpr std::array<std::string_view, 6> names = {
      "unescaped-dot", "open-start", "open-end", "ungrouped-alternation", "border", "reading"};
  return names[static_cast<std::size_t>(complaint)];
}

bool is_wildcard_dot(const RegexTokens& tokens, std::size_t at) {
  const auto& all = tokens.tokens;
  const auto is = [&](std::size_t place, TokenKind kind) {
    return place < all.size() && all[place].kind == kind;
  };
  if (is(at + 1, TokenKind::quantifier)) return true;
  const bool branch = at > 0 && (is(at - 1, TokenKind::open) || is(at - 1, TokenKind::bar)) &&
                      (is(at + 1, TokenKind::close) || is(at + 1, TokenKind::bar));
  if (!branch) return false;
  for (std::size_t next = at + 1; next < all.size(); ++next) {
    if (all[next].kind == TokenKind::close && all[next].depth + 1 == all[at].depth)
      return is(next + 1, TokenKind::quantifier);
  }
  return false;
}

std::vector<RegexSlip> find_slips(const RegexTokens& tokens) {
  return tokens.verbose ? std::vector<RegexSlip>() : Finder(tokens).find();
}

}  // namespace overmatch
