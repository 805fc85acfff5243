// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/rules/rank_alpha_patterns.h"

#include <algorithm>
#include <iterator>

#include "matchers/regex.h"
#include "names/input_error.h"

namespace overmatch {

namespace {

// re.match ignores what follows the match, so the tail makes it a full match.
Answer match_fronts(const std::string& regex, const std::vector<std::string_view>& paths,
                    const std::string& member) {
  const std::string whole = "(?:" + regex + ")(?:.|\\n)*";
  const std::string_view pattern = whole;
  RegexMatcher matcher;
  Answer answer;
  matcher.match({{&pattern, 1}, paths}, answer);
  if (answer.rejected())
    throw InputError("\"" + member + "\", which PEFT reads as a regex: " + answer.reason());
  return answer;
}

std::string key_regex(const std::string& key, const PeftVersion& version) {
  return version.has(PeftRule::grouped_keys) ? "(.*\\.)?(" + key + ")$" : ".*\\." + key + "$";
}

}  // namespace

Selection front_matches(const TreeIndex& index, const std::string& regex, const Selection& among,
                        const std::string& member) {
  std::vector<std::string_view> paths;
  paths.reserve(among.size());
  for (const std::uint32_t module : among) paths.push_back(index.path(module));
  const Answer answer = match_fronts(regex, paths, member);
  Selection selected;
  for (std::size_t at = 0; at < among.size(); ++at) {
    if (answer.selects(at)) selected.push_back(among[at]);
  }
  return selected;
}

std::vector<KeyedSelection> apply_keys(const TreeIndex& index, const std::vector<std::string>& keys,
                                       const Selection& among, const PeftVersion& version) {
  std::vector<KeyedSelection> all;
  Selection left = among;
  for (const std::string& key : keys) {
    KeyedSelection selection;
    selection.matched = front_matches(index, key_regex(key, version), among, key);
    std::set_intersection(selection.matched.begin(), selection.matched.end(), left.begin(),
                          left.end(), std::back_inserter(selection.set));
    left = without(left, selection.set);
    all.push_back(std::move(selection));
  }
  return all;
}

std::vector<std::vector<std::string>> apply_keys(const std::vector<std::string>& keys,
                                                 std::vector<std::string> names,
                                                 const PeftVersion& version) {
  std::vector<std::vector<std::string>> all;
  for (const std::string& key : keys) {
    const std::vector<std::string_view> paths(names.begin(), names.end());
    const Answer answer = match_fronts(key_regex(key, version), paths, key);
    std::vector<std::string> left;
    std::vector<std::string>& set = all.emplace_back();
    for (std::size_t at = 0; at < names.size(); ++at)
      (answer.selects(at) ? set : left).push_back(std::move(names[at]));
    names = std::move(left);
  }
  return all;
}

}  // namespace overmatch
