// SPDX-License-Identifier: Apache-2.0
// ListReference is the reference of lists with labels: it asks a plain reference about one entry
// after the other, in the order of the list or the dialect, and the first one that matches a module
// decides. A plain list of a dialect whose lists have labels is read as one with the same label for
// all entries.
#pragma once

#include <memory>
#include <utility>

#include "matchers/matcher.h"

namespace overmatch {

class ListReference final : public Matcher {
 public:
  // `plain` is the reference of plain lists, which answers questions without labels.
  explicit ListReference(std::unique_ptr<Matcher> plain) : plain_(std::move(plain)) {}
  [[nodiscard]] std::string_view name() const override { return plain_->name(); }
  [[nodiscard]] Mode mode() const override { return plain_->mode(); }
  [[nodiscard]] bool takes_labels() const override { return true; }
  // O(entries) questions to the plain reference.
  void match(const Question& question, Answer& answer) override;

 private:
  std::unique_ptr<Matcher> plain_;
  Answer one_;  // of one entry
};

}  // namespace overmatch
