// SPDX-License-Identifier: Apache-2.0
#include "planted/rule.h"

#include <array>
#include <functional>
#include <utility>

namespace overmatch::plant {

namespace {

using Kind = Rule::Kind;

Rule leaf(Kind kind) { return {kind, {}, 0, '.'}; }
Rule node(Kind kind, Rule first) { return {kind, {std::move(first)}, 0, '.'}; }
Rule node(Kind kind, Rule first, Rule second) {
  return {kind, {std::move(first), std::move(second)}, 0, '.'};
}
Rule constant(long number) { return {Kind::constant, {}, number, '.'}; }

// The text that a node stands for; `scratch` may hold it.
std::string_view text_of(const Rule& rule, std::string_view path, std::string_view pattern,
                         std::string& scratch) {
  if (rule.kind == Kind::path) return path;
  if (rule.kind == Kind::pattern) return pattern;
  std::string part;
  std::string text(text_of(rule.args[0], path, pattern, part));
  text.insert(rule.kind == Kind::before ? text.begin() : text.end(), rule.letter);
  scratch = std::move(text);
  return scratch;
}

long number_of(const Rule& rule, std::string_view path, std::string_view pattern) {
  std::string scratch;
  switch (rule.kind) {
    case Kind::size: return static_cast<long>(text_of(rule.args[0], path, pattern, scratch).size());
    case Kind::minus:
      return number_of(rule.args[0], path, pattern) - number_of(rule.args[1], path, pattern);
    case Kind::plus:
      return number_of(rule.args[0], path, pattern) + number_of(rule.args[1], path, pattern);
    default: return rule.number;
  }
}

constexpr std::array<Kind, 6> kComparisons = {Kind::less,          Kind::less_equal, Kind::greater,
                                              Kind::greater_equal, Kind::same,       Kind::other};
constexpr std::array<Kind, 4> kTextTests = {Kind::equal, Kind::ends, Kind::starts, Kind::contains};

template <typename List>
bool is_one_of(const List& list, Kind kind) {
  for (const Kind each : list) {
    if (each == kind) return true;
  }
  return false;
}

bool is_condition(Kind kind) { return kind < Kind::size; }
bool is_number(Kind kind) { return kind >= Kind::size && kind < Kind::path; }

// The mutants of the root of `rule`; its arguments stay, except for their order.
std::vector<Rule> changes_of(const Rule& rule) {
  std::vector<Rule> changes;
  const auto as = [&](Kind kind) {
    Rule changed = rule;
    changed.kind = kind;
    return changed;
  };
  if (is_condition(rule.kind)) {
    changes.push_back(leaf(Kind::yes));
    changes.push_back(leaf(Kind::no));
    changes.push_back(node(Kind::negation, rule));
  }
  if (rule.kind == Kind::either) changes.push_back(as(Kind::both));
  if (rule.kind == Kind::both) changes.push_back(as(Kind::either));
  if (is_one_of(kComparisons, rule.kind)) {
    for (const Kind kind : kComparisons) {
      if (kind != rule.kind) changes.push_back(as(kind));
    }
    changes.push_back(node(rule.kind, rule.args[1], rule.args[0]));
  }
  if (is_one_of(kTextTests, rule.kind)) {
    for (const Kind kind : kTextTests) {
      if (kind != rule.kind) changes.push_back(as(kind));
    }
    changes.push_back(node(rule.kind, rule.args[1], rule.args[0]));
  }
  if (is_number(rule.kind)) {
    changes.push_back(node(Kind::plus, rule, constant(1)));
    changes.push_back(node(Kind::minus, rule, constant(1)));
  }
  if (rule.kind == Kind::minus) {
    changes.push_back(as(Kind::plus));
    changes.push_back(node(rule.kind, rule.args[1], rule.args[0]));
  }
  if (rule.kind == Kind::path) changes.push_back(leaf(Kind::pattern));
  if (rule.kind == Kind::pattern) changes.push_back(leaf(Kind::path));
  if (rule.kind == Kind::character) {
    changes.push_back(as(rule.kind));
    changes.back().letter = '_';
  }
  if (rule.kind == Kind::before || rule.kind == Kind::behind) {
    changes.push_back(as(rule.kind));
    changes.back().letter = '_';
    changes.push_back(rule.args[0]);
  }
  return changes;
}

std::string in_parentheses(const Rule& rule) {
  const bool loose = rule.kind == Kind::either || rule.kind == Kind::both;
  return loose ? "(" + rule.text() + ")" : rule.text();
}

}  // namespace

bool Rule::selects(std::string_view of_path, std::string_view of_pattern) const {
  const auto condition = [&](std::size_t at) { return args[at].selects(of_path, of_pattern); };
  std::string left;
  std::string right;
  const auto text = [&](std::size_t at) {
    return text_of(args[at], of_path, of_pattern, at == 0 ? left : right);
  };
  const auto value = [&](std::size_t at) { return number_of(args[at], of_path, of_pattern); };
  switch (kind) {
    case Kind::yes: return true;
    case Kind::negation: return !condition(0);
    case Kind::either: return condition(0) || condition(1);
    case Kind::both: return condition(0) && condition(1);
    case Kind::equal: return text(0) == text(1);
    case Kind::ends: return text(0).ends_with(text(1));
    case Kind::starts: return text(0).starts_with(text(1));
    case Kind::contains: return text(0).find(text(1)) != std::string_view::npos;
    case Kind::empty: return text(0).empty();
    case Kind::less: return value(0) < value(1);
    case Kind::less_equal: return value(0) <= value(1);
    case Kind::greater: return value(0) > value(1);
    case Kind::greater_equal: return value(0) >= value(1);
    case Kind::same: return value(0) == value(1);
    case Kind::other: return value(0) != value(1);
    case Kind::character: {
      const long at = value(1);
      return at >= 0 && at < static_cast<long>(text(0).size()) &&
             text(0)[static_cast<std::size_t>(at)] == letter;
    }
    default: return false;
  }
}

std::string Rule::text() const {
  const auto infix = [&](std::string_view sign) {
    return in_parentheses(args[0]) + " " + std::string(sign) + " " + in_parentheses(args[1]);
  };
  const auto call = [&](std::string_view name) {
    return args[0].text() + "." + std::string(name) + "(" + args[1].text() + ")";
  };
  switch (kind) {
    case Kind::yes: return "true";
    case Kind::no: return "false";
    case Kind::negation: return "!(" + args[0].text() + ")";
    case Kind::either: return infix("||");
    case Kind::both: return infix("&&");
    case Kind::equal: return infix("==");
    case Kind::ends: return call("ends_with");
    case Kind::starts: return call("starts_with");
    case Kind::contains: return call("contains");
    case Kind::empty: return args[0].text() + ".empty()";
    case Kind::less: return infix("<");
    case Kind::less_equal: return infix("<=");
    case Kind::greater: return infix(">");
    case Kind::greater_equal: return infix(">=");
    case Kind::same: return infix("==");
    case Kind::other: return infix("!=");
    case Kind::character: return args[0].text() + "[" + args[1].text() + "] == '" + letter + "'";
    case Kind::size: return args[0].text() + ".size()";
    case Kind::constant: return std::to_string(number);
    case Kind::minus: return infix("-");
    case Kind::plus: return infix("+");
    case Kind::path: return "path";
    case Kind::pattern: return "pattern";
    case Kind::before: return "'" + std::string(1, letter) + "' + " + args[0].text();
    case Kind::behind: return args[0].text() + " + '" + letter + "'";
  }
  return {};
}

Rule rule_of(Mode mode) {
  const Rule path = leaf(Kind::path);
  const Rule pattern = leaf(Kind::pattern);
  const auto size = [](const Rule& text) { return node(Kind::size, text); };
  const Rule equal = node(Kind::equal, path, pattern);
  const Rule longer = node(Kind::greater, size(path), size(pattern));
  const auto grown = [&](Kind part, Rule border) {
    return node(Kind::both, longer,
                node(Kind::both, node(part, path, pattern),
                     node(Kind::character, path, std::move(border))));
  };
  const auto between_dots = [](const Rule& text) {
    return node(Kind::behind, node(Kind::before, text));
  };
  const auto [before, after] = std::pair(traits_of(mode).before, traits_of(mode).after);
  if (before == Beside::anything) {
    return node(after == Beside::anything ? Kind::contains : Kind::ends, path, pattern);
  }
  if (after == Beside::anything) return node(Kind::starts, path, pattern);
  if (before == Beside::segments && after == Beside::segments)
    return node(Kind::contains, between_dots(path), between_dots(pattern));
  if (before == Beside::segments) {
    const Rule border =
        node(Kind::minus, node(Kind::minus, size(path), size(pattern)), constant(1));
    return node(Kind::either, equal, grown(Kind::ends, border));
  }
  if (after == Beside::segments) {
    const Rule root = node(Kind::empty, pattern);
    return node(Kind::either, node(Kind::either, root, equal), grown(Kind::starts, size(pattern)));
  }
  return equal;
}

std::vector<Mutant> mutants_of(const Rule& rule) {
  std::vector<Mutant> mutants;
  Rule whole = rule;
  const std::function<void(Rule&)> visit = [&](Rule& place) {
    const Rule before = place;
    for (const Rule& change : changes_of(before)) {
      place = change;
      mutants.push_back({whole, before.text(), change.text()});
      place = before;
    }
    for (Rule& below : place.args) visit(below);
  };
  visit(whole);
  return mutants;
}

}  // namespace overmatch::plant
