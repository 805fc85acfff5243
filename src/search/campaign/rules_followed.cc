// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/rules_followed.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "matchers/regex.h"
#include "search/byte_stream.h"

namespace overmatch {

namespace {

using std::string_view;

constexpr std::array<string_view, 14> kPatterns = {"a",  "b", "ab",  "aa",  "a.a", "a.b", ".a",
                                                   "a.", ".", "a..", "b.a", "",    "..a", "A"};
constexpr std::array<string_view, 20> kModules = {
    "",    "a",    "b",    "ab",    "ba",    "bab",   "aba", "aa",   "a.a", "a.b",
    "b.a", "a.ba", "ab.a", "a.a.a", "a.b.a", "b.a.b", "ca",  "a.aa", "A",   "b.A"};
// Patterns that are plain text in a literal mode, and more in a pattern language.
constexpr std::array<string_view, 6> kLanguage = {"a*", "[ab]", "a|b", "a?", "^a", "(a)"};
constexpr std::array<string_view, 14> kRegexes = {"a",   "",     "|",   ".",  ".*",    "a*",   "ab",
                                                  "(a)", "[ab]", "a|b", "a?", "a\\.b", "[^a]", "A"};
constexpr std::array<string_view, 12> kRegexModules = {"",    "a",     "b",   "ab", "ba", "aa",
                                                       "a.b", "a.b.a", "a\n", "\n", "A",  "bA"};

}  // namespace

bool is_right_to_select(Mode mode, string_view pattern, string_view path) {
  static const auto references = [] {
    std::array<std::unique_ptr<Matcher>, kModes.size()> all;
    for (const Mode each : kModes) all[static_cast<std::size_t>(each)] = make_reference(each);
    return all;
  }();
  Answer answer;
  references[static_cast<std::size_t>(mode)]->match({{&pattern, 1}, {&path, 1}}, answer);
  return !answer.rejected() && answer.selects(0);
}

namespace {

bool matches(const std::string& regex, string_view path) {
  return is_right_to_select(Mode::regex, regex, path);
}

std::string beside(string_view before, string_view pattern, string_view behind) {
  return std::string(before).append("(?:").append(pattern).append(")").append(behind);
}

constexpr string_view kInAnyCase = "in any case";
constexpr string_view kEverything = "everything";

// A named rule: what it selects, and how that is combined with the reference.
struct Rule {
  string_view name;
  bool (*selects)(Mode mode, string_view pattern, string_view path);
};
constexpr string_view kAnything = "[\\s\\S]*";
constexpr string_view kBehindDot = "[\\s\\S]*\\.";
constexpr string_view kUntilDot = "(?:[\\s\\S]*\\.)?";
constexpr string_view kFromDot = "(?:\\.[\\s\\S]*)?";
string_view leaf(string_view path) { return path.substr(path.rfind('.') + 1); }
bool is_within(string_view pattern, string_view path) {
  const std::string whole = std::string(".").append(path).append(".");
  return whole.find(std::string(".").append(pattern).append(".")) != std::string::npos;
}
// A regex search for a pattern put between anchors without parentheses: `^a|b$`.
bool finds(string_view before, string_view pattern, string_view behind, string_view path) {
  const std::string text = std::string(before).append(pattern).append(behind);
  return matches(beside(kAnything, text, kAnything), path);
}
bool right_in_any_case(Mode mode, string_view pattern, string_view path) {
  if (is_glob(mode) || is_dialect(mode)) return false;  // such a rule is not looked for
  const ModeTraits& traits = traits_of(mode);
  const std::string text = is_regex(mode) ? std::string(pattern) : escape_regex(pattern);
  if (traits.before == Beside::segments && text.empty()) return path.empty();
  const bool whole = text.empty() && traits.after == Beside::segments;  // the root's subtree
  const string_view before = traits.before == Beside::anything   ? kAnything
                             : traits.before == Beside::segments ? kUntilDot
                                                                 : "";
  const string_view behind = traits.after == Beside::anything || whole ? kAnything
                             : traits.after == Beside::segments        ? kFromDot
                                                                       : "";
  return matches("(?i)" + beside(before, text, behind), path);
}

// The pattern after splitting at dots and joining again, or trimming.
std::string without_ends(string_view pattern, bool first, bool last, bool all) {
  while (first && pattern.starts_with('.')) {
    pattern.remove_prefix(1);
    if (!all) break;
  }
  while (last && pattern.ends_with('.')) {
    pattern.remove_suffix(1);
    if (!all) break;
  }
  return std::string(pattern);
}
std::string without_empty_segments(string_view pattern) {
  std::string out;
  for (const char c : pattern) {
    if (c != '.' || (!out.empty() && out.back() != '.')) out += c;
  }
  return without_ends(out, false, true, false);
}

constexpr std::array<Rule, 37> kRules = {{
    {"ends with", [](Mode, string_view p, string_view m) { return m.ends_with(p); }},
    {"starts with", [](Mode, string_view p, string_view m) { return m.starts_with(p); }},
    {"contains", [](Mode, string_view p, string_view m) { return m.find(p) != m.npos; }},
    {"is contained", [](Mode, string_view p, string_view m) { return p.find(m) != p.npos; }},
    {"is the end", [](Mode, string_view p, string_view m) { return p.ends_with(m); }},
    {"is the start", [](Mode, string_view p, string_view m) { return p.starts_with(m); }},
    {"one starts the other",
     [](Mode, string_view p, string_view m) { return p.starts_with(m) || m.starts_with(p); }},
    {"one ends the other",
     [](Mode, string_view p, string_view m) { return p.ends_with(m) || m.ends_with(p); }},
    {"one contains the other",
     [](Mode, string_view p, string_view m) { return p.find(m) != p.npos || m.find(p) != m.npos; }},
    {"equals", [](Mode, string_view p, string_view m) { return p == m; }},
    {"differs", [](Mode, string_view p, string_view m) { return p != m; }},
    {kInAnyCase, right_in_any_case},
    {"without a first dot",
     [](Mode mode, string_view p, string_view m) {
       return is_right_to_select(mode, without_ends(p, true, false, false), m);
     }},
    {"without a last dot",
     [](Mode mode, string_view p, string_view m) {
       return is_right_to_select(mode, without_ends(p, false, true, false), m);
     }},
    {"without first dots",
     [](Mode mode, string_view p, string_view m) {
       return is_right_to_select(mode, without_ends(p, true, false, true), m);
     }},
    {"without last dots",
     [](Mode mode, string_view p, string_view m) {
       return is_right_to_select(mode, without_ends(p, false, true, true), m);
     }},
    {"without outer dots",
     [](Mode mode, string_view p, string_view m) {
       return is_right_to_select(mode, without_ends(p, true, true, true), m);
     }},
    {"without empty segments",
     [](Mode mode, string_view p, string_view m) {
       return is_right_to_select(mode, without_empty_segments(p), m);
     }},
    {"segment",
     [](Mode, string_view p, string_view m) { return is_right_to_select(Mode::segment, p, m); }},
    {"subtree",
     [](Mode, string_view p, string_view m) { return is_right_to_select(Mode::subtree, p, m); }},
    {"fullmatch", [](Mode, string_view p, string_view m) { return matches(beside("", p, ""), m); }},
    {"match",
     [](Mode, string_view p, string_view m) { return matches(beside("", p, kAnything), m); }},
    {"search", [](Mode, string_view p,
                  string_view m) { return matches(beside(kAnything, p, kAnything), m); }},
    {"dollar",
     [](Mode, string_view p, string_view m) { return matches(beside("", p, "\\n?"), m); }},
    {"tail",
     [](Mode, string_view p, string_view m) { return matches(beside(kAnything, p, ""), m); }},
    {"tail of segments",
     [](Mode, string_view p, string_view m) { return matches(beside(kUntilDot, p, ""), m); }},
    {"behind a dot",
     [](Mode, string_view p, string_view m) { return matches(beside(kBehindDot, p, ""), m); }},
    {"between ^ and \\Z",
     [](Mode, string_view p, string_view m) { return finds("^", p, "\\Z", m); }},
    {"between ^ and $", [](Mode, string_view p, string_view m) { return finds("^", p, "$", m); }},
    {"between a dot and \\Z",
     [](Mode, string_view p, string_view m) { return finds("(?:^|\\.)", p, "\\Z", m); }},
    {"between a dot and $",
     [](Mode, string_view p, string_view m) { return finds("(?:^|\\.)", p, "$", m); }},
    {"leaf", [](Mode, string_view p, string_view m) { return leaf(p) == leaf(m); }},
    {"within", [](Mode, string_view p, string_view m) { return is_within(p, m); }},
    {"has a pattern", [](Mode, string_view p, string_view) { return !p.empty(); }},
    {"has a path", [](Mode, string_view, string_view m) { return !m.empty(); }},
    {kEverything, [](Mode, string_view, string_view) { return true; }},
    {"nothing", [](Mode, string_view, string_view) { return false; }},
}};
using Combination = RulesFollowed::Combination;
using Followed = RulesFollowed::Followed;

// The prefixes in names, by combination.
constexpr std::array<string_view, 4> kCombinations = {"", "or ", "and ", "not "};
// The prefix of a rule that need not hold for empty names.
constexpr string_view kNamed = "named ";

std::string name_of(const Followed& followed) {
  return std::string(followed.only_named ? kNamed : "")
      .append(kCombinations[static_cast<std::size_t>(followed.combination)])
      .append(kRules[followed.rule].name);
}

// All rules that a subject may follow, in the order of reports.
std::vector<Followed> all_followed() {
  std::vector<Followed> all;
  for (const bool only_named : {false, true}) {
    for (std::size_t at = 0; at < kCombinations.size(); ++at) {
      for (std::size_t rule = 0; rule < kRules.size(); ++rule)
        all.push_back({only_named, static_cast<Combination>(at), rule});
    }
  }
  return all;
}

std::optional<Followed> parse_followed(string_view name) {
  static const std::vector<Followed> all = all_followed();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const Followed& followed) { return name_of(followed) == name; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

bool selects_by(const Followed& followed, Mode mode, string_view pattern, string_view path) {
  const bool selects = kRules[followed.rule].selects(mode, pattern, path);
  switch (followed.combination) {
    case Combination::either: return selects || is_right_to_select(mode, pattern, path);
    case Combination::both: return selects && is_right_to_select(mode, pattern, path);
    case Combination::opposite: return !selects;
    case Combination::alone: break;
  }
  return selects;
}

bool applies_to(const Followed& followed, string_view pattern, string_view path) {
  return !followed.only_named || (!pattern.empty() && !path.empty());
}

// Whether the rule needs no pattern to select everything.
bool selects_all(const Followed& followed) {
  return followed.combination == Combination::alone && kRules[followed.rule].name == kEverything;
}

bool has_capital(string_view text) { return text.find('A') != text.npos; }

}  // namespace

RulesFollowed::RulesFollowed(Mode mode, const std::vector<std::string>& names) : mode_(mode) {
  for (const std::string& name : names) {
    if (const auto followed = parse_followed(name)) rules_.push_back(*followed);
  }
}

RulesFollowed::RulesFollowed(Probe& probe) : mode_(probe.mode()) {
  const bool regex = is_regex(mode_);
  std::vector<string_view> patterns(kPatterns.begin(), kPatterns.end());
  patterns.insert(patterns.end(), kLanguage.begin(), kLanguage.end());
  if (regex) patterns.assign(kRegexes.begin(), kRegexes.end());
  const std::span<const string_view> modules =
      regex ? std::span<const string_view>(kRegexModules) : std::span<const string_view>(kModules);
  std::vector<Answer> answers(patterns.size());
  try {
    for (std::size_t at = 0; at < patterns.size(); ++at) {
      probe.ask({std::span(patterns).subspan(at, 1), modules}, answers[at]);
      if (answers[at].rejected()) return;
    }
  } catch (const SubjectFailure&) {
    return;
  } catch (const OutOfTime&) {
    return;
  }
  for (const Followed& followed : all_followed()) {
    const bool ignores_case = kRules[followed.rule].name == kInAnyCase;
    bool told = true;    // every answer follows the rule
    bool wrong = false;  // some answer differs from the reference
    for (std::size_t at = 0; told && at < patterns.size(); ++at) {
      for (std::size_t module = 0; told && module < modules.size(); ++module) {
        if (!applies_to(followed, patterns[at], modules[module])) continue;
        // Ignoring case is a rule of its own, and may be combined with another.
        const bool capital = has_capital(patterns[at]) || has_capital(modules[module]);
        if (capital && !ignores_case) continue;
        const bool selects = answers[at].selects(module);
        told = selects == selects_by(followed, mode_, patterns[at], modules[module]);
        wrong = wrong || selects != is_right_to_select(mode_, patterns[at], modules[module]);
      }
    }
    if (told && wrong) rules_.push_back(followed);
  }
}

std::vector<std::string> RulesFollowed::names() const {
  std::vector<std::string> names;
  for (const Followed& followed : rules_) names.push_back(name_of(followed));
  return names;
}

bool RulesFollowed::explain(const Finding& finding) const {
  const Case& content = finding.minimal;
  // A finding for which the time was up has no answer: then a rule that answers wrongly is enough.
  const bool unanswered = finding.out_of_time && finding.selected.empty();
  if (finding.rejected || (!unanswered && finding.selected.size() != content.modules.size()))
    return false;
  const auto any = [&](string_view path, auto&& selects) {
    return std::any_of(content.patterns.begin(), content.patterns.end(),
                       [&](string_view pattern) { return selects(pattern, path); });
  };
  return std::any_of(rules_.begin(), rules_.end(), [&](const Followed& followed) {
    bool wrong = false;
    for (std::size_t at = 0; at < content.modules.size(); ++at) {
      const string_view path = content.modules[at];
      if (any(path, [&](string_view p, string_view m) { return !applies_to(followed, p, m); }))
        return false;
      const bool by_rule = (content.patterns.empty() && selects_all(followed)) ||
                           any(path, [&](string_view p, string_view m) {
                             return selects_by(followed, mode_, p, m);
                           });
      if (!unanswered && by_rule != (finding.selected[at] != Answer::kNo)) return false;
      wrong = wrong || by_rule != any(path, [&](string_view p, string_view m) {
                         return is_right_to_select(mode_, p, m);
                       });
    }
    return wrong;
  });
}

RulesFollowed find_rules_followed(const Runner& runner) {
  const IsolatedRun run = runner.run_on([](Probe& probe, const Sink& sink, Heartbeat&) {
    const RulesFollowed rules(probe);
    for (const std::string& name : rules.names()) {
      ByteWriter out;
      out.text(name);
      sink.write(out.bytes());
    }
  });
  std::vector<std::string> names;
  for (ByteReader in(run.output); !in.at_end();) {
    const std::string_view name = in.text();
    if (!in.ok()) break;
    names.emplace_back(name);
  }
  return {runner.mode(), names};
}

}  // namespace overmatch
