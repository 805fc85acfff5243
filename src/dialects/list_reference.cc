// SPDX-License-Identifier: Apache-2.0
#include "dialects/list_reference.h"

#include <numeric>
#include <vector>

namespace overmatch {

void ListReference::match(const Question& question, Answer& answer) {
  if (!question.has_labels()) return plain_->match(question, answer);
  answer.start(question.modules.size());
  std::vector<std::size_t> undecided(question.modules.size());
  std::iota(undecided.begin(), undecided.end(), 0);
  std::vector<std::string_view> paths(question.modules.begin(), question.modules.end());
  const std::size_t entries = question.patterns.size();
  for (std::size_t step = 0; step < entries; ++step) {
    const std::size_t entry = question.order == Order::first ? step : entries - 1 - step;
    plain_->match({question.patterns.subspan(entry, 1), paths}, one_);
    if (one_.rejected()) return answer.reject(one_.reason());
    // A module that the entry matches is decided, by null too.
    std::size_t left = 0;
    for (std::size_t at = 0; at < undecided.size(); ++at) {
      if (one_.selects(at)) {
        answer.assign(undecided[at], question.labels[entry]);
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
