// SPDX-License-Identifier: Apache-2.0
#include "generate/case_generator.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "generate/vocabulary.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

constexpr int kTriesForMixture = 3;  // draws of a situation until the mixture includes it

constexpr std::array<std::string_view, kStrategies> kStrategyNames = {
    "tiny", "words", "real", "damaged", "hostile", "crowd"};
constexpr std::array<std::string_view, kPatternForms> kFormNames = {
    "full path", "last segments", "first segments",  "one segment",      "damaged",
    "empty",     "unrelated",     "middle segments", "part of a segment"};

Strategy pick_strategy(Choices& choices, const std::array<std::uint32_t, kStrategies>& weights) {
  std::uint32_t draw = choices.below(std::accumulate(weights.begin(), weights.end(), 0U));
  for (std::size_t at = 0; at < kStrategies; ++at) {
    if (draw < weights[at]) return static_cast<Strategy>(at);
    draw -= weights[at];
  }
  return Strategy::tiny;
}

// Common kinds; the others come mostly from the hostile strategy.
constexpr std::array<CollisionKind, 12> kUsual = {
    CollisionKind::glued_prefix, CollisionKind::glued_suffix, CollisionKind::digit,
    CollisionKind::re_rooted,    CollisionKind::truncated,    CollisionKind::repeated,
    CollisionKind::leaf,         CollisionKind::separator,    CollisionKind::letter_case,
    CollisionKind::fused,        CollisionKind::wrapper,      CollisionKind::adjacent_numbers};
constexpr std::array<CollisionKind, 5> kOddKinds = {
    CollisionKind::metacharacter, CollisionKind::unicode, CollisionKind::whitespace,
    CollisionKind::length, CollisionKind::empty};

template <typename Enum>
constexpr std::uint32_t bit(Enum value) {
  return 1U << static_cast<unsigned>(value);
}

// The drawn element, or the next one in the list that the mixture includes; the drawn one if it
// includes none.
template <typename List>
auto next_in(const List& list, std::size_t drawn, std::uint32_t in) {
  for (std::size_t step = 0; step < list.size(); ++step) {
    const auto value = list[(drawn + step) % list.size()];
    if ((in & bit(value)) != 0) return value;
  }
  return list[drawn];
}

CollisionKind pick_kind(Choices& choices, Strategy strategy, std::uint32_t in) {
  const std::uint32_t odd = strategy == Strategy::hostile ? 70 : 12;
  if (choices.chance(odd, 100)) return next_in(kOddKinds, choices.below(kOddKinds.size()), in);
  return next_in(kUsual, choices.below(kUsual.size()), in);
}

