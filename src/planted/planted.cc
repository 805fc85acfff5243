#include "planted/planted.h"

#include <algorithm>
#include <iterator>

#include "planted/plant.h"

namespace overmatch {
namespace {

class PlantedMatcher final : public Matcher {
 public:
  PlantedMatcher(std::string_view name, Mode mode, Session session) : name_(name), mode_(mode), session_(std::move(session)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override { session_(question, answer); }

 private:
  std::string_view name_;
  Mode mode_;
  Session session_;
};

std::vector<Planted> gather() {
  std::vector<Planted> all;
  for (auto* theme : {plant::boundary,   plant::digits,      plant::prefix_suffix, plant::charset, plant::rewriting,
                      plant::truncation, plant::comparison,  plant::list,          plant::state,   plant::whole_tree,
                      plant::empty,      plant::regex,       plant::regex_engines, plant::hostile, plant::raw_interface,
                      plant::field,      plant::field_walks, plant::mutation,      plant::correct, plant::correct_engines}) {
    std::vector<Planted> some = theme();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

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
  const auto found = std::find_if(all.begin(), all.end(), [&](const Planted& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace overmatch
