// SPDX-License-Identifier: Apache-2.0
// AnsiStyle: colours text with ANSI escape sequences, or leaves it plain.
//
// Every report is complete without colours. The sequences are "select graphic rendition":
// https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters
#pragma once

#include <string>
#include <string_view>

namespace overmatch::report {

// Each function returns its text in one style; empty text stays empty.
class AnsiStyle {
 public:
  // `on`: false leaves all text as it is.
  explicit AnsiStyle(bool on) : on_(on) {}

  [[nodiscard]] std::string bold(std::string_view text) const { return paint("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return paint("2", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return paint("1;31", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return paint("1;33", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return paint("32", text); }
  [[nodiscard]] std::string cyan(std::string_view text) const { return paint("36", text); }

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const {
    if (!on_ || text.empty()) return std::string(text);
    return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
  }

  bool on_;
};

}  // namespace overmatch::report
