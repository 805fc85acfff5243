#include "analysis/clinic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/regex_tokens.h"
#include "matchers/regex.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {
namespace {

constexpr std::string_view kRewriting = "the regex has the flag x, and blanks and comments are not told apart from text";

PatternList regexes(std::vector<std::string> patterns) { return {Mode::regex, std::move(patterns)}; }

// The regex as another reading applies it, written as one for fullmatch.
class Readable {
 public:
  explicit Readable(const RegexTokens& tokens)
      : header_(tokens.header()), body_("(?:" + std::string(tokens.rest()) + (tokens.all_verbose ? "\n)" : ")")) {}

  [[nodiscard]] std::string match() const { return header_ + body_ + "(?s:.*)"; }
  [[nodiscard]] std::string search() const { return header_ + "(?s:.*)" + body_ + "(?s:.*)"; }
  [[nodiscard]] std::string anchored() const { return header_ + "\\A" + body_ + "\\Z"; }

 private:
  std::string header_;
  std::string body_;
};

std::string as_search(const std::string& regex) { return Readable(tokenize_regex(regex)).search(); }
std::string as_match(const std::string& regex) { return Readable(tokenize_regex(regex)).match(); }

class Clinic {
 public:
  Clinic(const std::string& regex, const ProofOptions& options)
      : regex_(regex), options_(options), tokens_(tokenize_regex(regex)) {
    options_.measure = false;
  }

  Diagnosis examine() {
    if (tokens_.verbose) {
      for (const Complaint complaint : {Complaint::unescaped_dot, Complaint::open_start, Complaint::open_end,
                                        Complaint::ungrouped_alternation, Complaint::border}) {
        undecided(complaint, kRewriting);
      }
    } else {
      unescaped_dots();
      open_starts();
      open_ends();
      ungrouped_alternation();
      borders();
    }
    readings();
    std::stable_partition(out_.findings.begin(), out_.findings.end(), [](const auto& one) { return one.warning; });
    const bool warned = !out_.findings.empty() && out_.findings.front().warning;
    out_.verdict = warned ? Conclusion::refuted : !out_.undecided.empty() ? Conclusion::undecided : Conclusion::proved;
    return std::move(out_);
  }

 private:
  using Tokens = std::vector<RegexToken>;

  [[nodiscard]] Decision same(const PatternList& first, const PatternList& second) const {
    return decide(first, Relation::same, second, options_);
  }
  void undecided(Complaint complaint, std::string_view why) { out_.undecided.push_back({complaint, std::string(why)}); }

  // Complains if the regex and the intended reading differ, and says whether. `corrected` is offered if proved to be the
  // latter.
  bool compare(Complaint complaint, bool warning, std::string what, const PatternList& intended, const std::string& corrected) {
    const Decision decision = same(regexes({regex_}), intended);
    if (decision.verdict == Conclusion::undecided) undecided(complaint, decision.why);
    if (decision.verdict != Conclusion::refuted) return false;
    const bool right = regex_compiles(corrected) && same(regexes({corrected}), intended).verdict == Conclusion::proved;
    out_.findings.push_back({complaint, warning, std::move(what), decision.witness, decision.in_first, right ? corrected : ""});
    return true;
  }

  void readings() {
    const Readable readable(tokens_);
    const std::array<std::pair<std::string_view, std::string>, 3> ways = {
        {{"fullmatch", regex_}, {"match", readable.match()}, {"search", readable.search()}}};
    for (std::size_t first = 0; first < ways.size(); ++first) {
      for (std::size_t second = first + 1; second < ways.size(); ++second) {
        out_.readings.push_back(
            {ways[first].first, ways[second].first, same(regexes({ways[first].second}), regexes({ways[second].second}))});
      }
    }
    // Search finds whatever match finds.
    const Decision& decision = out_.readings[1].same;
    if (decision.verdict == Conclusion::undecided) return undecided(Complaint::reading, decision.why);
    if (decision.verdict == Conclusion::proved) return;
    const std::string corrected = readable.anchored();
    const PatternList intended = regexes({regex_});
    const bool right = regex_compiles(corrected) &&
                       same(regexes({as_search(corrected)}), intended).verdict == Conclusion::proved &&
                       same(regexes({as_match(corrected)}), intended).verdict == Conclusion::proved;
    out_.findings.push_back({Complaint::reading, false,
                             "a program that searches in the name selects more than one that matches all of it",
                             decision.witness, decision.in_first, right ? corrected : ""});
  }

