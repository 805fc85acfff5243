// SPDX-License-Identifier: Apache-2.0
// Bugs of one of the globs: which of `*` and `?` may cross a dot, how stars are tried, how segments
// are paired, fnmatch(3) in place of Python's.
#include <fnmatch.h>

#include <algorithm>

#include "matchers/glob.h"
#include "matchers/path_glob.h"
#include "names/utf8.h"
#include "planted/glob_items.h"

namespace overmatch::plant {
namespace {

using GlobOf = std::function<Behaviour(Mode)>;

template <class Selects>
GlobOf selects_by(Selects selects) {
  return [selects](Mode) { return rule(selects); };
}
// The items of a kind take no dot.
GlobOf takes_no_dot(ItemKind kind) {
  return [kind](Mode mode) {
    return glob_with(mode, [kind](GlobItems& items) {
      for (ChangedGlobItem& item : items) {
        if (item.kind == kind) item.unwanted = U'.';
      }
    });
  };
}
// fnmatch(3) of the C library, which reads bytes, and stops at a NUL.
GlobOf posix_fnmatch(int flags) {
  return selects_by([flags](View path, View pattern) {
    return fnmatch(std::string(pattern).c_str(), std::string(path).c_str(), flags) == 0;
  });
}
// Dots and slashes change places, so that the flags for paths of files speak of module paths.
GlobOf posix_pathname(int flags) {
  return selects_by([flags](View path, View pattern) {
    return fnmatch(replace(pattern, ".", "/").c_str(), replace(path, ".", "/").c_str(),
                   FNM_PATHNAME | flags) == 0;
  });
}

// The parts between stars are looked for one after the other, and the last need not be the end.
bool last_part_anywhere(View path, View pattern) {
  if (contains(pattern, "[") || contains(pattern, "?") || !contains(pattern, "*"))
    return glob_selects(path, pattern);
  const auto parts = split(pattern, '*');
  if (!path.starts_with(parts.front())) return false;
  std::size_t from = 0;
  for (const View part : parts) {
    const std::size_t at = path.find(part, from);
    if (at == View::npos) return false;
    from = at + part.size();
  }
  return true;
}
// The last part must be where it is found first.
bool first_place_of_part(View path, View pattern) {
  return last_part_anywhere(path, pattern) && glob_selects(path, pattern) &&
         (pattern.ends_with('*') || !contains(pattern, "*") || contains(pattern, "[") ||
          contains(pattern, "?") ||
          path.find(split(pattern, '*').back(), 1) ==
              path.size() - split(pattern, '*').back().size());
}
// Stars take all that they can, and give nothing back.
bool greedy(View path, View pattern) {
  while (!pattern.empty()) {
    const GlobItem item = first_glob_item(pattern);
    pattern.remove_prefix(item.text.size());
    if (item.kind == GlobItemKind::any_text) {
      const std::size_t next = pattern.empty() ? path.size() : path.rfind(pattern.front());
      path.remove_prefix(next == View::npos ? path.size() : next);
      continue;
    }
    if (path.empty() || !glob_selects(code_point_at(path, 0), item.text)) return false;
    path.remove_prefix(code_point_size(path.front()));
  }
  return path.empty();
}

// Segment by segment as far as both go: the longer one goes on as it likes.
bool zipped(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  for (std::size_t at = 0; at < std::min(pieces.size(), wanted.size()); ++at) {
    if (!glob_selects(pieces[at], wanted[at])) return false;
  }
  return true;
}
bool from_the_end(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (wanted.empty()) return pieces.empty();
  return pieces.size() >= wanted.size() &&
         std::equal(wanted.rbegin(), wanted.rend(), pieces.rbegin(),
                    [](View glob, View piece) { return glob_selects(piece, glob); });
}
// `**` is any number of segments.
bool with_double_star(std::span<const View> pieces, std::span<const View> wanted) {
  if (wanted.empty()) return pieces.empty();
  if (wanted[0] == "**") {
    return with_double_star(pieces, wanted.subspan(1)) ||
           (!pieces.empty() && with_double_star(pieces.subspan(1), wanted));
  }
  return !pieces.empty() && glob_selects(pieces[0], wanted[0]) &&
         with_double_star(pieces.subspan(1), wanted.subspan(1));
}
bool double_star(View path, View pattern) {
  if (!contains(pattern, "**")) return path_glob_selects(path, pattern);
  return with_double_star(split(path), split(pattern));
}
bool numbers_only(View path, View pattern) {
  const auto pieces = split(path);
  const auto wanted = split(pattern);
  if (!path_glob_selects(path, pattern)) return false;
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    if (wanted[at] == "*" && !all_digits(pieces[at])) return false;
  }
  return true;
}
// A segment of the pattern with a star is the last one that is compared.
bool ends_at_star(View path, View pattern) {
  const auto wanted = split(pattern);
  const auto star = std::find_if(wanted.begin(), wanted.end(),
                                 [](View segment) { return contains(segment, "*"); });
  if (star == wanted.end()) return path_glob_selects(path, pattern);
  const auto count = static_cast<std::size_t>(star - wanted.begin()) + 1;
  return path_glob_selects(first_pieces(path, count), first_pieces(pattern, count));
}

constexpr ModeSet kUndivided =
    ModeSet::where([](const ModeTraits& traits) { return traits.mode == Mode::glob; });
constexpr ModeSet kBySegment =
    ModeSet::where([](const ModeTraits& traits) { return traits.by_segment; });

}  // namespace

