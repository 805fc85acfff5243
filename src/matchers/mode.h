// SPDX-License-Identifier: Apache-2.0
// Mode names the rules by which a pattern selects modules; one table says how they differ.
//
// Each rule is defined in the header of its reference: endswith.h, prefix.h, substring.h,
// segment.h, run.h, exact.h, subtree.h, glob.h, path_glob.h and regex.h. The last rows are
// dialects, the rules by which libraries read the entries of their lists; each is defined in
// src/dialects/ by what its entries mean in the modes. What depends on a mode asks the table, so
// that a new one is a row here, a reference or an expansion, and its planted bugs.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "matchers/order.h"

namespace overmatch {

// In the order of the table. Fuzzers and workers exchange the numbers: append new ones.
enum class Mode : std::uint8_t {
  endswith,
  segment,
  exact,
  subtree,
  regex,
  prefix,
  substring,
  run,
  glob,
  path_glob,
  match,
  search,
  compressed_tensors,
  transformers_skip,
  compressed_tensors_targets,
  torchao,
  llama_cpp,
  gptqmodel,
  modelopt,
  nncf,
  dtensor,
  peft_targets,
};

// How the text of a pattern is read.
enum class Syntax : std::uint8_t {
  text,   // as it stands
  glob,   // as a glob of Python's `fnmatch`
  regex,  // as a regular expression of Python's `re`
};

// What a selected path may have beside the part that the pattern describes.
enum class Beside : std::uint8_t {
  nothing,   // the path begins (or ends) there
  segments,  // nothing, or whole segments with the separator between
  anything,  // any text, also in the middle of a segment
};

// How a dialect arranges the entries of a list before it asks them in turn.
enum class Arrangement : std::uint8_t {
  as_given,
  names_first,  // names, then regexes, then DialectTraits::rest; each as given
  sorted,       // entries without the marker somewhere, then those with it; each sorted as text
};

// How a library reads the entries of its lists.
struct DialectTraits {
  // What stands in front of an entry that is a regex; other entries are whole names. Empty: every
  // entry is a pattern.
  std::string_view marker = {};
  // What stands in front of an entry that gives null, whatever its label, and in front of one that
  // gives its label, as one without either does. Empty: there are no such entries.
  std::string_view null_sign = {};
  std::string_view label_sign = {};
  // The entry that matches what no other one matches. Empty: there is none.
  std::string_view rest = {};
  // Whether an entry is several patterns, of which one must match.
  bool several = false;
  // How a list decides. A dialect fixes this; any: its lists have no labels.
  Order order = Order::any;
  Arrangement arrangement = Arrangement::as_given;
};

// One row of the table of modes.
struct ModeTraits {
  Mode mode;
  std::string_view name;  // on the command line and in files
  Syntax syntax;
  Beside before;  // in front of the part that the pattern describes
  Beside after;   // behind it
  // Whether the pattern is split into segments first, so that each describes one of the path's.
  bool by_segment = false;
  // Of a dialect, what an entry may mean: `syntax`, `before` and `after` are those of its patterns.
  bool is_dialect = false;
  DialectTraits dialect = {};
};

inline constexpr auto kModeTraits = std::to_array<ModeTraits>({
    {Mode::endswith, "endswith", Syntax::text, Beside::anything, Beside::nothing},
    {Mode::segment, "segment", Syntax::text, Beside::segments, Beside::nothing},
    {Mode::exact, "exact", Syntax::text, Beside::nothing, Beside::nothing},
    {Mode::subtree, "subtree", Syntax::text, Beside::nothing, Beside::segments},
    {Mode::regex, "regex", Syntax::regex, Beside::nothing, Beside::nothing},
    {Mode::prefix, "prefix", Syntax::text, Beside::nothing, Beside::anything},
    {Mode::substring, "substring", Syntax::text, Beside::anything, Beside::anything},
    {Mode::run, "run", Syntax::text, Beside::segments, Beside::segments},
    {Mode::glob, "glob", Syntax::glob, Beside::nothing, Beside::nothing},
    {Mode::path_glob, "path-glob", Syntax::glob, Beside::nothing, Beside::nothing, true},
    {Mode::match, "match", Syntax::regex, Beside::nothing, Beside::anything},
    {Mode::search, "search", Syntax::regex, Beside::anything, Beside::anything},
    {Mode::compressed_tensors,
     "compressed-tensors",
     Syntax::regex,
     Beside::nothing,
     Beside::anything,
     false,
     true,
     {.marker = "re:"}},
    {Mode::transformers_skip,
     "transformers-skip",
     Syntax::regex,
     Beside::anything,
     Beside::anything,
     false,
     true,
     {.several = true}},
    {Mode::compressed_tensors_targets,
     "compressed-tensors-targets",
     Syntax::regex,
     Beside::nothing,
     Beside::anything,
     false,
     true,
     {.marker = "re:", .order = Order::first, .arrangement = Arrangement::sorted}},
    {Mode::torchao,
     "torchao",
     Syntax::regex,
     Beside::nothing,
     Beside::nothing,
     false,
     true,
     {.marker = "re:",
      .rest = "_default",
      .order = Order::first,
      .arrangement = Arrangement::names_first}},
    {Mode::llama_cpp,
     "llama.cpp",
     Syntax::regex,
     Beside::anything,
     Beside::anything,
     false,
     true,
     {.order = Order::first}},
    {Mode::gptqmodel,
     "gptqmodel",
     Syntax::regex,
     Beside::nothing,
     Beside::anything,
     false,
     true,
     {.null_sign = "-:", .label_sign = "+:", .order = Order::first}},
    {Mode::modelopt,
     "modelopt",
     Syntax::glob,
     Beside::nothing,
     Beside::nothing,
     false,
     true,
     {.order = Order::last}},
    {Mode::nncf,
     "nncf",
     Syntax::regex,
     Beside::nothing,
     Beside::anything,
     false,
     true,
     {.marker = "{re}"}},
    {Mode::dtensor,
     "dtensor",
     Syntax::glob,
     Beside::nothing,
     Beside::nothing,
     true,
     true,
     {.order = Order::first}},
    {Mode::peft_targets, "peft-targets", Syntax::text, Beside::segments, Beside::nothing, false,
     true},
});

// The row of a mode.
[[nodiscard]] constexpr const ModeTraits& traits_of(Mode mode) noexcept {
  return kModeTraits[static_cast<std::size_t>(mode)];
}

// All modes, in the order of the table.
inline constexpr auto kModes = [] {
  std::array<Mode, kModeTraits.size()> modes{};
  for (std::size_t at = 0; at < modes.size(); ++at) modes[at] = kModeTraits[at].mode;
  return modes;
}();

[[nodiscard]] constexpr bool is_regex(Mode mode) noexcept {
  return traits_of(mode).syntax == Syntax::regex;
}
[[nodiscard]] constexpr bool is_glob(Mode mode) noexcept {
  return traits_of(mode).syntax == Syntax::glob;
}
[[nodiscard]] constexpr bool is_text(Mode mode) noexcept {
  return traits_of(mode).syntax == Syntax::text;
}
[[nodiscard]] constexpr bool is_dialect(Mode mode) noexcept { return traits_of(mode).is_dialect; }

// What stands in front of the regexes of a dialect; empty if nothing does, or in a plain mode.
[[nodiscard]] constexpr std::string_view marker_of(Mode mode) noexcept {
  return traits_of(mode).dialect.marker;
}

// How the lists of a dialect decide, whatever the user says; nothing for a plain mode.
[[nodiscard]] constexpr std::optional<Order> fixed_order(Mode mode) noexcept {
  if (!is_dialect(mode)) return std::nullopt;
  return traits_of(mode).dialect.order;
}

// Whether an entry gives null because a sign in front of it says so.
[[nodiscard]] constexpr bool has_null_sign(Mode mode, std::string_view entry) noexcept {
  const std::string_view sign = traits_of(mode).dialect.null_sign;
  return !sign.empty() && entry.starts_with(sign);
}

// An entry without the sign in front, if it has one.
[[nodiscard]] constexpr std::string_view without_sign(Mode mode, std::string_view entry) noexcept {
  const DialectTraits& dialect = traits_of(mode).dialect;
  for (const std::string_view sign : {dialect.null_sign, dialect.label_sign}) {
    if (!sign.empty() && entry.starts_with(sign)) return entry.substr(sign.size());
  }
  return entry;
}

// The marks that may stand in front of an entry of a dialect: those of the three that it has.
[[nodiscard]] constexpr std::array<std::string_view, 3> marks_of(Mode mode) noexcept {
  const DialectTraits& dialect = traits_of(mode).dialect;
  return {dialect.marker, dialect.null_sign, dialect.label_sign};
}
[[nodiscard]] constexpr bool has_marks(Mode mode) noexcept {
  const auto marks = marks_of(mode);
  return !(marks[0].empty() && marks[1].empty() && marks[2].empty());
}

// The regex in a pattern: the pattern itself in the modes of regexes, what stands behind the marker
// or sign of a dialect; nothing for another entry, or in another mode.
[[nodiscard]] constexpr std::optional<std::string_view> regex_in(
    Mode mode, std::string_view pattern) noexcept {
  const std::string_view marker = marker_of(mode);
  if (!is_regex(mode) || !pattern.starts_with(marker)) return std::nullopt;
  return without_sign(mode, pattern.substr(marker.size()));
}

// Whether a pattern describes only the front of a path: text may stand behind it, none before it.
[[nodiscard]] constexpr bool compares_front(Mode mode) noexcept {
  const ModeTraits& traits = traits_of(mode);
  return traits.before == Beside::nothing && traits.after != Beside::nothing;
}
// Whether a match may end in the middle of a segment, or lie in the middle of a path.
[[nodiscard]] constexpr bool matches_inside(Mode mode) noexcept {
  const ModeTraits& traits = traits_of(mode);
  return traits.after == Beside::anything ||
         (traits.before != Beside::nothing && traits.after != Beside::nothing);
}
// Whether only one pattern selects a path: the path itself, as text.
[[nodiscard]] constexpr bool is_whole_text(Mode mode) noexcept {
  const ModeTraits& traits = traits_of(mode);
  return traits.syntax == Syntax::text && traits.before == Beside::nothing &&
         traits.after == Beside::nothing;
}
// Whether the empty pattern of a mode of text selects every path, and not the root only.
[[nodiscard]] constexpr bool empty_selects_all(Mode mode) noexcept {
  const ModeTraits& traits = traits_of(mode);
  return traits.before == Beside::anything || traits.after == Beside::anything ||
         (traits.before == Beside::nothing && traits.after == Beside::segments);
}
// Whether the modes differ and each non-empty pattern selects in `wide` all that it selects in
// `narrow`, because both read it alike and `wide` allows more beside it.
[[nodiscard]] constexpr bool is_within(Mode narrow, Mode wide) noexcept {
  const ModeTraits& inner = traits_of(narrow);
  const ModeTraits& outer = traits_of(wide);
  return narrow != wide && !inner.is_dialect && !outer.is_dialect && inner.syntax == outer.syntax &&
         inner.by_segment == outer.by_segment && inner.before <= outer.before &&
         inner.after <= outer.after;
}

// The same of one pattern, which may be empty.
[[nodiscard]] constexpr bool is_within(Mode narrow, Mode wide, std::string_view pattern) noexcept {
  return is_within(narrow, wide) &&
         !(pattern.empty() && empty_selects_all(narrow) && !empty_selects_all(wide));
}

// The plain mode in which a dialect reads its patterns; a plain mode itself.
[[nodiscard]] constexpr Mode plain_mode_of(Mode mode) noexcept {
  const ModeTraits& wanted = traits_of(mode);
  for (const ModeTraits& traits : kModeTraits) {
    if (!traits.is_dialect && traits.syntax == wanted.syntax && traits.before == wanted.before &&
        traits.after == wanted.after && traits.by_segment == wanted.by_segment)
      return traits.mode;
  }
  return mode;
}

// The mode of text that allows the same beside a match: what an escaped text selects in `mode`, the
// text selects there.
[[nodiscard]] constexpr Mode text_mode_of(Mode mode) noexcept {
  const ModeTraits& wanted = traits_of(mode);
  for (const ModeTraits& traits : kModeTraits) {
    if (traits.syntax == Syntax::text && traits.before == wanted.before &&
        traits.after == wanted.after)
      return traits.mode;
  }
  return mode;
}

// The name of a mode on the command line and in files.
[[nodiscard]] constexpr std::string_view to_string(Mode mode) noexcept {
  return traits_of(mode).name;
}

// The mode of this name; nothing for an unknown name.
[[nodiscard]] constexpr std::optional<Mode> parse_mode(std::string_view name) noexcept {
  for (const ModeTraits& traits : kModeTraits) {
    if (traits.name == name) return traits.mode;
  }
  return std::nullopt;
}

// A set of modes, such as those that a property applies to.
class ModeSet {
 public:
  // The modes whose traits fulfil `holds`.
  template <typename Predicate>
  [[nodiscard]] static constexpr ModeSet where(const Predicate& holds) noexcept {
    ModeSet set;
    for (const ModeTraits& traits : kModeTraits) {
      if (holds(traits)) set.bits_ |= bit(traits.mode);
    }
    return set;
  }
  [[nodiscard]] constexpr bool contains(Mode mode) const noexcept {
    return (bits_ & bit(mode)) != 0;
  }

