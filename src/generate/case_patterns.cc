// SPDX-License-Identifier: Apache-2.0
// The half of the case generator that writes patterns: in each syntax, with the marks of dialects,
// and their labels.
#include "generate/case_generator.h"
#include "generate/collision.h"
#include "generate/next_in.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

constexpr int kTriesForMixture = 3;  // draws of a situation until the mixture includes it

// The forms that a mixture may leave out.
constexpr std::array<PatternForm, 5> kForms = {PatternForm::full_path, PatternForm::last_segments,
                                               PatternForm::first_segments,
                                               PatternForm::one_segment, PatternForm::damaged};

}  // namespace

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

}  // namespace overmatch
