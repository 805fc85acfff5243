// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mutate.h"

#include <algorithm>

#include "fuzz/case_text.h"
#include "generate/glob_pattern.h"
#include "generate/regex_pattern.h"
#include "matchers/plain_text.h"
#include "names/path.h"
#include "names/utf8.h"

namespace overmatch::fuzz {

namespace {

using std::string;
using std::string_view;

// Bytes of one name. The search by lengths tests longer ones (src/search/phases/lengths.h); here
// they would slow down everything else.
constexpr std::size_t kLongestName = 600;
constexpr std::size_t kLongestRegex = 300;
constexpr std::size_t kMostQuantifiers = 4;
constexpr std::size_t kUsualModules = 12;
constexpr std::size_t kUsualPatterns = 4;

// Cuts whole segments off the front or the back.
void cut_segments(string& text, std::uint32_t steps, bool front) {
  for (; steps > 0; --steps) {
    const std::size_t dot = front ? text.find(kSeparator) : text.rfind(kSeparator);
    if (dot == string::npos) return;
    if (front) {
      text.erase(0, dot + 1);
    } else {
      text.erase(dot);
    }
  }
}

std::uint32_t below_size(Choices& choices, std::size_t size) {
  return choices.below(static_cast<std::uint32_t>(size));
}

// The start of a random code point of `text`, or its end.
std::size_t some_offset(Choices& choices, string_view text) {
  std::size_t at = below_size(choices, text.size() + 1);
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
    --at;
  return at;
}

// Removes invalid UTF-8.
void keep_utf8(string& text) {
  for (std::size_t bad = find_invalid_utf8(text); bad != kValidUtf8; bad = find_invalid_utf8(text))
    text.erase(bad, 1);
}

// Cuts a regex before its first excess quantifier: each one multiplies the ways to match, and a
// match that reaches its limit takes as long as a thousand others.
void calm_regex(string& text) {
  std::size_t quantifiers = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if ((text[at] == '*' || text[at] == '+' || text[at] == '{') &&
               ++quantifiers > kMostQuantifiers) {
      text.resize(at);
      return;
    }
  }
}

void edit_characters(Choices& choices, string& text) {
  constexpr string_view kAlphabet = "ab.0_1Ax-2B*?[($^|+\\/: ";
  const auto character = [&] {
    return choices.chance(1, 3) ? static_cast<char>(' ' + choices.below(95))
                                : choices.pick(kAlphabet);
  };
  const std::size_t at = some_offset(choices, text);
  const std::size_t size = at < text.size() ? code_point_size(text[at]) : 0;
  switch (choices.below(5)) {
    case 0: text.erase(at, size); break;
    case 1: text.insert(at, 1, character()); break;
    case 2: text.replace(at, size, 1, character()); break;
    case 3:
      text.insert(at, text.substr(at, size + below_size(choices, 8)));
      break;  // a part of it again
    default:
      if (at < text.size() && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z')) {
        text[at] = static_cast<char>(text[at] ^ 0x20);
      } else if (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        text.replace(at, 1, std::to_string(choices.below(130)));
      } else {
        text.insert(at, 1, kSeparator);
      }
      break;
  }
  keep_utf8(text);
}

}  // namespace

CaseMutator::CaseMutator(std::vector<Mode> modes, std::vector<Order> orders)
    : modes_(std::move(modes)), orders_(std::move(orders)) {}

// A case of word-like names gets more of them, so that it stays uniform.
Flavour CaseMutator::flavour_of(const Case& content) {
  const auto is_wordy = [](string_view name) { return name.size() > 12; };
  return std::any_of(content.modules.begin(), content.modules.end(), is_wordy) ? Flavour::words
                                                                               : Flavour::tiny;
}

string CaseMutator::some_path(Choices& choices, const Case& content) const {
  string path;
  const std::size_t modules = content.modules.size();
  const std::size_t patterns = is_text(content.mode) ? content.patterns.size() : 0;
  if (modules + patterns > 0) {
    const std::size_t at = below_size(choices, modules + patterns);
    path = at < modules ? content.modules[at] : content.patterns[at - modules];
  }
  if (path.empty() || !is_well_formed(path) || path.size() > kLongestName) {
    path.clear();
    append_segment(choices, flavour_of(content), path);
  }
  return path;
}

void CaseMutator::fresh(Choices& choices, Case& content) {
  CaseGenerator generator(content.mode, false, content.labels.order);
  generator.generate(choices, content, facts_);
  // Large cases are rare: each takes as long as ten others.
  if (content.modules.size() > kUsualModules && !choices.chance(1, 12))
    content.modules.truncate(kUsualModules);
  if (content.patterns.size() > kUsualPatterns && !choices.chance(1, 12))
    content.patterns.truncate(kUsualPatterns);
}

