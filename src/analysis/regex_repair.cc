#include "analysis/regex_repair.h"

#include <cstddef>

namespace overmatch {

namespace {

constexpr std::string_view kQuantifiers = "*+?{";

bool is_word(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// The place behind the class that begins at `at`, or the end.
std::size_t behind_class(std::string_view pattern, std::size_t at) noexcept {
  ++at;
  if (at < pattern.size() && pattern[at] == '^') ++at;
  if (at < pattern.size() && pattern[at] == ']') ++at;
  while (at < pattern.size() && pattern[at] != ']') at += pattern[at] == '\\' ? 2 : 1;
  return at + 1 < pattern.size() ? at + 1 : pattern.size();
}

struct Scan {
  std::string escaped;       // with the lone dots escaped
  bool alternation = false;  // outside of groups
};

Scan scan(std::string_view pattern) {
  Scan result;
  int depth = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    std::size_t next = at + 1;
    if (c == '\\') {
      next = at + 2 < pattern.size() ? at + 2 : pattern.size();
    } else if (c == '[') {
      next = behind_class(pattern, at);
    } else if (c == '.' && (next == pattern.size() || kQuantifiers.find(pattern[next]) == std::string_view::npos)) {
      result.escaped += '\\';
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == '|' && depth == 0) {
      result.alternation = true;
    }
    result.escaped += pattern.substr(at, next - at);
    at = next;
  }
  return result;
}

}  // namespace

std::string repair_regex(std::string_view pattern) {
  Scan scanned = scan(pattern);
  std::string& text = scanned.escaped;
  if (scanned.alternation) return text;
  if (text.starts_with('^')) text.erase(0, 1);
  const bool dollar = text.ends_with('$') && !text.ends_with("\\$");
  if (dollar) text.pop_back();
  // The end first: the front changes the places. A backslash before the letter makes another thing of it: \d.*
  const bool open_end = text.size() > 2 && text.ends_with(".*") && is_word(text[text.size() - 3]) &&
                        (text.size() == 3 || text[text.size() - 4] != '\\');
  if (open_end) text.replace(text.size() - 2, 2, "(?:\\..*)?");
  const bool open_front = text.starts_with(".*") && text.size() > 2 && (is_word(text[2]) || text[2] == '(');
  if (open_front) text.replace(0, 2, "(?:.*\\.)?");
  const bool changed = open_end || open_front || text != pattern;
  return changed ? text : std::string(pattern);
}

}  // namespace overmatch
