// SPDX-License-Identifier: Apache-2.0
#include "generate/case_generator.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "generate/next_in.h"
#include "generate/vocabulary.h"
#include "names/path.h"

namespace overmatch {

namespace {

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

void CaseGenerator::shuffle(Choices& choices) {
  for (std::size_t at = out_->modules.size(); at > 1; --at) {
    out_->modules.swap(at - 1, choices.below(static_cast<std::uint32_t>(at)));
  }
}

}  // namespace overmatch