std::vector<Planted> glob_walks() {
  const std::vector<Mistake> mistakes = {
      {"posix",
       "fnmatch(3), which reads bytes",
       posix_fnmatch(0),
       {{{"?"}, {"\u00e9"}}},
       kUndivided},
      {"posix-no-escape",
       "fnmatch(3) without escapes",
       posix_fnmatch(FNM_NOESCAPE),
       {{{"[^a]"}, {"b"}}},
       kUndivided},
      {"posix-pathname",
       "fnmatch(3) for paths of files, dots for slashes",
       posix_pathname(0),
       {{{"*"}, {"a.b"}}},
       kUndivided},
      {"posix-leading-dir",
       "fnmatch(3): whole segments may follow",
       posix_pathname(FNM_LEADING_DIR),
       {{{"a"}, {"a.b"}}},
       kBySegment},
      {"posix-segments",
       "fnmatch(3) for paths of files, dots for slashes",
       posix_pathname(0),
       {{{"?"}, {"\u00e9"}}},
       kBySegment},
      {"by-segment",
       "the rule of `path-glob`: `*` does not cross a dot",
       selects_by(path_glob_selects),
       {{{"a*"}, {"a.b"}}},
       kUndivided},
      {"star-stays-in-segment",
       "`*` does not cross a dot",
       takes_no_dot(ItemKind::any_text),
       {{{"*"}, {"a.b"}}},
       kUndivided},
      {"question-mark-stays-in-segment",
       "`?` is no dot",
       takes_no_dot(ItemKind::any_character),
       {{{"a?b"}, {"a.b"}}},
       kUndivided},
      {"dot-is-any-character",
       "the translation to a regex forgets to escape dots",
       [](Mode mode) {
         return asked_with(mode, [](View p) { return replace(p, ".", "?"); }, unchanged);
       },
       {{{"a.b"}, {"a_b"}}},
       kUndivided},
      {"last-part-anywhere",
       "what follows the last star may stand anywhere behind it",
       selects_by(last_part_anywhere),
       {{{"*a"}, {"ab"}}},
       kUndivided},
      {"first-place-of-part",
       "what follows the last star must be where it is found first",
       selects_by(first_place_of_part),
       {{{"*b"}, {"abab"}}},
       kUndivided},
      {"greedy",
       "a star takes all it can, and gives nothing back",
       selects_by(greedy),
       {{{"*aa"}, {"aaa"}}},
       kUndivided},
      {"crosses-dots",
       "`*` and `?` match dots: the rule of `glob`",
       selects_by(glob_selects),
       {{{"*"}, {"a.b"}}},
       kBySegment},
      {"zipped",
       "compares as many segments as both have",
       selects_by(zipped),
       {{{"a"}, {"a.b"}}},
       kBySegment},
      {"from-the-end",
       "compares the last segments",
       selects_by(from_the_end),
       {{{"a"}, {"b.a"}}},
       kBySegment},
      {"double-star",
       "`**` is any number of segments",
       selects_by(double_star),
       {{{"**"}, {"a.b"}}},
       kBySegment},
      {"star-is-number",
       "a star for a segment is a layer's number",
       selects_by(numbers_only),
       {{{"*"}, {"a"}}},
       kBySegment},
      {"ends-at-star",
       "nothing is compared behind a star",
       selects_by(ends_at_star),
       {{{"*.a"}, {"b.c"}}},
       kBySegment},
  };
  return in_each_mode(mistakes);
}

}  // namespace overmatch::plant