void CaseMutator::add_decoy(Choices& choices, Case& content, bool instead) {
  const auto kind = static_cast<CollisionKind>(choices.below(kNameKinds));
  text_ = some_path(choices, content);
  const string before = text_;
  if (!make_decoy(choices, flavour_of(content), kind, text_, decoy_) ||
      decoy_.size() > kLongestName)
    return;
  if (text_ != before) {  // lengthened: the names that contain it grow alike
    for (std::size_t at = 0; at < content.modules.size(); ++at) {
      if (content.modules[at] == before && !content.modules.contains(text_))
        content.modules.replace(at, text_);
    }
    for (std::size_t at = 0; at < content.patterns.size(); ++at) {
      if (content.patterns[at] == before) content.patterns.replace(at, text_);
    }
  }
  if (content.modules.contains(decoy_)) return;
  if (instead && !content.modules.empty()) {
    content.modules.replace(below_size(choices, content.modules.size()), decoy_);
  } else if (content.modules.size() < kMostModules) {
    content.modules.push_back(decoy_);
  }
}

void CaseMutator::add_pattern(Choices& choices, Case& content) {
  const string path = some_path(choices, content);
  if (is_regex(content.mode) && choices.chance(3, 4)) {
    const string other = some_path(choices, content);
    generate_regex(choices, path, other, text_, content.mode);
  } else if (is_glob(content.mode) && choices.chance(3, 4)) {
    const string other = some_path(choices, content);
    generate_glob(choices, path, other, text_);
    write_name_near_glob(choices, text_, decoy_);
    if (content.modules.size() < kMostModules && decoy_.size() <= kLongestName)
      content.modules.push_back(decoy_);
  } else {
    text_ = path;
    switch (choices.below(6)) {
      case 0: break;
      case 1:
      case 2: cut_segments(text_, 1 + choices.below(3), true); break;
      case 3: cut_segments(text_, 1 + choices.below(3), false); break;
      case 4:
        cut_segments(text_, 1 + choices.below(3), true);
        text_ = string(first_segment(text_));
        break;
      default: damage_pattern(choices, path, text_); break;
    }
    text_ = plain_text(content.mode, text_);
  }
  if (text_.size() > kLongestName) return;
  if (!content.patterns.empty() &&
      (content.patterns.size() >= kMostPatterns || choices.chance(1, 2))) {
    content.patterns.replace(below_size(choices, content.patterns.size()), text_);
  } else {
    content.patterns.push_back(text_);
  }
}

void CaseMutator::change_pattern(Choices& choices, Case& content) {
  if (content.patterns.empty()) return add_pattern(choices, content);
  const std::size_t at = below_size(choices, content.patterns.size());
  decoy_ = content.patterns[at];
  damage_pattern(choices, decoy_, text_);
  if (text_.size() <= kLongestName) content.patterns.replace(at, text_);
}

// Adds a segment to several names at once, or cuts one off, so that they match as before.
void CaseMutator::change_together(Choices& choices, Case& content) {
  text_.clear();
  append_segment(choices, flavour_of(content), text_);
  const string segment = text_;
  const std::uint32_t way = choices.below(6);
  const bool patterns_too = !is_regex(content.mode) && choices.chance(2, 3);
  const auto change = [&](string_view name) {
    text_ = name;
    switch (way) {
      case 0: text_.insert(0, segment + kSeparator); break;
      case 1: text_.append(1, kSeparator).append(segment); break;
      case 2: text_.insert(0, segment); break;
      case 3: text_.append(segment); break;
      case 4: cut_segments(text_, 1, true); break;
      default: cut_segments(text_, 1, false); break;
    }
    return text_.size() <= kLongestName;
  };
  const std::size_t spared = choices.chance(1, 3) ? below_size(choices, content.modules.size() + 1)
                                                  : content.modules.size();
  for (std::size_t at = 0; at < content.modules.size(); ++at) {
    if (at == spared || !change(content.modules[at]) || content.modules.contains(text_)) continue;
    content.modules.replace(at, text_);
  }
  for (std::size_t at = 0; patterns_too && at < content.patterns.size(); ++at) {
    if (change(content.patterns[at])) content.patterns.replace(at, text_);
  }
}

void CaseMutator::edit_name(Choices& choices, Case& content, const DamageBytes& damage) {
  const bool in_pattern =
      !content.patterns.empty() && (content.modules.empty() || choices.chance(1, 2));
  Names& names = in_pattern ? content.patterns : content.modules;
  if (names.empty()) return;
  const std::size_t at = below_size(choices, names.size());
  text_ = names[at];
  if (damage && choices.chance(1, 4)) {
    damage(text_);
    keep_utf8(text_);
  } else {
    edit_characters(choices, text_);
  }
  if (text_.size() <= kLongestName) names.replace(at, text_);
}

