// SPDX-License-Identifier: Apache-2.0
// The syntax of annotations and of Markdown.
#include <fmt/format.h>

#include <algorithm>

#include "report/ci/ci_report.h"

namespace overmatch {

namespace {

// Percent-encodes what ends a workflow command, and in a property also what ends that.
std::string encoded(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

std::string_view level_of(Severity severity) noexcept {
  return severity == Severity::error     ? "error"
         : severity == Severity::warning ? "warning"
                                         : "notice";
}

// The longest run of backticks.
std::size_t longest_run(std::string_view text) noexcept {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string workflow_command(const Annotation& annotation) {
  std::string properties;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (value.empty()) return;
    properties += fmt::format("{}{}={}", properties.empty() ? " " : ",", key, encoded(value, true));
  };
  add("file", annotation.file);
  if (annotation.line > 0) add("line", std::to_string(annotation.line));
  add("title", annotation.title);
  return fmt::format("::{}{}::{}\n", level_of(annotation.severity), properties,
                     encoded(annotation.message, false));
}

std::string markdown_prose(std::string_view text) {
  // A lone backtick would open a span that never closes.
  const bool spans = std::count(text.begin(), text.end(), '`') % 2 == 0;
  std::string out;
  bool code = false;
  for (const char c : text) {
    if (c == '`' && spans) {
      code = !code;
      out += c;
    } else if (c == '\n' || c == '\r') {
      out += ' ';
    } else {
      if (!code && std::string_view("\\`*_{}[]<>#|~&").find(c) != std::string_view::npos)
        out += '\\';
      out += c;
    }
  }
  return out;
}

std::string markdown_code(std::string_view text) {
  std::string flat(text);
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  const std::string fence(longest_run(flat) + 1, '`');
  // A blank is stripped at both ends, so that the text may begin with a backtick.
  const bool apart = flat.empty() || flat.front() == '`' || flat.back() == '`';
  return fmt::format("{}{}{}{}{}", fence, apart ? " " : "", flat, apart ? " " : "", fence);
}

std::string markdown_block(std::string_view text, std::string_view of) {
  const std::string fence(std::max<std::size_t>(3, longest_run(text) + 1), '`');
  return fmt::format("{}{}\n{}{}{}\n", fence, of, text, text.ends_with('\n') ? "" : "\n", fence);
}

}  // namespace overmatch
