// SPDX-License-Identifier: Apache-2.0
// AuditLines collects the lines of an audit's report, and decides how many of a list are shown.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "report/ansi_style.h"
#include "report/words.h"

namespace overmatch {

// What the parts of the report write with.
class AuditLines {
 protected:
  // `all`: show every list in full.
  AuditLines(bool colour, bool all) : ansi_(colour), all_(all) {}

  void line(std::string_view text) { out_.append(text) += "\n"; }
  void title(std::string_view text) { line("\n" + ansi_.bold(text)); }
  // How many of `count` lines are shown.
  [[nodiscard]] std::size_t shown(std::size_t count, std::size_t few = report::kFewLines) const {
    return all_ || count <= few + 1 ? count : few;  // "… 1 more" takes the place of the one
  }
  // Says how many lines are left out; `told`: --all shows more of them.
  void more(std::size_t count, std::size_t few, std::string_view indent, std::string_view noun,
            bool told = true) {
    if (few < count)
      line(ansi_.faint(fmt::format("{}… {}{}", indent,
                                   report::counted(count - few, fmt::format("more {}", noun)),
                                   told ? " (--all)" : "")));
  }

  report::AnsiStyle ansi_;
  bool all_;
  std::string out_;
};

}  // namespace overmatch