void CaseMutator::drop(Choices& choices, Case& content) {
  const bool in_patterns =
      content.patterns.size() > 1 && (content.modules.size() < 2 || choices.chance(1, 3));
  Names& names = in_patterns ? content.patterns : content.modules;
  if (names.empty()) return;
  const std::size_t at = below_size(choices, names.size());
  if (names.size() > 3 && choices.chance(1, 3)) {
    names.truncate(names.size() / 2);
  } else {
    names.erase(at);
    std::vector<Label>& labels = content.labels.numbers;
    if (in_patterns && at < labels.size())
      labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

// Gives a pattern another label, or that of another pattern.
void CaseMutator::change_label(Choices& choices, Case& content) {
  constexpr std::uint32_t kMost = 3;
  std::vector<Label> labels = content.labels.numbers;
  if (labels.empty()) return;
  Label& changed = labels[below_size(choices, labels.size())];
  changed = choices.chance(1, 3) ? labels[below_size(choices, labels.size())]
                                 : static_cast<Label>(choices.below(kMost + 1));
  content.labels.assign(content.labels.order, std::move(labels));
}

// Labels as the mode and the orders want them, one a pattern.
void CaseMutator::settle_labels(Choices& choices, Case& content) {
  Order order = content.labels.order;
  if (const std::optional<Order> fixed = fixed_order(content.mode)) {
    order = *fixed;
  } else if (std::find(orders_.begin(), orders_.end(), order) == orders_.end()) {
    order = orders_.front();
  } else if (orders_.size() > 1 && choices.chance(1, 16)) {
    order = choices.pick(orders_);
  }
  content.labels.fit(order, content.patterns.size());
  // Numbered anew, because the changes drop and swap them.
  if (order != Order::any) {
    std::vector<Label> labels = content.labels.numbers;
    content.labels.assign(order, std::move(labels));
  }
}

void CaseMutator::reorder(Choices& choices, Case& content) {
  Names& names = choices.chance(1, 3) ? content.patterns : content.modules;
  if (names.empty()) return;
  const std::size_t left = below_size(choices, names.size());
  const std::size_t right = below_size(choices, names.size());
  names.swap(left, right);
  std::vector<Label>& labels = content.labels.numbers;
  if (&names == &content.patterns && left < labels.size() && right < labels.size() &&
      choices.chance(1, 2))
    std::swap(labels[left], labels[right]);
  if (&names == &content.patterns && choices.chance(1, 2) && names.size() < kMostPatterns)
    names.push_back(names[left]);
}

// Makes the case valid again: distinct well-formed modules, a mode of `modes`, bounded regexes.
void CaseMutator::settle(Choices& choices, Case& content) {
  if (std::find(modes_.begin(), modes_.end(), content.mode) == modes_.end()) {
    content.mode = modes_.front();
  } else if (modes_.size() > 1 && choices.chance(1, 16)) {
    content.mode = choices.pick(modes_);
  }
  kept_.clear();
  for (const string_view module : content.modules) {
    if (kept_.size() < kMostModules && is_well_formed(module) && !kept_.contains(module))
      kept_.push_back(module);
  }
  if (kept_.size() != content.modules.size()) content.modules.assign(kept_.views());
  if (content.patterns.size() > kMostPatterns) content.patterns.truncate(kMostPatterns);
  if (is_regex(content.mode)) {
    for (std::size_t at = 0; at < content.patterns.size(); ++at) {
      text_ = content.patterns[at].substr(0, kLongestRegex);
      keep_utf8(text_);
      calm_regex(text_);
      if (text_ != content.patterns[at]) content.patterns.replace(at, text_);
    }
  }
  settle_labels(choices, content);
  if (content.intended && !is_well_formed(*content.intended)) content.intended.reset();
}

void CaseMutator::mutate(Choices& choices, Case& content, const DamageBytes& damage) {
  if (std::find(modes_.begin(), modes_.end(), content.mode) == modes_.end())
    content.mode = modes_.front();
  settle_labels(choices, content);
  const bool is_bare = content.modules.empty() || content.patterns.empty();
  if (choices.chance(1, is_bare ? 2 : 10)) fresh(choices, content);
  do {
    if (!content.labels.empty() && choices.chance(1, 6)) {
      settle_labels(choices, content);
      change_label(choices, content);
      continue;
    }
    switch (choices.below(13)) {
      case 0:
      case 1: add_decoy(choices, content, false); break;
      case 2: add_decoy(choices, content, true); break;
      case 3:
      case 4: add_pattern(choices, content); break;
      case 5: change_pattern(choices, content); break;
      case 6: change_together(choices, content); break;
      case 7:
      case 8: edit_name(choices, content, damage); break;
      case 9:
      case 10:
      case 11: drop(choices, content); break;
      default: reorder(choices, content); break;
    }
  } while (choices.chance(1, 3));
  settle(choices, content);
}

void CaseMutator::cross(Choices& choices, const Case& other, Case& content) {
  for (const string_view module : other.modules) {
    if (choices.chance(1, 2)) content.modules.push_back(module);
  }
  for (const string_view pattern : other.patterns) {
    if (choices.chance(1, 2)) content.patterns.push_back(pattern);
  }
  settle(choices, content);
}

bool CaseMutator::fit(std::size_t bytes, Case& content, std::string& text) {
  for (;;) {
    write_case_text(content, text);
    if (text.size() <= bytes) return true;
    if (content.modules.empty() && content.patterns.empty()) return false;
    Names& longer =
        content.modules.size() >= content.patterns.size() ? content.modules : content.patterns;
    longer.truncate(longer.size() - (longer.size() > 8 ? longer.size() / 4 : 1));
    content.labels.fit(content.labels.order, content.patterns.size());
    content.intended.reset();
  }
}

}  // namespace overmatch::fuzz
