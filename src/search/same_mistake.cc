// SPDX-License-Identifier: Apache-2.0
#include "search/same_mistake.h"

#include <algorithm>
#include <array>
#include <set>

#include "names/utf8.h"
#include "properties/registry.h"

namespace overmatch {

namespace {

using std::string_view;

constexpr std::array<string_view, 12> kPatterns = {"a",  "b",  "ab", "aa",  "a.a", "a.b",
                                                   ".a", "a.", ".",  "a..", "b.a", ""};
constexpr std::array<string_view, 18> kModules = {"",     "a",     "b",     "ab",    "ba",  "bab",
                                                  "aba",  "aa",    "a.a",   "a.b",   "b.a", "a.ba",
                                                  "ab.a", "a.a.a", "a.b.a", "b.a.b", "ca",  "a.aa"};
// In a literal mode, what only a pattern language reads as more than text.
constexpr std::array<string_view, 6> kLanguage = {"a*", "[ab]", "a|b", "a?", "^a", "(a)"};
constexpr std::array<string_view, 13> kRegexes = {"a",   "",     "|",   ".",  ".*",    "a*",  "ab",
                                                  "(a)", "[ab]", "a|b", "a?", "a\\.b", "[^a]"};
constexpr std::array<string_view, 10> kRegexModules = {"",   "a",   "b",     "ab",  "ba",
                                                       "aa", "a.b", "a.b.a", "a\n", "\n"};

bool matches(const std::string& regex, string_view path) {
  static const auto reference = make_reference(Mode::regex);
  const string_view pattern = regex;
  Answer answer;
  reference->match({{&pattern, 1}, {&path, 1}}, answer);
  return !answer.rejected() && answer.selects(0);
}

bool right(Mode mode, string_view pattern, string_view path) {
  static const auto references = [] {
    std::array<std::unique_ptr<Matcher>, kModes.size()> all;
    for (const Mode each : kModes) all[static_cast<std::size_t>(each)] = make_reference(each);
    return all;
  }();
  Answer answer;
  references[static_cast<std::size_t>(mode)]->match({{&pattern, 1}, {&path, 1}}, answer);
  return !answer.rejected() && answer.selects(0);
}

std::string beside(string_view before, string_view pattern, string_view behind) {
  return std::string(before).append("(?:").append(pattern).append(")").append(behind);
}

// A rule by its name: what it selects, and how that is joined with what is right.
struct Rule {
  string_view name;
  bool (*selects)(Mode mode, string_view pattern, string_view path);
};
constexpr string_view kAnything = "[\\s\\S]*";
constexpr string_view kBehindDot = "[\\s\\S]*\\.";
constexpr string_view kUntilDot = "(?:[\\s\\S]*\\.)?";
string_view leaf(string_view path) { return path.substr(path.rfind('.') + 1); }
bool is_within(string_view pattern, string_view path) {
  const std::string whole = std::string(".").append(path).append(".");
  return whole.find(std::string(".").append(pattern).append(".")) != std::string::npos;
}
constexpr std::array<Rule, 21> kRules = {{
    {"ends with", [](Mode, string_view p, string_view m) { return m.ends_with(p); }},
    {"starts with", [](Mode, string_view p, string_view m) { return m.starts_with(p); }},
    {"contains", [](Mode, string_view p, string_view m) { return m.find(p) != m.npos; }},
    {"is contained", [](Mode, string_view p, string_view m) { return p.find(m) != p.npos; }},
    {"is the end", [](Mode, string_view p, string_view m) { return p.ends_with(m); }},
    {"equals", [](Mode, string_view p, string_view m) { return p == m; }},
    {"segment", [](Mode, string_view p, string_view m) { return right(Mode::segment, p, m); }},
    {"subtree", [](Mode, string_view p, string_view m) { return right(Mode::subtree, p, m); }},
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
    {"leaf", [](Mode, string_view p, string_view m) { return leaf(p) == leaf(m); }},
    {"within", [](Mode, string_view p, string_view m) { return is_within(p, m); }},
    {"has a pattern", [](Mode, string_view p, string_view) { return !p.empty(); }},
    {"has a path", [](Mode, string_view, string_view m) { return !m.empty(); }},
    {"everything", [](Mode, string_view, string_view) { return true; }},
    {"nothing", [](Mode, string_view, string_view) { return false; }},
}};
// A rule by itself; or that selects besides, or takes from, what is right; or its contrary.
constexpr std::array<string_view, 4> kJoints = {"", "or ", "and ", "not "};

// What a rule that need not hold for empty names is called besides.
constexpr string_view kNamed = "named ";

bool follows(string_view name, Mode mode, string_view pattern, string_view path) {
  if (name.starts_with(kNamed)) name.remove_prefix(kNamed.size());
  for (const string_view joint : kJoints) {
    if (!name.starts_with(joint)) continue;
    for (const Rule& rule : kRules) {
      if (name.substr(joint.size()) != rule.name) continue;
      const bool selects = rule.selects(mode, pattern, path);
      if (joint == "or ") return selects || right(mode, pattern, path);
      if (joint == "and ") return selects && right(mode, pattern, path);
      return selects != (joint == "not ");
    }
  }
  return false;
}

bool speaks_of(string_view name, string_view pattern, string_view path) {
  return !name.starts_with(kNamed) || (!pattern.empty() && !path.empty());
}

std::string category(Mode mode, string_view c) {
  const char first = c[0];
  if (c.size() > 1) return "beyond ASCII";
  if (first >= 'A' && first <= 'Z') return "capital";
  if (first >= '0' && first <= '9') return "digit";
  if (mode != Mode::regex && string_view("*?[](){}^$|\\+").find(first) != string_view::npos)
    return "language";
  return std::string(c);
}

bool is_plain(Mode mode, string_view c) {
  return c == "a" || c == "b" || c == "c" || c == "." || (mode == Mode::regex && c == "\\");
}

bool has(const Finding& finding, const Property& property) {
  return finding.sort.property == &property ||
         std::find(finding.also.begin(), finding.also.end(), property.name) != finding.also.end();
}

// Whether both break one of the laws that are about what stands beside a pattern or a module.
bool need_company(const Finding& left, const Finding& right) {
  const auto alone = [](const Finding& finding) {
    return finding.minimal.patterns.size() <= 1 && finding.minimal.modules.size() <= 1 &&
           finding.sort.shape != Shape::whole_list;
  };
  if (alone(left) || alone(right)) return false;
  const std::array<const Property*, 3> laws = {&kUnion, &kIndependence, &kDeterminism};
  return std::any_of(laws.begin(), laws.end(),
                     [&](const Property* law) { return has(left, *law) && has(right, *law); });
}

bool are_same(const Finding& lead, const Finding& other, const RulesFollowed& rules) {
  const auto is_answer = [](const Finding& finding) {
    return finding.crash.empty() && finding.reproducible && !finding.stateful;
  };
  if (!is_answer(lead) || !is_answer(other)) return false;
  // To refuse what is valid and to take what is not are two mistakes.
  if (lead.sort.property == &kRejection && other.sort.property == &kRejection &&
      lead.sort.direction != other.sort.direction)
    return false;
  if (rules.explain(lead) && rules.explain(other)) return true;
  if (need_company(lead, other)) return true;
  const std::vector<std::string> left = triggers(lead);
  const std::vector<std::string> right = triggers(other);
  return !left.empty() && !right.empty() &&
         (std::includes(left.begin(), left.end(), right.begin(), right.end()) ||
          std::includes(right.begin(), right.end(), left.begin(), left.end()));
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
        bool told = true;    // by every answer
        bool wrong = false;  // some answer is not what is right
        for (std::size_t at = 0; told && at < patterns.size(); ++at) {
          for (std::size_t module = 0; told && module < modules.size(); ++module) {
            if (!speaks_of(name, patterns[at], modules[module])) continue;
            const bool selects = answers[at].selects(module);
            told = selects == follows(name, mode_, patterns[at], modules[module]);
            wrong = wrong || selects != right(mode_, patterns[at], modules[module]);
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
                         return right(mode_, p, m);
                       });
    }
    return wrong;
  });
}

