// SPDX-License-Identifier: Apache-2.0
#include "analysis/clinic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/regex_slips.h"
#include "analysis/regex_tokens.h"
#include "matchers/regex.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {
namespace {

constexpr std::string_view kRewriting =
    "the regex has the flag x, and blanks and comments are not told apart from text";

PatternList regexes(std::vector<std::string> patterns) {
  return {Mode::regex, std::move(patterns)};
}

// The regex as another reading applies it, written as one for fullmatch.
class Readable {
 public:
  explicit Readable(const RegexTokens& tokens)
      : header_(tokens.header()),
        body_("(?:" + std::string(tokens.rest()) + (tokens.all_verbose ? "\n)" : ")")) {}

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
      for (const Complaint complaint :
           {Complaint::unescaped_dot, Complaint::open_start, Complaint::open_end,
            Complaint::ungrouped_alternation, Complaint::border}) {
        undecided(complaint, kRewriting);
      }
    } else {
      for (const RegexSlip& slip : find_slips(tokens_)) examine(slip);
      borders();
    }
    readings();
    std::stable_partition(out_.findings.begin(), out_.findings.end(),
                          [](const auto& one) { return one.warning; });
    const bool warned = !out_.findings.empty() && out_.findings.front().warning;
    out_.verdict = warned                    ? Conclusion::refuted
                   : !out_.undecided.empty() ? Conclusion::undecided
                                             : Conclusion::proved;
    return std::move(out_);
  }

 private:
  [[nodiscard]] Decision same(const PatternList& first, const PatternList& second) const {
    return decide(first, Relation::same, second, options_);
  }
  void undecided(Complaint complaint, std::string_view why) {
    out_.undecided.push_back({complaint, std::string(why)});
  }

  // Complains if the regex and the intended reading differ, and says whether. `corrected` is
  // offered if proved to be the latter.
  bool compare(Complaint complaint, bool warning, std::string what, const PatternList& intended,
               const std::string& corrected) {
    const Decision decision = same(regexes({regex_}), intended);
    if (decision.verdict == Conclusion::undecided) undecided(complaint, decision.why);
    if (decision.verdict != Conclusion::refuted) return false;
    const bool right = regex_compiles(corrected) &&
                       same(regexes({corrected}), intended).verdict == Conclusion::proved;
    out_.findings.push_back({complaint, warning, std::move(what), decision.witness,
                             decision.in_first, right ? corrected : ""});
    return true;
  }

  void readings() {
    const Readable readable(tokens_);
    const std::array<std::pair<std::string_view, std::string>, 3> ways = {
        {{"fullmatch", regex_}, {"match", readable.match()}, {"search", readable.search()}}};
    for (std::size_t first = 0; first < ways.size(); ++first) {
      for (std::size_t second = first + 1; second < ways.size(); ++second) {
        out_.readings.push_back(
            {ways[first].first, ways[second].first,
             same(regexes({ways[first].second}), regexes({ways[second].second}))});
      }
    }
    // Search finds whatever match finds.
    const Decision& decision = out_.readings[1].same;
    if (decision.verdict == Conclusion::undecided)
      return undecided(Complaint::reading, decision.why);
    if (decision.verdict == Conclusion::proved) return;
    const std::string corrected = readable.anchored();
    const PatternList intended = regexes({regex_});
    const bool right =
        regex_compiles(corrected) &&
        same(regexes({as_search(corrected)}), intended).verdict == Conclusion::proved &&
        same(regexes({as_match(corrected)}), intended).verdict == Conclusion::proved;
    out_.findings.push_back(
        {Complaint::reading, false,
         "a program that searches in the name selects more than one that matches all of it",
         decision.witness, decision.in_first, right ? corrected : ""});
  }

  void examine(const RegexSlip& slip) {
    const std::string meant = edited(regex_, slip.meant);
    const std::string corrected = edited(regex_, slip.corrected);
    if (!regex_compiles(meant))
      return undecided(slip.complaint, "what is meant cannot be spelt out: " + quoted_short(meant));
    if (compare(slip.complaint, slip.warning, slip.what, regexes({meant}), corrected)) return;
    if (slip.complaint != Complaint::ungrouped_alternation) return;
    // `^a|b$` by fullmatch is `^(?:a|b)$`; by search it is not.
    const PatternList intended = regexes({as_search(meant)});
    const Decision decision = same(regexes({as_search(regex_)}), intended);
    if (decision.verdict != Conclusion::refuted) return;
    const bool right =
        regex_compiles(corrected) &&
        same(regexes({as_search(corrected)}), intended).verdict == Conclusion::proved;
    out_.findings.push_back({slip.complaint, false,
                             slip.what + ", which matters to a program that searches",
                             decision.witness, decision.in_first, right ? corrected : ""});
  }

  // How a wildcard is written that stops at the border of a segment; nothing for what is no
  // wildcard, or cannot be written.
  [[nodiscard]] std::optional<std::string> within_segment(const RegexToken& token) const {
    std::string text(tokens_.spelling(token));
    if (token.kind == TokenKind::dot)
      return tokens_.dot_matches_newline ? "(?:(?!\\.).)" : "[^.\\n]";
    if (token.kind == TokenKind::category && text[1] < 'a')
      return std::string("[^\\") + static_cast<char>(text[1] | 0x20) + ".]";
    if (token.kind != TokenKind::char_class || !text.starts_with("[^")) return std::nullopt;
    const bool escape =
        text[2] == ']' || text[2] == '-';  // which would mean something else behind the dot
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
      const bool single_dot = token.kind == TokenKind::dot && !is_wildcard_dot(tokens_, at);
      if (!closed || token.in_look || single_dot) continue;
      const std::string wanted = "(?:(?!\\.)" + text + ")";
      // A class that the separator is not in stays as it is.
      const bool can_cross =
          same(regexes({"(?s:a" + text + "a)"}), regexes({"(?s:a" + wanted + "a)"})).verdict !=
          Conclusion::proved;
      if (!can_cross) continue;
      stopped.push_back({token.start, token.end, *closed});
      meant.push_back({token.start, token.end, wanted});
    }
    if (stopped.empty()) return;
    compare(Complaint::border, false, "a wildcard can match across the border of a segment",
            regexes({edited(regex_, meant)}), edited(regex_, stopped));
  }

  const std::string& regex_;
  ProofOptions options_;
  RegexTokens tokens_;
  Diagnosis out_;
};

}  // namespace

Diagnosis examine_regex(const std::string& regex, const ProofOptions& options) {
  // The first claim refuses what does not compile, before anything is made of it.
  const Decision first = decide(regexes({regex}), Relation::within, regexes({regex}), options);
  if (first.verdict == Conclusion::undecided) {
    Diagnosis out;
    out.verdict = Conclusion::undecided;
    out.mended = regex;
    for (const Complaint complaint :
         {Complaint::unescaped_dot, Complaint::open_start, Complaint::open_end,
          Complaint::ungrouped_alternation, Complaint::border, Complaint::reading}) {
      out.undecided.push_back({complaint, first.why});
    }
    return out;
  }
  Diagnosis out = Clinic(regex, options).examine();
  out.mended = mend_regex(regex, options).regex;
  return out;
}

}  // namespace overmatch
