// SPDX-License-Identifier: Apache-2.0
#include "report/markup.h"

#include "names/utf8.h"

namespace overmatch::report {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string_view replacement_of(std::string_view point) {
  if (point == "\xEF\xBF\xBE" || point == "\xEF\xBF\xBF") return kReplacement;
  if (point.size() > 1) return point;
  switch (point[0]) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\n':
    case '\t': return point;
    default: return static_cast<unsigned char>(point[0]) < 0x20 ? kReplacement : point;
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t invalid = find_invalid_utf8(text);
    const std::size_t valid = invalid == kValidUtf8 ? text.size() : invalid;
    for (std::size_t at = 0; at < valid;) {
      const std::string_view point = code_point_at(text, at);
      at += point.size();
      out += replacement_of(point);
    }
    text.remove_prefix(valid);
    if (text.empty()) break;
    out += kReplacement;
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace overmatch::report
