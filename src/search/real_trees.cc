#include "search/real_trees.h"

#include <algorithm>

#include "matchers/regex.h"
#include "names/path.h"

namespace overmatch {

namespace {

constexpr std::size_t kQuestionsOfAGroup = 4;
constexpr std::size_t kWrongShown = 6;

// Modules that are, as strings, the beginning (or, reversed, the end) of another module's path, without a segment border
// between: sorted, every path that begins with another follows it, with only such paths between.
std::vector<std::size_t> hazards(const std::vector<std::string>& texts, std::size_t most) {
  std::vector<std::size_t> order(texts.size());
  for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return texts[left] < texts[right]; });
  std::vector<std::size_t> found;
  std::vector<std::size_t> open;  // a chain of paths, each the beginning of the next
  for (const std::size_t at : order) {
    while (!open.empty() && !texts[at].starts_with(texts[open.back()])) open.pop_back();
    for (const std::size_t shorter : open) {
      if (texts[at][texts[shorter].size()] != kSeparator) found.push_back(shorter);
    }
    open.push_back(at);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  // The deepest paths are those that a user believes to be safe; spread over the model.
  std::stable_sort(found.begin(), found.end(),
                   [&](std::size_t left, std::size_t right) { return depth(texts[left]) > depth(texts[right]); });
  if (found.size() <= most) return found;
  std::vector<std::size_t> chosen;
  for (std::size_t at = 0; at < most; ++at) chosen.push_back(found[at * found.size() / most]);
  return chosen;
}

std::string as_pattern(Mode mode, std::string_view text) {
  return mode == Mode::regex ? escape_regex(text) : std::string(text);
}

}  // namespace

std::vector<TreeQuestion> tree_questions(const ModuleTree& tree, Mode mode, std::size_t most) {
  std::vector<std::string> forward(tree.modules.begin(), tree.modules.end());
  std::vector<std::string> backward = forward;
  for (std::string& text : backward) std::reverse(text.begin(), text.end());
  std::vector<std::size_t> targets = hazards(backward, most);
  const auto colliding_fronts = hazards(forward, most);
  targets.insert(targets.end(), colliding_fronts.begin(), colliding_fronts.end());
  for (std::size_t at = 0; at < most && !forward.empty(); ++at) targets.push_back((2 * at + 1) * forward.size() / (2 * most));

  std::vector<TreeQuestion> questions;
  const auto ask = [&](const std::string& target, std::string_view text) {
    std::string pattern = as_pattern(mode, text);
    const auto same = [&](const TreeQuestion& question) { return question.pattern == pattern; };
    if (std::find_if(questions.begin(), questions.end(), same) == questions.end()) {
      questions.push_back({std::move(pattern), target});
    }
  };
  for (const std::size_t at : targets) ask(forward[at], forward[at]);
  for (const std::size_t at : targets) {
    const std::string& target = forward[at];
    ask(target, last_segment(target));
    ask(target, parent(target));
    const std::string_view up = parent(parent(target));
    if (!up.empty()) ask(target, std::string_view(target).substr(up.size() + 1));
  }
  return questions;
}

void search_trees(Examiner& examiner, const std::vector<ModuleTree>& trees) {
  examiner.begin_phase(Phase::trees);
  for (const ModuleTree& tree : trees) {
    for (const TreeQuestion& question : tree_questions(tree, examiner.mode(), kQuestionsOfAGroup)) {
      if (!examiner.sweep(question.pattern, tree.modules.views())) return;
    }
  }
}

std::vector<Sighting> find_sightings(Probe& probe, const std::vector<ModuleTree>& trees, std::size_t most) {
  std::vector<Sighting> sightings;
  const auto reference = make_reference(probe.mode());
  Answer answer;
  Answer expected;
  for (const ModuleTree& tree : trees) {
    for (const TreeQuestion& question : tree_questions(tree, probe.mode(), kQuestionsOfAGroup)) {
      const std::string_view pattern = question.pattern;
      const Question asked{{&pattern, 1}, tree.modules.views()};
      probe.ask(asked, answer);
      reference->match(asked, expected);
      if (answer == expected || answer.rejected() || expected.rejected()) continue;
      Sighting sighting{tree.name, question.pattern, question.target, {}, 0, Direction::overmatch};
      for (std::size_t module = 0; module < tree.modules.size(); ++module) {
        if (answer.selects(module) == expected.selects(module)) continue;
        if (sighting.wrong_count++ == 0 && !answer.selects(module)) sighting.direction = Direction::undermatch;
        if (sighting.wrong.size() < kWrongShown) sighting.wrong.emplace_back(tree.modules[module]);
      }
      sightings.push_back(std::move(sighting));
      break;
    }
  }
  // A full path that hits something else is what nobody expects; the deeper the path, the less so.
  const auto weight = [&](const Sighting& sighting) {
    return sighting.pattern == as_pattern(probe.mode(), sighting.target) ? depth(sighting.target) : 0;
  };
  std::stable_sort(sightings.begin(), sightings.end(),
                   [&](const Sighting& left, const Sighting& right) { return weight(left) > weight(right); });
  if (sightings.size() > most) sightings.resize(most);
  return sightings;
}

}  // namespace overmatch
