// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/facts/peft_model.h"

#include <algorithm>

#include "matchers/regex.h"
#include "names/input_error.h"
#include "names/path.h"

namespace overmatch {

PeftModel::PeftModel(const TreeIndex& index, const ModelFacts* facts)
    : index_(index), facts_(facts), ends_(index.size()) {
  // Counts the children, then places each behind those of earlier modules.
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (index.parent_of(module) != kNoModule) ++ends_[index.parent_of(module)];
  }
  std::uint32_t end = 0;
  for (std::uint32_t& each : ends_) each = end += each;
  children_.resize(end);
  std::vector<std::uint32_t> next = ends_;
  for (auto module = static_cast<std::uint32_t>(index.size()); module-- > 0;) {
    const std::uint32_t above = index.parent_of(module);
    if (above != kNoModule) children_[--next[above]] = module;
  }
}

std::string_view PeftModel::name_of(std::uint32_t module) const noexcept {
  return last_segment(index_.path(module));
}

std::span<const std::uint32_t> PeftModel::children_of(std::uint32_t module) const noexcept {
  const std::size_t begin = module == 0 ? 0 : ends_[module - 1];
  return std::span(children_).subspan(begin, ends_[module] - begin);
}

std::optional<std::size_t> PeftModel::dimensions_of(std::uint32_t module,
                                                    std::string_view parameter) const {
  if (!has_parameters()) return std::nullopt;
  const auto& all = *facts_->parameters;
  // The parameters stand in the order of the tree.
  auto at = std::lower_bound(all.begin(), all.end(), module,
                             [](const auto& each, std::uint32_t m) { return each.module < m; });
  for (; at != all.end() && at->module == module; ++at) {
    if (at->name == parameter && !at->shape.empty()) return at->shape.size();
  }
  return std::nullopt;
}

std::string PeftModel::full_name(const ParameterFacts& parameter) const {
  const std::string_view path = index_.path(parameter.module);
  return path.empty() ? parameter.name : std::string(path) + kSeparator + parameter.name;
}

Selection PeftModel::tied_to_embeddings(const PeftVersion& version) const {
  Selection tied;
  if (facts_ == nullptr || facts_->input_embeddings.empty()) return tied;
  const bool declared = has_classes() && version.since(18);
  if (declared && version.since(20) && facts_->tie_word_embeddings == false) return tied;
  const std::string weight = facts_->input_embeddings + ".weight";
  const auto add = [&](const std::string& parameter) {
    const std::uint32_t module = index_.find(parent(parameter));
    if (module != kNoModule) tied.push_back(module);
  };
  // The first name of a shared weight may be that of the embeddings or of another module.
  std::string first = weight;
  for (const auto& [later, source] : facts_->tied) {
    if (later == weight) first = source;
  }
  const auto is_one_of_them = [&](const std::string& parameter) {
    return parameter == first || parameter == weight ||
           std::any_of(facts_->tied.begin(), facts_->tied.end(), [&](const auto& tie) {
             return tie.first == parameter && tie.second == first;
           });
  };
  if (declared) {
    for (const auto& [name, source] : facts_->declared_ties) {
      if (source.empty() || is_one_of_them(source)) add(name);
    }
  } else {
    for (const auto& [later, source] : facts_->tied) {
      if (source == first && later != weight) add(later);
    }
    if (first != weight) add(first);
  }
  sort_modules(tied, index_.size());
  return tied;
}

Selection PeftModel::select(const PeftNames& names, std::string_view member) const {
  if (names.regex) {
    std::string why;
    auto selected = index_.select(Mode::regex, *names.regex, &why);
    if (!selected) throw InputError("\"" + std::string(member) + "\": " + why);
    return std::move(*selected);
  }
  Selection all;
  for (const std::string& name : names.list) {
    // PEFT compares with "." + name, so the empty name selects only the root, as in `segment`.
    const auto selected = index_.select(Mode::segment, name);
    all.insert(all.end(), selected->begin(), selected->end());
  }
  sort_modules(all, index_.size());
  return all;
}

Selection PeftModel::of_classes(const std::vector<std::string>& names) const {
  // Asks each class once.
  const std::vector<ModuleClass>& classes = facts_->classes;
  std::vector<bool> wanted(classes.size());
  for (std::size_t at = 0; at < classes.size(); ++at) {
    wanted[at] = std::any_of(names.begin(), names.end(),
                             [&](const std::string& name) { return classes[at].is_a(name); });
  }
  Selection all;
  for (std::uint32_t module = 0; module < index_.size(); ++module) {
    const std::uint32_t each = facts_->class_of[module];
    if (each != kNoClass && wanted[each]) all.push_back(module);
  }
  return all;
}

Selection PeftModel::ending_with(const std::vector<std::string>& names) const {
  Selection all;
  for (const std::string& name : names) {
    const auto selected = index_.select(Mode::endswith, name);
    all.insert(all.end(), selected->begin(), selected->end());
  }
  sort_modules(all, index_.size());
  return all;
}

Selection PeftModel::ending_like(const Selection& modules) const {
  std::vector<std::string> paths;
  for (const std::uint32_t module : modules) paths.emplace_back(index_.path(module));
  return ending_with(paths);
}

std::string PeftModel::alias_ending_with(const std::vector<std::string>& names,
                                         const Selection& others) const {
  if (facts_ == nullptr) return {};
  for (const auto& [alias, path] : facts_->aliases) {
    for (const std::uint32_t module : index_.subtree(path)) {
      const std::string other = alias + std::string(index_.path(module).substr(path.size()));
      if (!std::binary_search(others.begin(), others.end(), module) &&
          std::any_of(names.begin(), names.end(),
                      [&](const std::string& name) { return other.ends_with(name); }))
        return other;
    }
  }
  return {};
}

std::vector<bool> full_matches(const std::string& regex, const std::vector<std::string_view>& texts,
                               std::string_view member) {
  const std::string_view pattern = regex;
  RegexMatcher matcher;
  Answer answer;
  matcher.match({{&pattern, 1}, texts}, answer);
  if (answer.rejected()) throw InputError("\"" + std::string(member) + "\": " + answer.reason());
  std::vector<bool> matched(texts.size());
  for (std::size_t at = 0; at < texts.size(); ++at) matched[at] = answer.selects(at);
  return matched;
}

}  // namespace overmatch
