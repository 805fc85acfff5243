// SPDX-License-Identifier: Apache-2.0
#include "analysis/select/tree_selector.h"

#include <algorithm>

#include "analysis/automata/lazy_dfa.h"
#include "analysis/automata/pattern_expression.h"
#include "dialects/dialect.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {
namespace {

// LazyDfa with the letters of a tree.
class WideDfa {
 public:
  using State = LazyDfa::State;

  WideDfa(const Nfa& program, const Alphabet& alphabet, std::span<const char32_t> letters)
      : machine_(program, alphabet) {
    letters_.reserve(letters.size());
    for (const char32_t code : letters) letters_.push_back(alphabet.letter_of(code));
  }

  [[nodiscard]] State start() { return machine_.start(); }
  [[nodiscard]] State step(State state, TreeLetter letter) {
    return machine_.step(state, letters_[letter]);
  }
  [[nodiscard]] bool accepts(State state) const noexcept { return machine_.accepts(state); }
  [[nodiscard]] bool is_dead(State state) const noexcept { return machine_.is_dead(state); }
  [[nodiscard]] bool is_universal(State state) const noexcept {
    return machine_.is_universal(state);
  }

 private:
  LazyDfa machine_;
  std::vector<Letter> letters_;
};

}  // namespace

// Right for the letters of the tree only.
class TreeSelector::Characters final : public CharacterSets {
 public:
  explicit Characters(TreeSelector& selector) : selector_(selector) {}

  [[nodiscard]] const CodeSet& of(std::string_view item, bool ignore_case) override {
    const auto [place, fresh] = selector_.sets_.try_emplace({std::string(item), ignore_case});
    if (fresh) place->second = code_points_among(selector_.characters_, item, ignore_case);
    return place->second;
  }
  // The same set as that of `anything`, unless a name has a newline.
  [[nodiscard]] const CodeSet& dot() override {
    static const CodeSet no_newline = without(all_code_points(), U'\n');
    const bool has_newline =
        std::binary_search(selector_.letters_.begin(), selector_.letters_.end(), U'\n');
    return has_newline ? no_newline : all_code_points();
  }

 private:
  TreeSelector& selector_;
};

TreeSelector::TreeSelector(std::span<const std::string_view> paths,
                           std::span<const std::uint32_t> parents,
                           std::span<const std::string_view> names,
                           std::span<const std::uint32_t> of)
    : subtrees_(paths, parents, names, of) {
  if (!subtrees_.supported()) return;
  for (const std::string_view path : paths) sizes_.longest = std::max(sizes_.longest, path.size());
  sizes_.separators = subtrees_.depth();
  letters_.push_back(static_cast<unsigned char>(kSeparator));
  std::vector<bool> known(0x80);
  std::vector<char32_t> others;
  for (const std::string_view name : subtrees_.names()) {
    if (find_invalid_utf8(name) != kValidUtf8) return;
    for (std::size_t at = 0; at < name.size(); at += code_point_size(name[at])) {
      const char32_t code = decode_code_point(name.substr(at));
      if (code >= known.size()) {
        others.push_back(code);
      } else if (!known[code]) {
        known[code] = true;
        letters_.push_back(code);
      }
    }
  }
  letters_.insert(letters_.end(), others.begin(), others.end());
  std::sort(letters_.begin(), letters_.end());
  letters_.erase(std::unique(letters_.begin(), letters_.end()), letters_.end());
  if (letters_.size() > kMostTreeLetters) return;
  for (const char32_t code : letters_) append_code_point(characters_, code);
  const auto letter_of = [&](char32_t code) {
    const auto place = std::lower_bound(letters_.begin(), letters_.end(), code);
    return static_cast<TreeLetter>(place - letters_.begin());
  };
  separator_ = letter_of(static_cast<unsigned char>(kSeparator));
  for (const std::string_view name : subtrees_.names()) {
    begins_.push_back(static_cast<std::uint32_t>(text_.size()));
    for (std::size_t at = 0; at < name.size(); at += code_point_size(name[at]))
      text_.push_back(letter_of(decode_code_point(name.substr(at))));
  }
  begins_.push_back(static_cast<std::uint32_t>(text_.size()));
  supported_ = true;
}

std::optional<Selected> TreeSelector::select(Mode mode, std::string_view pattern) {
  // What these select depends on the list.
  const std::string_view rest = traits_of(mode).dialect.rest;
  const bool by_list = has_null_sign(mode, pattern) || (!rest.empty() && pattern == rest);
  if (!supported_ || by_list) return std::nullopt;
  std::vector<RegularExpression> expressions;
  Characters sets(*this);
  for (const ModePattern& one : expand(mode, pattern)) {
    if (is_text(one.mode)) {
      expressions.push_back(express_texts(one.mode, {one.pattern}));
    } else if (is_glob(one.mode)) {
      expressions.push_back(express_glob(one.mode, one.pattern));
    } else {
      PatternExpression read = express_accepted_regex(one.pattern, sets);
      if (read.reading != Reading::read ||
          !stays_within_limits(read.expression, read.groups, sizes_))
        return std::nullopt;
      add_beside(one.mode, read.expression);
      expressions.push_back(std::move(read.expression));
    }
  }
  return select(expressions);
}

std::optional<Selected> TreeSelector::select_at_boundaries(Mode mode, std::string_view regex) {
  if (!supported_) return std::nullopt;
  Characters sets(*this);
  PatternExpression read = express_accepted_regex(regex, sets);
  if (read.reading != Reading::read) return std::nullopt;
  RegularExpression& out = read.expression;
  const CodeSet separator = single(static_cast<unsigned char>(kSeparator));
  // Between segments, or beside a separator of its own: `(?:\A|(?<=\.)|(?=\.))`.
  const auto boundary = [&](NodeKind outside, NodeKind inside) {
    const auto other = out.characters(complement(separator));
    const auto edge = out.look(outside, true, other);
    const auto own = out.look(inside, false, out.characters(separator));
    return out.choice({edge, own});
  };
  std::vector<RegularExpression::Id> items;
  if (traits_of(mode).before == Beside::anything)
    items.push_back(boundary(NodeKind::look_behind, NodeKind::look_ahead));
  items.push_back(out.root());
  if (traits_of(mode).after == Beside::anything)
    items.push_back(boundary(NodeKind::look_ahead, NodeKind::look_behind));
  out.set_root(out.sequence(std::move(items)));
  add_beside(mode, out);
  return select(std::span(&out, 1));
}

std::optional<Selected> TreeSelector::select(std::span<const RegularExpression> expressions) const {
  try {
    SetTable table;
    const Nfa program = compile(expressions, table);
    return select(program, table.sets());
  } catch (const TooLarge&) {
    return std::nullopt;
  }
}

std::optional<Selected> TreeSelector::select(const Nfa& program,
                                             const std::vector<CodeSet>& sets) const {
  const TreeText text{subtrees_, text_, begins_, separator_};
  if (PathDfa small(program, sets, letters_); small.supported()) {
    try {
      return walk_tree(text, small);
    } catch (const TooLarge&) {
      if (program.looks.empty()) throw;
    }
  }
  const Alphabet alphabet(sets);
  WideDfa wide(program, alphabet, letters_);
  return walk_tree(text, wide);
}

}  // namespace overmatch