 private:
  static constexpr std::uint32_t bit(Mode mode) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(mode);
  }
  std::uint32_t bits_ = 0;
};

// Whether the part of a path that a pattern describes begins and ends at segment boundaries.
[[nodiscard]] constexpr bool keeps_boundaries(const ModeTraits& traits) noexcept {
  return traits.before != Beside::anything && traits.after != Beside::anything;
}

inline constexpr ModeSet kAllModes = ModeSet::where([](const ModeTraits&) { return true; });
inline constexpr ModeSet kPlainModes =
    ModeSet::where([](const ModeTraits& traits) { return !traits.is_dialect; });
// The modes in which a match has a boundary at one end at least.
inline constexpr ModeSet kClosedModes = ModeSet::where([](const ModeTraits& traits) {
  return traits.before != Beside::anything || traits.after != Beside::anything;
});
// The modes that compare a pattern as plain text.
inline constexpr ModeSet kLiteralModes =
    ModeSet::where([](const ModeTraits& traits) { return traits.syntax == Syntax::text; });
// The modes in which a module's full path, escaped in `regex`, selects nothing outside that
// module's subtree, except re-rootings where whole segments may stand in front.
inline constexpr ModeSet kPreciseModes = ModeSet::where(keeps_boundaries);

}  // namespace overmatch
