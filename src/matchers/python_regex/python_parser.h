// SPDX-License-Identifier: Apache-2.0
// PythonParser parses a regex by the grammar of CPython 3.11's re._parser and writes PCRE2 syntax.
//
// CPython: https://github.com/python/cpython/blob/3.11/Lib/re/_parser.py
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matchers/python_regex/python_dialect.h"
#include "matchers/python_regex/python_source.h"

namespace overmatch {

// The least and most characters that an item matches; saturates. Look-behinds need equal values.
struct PythonWidth {
  static constexpr std::uint64_t kUnbounded = std::uint64_t{1} << 31U;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// Parses one pattern once. Every function returns false if the pattern is refused, with the reason
// in `Translation::why`.
class PythonParser {
 public:
  PythonParser(std::string_view pattern, Translation& out, WordSyntax words)
      : pattern_(pattern), source_(pattern), translation_(out), words_(words) {}
  bool parse();

 private:
  // PCRE2 handles only `ignore_case`; the translation resolves the others.
  struct Flags {
    bool ignore_case = false;
    bool multi_line = false;
    bool dot_all = false;
    bool verbose = false;
  };
  // `wrapped` needs (?:…) around it before a quantifier.
  enum class Kind : std::uint8_t { none, anchor, repeat, atom, wrapped };
  struct Item {
    Kind kind = Kind::none;
    std::size_t start = 0;       // offset in the output
    std::size_t groups = 0;      // number before the item
    std::size_t references = 0;  // likewise
    std::size_t bars = 0;        // likewise
    PythonWidth width;
  };
  struct Reference {
    std::size_t group = 0;
    bool is_condition = false;
  };
  struct Repeat {
    std::uint64_t low = 0;
    std::uint64_t high = PythonWidth::kUnbounded;
  };

  bool alternation(Flags& flags, unsigned depth, PythonWidth& width);
  bool sequence(Flags& flags, unsigned depth, bool first, PythonWidth& width);
  bool item(std::string_view token, Flags& flags, unsigned depth, bool first, Item& item);
  void literal(char32_t code, Flags flags);
  bool escape(std::string_view token, Flags flags, Item& item);
  void anchor(char32_t letter, Flags flags);
  bool reference(std::size_t number, Flags flags, Item& item);
  bool read_braces(Repeat& repeat, bool& is_repeat);
  bool repeat(char sign, Item& last, bool& is_repeat);
  bool check_references(const Repeat& bounds, const Item& repeated, bool possessive);
  bool doubt(std::size_t group);
  [[nodiscard]] bool is_doubtful(std::size_t group) const {
    return std::find(doubtful_groups_.begin(), doubtful_groups_.end(), group) !=
           doubtful_groups_.end();
  }
  bool is_counted_by_hand(const Repeat& bounds, const Item& repeated, bool lazy, bool possessive);
  bool skip_comment(std::string_view end);

  // Groups, defined in python_group.cc.
  bool group(Flags& flags, unsigned depth, bool first, Item& item);
  bool body(std::string_view open, Flags flags, unsigned depth, Item& item);
  bool capture(std::string_view name, Flags flags, unsigned depth, Item& item);
  bool python_extension(Flags flags, unsigned depth, Item& item);
  bool look_around(char sign, Flags flags, unsigned depth, Item& item);
  bool conditional(Flags flags, unsigned depth, Item& item);
  bool flag_group(char letter, Flags& flags, unsigned depth, bool first, Item& item);
  bool read_flag(char letter, bool on, Flags& flags);
  bool check_name(std::string_view name);
  bool check_group(std::size_t number);

  bool fail(std::string_view why);

  std::string_view pattern_;
  PythonSource source_;
  Translation& translation_;
  WordSyntax words_;
  std::string& out_ = translation_.pattern;
  // The widths of closed groups; nothing while a group is open. Group 0 is never closed.
  std::vector<std::optional<PythonWidth>> groups_ = {std::nullopt};
  std::vector<std::pair<std::string_view, std::size_t>> names_;
  static constexpr std::string_view kDoubtful =
      "a reference to a group of a possessive repeat that may be empty or has alternatives is not "
      "supported";

  std::vector<Reference> references_;
  std::vector<std::size_t> doubtful_groups_;
  std::size_t highest_condition_ = 0;
  std::size_t bars_ = 0;           // so far
  std::size_t high_capitals_ = 0;  // so far, where case is ignored
  // Inside a look-behind, the number of groups opened before the outermost one; 0 outside.
  std::size_t look_behind_groups_ = 0;
};

}  // namespace overmatch
