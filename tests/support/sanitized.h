// SPDX-License-Identifier: Apache-2.0
// Tells a build with sanitizers, where tests of whole campaigns take only some rows of their table.
//
// A campaign takes 20 times as long there, above all to start the processes of the subject. What
// sanitizers look at is the same code in each row; the release build judges all rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>

namespace overmatch {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

// All rows of a table, or the first `most` of them in a build with sanitizers.
template <class Rows>
constexpr auto rows_to_run(const Rows& rows, std::size_t most) {
  const std::span all(std::data(rows), std::size(rows));
  return all.first(kSanitized ? std::min(all.size(), most) : all.size());
}

}  // namespace overmatch
