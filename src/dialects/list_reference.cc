// SPDX-License-Identifier: Apache-2.0
#include "dialects/list_reference.h"

#include <numeric>
#include <vector>

#include "dialects/dialect.h"

namespace overmatch {

void ListReference::match(const Question& question, Answer& answer) {
  const Order order =
      question.has_labels() ? question.order : fixed_order(mode()).value_or(Order::any);
  if (order == Order::any) return plain_->match(question, answer);
  answer.start(question.modules.size());
  std::vector<std::size_t> undecided(question.modules.size());
  std::iota(undecided.begin(), undecided.end(), 0);
  std::vector<std::string_view> paths(question.modules.begin(), question.modules.end());
  for (const std::size_t entry : decision_order(mode(), order, question.patterns)) {
    plain_->match({question.patterns.subspan(entry, 1), paths}, one_);
    if (one_.rejected()) return answer.reject(one_.reason());
    const Label label = given_label(mode(), question.patterns[entry],
                                    question.has_labels() ? question.labels[entry] : Label{1});
    // A module that the entry matches is decided, by null too.
    std::size_t left = 0;
    for (std::size_t at = 0; at < undecided.size(); ++at) {
      if (one_.selects(at)) {
        answer.assign(undecided[at], label);
        continue;
      }
      undecided[left] = undecided[at];
      paths[left++] = paths[at];
    }
    undecided.resize(left);
    paths.resize(left);
  }
}

}  // namespace overmatch
