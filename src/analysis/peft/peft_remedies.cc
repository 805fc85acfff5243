// SPDX-License-Identifier: Apache-2.0
// Finds remedies for entries of modules_to_save that no other entry can replace.
#include <algorithm>
#include <utility>

#include "analysis/findings/advice.h"
#include "analysis/peft/peft_advice.h"
#include "analysis/tree/hazard_groups.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_string.h"

namespace overmatch {

namespace {

// The most names that the code lists; more are selected by a regex.
constexpr std::size_t kMostNames = 8;

std::string python_text(std::string_view text) {
  std::string literal;
  append_json_string(literal, text);
  return literal;
}

std::string python_regex(const std::string& regex) {
  const bool raw =
      shows_as_it_is(regex) && regex.find('"') == std::string::npos && !regex.ends_with('\\');
  return raw ? "r\"" + regex + "\"" : python_text(regex);
}

std::string freezing_code(const TreeIndex& index, const Selection& modules) {
  if (modules.size() <= kMostNames) {
    std::string names;
    for (const std::uint32_t module : modules)
      names += (names.empty() ? "" : ", ") + python_text(index.path(module));
    return "for name in [" + names +
           "]:\n    model.get_base_model().get_submodule(name).requires_grad_(False)";
  }
  const std::vector<std::string> regex = advise(index, modules, Mode::regex);
  if (regex.empty()) return "";
  return "import re\nfor name, module in model.get_base_model().named_modules():\n    if "
         "re.fullmatch(" +
         python_regex(regex[0]) + ", name): module.requires_grad_(False)";
}

// Freezing a module also freezes all modules below it.
std::optional<Remedy> freeze(const TreeIndex& index, const PeftAudit& now,
                             const FaultyEntry& entry) {
  const Selection keep =
      united(entry.wanted, united(now.effect.adapted, without(now.effect.saved, entry.accidents)));
  const auto related = [&](std::uint32_t frozen) {
    const std::string_view path = index.path(frozen);
    return std::any_of(keep.begin(), keep.end(), [&](std::uint32_t kept) {
      return in_subtree(index.path(kept), path) ||
             (std::binary_search(now.effect.saved.begin(), now.effect.saved.end(), kept) &&
              in_subtree(path, index.path(kept)));
    });
  };
  if (std::any_of(entry.accidents.begin(), entry.accidents.end(), related)) return std::nullopt;
  std::string code = freezing_code(index, entry.accidents);
  if (code.empty()) return std::nullopt;
  return Remedy{
      Remedy::Kind::freeze,
      "freeze it by name when PEFT has wrapped it, and again after each set_adapter(); it "
      "is still saved, unchanged",
      std::move(code), entry.accidents};
}

std::optional<Remedy> rename(PeftTrials& trials, const PeftConfig& config, const PeftAudit& now,
                             const FaultyEntry& entry) {
  const TreeIndex& index = trials.index();
  const PathTemplates& templates = trials.context().templates;
  // Finds the segment in which the entry begins, which must have one template in all paths.
  std::uint32_t named = kNoModule;
  std::string_view name;
  std::string front;
  for (const std::uint32_t module : entry.accidents) {
    const std::string_view path = index.path(module);
    if (path.size() <= entry.text.size()) return std::nullopt;
    const std::size_t start = path.size() - entry.text.size();
    const std::size_t end = std::min(path.find(kSeparator, start), path.size());
    const std::uint32_t top = index.find(path.substr(0, end));
    if (top == kNoModule || (named != kNoModule && templates.of(top) != templates.of(named)))
      return std::nullopt;
    if (named != kNoModule) continue;
    named = top;
    name = last_segment(index.path(top));
    const std::size_t begin = end - name.size();
    front = path.substr(begin, start - std::min(begin, start));
    while (front.ends_with('_')) front.pop_back();
  }
  if (named == kNoModule) return std::nullopt;
  std::vector<std::string> names = {std::string(name) + "_inner"};
  if (!front.empty()) names.insert(names.begin(), front);
  for (const std::string& fresh : names) {
    std::size_t touched = 0;
    const std::optional<ModuleTree> tree =
        renamed(index, templates, templates.of(named), fresh, touched);
    if (!tree) continue;
    // The modules keep their indices.
    const std::optional<PeftAudit> after = trials.audit(*tree, config);
    if (!after || !is_no_worse(now, *after) || count_faults(*after) >= count_faults(now) ||
        after->effect.adapted != now.effect.adapted ||
        after->effect.saved != without(now.effect.saved, entry.accidents))
      continue;
    return Remedy{Remedy::Kind::rename,
                  "rename `" + printable_path(templates.text(templates.of(named))) +
                      "` in the model, as to `" + printable_path(fresh) + "` (" +
                      std::to_string(touched) + (touched == 1 ? " module" : " modules") +
                      "; checkpoints name them, too)",
                  ""};
  }
  return std::nullopt;
}

std::optional<Remedy> remove(PeftTrials& trials, const PeftConfig& config, const PeftAudit& now,
                             const FaultyEntry& entry) {
  PeftConfig without_it = config;
  std::erase(without_it.modules_to_save, entry.text);
  const std::string fresh = member_text("modules_to_save", {without_it.modules_to_save, {}});
  const Selection both = united(entry.wanted, entry.accidents);
  const std::optional<PeftAudit> after = trials.audit(without_it);
  if (!after || !is_no_worse(now, *after) ||
      after->effect.saved != without(now.effect.saved, both) ||
      !differs_within(now.effect, after->effect, both))
    return std::nullopt;
  return Remedy{Remedy::Kind::remove,
                "take it out of modules_to_save: then none of them is trained whole and saved, "
                "which loses a head that is new",
                fresh};
}

}  // namespace

std::vector<Remedy> remedies_for(PeftTrials& trials, const PeftConfig& config, const PeftAudit& now,
                                 const FaultyEntry& entry) {
  std::vector<Remedy> all;
  if (auto one = freeze(trials.index(), now, entry)) all.push_back(*std::move(one));
  if (auto one = rename(trials, config, now, entry)) all.push_back(*std::move(one));
  if (all.empty()) {
    if (auto one = remove(trials, config, now, entry)) all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace overmatch