  [[nodiscard]] bool is_quantified(std::size_t at) const {
    return at + 1 < tokens_.tokens.size() && tokens_.tokens[at + 1].kind == TokenKind::quantifier;
  }
  // `.*` or `.+`, lazy or not.
  [[nodiscard]] bool is_any_text(std::size_t at) const {
    if (tokens_.tokens[at].kind != TokenKind::dot || !is_quantified(at)) return false;
    const char sign = tokens_.spelling(tokens_.tokens[at + 1])[0];
    return sign == '*' || sign == '+';
  }
  [[nodiscard]] bool is_parenthesis(std::size_t at) const {
    return tokens_.tokens[at].kind == TokenKind::open || tokens_.tokens[at].kind == TokenKind::close;
  }
  // A character or some of several, but not the border of a segment and not `.`, of which others complain.
  [[nodiscard]] bool is_character(std::size_t at) const {
    const TokenKind kind = tokens_.tokens[at].kind;
    return kind == TokenKind::literal || kind == TokenKind::category || kind == TokenKind::char_class;
  }
  [[nodiscard]] std::string spelling(std::size_t from, std::size_t to) const {
    return from >= to ? std::string()
                      : regex_.substr(tokens_.tokens[from].start, tokens_.tokens[to - 1].end - tokens_.tokens[from].start);
  }

  void unescaped_dots() {
    std::vector<RegexEdit> escaped;
    std::vector<RegexEdit> meant;
    for (std::size_t at = 0; at < tokens_.tokens.size(); ++at) {
      const RegexToken& token = tokens_.tokens[at];
      if (token.kind != TokenKind::dot || is_quantified(at)) continue;
      escaped.push_back({token.start, token.end, "\\."});
      meant.push_back({token.start, token.end, "[.]"});
    }
    if (escaped.empty()) return;
    compare(Complaint::unescaped_dot, true,
            escaped.size() == 1
                ? "an unescaped dot stands for any character, not for the border of a segment"
                : fmt::format("{} unescaped dots stand for any character, not for the border of a segment", escaped.size()),
            regexes({edited(regex_, meant)}), edited(regex_, escaped));
  }

  // `.*q_proj`: what comes before need not end a segment.
  void open_starts() {
    std::vector<RegexEdit> closed;
    std::vector<RegexEdit> meant;
    for (std::size_t at = 0; at < tokens_.tokens.size(); ++at) {
      const RegexToken& token = tokens_.tokens[at];
      if (!token.leading || token.in_look || !is_any_text(at)) continue;
      std::size_t next = at + 2;
      while (next < tokens_.tokens.size() && is_parenthesis(next)) ++next;
      if (next == tokens_.tokens.size() || !is_character(next)) continue;
      const std::string any = spelling(at, at + 2);
      const bool may_be_empty = any[1] == '*';
      closed.push_back({token.start, tokens_.tokens[at + 1].end, may_be_empty ? "(?:" + any + "\\.)?" : any + "\\."});
      meant.push_back({token.start, tokens_.tokens[at + 1].end, any + "(?<![^.])"});
    }
    if (closed.empty()) return;
    compare(Complaint::open_start, true, "the start is open: what stands before need not end a segment",
            regexes({edited(regex_, meant)}), edited(regex_, closed));
  }