// Whether regex engines read the name alike (regex_pattern.h).
bool is_plain_ascii(std::string_view path) {
  return std::all_of(path.begin(), path.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The forms that a mixture may leave out.
constexpr std::array<PatternForm, 5> kForms = {PatternForm::full_path, PatternForm::last_segments,
                                               PatternForm::first_segments,
                                               PatternForm::one_segment, PatternForm::damaged};

}  // namespace

std::string_view to_string(Strategy strategy) noexcept {
  return kStrategyNames[static_cast<std::size_t>(strategy)];
}
std::string_view to_string(PatternForm form) noexcept {
  return kFormNames[static_cast<std::size_t>(form)];
}

Flavour CaseGenerator::flavour() const noexcept {
  return facts_->strategy == Strategy::words || facts_->strategy == Strategy::real ? Flavour::words
                                                                                   : Flavour::tiny;
}

void CaseGenerator::generate(Choices& choices, Case& out, CaseFacts& facts,
                             const Mixture& mixture) {
  mixture_ = mixture;
  out_ = &out;
  facts_ = &facts;
  facts = {};
  facts.strategy = pick_strategy(choices, mixture_.weights);
  out.clear();
  out.mode = mode_;
  target_count_ = 0;

  for (std::uint32_t count = choices.chance(1, 3) ? choices.between(2, 3) : 1; count > 0; --count)
    add_target(choices);
  for (std::size_t target = 0; target < target_count_; ++target) add_decoys(choices, target);
  for (std::uint32_t count = choices.below(3); count > 0; --count) {  // unrelated modules
    text_.clear();
    append_segment(choices, flavour(), text_);
    if (choices.chance(1, 2)) {
      text_ += kSeparator;
      append_segment(choices, flavour(), text_);
    }
    add_module(text_);
  }
  if (facts.strategy == Strategy::crowd)
    choices.chance(1, 20) ? add_long(choices) : add_crowd(choices);
  if (choices.chance(1, 4)) add_ancestors();
  add_patterns(choices);
  if (choices.chance(1, 2)) shuffle(choices);
  if (order_ != Order::any) add_labels(choices);
}

// Labels for all patterns, and often an entry that shadows or overlaps another: the same again, or
// one more about the same path.
void CaseGenerator::add_labels(Choices& choices) {
  constexpr std::uint32_t kMostMore = 2;
  Names& patterns = out_->patterns;
  const auto index_below = [&](std::size_t size) {
    return choices.below(static_cast<std::uint32_t>(size));
  };
  if (!patterns.empty() && choices.chance(1, 2)) {
    facts_->kinds |= bit(CollisionKind::order);
    for (std::uint32_t count = choices.between(1, kMostMore); count > 0; --count) {
      if (choices.chance(1, 3)) {
        const std::string again(patterns[index_below(patterns.size())]);
        patterns.push_back(again);
      } else {
        add_pattern(choices, choices.pick(targets()));
      }
      patterns.swap(patterns.size() - 1, index_below(patterns.size()));
    }
  }
  constexpr std::uint32_t kMostDrawn = 3;
  std::vector<Label> labels;
  for (std::size_t at = 0; at < patterns.size(); ++at)
    labels.push_back(choices.chance(1, 4) ? kNull
                                          : static_cast<Label>(choices.between(1, kMostDrawn)));
  out_->labels.assign(order_, std::move(labels));
}

// All modules are well-formed: targets and unrelated ones are joined segments, and malformed decoys
// are dropped.
void CaseGenerator::add_module(std::string_view path) {
  if (!out_->modules.contains(path)) out_->modules.push_back(path);
}

void CaseGenerator::add_target(Choices& choices) {
  if (target_count_ == targets_.size()) targets_.emplace_back();
  std::string& target = targets_[target_count_++];
  target.clear();
  if (facts_->strategy == Strategy::real) {
    target = choices.pick(kRealPaths);
  } else if (facts_->strategy == Strategy::words && choices.chance(3, 4)) {
    // root.stack.N.block.leaf, each part sometimes missing
    const auto part = [&](const auto& words, std::uint32_t of) {
      if (choices.below(of) == of - 1) return;
      if (!target.empty()) target += kSeparator;
      target.append(choices.pick(words));
    };
    part(kRoots, 4);
    part(kStacks, 4);
    if (!target.empty() && choices.chance(2, 3))
      target.append(".").append(std::to_string(choices.below(13)));
    part(kBlocks, 3);
    part(kLeaves, 5);
  }
  while (target.empty() ||
         (target.size() < 200 && facts_->strategy != Strategy::real && choices.chance(1, 3))) {
    if (!target.empty()) target += kSeparator;
    append_segment(choices, flavour(), target);
  }
  // A second target beside an earlier one, so that lists are about neighbours.
  if (target_count_ > 1 && choices.chance(1, 3)) {
    text_.assign(targets_[0]).append(".").append(last_segment(target));
    target.swap(text_);
  }
}

void CaseGenerator::add_decoys(Choices& choices, std::size_t target) {
  std::string& path = targets_[target];
  for (std::uint32_t count = choices.between(1, 4); count > 0; --count) {
    const CollisionKind kind = pick_kind(choices, facts_->strategy, mixture_.kinds);
    if (!make_decoy(choices, flavour(), kind, path, decoy_)) continue;
    if (is_regex(mode_) && !wide_ && !is_plain_ascii(decoy_) && !choices.chance(1, 3)) continue;
    facts_->kinds |= bit(kind);
    add_module(decoy_);
    if (choices.chance(1, 4))
      path.swap(decoy_);  // next: a decoy of the decoy, and patterns for the decoy
  }
  if (!choices.chance(1, 12)) add_module(path);  // sometimes the target itself is missing
}

void CaseGenerator::add_crowd(Choices& choices) {
  constexpr std::array<std::uint32_t, 9> kSizes = {9, 17, 33, 65, 70, 129, 257, 300, 64};
  facts_->kinds |= bit(CollisionKind::length);
  const std::uint32_t size = choices.pick(kSizes);
  const bool top = choices.chance(1, 2) ||
                   targets_[0].empty();  // a decoy without a name may have replaced the target
  const std::string root = top ? "" : targets_[0] + ".";
  for (std::uint32_t at = 0; at < size; ++at) {
    text_.assign(root).append(std::to_string(at));
    // The numbers are distinct, so no search for duplicates in this long list.
    out_->modules.push_back(text_);
  }
  // No crowd if an earlier module has such a name.
  const std::size_t before = out_->modules.size() - size;
  const auto is_numbered = [&](std::string_view module) {
    if (!module.starts_with(root)) return false;
    module.remove_prefix(root.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(module.data(), module.data() + module.size(), number);
    return error == std::errc() && end == module.data() + module.size() &&
           (module[0] != '0' || module.size() == 1) && number < size;
  };
  const auto views = out_->modules.views().first(before);
  if (std::any_of(views.begin(), views.end(), is_numbered)) out_->modules.truncate(before);
}

// Adds very long or deep names, and their nearest decoys.
void CaseGenerator::add_long(Choices& choices) {
  constexpr std::array<std::uint32_t, 5> kSizes = {300, 512, 1024, 1025, 4097};
  constexpr std::uint32_t kDeepest = 1025;  // in bytes, because properties ask about every ancestor
  facts_->kinds |= bit(CollisionKind::length);
  // `.*a` takes a backtracking engine a quadratic number of steps.
  const std::uint32_t size = is_regex(mode_) ? 300 : choices.pick(kSizes);
  std::string& path = targets_[0];
  path.clear();
  if (size > kDeepest || choices.chance(1, 2)) {
    path.assign(size, 'a');
  } else {
    while (path.size() + 2 <= size) path += "a.";
    path += 'a';
  }
  add_module(path);
  for (const std::string_view front : {"b", "b."}) {
    text_.assign(front).append(path);
    add_module(text_);
  }
  for (const std::string_view back : {"b", ".b"}) {
    text_.assign(path).append(back);
    add_module(text_);
  }
  text_ = path;
  text_[choices.chance(1, 2) ? 0 : text_.size() - 1] = 'b';
  add_module(text_);
}

void CaseGenerator::add_ancestors() {
  constexpr std::size_t kMost = 30;
  const std::size_t count = out_->modules.size();
  if (count > kMost) return;  // a crowd has no ancestors
  for (std::size_t at = 0; at < count; ++at) {
    const std::string_view module = out_->modules[at];
    if (depth(module) > kMost) continue;  // a deep path would add too many
    for (std::string_view up = parent(module); !up.empty(); up = parent(up)) {
      add_module(up);
    }
  }
}

void CaseGenerator::add_patterns(Choices& choices) {
  std::uint32_t count = 1;
  if (choices.chance(2, 5)) count = choices.between(2, 3);
  if (choices.chance(1, 25)) count = choices.between(4, 12);
  if (facts_->strategy == Strategy::crowd && choices.chance(1, 2))
    count = choices.chance(1, 60) ? 300 : choices.between(9, 70);
  if (choices.chance(1, 100)) {
    count = 0;
    facts_->kinds |= bit(CollisionKind::empty);
  }
  for (; count > 0; --count) {
    const bool about_module = !out_->modules.empty() && choices.chance(1, 3);
    const std::string_view path = about_module ? choices.pick(out_->modules.views())
                                               : std::string_view(choices.pick(targets()));
    add_pattern(choices, path);
  }
  if (out_->patterns.size() == 1 && (facts_->forms & bit(PatternForm::full_path)) != 0 &&
      choices.chance(1, 2)) {
    out_->intended = std::string(out_->patterns[0]);
    if (!is_well_formed(*out_->intended)) out_->intended.reset();
  }
}

void CaseGenerator::add_pattern(Choices& choices, std::string_view path) {
  switch (traits_of(mode_).syntax) {
    case Syntax::text: add_text_pattern(choices, path); break;
    case Syntax::glob: add_glob_pattern(choices, path); break;
    case Syntax::regex: add_regex_pattern(choices, path); break;
  }
}

// The forms of modes that leave more than one end of a match open.
void CaseGenerator::open_form(Choices& choices, PatternForm& form) const {
  const ModeTraits& traits = traits_of(mode_);
  if (form > PatternForm::one_segment) return;
  if (traits.before != Beside::nothing && traits.after != Beside::nothing && choices.chance(1, 3))
    form = PatternForm::middle_segments;
  if (traits.after == Beside::anything && choices.chance(1, 3))
    form = PatternForm::part_of_a_segment;
}

// Cuts text_ off in the middle of segments, at the ends that the mode leaves open.
void CaseGenerator::cut_inside(Choices& choices) {
  const auto offset = [&](std::size_t from) {
    std::size_t at = from + choices.below(static_cast<std::uint32_t>(text_.size() - from));
    while (at > from && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80) --at;
    return at;
  };
  if (text_.empty()) return;
  const std::size_t first = code_point_size(text_[0]);
  if (first < text_.size()) text_.erase(offset(first));
  if (traits_of(mode_).before == Beside::anything) text_.erase(0, offset(0));
}

// Adds a module that holds the text of a pattern of an open mode, with something beside it: what
// the mode allows there or what it does not.
void CaseGenerator::add_around(Choices& choices, std::string_view text) {
  if (!matches_inside(mode_) || !choices.chance(1, 2)) return;
  decoy_.clear();
  const std::uint32_t front = choices.below(4);
  if (front > 0) append_segment(choices, flavour(), decoy_);
  if (front > 1) decoy_ += kSeparator;
  decoy_.append(text);
  const std::uint32_t back = choices.below(4);
  if (back > 1) decoy_ += kSeparator;
  if (back > 0) append_segment(choices, flavour(), decoy_);
  if (is_well_formed(decoy_)) add_module(decoy_);
}

void CaseGenerator::add_text_pattern(Choices& choices, std::string_view path) {
  const std::uint32_t draw = choices.below(100);
  auto form = PatternForm::full_path;
  if (draw >= 34) form = PatternForm::last_segments;
  if (draw >= 58) form = PatternForm::first_segments;
  if (draw >= 68) form = PatternForm::one_segment;
  if (draw >= 76) form = PatternForm::damaged;
  if (draw >= 95) form = PatternForm::unrelated;
  if (draw >= 98) form = PatternForm::empty;
  if (form <= PatternForm::damaged)
    form = next_in(kForms, static_cast<std::size_t>(form), mixture_.forms);
  if (compares_front(mode_) && form == PatternForm::last_segments)
    form = PatternForm::first_segments;
  open_form(choices, form);
  facts_->forms |= bit(form);
  text_ = path;
  const auto cut = [&](std::size_t steps, bool front) {
    for (; steps > 0 && text_.find(kSeparator) != std::string::npos; --steps) {
      if (front) {
        text_.erase(0, text_.find(kSeparator) + 1);
      } else {
        text_.erase(text_.rfind(kSeparator));
      }
    }
  };
  const auto some = [&] { return choices.below(static_cast<std::uint32_t>(depth(path)) + 1); };
  switch (form) {
    case PatternForm::full_path: break;
    case PatternForm::last_segments: cut(some(), true); break;
    case PatternForm::first_segments: cut(some(), false); break;
    case PatternForm::one_segment:
      cut(some(), true);
      text_ = first_segment(text_);
      break;
    case PatternForm::damaged:
      if (choices.chance(1, 2)) cut(some(), true);
      decoy_ = text_;
      damage_pattern(choices, decoy_, text_);
      break;
    case PatternForm::empty:
      text_.clear();
      facts_->kinds |= bit(CollisionKind::empty);
      break;
    case PatternForm::unrelated:
      text_.clear();
      append_segment(choices, flavour(), text_);
      break;
    case PatternForm::middle_segments:
      cut(some(), true);
      cut(some(), false);
      break;
    case PatternForm::part_of_a_segment:
      cut(choices.below(2), false);
      cut_inside(choices);
      break;
  }
  if (!is_well_formed(text_)) facts_->kinds |= bit(CollisionKind::separator);
  out_->patterns.push_back(text_);
  add_around(choices, text_);
}

void CaseGenerator::add_glob_pattern(Choices& choices, std::string_view path) {
  const std::string& other = choices.pick(targets());
  auto situation = GlobSituation::escaped_path;
  for (int tries = 0; tries < kTriesForMixture; ++tries) {
    situation = generate_glob(choices, path, other, text_);
    if ((mixture_.situations & bit(situation)) != 0) break;
  }
  facts_->glob_situations |= bit(situation);
  if (situation == GlobSituation::malformed_path) facts_->kinds |= bit(CollisionKind::separator);
  out_->patterns.push_back(text_);
  for (std::uint32_t count = choices.below(3); count > 0; --count) {
    write_name_near_glob(choices, text_, decoy_);
    if (is_well_formed(decoy_)) add_module(decoy_);
  }
}

void CaseGenerator::add_regex_pattern(Choices& choices, std::string_view path) {
  const std::string& other = choices.pick(targets());
  auto situation = RegexSituation::escaped_path;
  for (int tries = 0; tries < kTriesForMixture; ++tries) {
    situation = wide_ && choices.chance(1, 2) ? generate_wide_regex(choices, path, other, text_)
                                              : generate_regex(choices, path, other, text_, mode_);
    if ((mixture_.situations & bit(situation)) != 0) break;
  }
  facts_->regex_situations |= bit(situation);
  if (has_marks(mode_)) mark_entry(choices, path);
  out_->patterns.push_back(text_);
}

// Makes the regex in text_ an entry of a dialect that reads what stands in front of it: mostly with
// the marker or a sign, else a name without one, or with it where it does not belong.
void CaseGenerator::mark_entry(Choices& choices, std::string_view path) {
  const DialectTraits& dialect = traits_of(mode_).dialect;
  const bool has_marker = !dialect.marker.empty();
  const std::string mark(has_marker             ? dialect.marker
                         : choices.chance(1, 3) ? dialect.label_sign
                                                : dialect.null_sign);
  const std::uint32_t draw = choices.below(100);
  if (draw < 50) {
    if (has_marker || choices.chance(1, 2)) text_.insert(0, mark);
    return;
  }
  facts_->kinds |= bit(CollisionKind::marker);
  if (draw < 70) {
    if (has_marker) {
      text_ = path;
      if (choices.chance(1, 3)) text_.assign(last_segment(path));
      if (!dialect.rest.empty() && choices.chance(1, 3)) write_rest(choices);
    } else {
      text_.insert(0, mark);
    }
  } else if (draw < 76) {
    text_.insert(0, mark + mark);
  } else if (draw < 82) {
    text_.insert(0, " " + mark);
  } else if (draw < 86) {
    text_.insert(0, mark + " ");
  } else if (draw < 90) {
    text_.insert(0, in_capitals(mark));
  } else if (draw < 93) {
    text_.insert(0, mark.substr(0, mark.size() - 1));
  } else if (draw < 96) {
    text_.append(mark);
  }
  // A name that is spelt as the entry is: where entries are read as names, it is selected.
  if (text_ != dialect.rest && is_well_formed(text_) && choices.chance(1, 2)) add_module(text_);
}

// The entry that matches the rest, or one that is nearly it.
void CaseGenerator::write_rest(Choices& choices) {
  text_ = traits_of(mode_).dialect.rest;
  if (!choices.chance(1, 4)) return;
  switch (choices.below(3)) {
    case 0: text_ = in_capitals(text_); break;
    case 1: text_ += '_'; break;
    default: text_.insert(0, marker_of(mode_)); break;
  }
}

void CaseGenerator::shuffle(Choices& choices) {
  for (std::size_t at = out_->modules.size(); at > 1; --at) {
    out_->modules.swap(at - 1, choices.below(static_cast<std::uint32_t>(at)));
  }
}

}  // namespace overmatch
