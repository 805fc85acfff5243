// SPDX-License-Identifier: Apache-2.0
#include "analysis/automata/pattern_expression.h"

#include <algorithm>

#include "matchers/python_regex/python_dialect.h"
#include "matchers/python_regex/python_source.h"
#include "matchers/regex.h"

namespace overmatch {
namespace {

using Id = RegularExpression::Id;

constexpr std::string_view kSpecial = "|)";

bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Parses the output of translate_python_regex: a subset of PCRE2's syntax in which every literal
// metacharacter is escaped. All functions return false, with the reason in why_, for constructs
// that the automata do not support.
class TranslationReader {
 public:
  TranslationReader(std::string_view text, CharacterSets& sets, RegularExpression& out)
      : text_(text), sets_(sets), out_(out) {}

  bool read(std::string& why) {
    Id root = 0;
    const bool ok = choice(false, root);
    if (ok && at_ != text_.size()) return stray(why);
    out_.set_root(root);
    why = why_;
    return ok;
  }

 private:
  bool stray(std::string& why) {
    why = "a construct that only the matcher knows";
    return false;
  }
  bool fail(std::string_view why) {
    why_ = why;
    return false;
  }
  [[nodiscard]] bool ahead(std::string_view what) const noexcept {
    return text_.substr(at_).starts_with(what);
  }
  bool take(std::string_view what) noexcept {
    if (!ahead(what)) return false;
    at_ += what.size();
    return true;
  }
  char32_t take_code_point() noexcept {
    const std::string_view point = code_point_at(text_, at_);
    at_ += point.size();
    return decode_code_point(point);
  }

  bool choice(bool ignore_case, Id& out) {
    std::vector<Id> branches(1);
    if (!sequence(ignore_case, branches.back())) return false;
    while (take("|")) {
      branches.emplace_back();
      if (!sequence(ignore_case, branches.back())) return false;
    }
    out = branches.size() == 1 ? branches.front() : out_.choice(std::move(branches));
    return true;
  }

  bool sequence(bool& ignore_case, Id& out) {
    std::vector<Id> items;
    while (at_ < text_.size() && kSpecial.find(text_[at_]) == std::string_view::npos) {
      if (take("(?i)")) {  // occurs at the start only, for the whole pattern
        ignore_case = true;
        continue;
      }
      Id one = 0;
      if (!item(ignore_case, one) || !quantifier(one)) return false;
      items.push_back(one);
    }
    out = items.size() == 1 ? items.front() : out_.sequence(std::move(items));
    return true;
  }

  std::uint32_t number() noexcept {
    std::uint32_t value = 0;
    while (at_ < text_.size() && is_digit(text_[at_]))
      value = value * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
    return value;
  }

  bool quantifier(Id& item) {
    std::uint32_t low = 0;
    std::uint32_t high = Node::kUnbounded;
    if (take("*")) {
    } else if (take("+")) {
      low = 1;
    } else if (take("?")) {
      high = 1;
    } else if (take("{")) {
      low = number();
      take(",");
      if (!ahead("}")) high = number();
      take("}");
    } else {
      return true;
    }
    if (take("+"))
      return fail("a possessive quantifier gives nothing back: no automaton here follows that");
    take("?");  // laziness changes only which match is tried first
    item = out_.repeat(item, low, high);
    return true;
  }

  bool item(bool ignore_case, Id& out) {
    if (ahead("(")) return group(ignore_case, out);
    const std::size_t start = at_;
    if (take(".")) return characters(sets_.dot(), out);
    if (take("[")) return char_class(start, ignore_case, out);
    if (!take("\\")) return literal(start, take_code_point(), ignore_case, out);
    const char32_t letter = take_code_point();
    if (behind_ > 0 && letter < 0x80 &&
        std::string_view("AzbB").find(static_cast<char>(letter)) != std::string_view::npos) {
      return fail(kInLookBehind);
    }
    switch (letter) {
      case U'A': out = edge(NodeKind::look_behind); return true;
      case U'z': out = edge(NodeKind::look_ahead); return true;
      case U'b': out = word_border(false); return true;
      case U'B': out = word_border(true); return true;
      case U'd':
      case U'w':
      case U'D':
      case U'W': return characters(sets_.of(text_.substr(start, 2), ignore_case), out);
      case U'n': return characters(single(U'\n'), out);
      case U'g': return fail("a back-reference is no regular language");
      default: return literal(start, letter, ignore_case, out);
    }
  }

  bool characters(CodeSet set, Id& out) {
    out = out_.characters(std::move(set));
    return true;
  }

  bool literal(std::size_t start, char32_t code, bool ignore_case, Id& out) {
    if (!ignore_case) return characters(single(code), out);
    return characters(sets_.of(text_.substr(start, at_ - start), true), out);
  }

  // Asserts that there is no character on that side.
  Id edge(NodeKind side) { return out_.look(side, true, out_.characters(all_code_points())); }

  Id word_border(bool inverted) {
    const CodeSet& word = sets_.of("\\w", false);
    const auto pair = [&](bool before, bool after) {
      const Id behind = out_.look(NodeKind::look_behind, !before, out_.characters(word));
      const Id next = out_.look(NodeKind::look_ahead, !after, out_.characters(word));
      return out_.sequence({behind, next});
    };
    const Id first = pair(true, inverted);
    const Id second = pair(false, !inverted);
    return out_.choice({first, second});
  }