  // `layers\.1.*`: what follows need not begin a segment.
  void open_ends() {
    std::vector<RegexEdit> closed;
    std::vector<RegexEdit> meant;
    for (std::size_t at = 1; at < tokens_.tokens.size(); ++at) {
      const RegexToken& token = tokens_.tokens[at];
      if (!token.trailing || token.in_look || !is_any_text(at)) continue;
      std::size_t before = at - 1;
      while (before > 0 && (is_parenthesis(before) || tokens_.tokens[before].kind == TokenKind::quantifier)) --before;
      if (!is_character(before)) continue;
      const std::string any = spelling(at, at + 2);
      const bool may_be_empty = any[1] == '*';
      closed.push_back({token.start, tokens_.tokens[at + 1].end, may_be_empty ? "(?:\\." + any + ")?" : "\\." + any});
      meant.push_back({token.start, tokens_.tokens[at + 1].end, "(?![^.])" + any});
    }
    if (closed.empty()) return;
    compare(Complaint::open_end, true, "the end is open: what follows need not begin a segment",
            regexes({edited(regex_, meant)}), edited(regex_, closed));
  }

  // Joins what would be common to all branches: the end of it is a separator, `.*` or an anchor.
  [[nodiscard]] bool is_joint(std::size_t at) const {
    const RegexToken& token = tokens_.tokens[at];
    return token.depth == 0 && (token.kind == TokenKind::separator || token.kind == TokenKind::anchor ||
                                (token.kind == TokenKind::dot && is_quantified(at)));
  }
  [[nodiscard]] std::size_t after_joint(std::size_t at) const { return is_quantified(at) ? at + 2 : at + 1; }

  // `.*\.q|v`: the bar divides the whole regex, not only the last names.
  void ungrouped_alternation() {
    struct Branch {
      std::size_t from;
      std::size_t to;
    };
    const Tokens& tokens = tokens_.tokens;
    std::vector<Branch> branches = {{tokens_.body, tokens_.body}};
    for (std::size_t at = tokens_.body; at < tokens.size(); ++at) {
      if (tokens[at].kind == TokenKind::bar && tokens[at].depth == 0) {
        branches.push_back({at + 1, at + 1});
      } else {
        branches.back().to = at + 1;
      }
    }
    if (branches.size() == 1) return;
    for (const Branch& branch : branches) {
      if (branch.from >= branch.to) return;  // an empty branch: somebody knew what he did
    }

    // What the first branch has in front and the last one at its end.
    std::size_t prefix = branches.front().from;
    for (std::size_t at = branches.front().from; at < branches.front().to; ++at) {
      if (is_joint(at) && after_joint(at) < branches.front().to) prefix = after_joint(at);
    }
    std::size_t suffix = branches.back().to;
    for (std::size_t at = branches.back().to; at-- > branches.back().from + 1;) {
      if (is_joint(at)) suffix = at;
    }
    const std::string front = spelling(branches.front().from, prefix);
    const std::string end = spelling(suffix, branches.back().to);
    const auto text = [&](const Branch& branch) { return spelling(branch.from, branch.to); };
    // Who repeats what is common knows that the bar divides everything.
    if (!front.empty() &&
        std::any_of(branches.begin() + 1, branches.end(), [&](const Branch& one) { return text(one).starts_with(front); })) {
      return;
    }
    if (!end.empty() &&
        std::any_of(branches.begin(), branches.end() - 1, [&](const Branch& one) { return text(one).ends_with(end); })) {
      return;
    }
    if (front.empty() && end.empty()) return;

    const std::string header(tokens_.header());
    std::vector<std::string> meant;
    std::string inner;
    bool plain = true;  // no branch has joints of its own, so that each is the rest of a name
    for (std::size_t number = 0; number < branches.size(); ++number) {
      const std::size_t from = number == 0 ? prefix : branches[number].from;
      const std::size_t to = number + 1 == branches.size() ? suffix : branches[number].to;
      for (std::size_t at = from; at < to; ++at) plain = plain && !is_joint(at);
      const std::string rest = spelling(from, to);
      meant.push_back(header + front + rest + end);
      inner.append(inner.empty() ? "" : "|").append(rest);
    }
    // `encoder\.a|decoder\.b` is more likely two paths than encoder\.(a|decoder)\.b.
    const bool warning = plain && end.empty();
    const std::string corrected = header + front + "(?:" + inner + ")" + end;
    const std::string what =
        fmt::format("the alternation is not grouped: {} for one branch alone",
                    front.empty() ? "the end " + quoted(end) + " stands"
                    : end.empty() ? "the start " + quoted(front) + " stands"
                                  : "the start " + quoted(front) + " and the end " + quoted(end) + " stand");
    if (compare(Complaint::ungrouped_alternation, warning, what, regexes(meant), corrected)) return;
    // `^a|b$` by fullmatch is `^(?:a|b)$`; by search it is not.
    for (std::string& one : meant) one = as_search(one);
    const Decision decision = same(regexes({as_search(regex_)}), regexes(meant));
    if (decision.verdict != Conclusion::refuted) return;
    const bool right = same(regexes({as_search(corrected)}), regexes(meant)).verdict == Conclusion::proved;
    out_.findings.push_back({Complaint::ungrouped_alternation, false, what + ", which matters to a program that searches",
                             decision.witness, decision.in_first, right ? corrected : ""});
  }

