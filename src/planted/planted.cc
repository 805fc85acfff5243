// SPDX-License-Identifier: Apache-2.0
#include "planted/planted.h"

#include <algorithm>
#include <array>

#include "planted/plant.h"

namespace overmatch {
namespace {

class PlantedMatcher final : public Matcher {
 public:
  PlantedMatcher(std::string_view name, Mode mode, Session session)
      : name_(name), mode_(mode), session_(std::move(session)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  [[nodiscard]] bool takes_labels() const override { return true; }
  void match(const Question& question, Answer& answer) override { session_(question, answer); }

 private:
  std::string_view name_;
  Mode mode_;
  Session session_;
};

struct Theme {
  std::string_view name;
  std::vector<Planted> (*plants)();
};

constexpr std::array<Theme, 40> kThemes = {{
    {"boundary", plant::boundary},
    {"digits", plant::digits},
    {"prefix-suffix", plant::prefix_suffix},
    {"charset", plant::charset},
    {"rewriting", plant::rewriting},
    {"truncation", plant::truncation},
    {"comparison", plant::comparison},
    {"list", plant::list},
    {"counters", plant::counters},
    {"host", plant::host},
    {"state", plant::state},
    {"whole-tree", plant::whole_tree},
    {"empty", plant::empty},
    {"regex", plant::regex},
    {"regex-engine", plant::regex_engines},
    {"hostile", plant::hostile},
    {"raw-interface", plant::raw_interface},
    {"field", plant::field},
    {"field", plant::field_walks},
    {"field", plant::field_dialects},
    {"field", plant::field_lists},
    {"in-modes", plant::texts_in_modes},
    {"in-modes", plant::lists_in_modes},
    {"open-text", plant::open_texts},
    {"glob", plant::globs},
    {"glob", plant::glob_walks},
    {"open-regex", plant::open_regexes},
    {"dialect", plant::markers},
    {"dialect", plant::transformers_skip},
    {"dialect", plant::entries},
    {"dialect", plant::arranged_lists},
    {"correct", plant::correct_dialects},
    {"labels", plant::labelled_lists},
    {"mutation", plant::mutation},
    {"mutant", plant::mutants},
    {"mutant", plant::glob_mutants},
    {"correct", plant::correct},
    {"correct", plant::correct_engines},
    {"correct", plant::correct_texts},
    {"correct", plant::correct_globs},
}};

std::vector<Planted> plants_of(const Theme& theme) {
  std::vector<Planted> plants = theme.plants();
  for (Planted& one : plants) one.theme = theme.name;
  return plants;
}

std::vector<Planted> gather() {
  std::vector<Planted> all;
  for (const Theme& theme : kThemes) {
    for (Planted& one : plants_of(theme)) all.push_back(std::move(one));
  }
  return all;
}

bool is_mutant(const Theme& theme) { return theme.name == "mutant" || theme.name == "mutation"; }

}  // namespace

std::unique_ptr<Matcher> Planted::make() const {
  if (behaviour.raw != nullptr) return make_plugin(behaviour.raw, std::string(name), mode);
  return std::make_unique<PlantedMatcher>(name, mode, behaviour.start());
}

std::span<const Planted> planted() {
  static const std::vector<Planted> all = gather();
  return all;
}

const Planted* find_planted(std::string_view name) {
  const auto all = planted();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Planted& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Planted> plant_one(std::string_view name) {
  for (const bool mutants : {false, true}) {
    for (const Theme& theme : kThemes) {
      if (is_mutant(theme) != mutants) continue;
      for (Planted& one : plants_of(theme)) {
        if (one.name == name) return std::move(one);
      }
    }
  }
  return std::nullopt;
}

}  // namespace overmatch
