// SPDX-License-Identifier: Apache-2.0
// Finds segments that PyTorch allows and other tools handle badly.
#include <algorithm>
#include <array>
#include <map>

#include "analysis/tree/hazard_groups.h"
#include "names/ascii.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::array<std::string_view, 5> kWrappers = {"_orig_mod", "_fsdp_wrapped_module",
                                                       "_checkpoint_wrapped_module", "base_layer",
                                                       "original_module"};

std::string why_odd(std::string_view name, bool top) {
  if (std::all_of(name.begin(), name.end(), is_digit)) {
    if (name.size() > 1 && name[0] == '0')
      return "a number with a leading zero: `layers.1` is not `layers.01`";
    if (top)
      return "a number at the top level: no name in front of it can tell which list it belongs to";
    return "";
  }
  for (const char c : name) {
    if (is_word(c)) continue;
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return "letters beyond ASCII: the same text can be spelled in several ways";
    if (byte <= 0x20 || byte == 0x7F)
      return "white space or a control character, which lists and shells lose";
    if (std::string_view("*+?[](){}^$|\\").find(c) != std::string_view::npos)
      return "a regex metacharacter: escape it";
    return std::string("`") + c +
           "`, where identifiers have none: shells and templates read it otherwise";
  }
  if (is_digit(name[0])) return "begins with a digit and is no number";
  if (name == "weight" || name == "bias")
    return "a module that is called as parameters are: lists of parameters hide it";
  if (std::find(kWrappers.begin(), kWrappers.end(), name) != kWrappers.end() ||
      (top && name == "module")) {
    return "a wrapper: full paths of the model without it do not match";
  }
  return "";
}

}  // namespace

std::vector<OddSegment> odd_segments(const TreeIndex& index) {
  std::map<std::pair<std::string_view, bool>, std::size_t>
      known;  // from a segment, and whether it is top-level, to an index in `all`
  constexpr std::size_t fine = static_cast<std::size_t>(-1);
  std::vector<OddSegment> all;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    const std::string_view path = index.path(module);
    if (path.empty()) continue;
    const bool top = index.parent_of(module) == kNoModule;
    const auto [entry, fresh] = known.try_emplace({last_segment(path), top}, fine);
    if (fresh) {
      std::string why = why_odd(last_segment(path), top);
      if (!why.empty()) {
        entry->second = all.size();
        all.push_back({std::string(last_segment(path)), std::move(why), {}});
      }
    }
    if (entry->second != fine) all[entry->second].modules.push_back(module);
  }
  return all;
}

}  // namespace overmatch