  // How a wildcard is written that stops at the border of a segment; nothing for what is no wildcard, or cannot be written.
  [[nodiscard]] std::optional<std::string> within_segment(const RegexToken& token) const {
    std::string text(tokens_.spelling(token));
    if (token.kind == TokenKind::dot) return tokens_.dot_matches_newline ? "(?:(?!\\.).)" : "[^.\\n]";
    if (token.kind == TokenKind::category && text[1] < 'a')
      return std::string("[^\\") + static_cast<char>(text[1] | 0x20) + ".]";
    if (token.kind != TokenKind::char_class || !text.starts_with("[^")) return std::nullopt;
    const bool escape = text[2] == ']' || text[2] == '-';  // which would mean something else behind the dot
    return text.insert(2, escape ? ".\\" : ".");
  }

  void borders() {
    std::vector<RegexEdit> stopped;
    std::vector<RegexEdit> meant;
    for (std::size_t at = 0; at < tokens_.tokens.size(); ++at) {
      const RegexToken& token = tokens_.tokens[at];
      const std::string text(tokens_.spelling(token));
      const std::optional<std::string> closed = within_segment(token);
      // What a look-around rules out may lie anywhere; a single dot is another complaint's.
      const bool single_dot = token.kind == TokenKind::dot && token.depth == 0 && !is_quantified(at);
      if (!closed || token.in_look || single_dot) continue;
      const std::string wanted = "(?:(?!\\.)" + text + ")";
      // A class that the separator is not in stays as it is.
      const bool can_cross =
          same(regexes({"(?s:a" + text + "a)"}), regexes({"(?s:a" + wanted + "a)"})).verdict != Conclusion::proved;
      if (!can_cross) continue;
      stopped.push_back({token.start, token.end, *closed});
      meant.push_back({token.start, token.end, wanted});
    }
    if (stopped.empty()) return;
    compare(Complaint::border, false, "a wildcard can match across the border of a segment", regexes({edited(regex_, meant)}),
            edited(regex_, stopped));
  }

  const std::string& regex_;
  ProofOptions options_;
  RegexTokens tokens_;
  Diagnosis out_;
};

}  // namespace

std::string_view to_string(Complaint complaint) noexcept {
  constexpr std::array<std::string_view, 6> names = {"unescaped-dot",         "open-start", "open-end",
                                                     "ungrouped-alternation", "border",     "reading"};
  return names[static_cast<std::size_t>(complaint)];
}

Diagnosis examine_regex(const std::string& regex, const ProofOptions& options) {
  // The first claim refuses what does not compile, before anything is made of it.
  const Decision first = decide(regexes({regex}), Relation::within, regexes({regex}), options);
  if (first.verdict == Conclusion::undecided) {
    Diagnosis out;
    out.verdict = Conclusion::undecided;
    for (const Complaint complaint : {Complaint::unescaped_dot, Complaint::open_start, Complaint::open_end,
                                      Complaint::ungrouped_alternation, Complaint::border, Complaint::reading}) {
      out.undecided.push_back({complaint, first.why});
    }
    return out;
  }
  return Clinic(regex, options).examine();
}

}  // namespace overmatch