  // Reads one end of a range or a single member; `is_set` is set for a category.
  char32_t member(bool& is_set) {
    is_set = false;
    if (!take("\\")) return take_code_point();
    if (take("x{")) {
      char32_t code = 0;
      for (; at_ < text_.size() && is_hex(text_[at_]); ++at_) {
        const char c = text_[at_];
        code = code * 16 + static_cast<char32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
      }
      take("}");
      return code;
    }
    if (take("n")) return U'\n';
    const char32_t code = take_code_point();
    is_set = code < 0x80 && is_letter(static_cast<char>(code));
    return code;
  }

  bool char_class(std::size_t start, bool ignore_case, Id& out) {
    const bool inverted = take("^");
    std::vector<CodeRange> ranges;
    while (!take("]")) {
      if (at_ == text_.size()) return fail("a class without an end");
      bool is_set = false;
      if (ahead("\\p{")) {
        const std::size_t property = at_;
        at_ = std::min(text_.find('}', at_), text_.size() - 1) + 1;
        const CodeSet& set = sets_.of(std::string(text_.substr(property, at_ - property)), false);
        ranges.insert(ranges.end(), set.begin(), set.end());
        continue;
      }
      const char32_t first = member(is_set);
      if (is_set) {
        const CodeSet& set = sets_.of(text_.substr(at_ - 2, 2), false);
        ranges.insert(ranges.end(), set.begin(), set.end());
        continue;
      }
      const char32_t last = take("-") ? member(is_set) : first;
      ranges.push_back({first, last});
    }
    if (ignore_case) return characters(sets_.of(text_.substr(start, at_ - start), true), out);
    CodeSet set = to_set(std::move(ranges));
    return characters(inverted ? complement(set) : std::move(set), out);
  }

  bool group(bool ignore_case, Id& out) {
    if (take("(?s:.)")) return characters(all_code_points(), out);
    if (take("(?>"))
      return fail("an atomic group gives nothing back: no automaton here follows that");
    if (take("(?(")) return fail("a condition on a group is no regular language");
    bool negated = false;
    const bool behind = ahead("(?<=") || ahead("(?<!");
    if (take("(?=") || (negated = take("(?!")) || take("(?<=") || (negated = take("(?<!"))) {
      if (behind && ++behind_ > 1) return fail(kInLookBehind);
      if (!behind && behind_ > 0) return fail(kInLookBehind);
      Id body = 0;
      if (!choice(ignore_case, body)) return false;
      if (behind) --behind_;
      if (!take(")")) return fail("a group without an end");
      out = out_.look(behind ? NodeKind::look_behind : NodeKind::look_ahead, negated, body);
      return true;
    }
    if (take("(?i:")) {
      ignore_case = true;
    } else if (take("(?-i:")) {
      ignore_case = false;
    } else if (!take("(?:")) {
      take("(");
    }
    return choice(ignore_case, out) && (take(")") || fail("a group without an end"));
  }

  static constexpr std::string_view kInLookBehind =
      "an assertion inside of a look-behind is not followed";

  std::string_view text_;
  CharacterSets& sets_;
  RegularExpression& out_;
  std::size_t at_ = 0;
  unsigned behind_ = 0;
  std::string why_;
};

// All of Unicode.
class AllCharacters final : public CharacterSets {
 public:
  [[nodiscard]] const CodeSet& of(std::string_view item, bool ignore_case) override {
    return code_points_of(item, ignore_case);
  }
  [[nodiscard]] const CodeSet& dot() override {
    static const CodeSet set = without(all_code_points(), U'\n');
    return set;
  }
};

}  // namespace

Id RegularExpression::text(std::string_view text) {
  std::vector<Id> letters;
  for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at])) {
    letters.push_back(characters(single(decode_code_point(code_point_at(text, at)))));
  }
  return sequence(std::move(letters));
}

void add_beside(Mode mode, RegularExpression& out) {
  const auto border = [&] { return out.characters(single(U'.')); };
  const auto [before, after] = std::pair(traits_of(mode).before, traits_of(mode).after);
  Id root = out.root();
  if (before == Beside::anything) root = out.sequence({out.anything(), root});
  if (before == Beside::segments) {
    const Id above = out.sequence({out.anything(), border()});
    root = out.sequence({out.repeat(above, 0, 1), root});
  }
  if (after == Beside::anything) root = out.sequence({root, out.anything()});
  if (after == Beside::segments) {
    const Id below = out.sequence({border(), out.anything()});
    root = out.sequence({root, out.repeat(below, 0, 1)});
  }
  out.set_root(root);
}

PatternExpression express_regex(std::string_view regex, Mode mode) {
  AllCharacters sets;
  PatternExpression out = express_accepted_regex(regex, sets);
  // A regex may be too large for PCRE2.
  if (out.reading == Reading::read && !regex_compiles(regex, &out.why))
    out.reading = Reading::unsupported;
  if (out.reading == Reading::read) add_beside(mode, out.expression);
  return out;
}

PatternExpression express_accepted_regex(std::string_view regex, CharacterSets& sets) {
  PatternExpression out;
  Translation translation;
  translate_python_regex(regex, translation);
  if (!translation.ok) {
    // python_dialect.h says "not supported" of what Python accepts and it refuses.
    const bool meaningful = translation.why.find("not supported") != std::string::npos;
    out.reading = meaningful ? Reading::unsupported : Reading::refused;
    out.why = translation.why;
    return out;
  }
  const std::string& text = translation.pattern;
  out.groups = static_cast<std::size_t>(std::count(text.begin(), text.end(), '('));
  if (!TranslationReader(text, sets, out.expression).read(out.why))
    out.reading = Reading::unsupported;
  return out;
}

}  // namespace overmatch
