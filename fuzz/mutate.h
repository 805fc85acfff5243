// SPDX-License-Identifier: Apache-2.0
// Mutates cases for a fuzzer's custom mutator and cross-over; the result is a valid case.
//
// The changes are the generator's collision kinds and pattern forms, and structural edits.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cases/case.h"
#include "generate/case_generator.h"
#include "generate/choices.h"

namespace overmatch::fuzz {

// Damages a text in place, as a fuzzing engine's own byte mutator does.
using DamageBytes = std::function<void(std::string& text)>;

// Mutates cases and reuses its memory.
class CaseMutator {
 public:
  // `modes` (not empty) are the modes of results; a case of another mode gets the first one.
  // `orders` (not empty) are the orders of their lists, except in a dialect that fixes its own.
  explicit CaseMutator(std::vector<Mode> modes, std::vector<Order> orders = {Order::any});

  // Changes `content` in one or a few places; about a third of the changes make it smaller. A pure
  // function of the case, the choices and `damage` (may be empty). The result has distinct
  // well-formed modules and valid UTF-8, and is within the bounds of case_text.h.
  void mutate(Choices& choices, Case& content, const DamageBytes& damage = {});

  // Mixes two cases: patterns and modules of both, the mode of the first.
  void cross(Choices& choices, const Case& other, Case& content);

  // Drops names from the end of the longer list until the text has at most `bytes` bytes. False if
  // even the empty case has more.
  static bool fit(std::size_t bytes, Case& content, std::string& text);

 private:
  void fresh(Choices& choices, Case& content);
  void add_decoy(Choices& choices, Case& content, bool instead);
  void add_pattern(Choices& choices, Case& content);
  void change_pattern(Choices& choices, Case& content);
  void change_together(Choices& choices, Case& content);
  void edit_name(Choices& choices, Case& content, const DamageBytes& damage);
  void drop(Choices& choices, Case& content);
  void reorder(Choices& choices, Case& content);
  void change_label(Choices& choices, Case& content);
  void settle_labels(Choices& choices, Case& content);
  void settle(Choices& choices, Case& content);
  [[nodiscard]] std::string some_path(Choices& choices, const Case& content) const;
  [[nodiscard]] static Flavour flavour_of(const Case& content);

  std::vector<Mode> modes_;
  std::vector<Order> orders_;
  std::string decoy_;
  std::string text_;
  CaseFacts facts_;
  Names kept_;
};

}  // namespace overmatch::fuzz
