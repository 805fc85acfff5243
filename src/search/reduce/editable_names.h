// SPDX-License-Identifier: Apache-2.0
// The names of a case as one row of texts that a shrinker edits, patterns first, then modules; and
// edits that change a text in all of them alike.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"

namespace overmatch {

class EditableNames {
 public:
  explicit EditableNames(const Case& content);
  // Makes the case; false when its modules are no tree's.
  [[nodiscard]] bool build(Case& out) const;
  // Takes out `count` texts from `begin` on; they may be patterns and modules.
  void erase(std::size_t begin, std::size_t count);

  std::vector<std::string> texts;

 private:
  Mode mode_;
  std::size_t patterns_;
};

// `text` with every `from`, which is not empty, as `to`.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view from,
                                   std::string_view to);

// The same text with its capitals small and its small letters capital: what must change together
// where case is at stake.
[[nodiscard]] std::string other_case(std::string_view text);

}  // namespace overmatch
