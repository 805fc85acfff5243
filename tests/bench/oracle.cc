// SPDX-License-Identifier: Apache-2.0
// The references as a shared object: the oracle of contenders that are not written in C++.
#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "matchers/portable_regex.h"
#include "subjects/overmatch_plugin.h"

namespace overmatch {
namespace {

std::vector<std::string_view> views(const overmatch_text* texts, std::size_t count) {
  std::vector<std::string_view> out;
  out.reserve(count);
  for (std::size_t at = 0; at < count; ++at) out.emplace_back(texts[at].data, texts[at].size);
  return out;
}

Matcher& reference(std::size_t mode) {
  static std::array<std::unique_ptr<Matcher>, kModes.size()> references;
  auto& one = references.at(mode);
  if (!one) one = make_reference(kModes.at(mode));
  return *one;
}

}  // namespace
}  // namespace overmatch

extern "C" {

// The number of the mode of this name in kModes, or -1.
__attribute__((visibility("default"))) int overmatch_oracle_mode(const char* name) {
  const auto mode = overmatch::parse_mode(name);
  return mode ? static_cast<int>(*mode) : -1;
}

// Answers as a plugin of the mode (its number in kModes) would that is right. Returns 0, or 1 for a
// rejection.
__attribute__((visibility("default"))) int overmatch_oracle_match(int mode,
                                                                  const overmatch_query* query,
                                                                  std::uint8_t* selected) {
  using namespace overmatch;
  const auto patterns = views(query->patterns, query->pattern_count);
  const auto modules = views(query->modules, query->module_count);
  static Answer answer;
  reference(static_cast<std::size_t>(mode)).match({patterns, modules}, answer);
  if (answer.rejected()) return 1;
  std::copy(answer.selected().begin(), answer.selected().end(), selected);
  return 0;
}

// The same of a plugin of lists with labels.
__attribute__((visibility("default"))) int overmatch_oracle_assign(
    int mode, const overmatch_labelled_query* query, std::uint32_t* labels) {
  using namespace overmatch;
  const auto patterns = views(query->patterns, query->pattern_count);
  const auto modules = views(query->modules, query->module_count);
  std::vector<Label> given;
  for (std::size_t at = 0; at < query->pattern_count; ++at)
    given.push_back(static_cast<Label>(query->labels[at]));
  static Answer answer;
  reference(static_cast<std::size_t>(mode))
      .match({patterns, modules, given, static_cast<Order>(query->order)}, answer);
  if (answer.rejected()) return 1;
  std::copy(answer.selected().begin(), answer.selected().end(), labels);
  return 0;
}

// Whether all engines read the query's regexes alike; true in a mode without regexes.
__attribute__((visibility("default"))) int overmatch_oracle_is_portable(
    int mode, const overmatch_query* query) {
  using namespace overmatch;
  const auto patterns = views(query->patterns, query->pattern_count);
  const auto modules = views(query->modules, query->module_count);
  return is_portable(kModes.at(static_cast<std::size_t>(mode)), {patterns, modules}) ? 1 : 0;
}
}
