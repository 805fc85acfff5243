// SPDX-License-Identifier: Apache-2.0
// Changes to a case that keep it a case: collision kinds, pattern forms and structural edits, from
// the generators' own vocabulary. What a fuzzer's custom mutator and cross-over do between reading
// and writing a case file.
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

class CaseMutator {
 public:
  // `modes`: the modes that cases may have; a case of another one is turned into one of the first.
  // Not empty.
  explicit CaseMutator(std::vector<Mode> modes);

  // Changes `content` in one place or a few. A pure function of the case and the choices (and of
  // `damage`, which may be empty). The result is a case: distinct well-formed modules, valid UTF-8,
  // within the bounds of case_text.h. About a third of the changes make it smaller.
  void mutate(Choices& choices, Case& content, const DamageBytes& damage = {});

  // Mixes two cases: patterns and modules of both, the mode of the first.
  void cross(Choices& choices, const Case& other, Case& content);

  // Drops names from the end of the longer list until the case file has at most `bytes` bytes.
  // False when even the empty case has more.
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
  void settle(Choices& choices, Case& content);
  [[nodiscard]] std::string some_path(Choices& choices, const Case& content) const;
  [[nodiscard]] static Flavour flavour_of(const Case& content);

  std::vector<Mode> modes_;
  std::string decoy_;
  std::string text_;
  CaseFacts facts_;
  Names kept_;
};

}  // namespace overmatch::fuzz
