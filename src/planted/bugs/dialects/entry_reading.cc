// SPDX-License-Identifier: Apache-2.0
#include "planted/bugs/dialects/entry_reading.h"

#include <numeric>

namespace overmatch::plant {

Matches find_matches(const std::vector<ModePatterns>& readings, std::span<const View> modules,
                     Answer& answer) {
  Matches matches;
  Answer part;
  for (const ModePatterns& patterns : readings) {
    std::vector<bool>& row = matches.of.emplace_back(modules.size());
    for (const ModePattern& pattern : patterns) {
      ask_reference(pattern.mode, std::vector<std::string>{pattern.pattern}, modules, part);
      if (part.rejected()) {
        answer.reject(part.reason());
        matches.rejected = true;
        return matches;
      }
      for (std::size_t module = 0; module < modules.size(); ++module)
        row[module] = row[module] || part.selects(module);
    }
  }
  return matches;
}

std::vector<ModePatterns> right_readings(Mode dialect, Patterns entries) {
  std::vector<ModePatterns> readings;
  for (const View entry : entries) readings.push_back(expand(dialect, entry));
  return readings;
}

std::vector<Label> labels_of(Mode dialect, const Question& question) {
  std::vector<Label> labels;
  for (std::size_t at = 0; at < question.patterns.size(); ++at)
    labels.push_back(given_label(dialect, question.patterns[at],
                                 question.has_labels() ? question.labels[at] : Label{1}));
  return labels;
}

std::vector<std::size_t> places_of(Mode dialect, const Question& question) {
  return decision_order(dialect, question.order, question.patterns);
}

void decide(const Matches& matches, std::span<const std::size_t> places,
            std::span<const Label> labels, Answer& answer) {
  for (std::size_t module = 0; module < answer.selected().size(); ++module) {
    for (const std::size_t entry : places) {
      if (!matches.of[entry][module]) continue;
      answer.assign(module, labels[entry]);
      break;
    }
  }
}

Behaviour reading_lists(Mode dialect, ReadList read) {
  return whole([dialect, read = std::move(read)](const Question& question, Answer& answer) {
    const Matches matches =
        find_matches(read(dialect, question.patterns), question.modules, answer);
    if (matches.rejected) return;
    decide(matches, places_of(dialect, question), labels_of(dialect, question), answer);
  });
}

Behaviour reading(Mode dialect, Read read) {
  return reading_lists(dialect, [read = std::move(read)](Mode in, Patterns entries) {
    std::vector<ModePatterns> all;
    for (const View entry : entries) all.push_back(read(in, entry));
    return all;
  });
}

Behaviour placing(Mode dialect, Places places) {
  return whole([dialect, places = std::move(places)](const Question& question, Answer& answer) {
    const Matches matches =
        find_matches(right_readings(dialect, question.patterns), question.modules, answer);
    if (!matches.rejected) decide(matches, places(question), labels_of(dialect, question), answer);
  });
}

Planted in_dialect(View name, Mode dialect, View bug, Behaviour behaviour, Ask witness,
                   View source) {
  const Order order = fixed_order(dialect).value_or(Order::any);
  if (order != Order::any && witness.labels.empty())
    witness.labels.assign(witness.patterns.size(), 1);
  Planted planted = wrong(kept(std::string(to_string(dialect)).append("-").append(name)), dialect,
                          bug, std::move(behaviour), {std::move(witness)}, source);
  planted.order = order;
  return planted;
}

Planted planted_in(const ReadMistake& mistake) {
  return in_dialect(mistake.name, mistake.dialect, mistake.bug,
                    reading(mistake.dialect, mistake.read), mistake.witness);
}

}  // namespace overmatch::plant
