// SPDX-License-Identifier: Apache-2.0
#include "matchers/glob.h"

#include "matchers/regex.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

// Removes the first code point from a text that is not empty.
char32_t take_code_point(std::string_view& text) noexcept {
  const char32_t code = decode_code_point(text);
  text.remove_prefix(code_point_size(text.front()));
  return code;
}

// Removes the first range from members that are not empty: of one character, or as in "a-c".
struct Range {
  char32_t low;
  char32_t high;
};
Range take_range(std::string_view& members) noexcept {
  const char32_t low = take_code_point(members);
  if (members.size() < 2 || members.front() != '-') return {low, low};
  members.remove_prefix(1);
  return {low, take_code_point(members)};
}

// Removes the leading ranges that have no members; false if there are none.
bool drop_backward_ranges(std::string_view& members) noexcept {
  bool dropped = false;
  while (!members.empty()) {
    std::string_view rest = members;
    const auto [low, high] = take_range(rest);
    if (low <= high) break;
    members = rest;
    dropped = true;
  }
  return dropped;
}

// Whether a byte of a glob is a character of ASCII that stands for itself.
constexpr bool is_plain(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80 && c != '*' && c != '?' && c != '[';
}

bool includes(const GlobItem& item, std::string_view character) noexcept {
  switch (item.kind) {
    case GlobItemKind::any_text:
    case GlobItemKind::any_character: return true;
    case GlobItemKind::one_of:
      return glob_members_include(item.members, decode_code_point(character));
    case GlobItemKind::character: break;
  }
  return item.text == character;
}

// Calls `each` with the ranges of a bracket's members; returns whether they are those that it
// leaves out.
template <typename Each>
bool visit_members(std::string_view members, const Each& each) {
  bool inverted = members.starts_with('!');
  if (inverted) {
    members.remove_prefix(1);
  } else if (drop_backward_ranges(members) && members.starts_with('!')) {
    inverted = true;
    members.remove_prefix(1);
    if (members.size() > 1 && members.front() == '-') {  // no range: '-' and the next character
      for (int time = 0; time < 2; ++time) {
        const char32_t code = take_code_point(members);
        each(code, code);
      }
    }
  }
  while (!members.empty()) {
    const auto [low, high] = take_range(members);
    if (low <= high) each(low, high);
  }
  return inverted;
}

// Appends one end of a range. Each engine reads an escaped ASCII punctuation mark as itself.
void append_member(std::string& out, char32_t code) {
  if (code < 0x80 &&
      std::string_view("\\]^-[&~|#").find(static_cast<char>(code)) != std::string_view::npos)
    out += '\\';
  append_code_point(out, code);
}

// Appends the class of a bracket, whose members stand as in GlobItem; false if it cannot be
// written.
bool append_class(std::string& out, std::string_view members, bool by_segment) {
  std::string inside;
  bool takes_separator = false;
  const bool inverted = visit_members(members, [&](char32_t low, char32_t high) {
    takes_separator = takes_separator || (low <= U'.' && U'.' <= high);
    append_member(inside, low);
    if (low == high) return;
    inside += '-';
    append_member(inside, high);
  });
  if (inside.empty() && !inverted) return false;
  if (by_segment && !inverted && takes_separator) return false;
  if (inside.empty()) {
    out += by_segment ? "[^.]" : "(?s:.)";
  } else {
    // An inverted bracket of one segment matches no separator either.
    out += inverted ? by_segment ? "[^." : "[^" : "[";
    out += inside + ']';
  }
  return true;
}

}  // namespace

GlobItem first_glob_item(std::string_view pattern) noexcept {
  if (pattern.front() == '*') return {GlobItemKind::any_text, pattern.substr(0, 1), {}};
  if (pattern.front() == '?') return {GlobItemKind::any_character, pattern.substr(0, 1), {}};
  if (pattern.front() == '[') {
    std::size_t end = 1;
    if (end < pattern.size() && pattern[end] == '!') ++end;
    if (end < pattern.size() && pattern[end] == ']') ++end;
    end = pattern.find(']', end);
    if (end != std::string_view::npos)
      return {GlobItemKind::one_of, pattern.substr(0, end + 1), pattern.substr(1, end - 1)};
  }
  return {GlobItemKind::character, code_point_at(pattern, 0), {}};
}

bool glob_members_include(std::string_view members, char32_t code) noexcept {
  bool included = false;
  const bool inverted = visit_members(members, [&](char32_t low, char32_t high) {
    included = included || (low <= code && code <= high);
  });
  return included != inverted;
}

GlobMembers read_glob_members(std::string_view members) {
  GlobMembers out;
  out.inverted = visit_members(
      members, [&](char32_t low, char32_t high) { out.ranges.emplace_back(low, high); });
  return out;
}

// Each star takes as little as it can. When the rest does not fit, the last star takes one
// character more: what an earlier one could take instead, the last one can take too.
bool glob_selects(std::string_view path, std::string_view pattern) noexcept {
  bool star = false;
  std::string_view behind_star;  // the pattern behind the last star
  std::string_view from;         // the path behind what the last star takes
  while (!path.empty() || !pattern.empty()) {
    if (!pattern.empty() && is_plain(pattern.front())) {
      if (path.starts_with(pattern.front())) {
        pattern.remove_prefix(1);
        path.remove_prefix(1);
        continue;
      }
    } else if (!pattern.empty()) {
      const GlobItem item = first_glob_item(pattern);
      if (item.kind == GlobItemKind::any_text) {
        pattern.remove_prefix(1);
        star = true;
        behind_star = pattern;
        from = path;
        continue;
      }
      if (!path.empty()) {
        const std::string_view character = code_point_at(path, 0);
        if (includes(item, character)) {
          pattern.remove_prefix(item.text.size());
          path.remove_prefix(character.size());
          continue;
        }
      }
    }
    if (!star || from.empty()) return false;
    from.remove_prefix(code_point_size(from.front()));
    path = from;
    pattern = behind_star;
  }
  return true;
}

void append_escaped_glob(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '*' || c == '?' || c == '[') {
      out.append({'[', c, ']'});
    } else {
      out += c;
    }
  }
}

bool unescape_glob(std::string_view pattern, std::string& text) {
  text.clear();
  while (!pattern.empty()) {
    const GlobItem item = first_glob_item(pattern);
    if (item.kind == GlobItemKind::character) {
      text.append(item.text);
    } else if (item.kind == GlobItemKind::one_of &&
               item.members.size() == code_point_size(item.members.front())) {
      text.append(item.members);
    } else {
      return false;
    }
    pattern.remove_prefix(item.text.size());
  }
  return true;
}

bool append_glob_as_regex(Mode mode, std::string& out, std::string_view glob) {
  const bool by_segment = traits_of(mode).by_segment;
  const std::string_view any = by_segment ? "[^.]" : "(?s:.)";
  while (!glob.empty()) {
    // A separator parts a glob by segment before brackets are read.
    const std::size_t end = by_segment ? glob.find('.') : std::string_view::npos;
    for (std::string_view part = glob.substr(0, end); !part.empty();) {
      const GlobItem item = first_glob_item(part);
      switch (item.kind) {
        case GlobItemKind::any_text: out.append(any).append("*"); break;
        case GlobItemKind::any_character: out.append(any); break;
        case GlobItemKind::one_of:
          if (!append_class(out, item.members, by_segment)) return false;
          break;
        case GlobItemKind::character: append_escaped_regex(out, item.text); break;
      }
      part.remove_prefix(item.text.size());
    }
    if (end == std::string_view::npos) return true;
    out += "\\.";
    glob.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace overmatch
