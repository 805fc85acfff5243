// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/rules_followed.h"

#include <algorithm>
#include <array>
#include <memory>

#include "matchers/regex.h"

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
  const std::string text = mode == Mode::regex ? std::string(pattern) : escape_regex(pattern);
  if (mode == Mode::segment && text.empty()) return path.empty();
  string_view before;
  string_view behind;
  if (mode == Mode::endswith) before = kAnything;
  if (mode == Mode::segment) before = kUntilDot;
  if (mode == Mode::subtree) behind = text.empty() ? kAnything : kFromDot;
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
    {"everything", [](Mode, string_view, string_view) { return true; }},
    {"nothing", [](Mode, string_view, string_view) { return false; }},
}};
// How a rule is combined: alone, added to the reference, removed from it, or negated.
constexpr std::array<string_view, 4> kJoints = {"", "or ", "and ", "not "};

// The prefix of a rule that need not hold for empty names.
constexpr string_view kNamed = "named ";

bool follows(string_view name, Mode mode, string_view pattern, string_view path) {
  if (name.starts_with(kNamed)) name.remove_prefix(kNamed.size());
  for (const string_view joint : kJoints) {
    if (!name.starts_with(joint)) continue;
    for (const Rule& rule : kRules) {
      if (name.substr(joint.size()) != rule.name) continue;
      const bool selects = rule.selects(mode, pattern, path);
      if (joint == "or ") return selects || is_right_to_select(mode, pattern, path);
      if (joint == "and ") return selects && is_right_to_select(mode, pattern, path);
      return selects != (joint == "not ");
    }
  }
  return false;
}

bool has_capital(string_view text) { return text.find('A') != text.npos; }

bool speaks_of(string_view name, string_view pattern, string_view path) {
  return !name.starts_with(kNamed) || (!pattern.empty() && !path.empty());
}

}  // namespace

RulesFollowed::RulesFollowed(Mode mode, std::vector<std::string> names)
    : mode_(mode), names_(std::move(names)) {}

RulesFollowed::RulesFollowed(Probe& probe) : mode_(probe.mode()) {
  const bool regex = mode_ == Mode::regex;
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
  for (const string_view scope : {string_view(), kNamed}) {
    for (const string_view joint : kJoints) {
      for (const Rule& rule : kRules) {
        const std::string name = std::string(scope).append(joint).append(rule.name);
        bool told = true;    // every answer follows the rule
        bool wrong = false;  // some answer differs from the reference
        for (std::size_t at = 0; told && at < patterns.size(); ++at) {
          for (std::size_t module = 0; told && module < modules.size(); ++module) {
            if (!speaks_of(name, patterns[at], modules[module])) continue;
            // Ignoring case is a rule of its own, and may be combined with another.
            const bool capital = has_capital(patterns[at]) || has_capital(modules[module]);
            if (capital && rule.name != kInAnyCase) continue;
            const bool selects = answers[at].selects(module);
            told = selects == follows(name, mode_, patterns[at], modules[module]);
            wrong = wrong || selects != is_right_to_select(mode_, patterns[at], modules[module]);
          }
        }
        if (told && wrong) names_.push_back(name);
      }
    }
  }
}

bool RulesFollowed::explain(const Finding& finding) const {
  const Case& content = finding.minimal;
  if (finding.rejected || finding.selected.size() != content.modules.size()) return false;
  const auto any = [&](string_view path, auto&& selects) {
    return std::any_of(content.patterns.begin(), content.patterns.end(),
                       [&](string_view pattern) { return selects(pattern, path); });
  };
  return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
    bool wrong = false;
    for (std::size_t at = 0; at < content.modules.size(); ++at) {
      const string_view path = content.modules[at];
      const bool selects = finding.selected[at] != Answer::kNo;
      if (any(path, [&](string_view p, string_view m) { return !speaks_of(name, p, m); }) ||
          selects !=
              any(path, [&](string_view p, string_view m) { return follows(name, mode_, p, m); }))
        return false;
      wrong = wrong || selects != any(path, [&](string_view p, string_view m) {
                         return is_right_to_select(mode_, p, m);
                       });
    }
    return wrong;
  });
}

}  // namespace overmatch
