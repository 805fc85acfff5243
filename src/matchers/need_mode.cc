// SPDX-License-Identifier: Apache-2.0
#include "matchers/need_mode.h"

#include <algorithm>
#include <array>

#include "names/closest.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {

std::string mode_names() {
  std::string names;
  for (std::size_t at = 0; at < kModes.size(); ++at) {
    if (at > 0) names += at + 1 == kModes.size() ? " or " : ", ";
    names += to_string(kModes[at]);
  }
  return names;
}

std::string mode_hint(std::string_view unknown) {
  std::array<std::string_view, kModes.size()> names;
  std::transform(kModes.begin(), kModes.end(), names.begin(),
                 [](Mode each) { return to_string(each); });
  const std::string_view near = closest(unknown, names);
  return (near.empty() ? "" : "did you mean " + std::string(near) + "? ") + "choose " +
         mode_names();
}

Mode need_mode(const std::string& name) {
  const auto mode = parse_mode(name);
  if (!mode) throw InputError("unknown mode " + in_quotes(name) + ": " + mode_hint(name));
  return *mode;
}

Order need_order(Mode mode, const std::string& name, std::string_view option) {
  const std::optional<Order> fixed = fixed_order(mode);
  if (name.empty()) return fixed.value_or(Order::any);
  const std::optional<Order> order = parse_order(name);
  if (!order)
    throw InputError("unknown order " + in_quotes(name) + ": give any, first or last for " +
                     std::string(option));
  if (fixed && *fixed != *order)
    throw InputError("the order of " + std::string(to_string(mode)) + " is " +
                     std::string(to_string(*fixed)) + ", not " + name + ": leave out " +
                     std::string(option));
  return *order;
}

}  // namespace overmatch
