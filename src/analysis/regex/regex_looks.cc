// SPDX-License-Identifier: Apache-2.0
// Finds negative look-arounds that may exclude nothing: `.*(?!vision).*q_proj`, where `.*` can
// match up to another position.
#include <algorithm>
#include <utility>

#include "analysis/regex/regex_mistakes.h"

namespace overmatch {
namespace {

// The body of a look-around without wildcards at its ends, to match it anywhere.
std::string anywhere(const RegexStructure& regex, std::size_t from, std::size_t to) {
  while (from < to && regex.is_any_text(from)) from += 2;
  while (to >= from + 2 && regex.is_any_text(to - 2)) to -= 2;
  const std::string body = regex.spelling(from, to);
  return regex.branches(from, to).size() > 1 ? "(?:" + body + ")" : body;
}

}  // namespace

void find_looks(const RegexStructure& regex, std::vector<RegexMistake>& mistakes) {
  // The position of a look-around before everything else, after flags and `^`.
  std::size_t front = regex.tokens().body;
  while (regex.is(front, TokenKind::anchor)) ++front;
  const std::size_t place = regex.start_of(front);
  const bool alternation = regex.branches(regex.tokens().body, regex.size()).size() > 1;
  for (std::size_t at = 0; at < regex.size(); ++at) {
    if (!regex.is(at, TokenKind::open) || regex[at].in_look) continue;
    const std::string_view sign = regex.spelling(at);
    if (sign != "(?!" && sign != "(?<!") continue;
    const std::size_t close = regex.partner(at);
    if (regex.is_quantified(close)) continue;
    bool anchored = false;
    for (std::size_t inside = at + 1; inside < close; ++inside)
      anchored = anchored || regex.is(inside, TokenKind::anchor);
    const std::string body = anywhere(regex, at + 1, close);
    if (anchored || body.empty()) continue;
    const std::string text = regex.spelling(at, close + 1);
    const std::string moved = "(?!.*" + body + ")";
    const std::size_t start = regex[at].start;
    // Without the look-around, `.*(?!x).*` needs only one `.*`.
    const bool twice = at >= 2 && regex.is_any_text(at - 2) && regex.is_any_text(close + 1) &&
                       regex.spelling(at - 2, at) == regex.spelling(close + 1, close + 3) &&
                       regex.spelling(at - 1) == "*";
    const std::size_t end = regex[twice ? close + 2 : close].end;
    if (text == moved && start == place) continue;
    RegexMistake mistake;
    mistake.kind = MistakeKind::idle_look;
    mistake.what = regex_in_words(text) + " excludes nothing";
    mistake.without = {{start, end, ""}};
    const std::size_t last = regex.tokens().text.size();
    std::vector<RegexEdit> edits;
    if (alternation) {
      edits = {{place, place, moved + "(?:"}, {start, end, ""}, {last, last, ")"}};
    } else if (start == place) {
      edits = {{start, end, moved}};
    } else {
      edits = {{place, place, moved}, {start, end, ""}};
    }
    mistake.corrections.push_back(std::move(edits));
    mistakes.push_back(std::move(mistake));
  }
}

}  // namespace overmatch
