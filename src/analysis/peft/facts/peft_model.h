// SPDX-License-Identifier: Apache-2.0
// PeftModel is the model that a config is applied to: its modules, and what else is known of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/peft/facts/peft_config.h"
#include "analysis/tree/tree_index.h"
#include "names/model_facts.h"

namespace overmatch {

class PeftModel {
 public:
  // `facts` may be null; both must outlive the object. O(modules).
  PeftModel(const TreeIndex& index, const ModelFacts* facts);

  [[nodiscard]] const TreeIndex& index() const noexcept { return index_; }
  [[nodiscard]] const ModelFacts* facts() const noexcept { return facts_; }
  // Whether all classes are known, so that the tree is that of a running model.
  [[nodiscard]] bool has_classes() const noexcept {
    return facts_ != nullptr && !facts_->class_of.empty() && !facts_->printed;
  }
  // Whether the classes are those that print(model) shows.
  [[nodiscard]] bool is_printed() const noexcept { return facts_ != nullptr && facts_->printed; }
  [[nodiscard]] bool has_parameters() const noexcept {
    return facts_ != nullptr && facts_->parameters.has_value();
  }
  // The class of a module with its bases, or null if these are not known.
  [[nodiscard]] const ModuleClass* class_at(std::uint32_t module) const noexcept {
    const ModuleClass* const known = facts_ == nullptr ? nullptr : facts_->class_at(module);
    const bool bare =
        known != nullptr && is_printed() && known->name.find('.') == std::string::npos;
    return bare ? nullptr : known;
  }
  [[nodiscard]] std::string_view model_type() const noexcept {
    return facts_ == nullptr ? std::string_view() : std::string_view(facts_->model_type);
  }
  [[nodiscard]] bool has_children(std::uint32_t module) const noexcept {
    return ends_[module] != (module == 0 ? 0 : ends_[module - 1]);
  }
  [[nodiscard]] std::string_view name_of(std::uint32_t module) const noexcept;
  // The modules directly inside a module.
  [[nodiscard]] std::span<const std::uint32_t> children_of(std::uint32_t module) const noexcept;
  // The number of dimensions of a parameter of a module, such as "weight"; nothing if not known.
  [[nodiscard]] std::optional<std::size_t> dimensions_of(std::uint32_t module,
                                                         std::string_view parameter) const;
  // The full name of a parameter.
  [[nodiscard]] std::string full_name(const ParameterFacts& parameter) const;
  // The modules whose weight is that of the input embeddings, without the embeddings. Of a running
  // model, PEFT 0.18 takes those that `_tied_weights_keys` of transformers ties to them instead.
  [[nodiscard]] Selection tied_to_embeddings(const PeftVersion& version) const;
  // All modules whose path ends with that of one of these, which PEFT takes for them.
  [[nodiscard]] Selection ending_like(const Selection& modules) const;

  // The modules that a list or a regex selects, as check_target_module_exists reads it: a list by
  // `segment`, a regex by re.fullmatch. Throws InputError naming `member` for a wrong regex.
  [[nodiscard]] Selection select(const PeftNames& names, std::string_view member) const;
  // The modules of these classes, each given qualified or as the last part; classes must be known.
  [[nodiscard]] Selection of_classes(const std::vector<std::string>& names) const;
  // The modules whose path ends with one of these texts, inside a segment as well.
  [[nodiscard]] Selection ending_with(const std::vector<std::string>& names) const;
  // Another path of a module that ends with one of these texts, of modules besides `others`; "" if
  // there is none.
  [[nodiscard]] std::string alias_ending_with(const std::vector<std::string>& names,
                                              const Selection& others) const;

 private:
  const TreeIndex& index_;
  const ModelFacts* facts_;
  // The children of module m are those from ends_[m - 1] to ends_[m] of children_.
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> children_;
};

// The texts that re.fullmatch(regex, text) matches. Throws InputError naming `member`.
[[nodiscard]] std::vector<bool> full_matches(const std::string& regex,
                                             const std::vector<std::string_view>& texts,
                                             std::string_view member);

}  // namespace overmatch
