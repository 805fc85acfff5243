// SPDX-License-Identifier: Apache-2.0
// Correct matchers of the dialects, written in other ways than their references.
#include <algorithm>

#include "matchers/regex.h"
#include "planted/bugs/dialects/entry_reading.h"

namespace overmatch::plant {
namespace {

// Selects what one of the readings matches.
void select_by(const std::vector<ModePatterns>& readings, const Question& question,
               Answer& answer) {
  const Matches matches = find_matches(readings, question.modules, answer);
  if (matches.rejected) return;
  for (const std::vector<bool>& row : matches.of) {
    for (std::size_t module = 0; module < row.size(); ++module) {
      if (row[module]) answer.select(module);
    }
  }
}

Behaviour one_by_one(Mode dialect) {
  return whole([dialect](const Question& question, Answer& answer) {
    std::vector<ModePatterns> readings;
    for (std::size_t at = question.patterns.size(); at-- > 0;)
      readings.push_back(expand(dialect, question.patterns[at]));
    select_by(readings, question, answer);
  });
}

Behaviour sorted(Mode dialect) {
  return whole([dialect](const Question& question, Answer& answer) {
    std::vector<std::string> entries(question.patterns.begin(), question.patterns.end());
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    ask_reference(dialect, entries, question.modules, answer);
  });
}

// What needs no regex first, then the regexes for the modules that are left.
Behaviour texts_first(Mode dialect) {
  return whole([dialect](const Question& question, Answer& answer) {
    std::vector<ModePatterns> regexes;
    std::vector<ModePatterns> texts;
    for (const View entry : question.patterns) {
      for (ModePattern& each : expand(dialect, entry))
        (is_regex(each.mode) ? regexes : texts).push_back({std::move(each)});
    }
    select_by(texts, question, answer);
    std::vector<View> others;
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      if (answer.selects(at)) continue;
      others.push_back(question.modules[at]);
      places.push_back(at);
    }
    Answer part;
    part.start(others.size());
    select_by(regexes, {question.patterns, others}, part);
    if (part.rejected()) return answer.reject(part.reason());
    for (std::size_t at = 0; at < places.size(); ++at) {
      if (part.selects(at)) answer.select(places[at]);
    }
  });
}

// From the entry that is asked last to the first one, overwriting.
Behaviour overwriting(Mode dialect) {
  return whole([dialect](const Question& question, Answer& answer) {
    const Matches matches =
        find_matches(right_readings(dialect, question.patterns), question.modules, answer);
    if (matches.rejected) return;
    const std::vector<Label> labels = labels_of(dialect, question);
    std::vector<std::size_t> places = places_of(dialect, question);
    std::reverse(places.begin(), places.end());
    for (const std::size_t entry : places) {
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        if (matches.of[entry][module]) answer.assign(module, labels[entry]);
      }
    }
  });
}

// Each module by itself, as a list of its own.
Behaviour by_module(Mode dialect) {
  return whole([dialect](const Question& question, Answer& answer) {
    Answer part;
    if (question.modules.empty()) return ask_reference(dialect, question, answer);
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      Question alone = question;
      alone.modules = question.modules.subspan(at, 1);
      ask_reference(dialect, alone, part);
      if (part.rejected()) return answer.reject(part.reason());
      answer.assign(at, part.label(0));
    }
  });
}

}  // namespace

std::vector<Planted> correct_dialects() {
  std::vector<Planted> all;
  for (const ModeTraits& traits : kModeTraits) {
    if (!traits.is_dialect) continue;
    const auto add = [&](View what, View how, Behaviour behaviour) {
      const View name = kept(std::string(traits.name).append("-correct-").append(what));
      all.push_back(right(name, traits.mode, how, std::move(behaviour)));
      all.back().order = traits.dialect.order;
    };
    if (traits.dialect.order == Order::any) {
      add("one-by-one", "each entry by itself, the last first", one_by_one(traits.mode));
      add("sorted", "the entries are sorted, and repeats dropped", sorted(traits.mode));
      add("texts-first", "what needs no regex first, then the regexes for the other modules",
          texts_first(traits.mode));
    } else {
      add("overwriting", "from the entry that is asked last, overwriting",
          overwriting(traits.mode));
      add("by-module", "each module by itself", by_module(traits.mode));
    }
  }
  return all;
}

}  // namespace overmatch::plant