std::vector<std::string> triggers(const Finding& finding) {
  constexpr std::size_t kLong = 7;
  const Case& content = finding.minimal;
  std::set<std::string> found;
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const string_view name : *names) {
      if (name.size() >= kLong) found.insert("long");
      for (std::size_t at = 0; at < name.size(); at += code_point_size(name[at])) {
        const string_view c = code_point_at(name, at);
        if (!is_plain(content.mode, c)) found.insert(category(content.mode, c));
      }
    }
  }
  return {found.begin(), found.end()};
}

std::vector<Finding> one_a_mistake(std::vector<Finding> ranked, const RulesFollowed& rules) {
  std::vector<Finding> leads;
  for (Finding& finding : ranked) {
    const auto lead = std::find_if(leads.begin(), leads.end(), [&](const Finding& other) {
      return are_same(other, finding, rules);
    });
    if (lead == leads.end()) {
      leads.push_back(std::move(finding));
      continue;
    }
    const auto also = [&](const std::string& name) {
      if (name != lead->sort.property->name &&
          std::find(lead->also.begin(), lead->also.end(), name) == lead->also.end())
        lead->also.push_back(name);
    };
    also(std::string(finding.sort.property->name));
    for (const std::string& name : finding.also) also(name);
    lead->same_mistake.push_back(std::move(finding));
  }
  return leads;
}

}  // namespace overmatch
