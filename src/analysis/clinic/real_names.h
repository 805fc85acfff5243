// SPDX-License-Identifier: Apache-2.0
// RealNames holds the names of real models, on which a regex and its corrections are tried.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/select/selection.h"
#include "analysis/tree/tree_index.h"
#include "matchers/mode.h"
#include "names/readers/read_tree.h"

namespace overmatch {

// How a program applies a regex to a name: PEFT 0.21.2 by re.fullmatch
// (`match_target_against_key`), compressed-tensors by re.match, llama.cpp's --override-tensor by
// std::regex_search. For re.fullmatch and re.match see
// https://docs.python.org/3.11/library/re.html.
enum class Applied : std::uint8_t { fullmatch, match, search };
inline constexpr Applied kAllApplied[] = {Applied::fullmatch, Applied::match, Applied::search};
// The name on the command line; parse_applied returns nothing for an unknown name.
[[nodiscard]] std::string_view to_string(Applied how) noexcept;
[[nodiscard]] std::optional<Applied> parse_applied(std::string_view name) noexcept;

// The mode that applies regexes so.
[[nodiscard]] Mode mode_of(Applied how) noexcept;

// Distinct names with the models that have them.
struct NamePool {
  std::vector<std::string_view> names;
  std::vector<std::vector<std::uint32_t>> models;  // by name; empty if there is only one model
  std::uint32_t count = 1;                         // the number of models
};

class RealNames {
 public:
  // `title` is the name for messages, such as "llama-2-7b". The names must outlive the object.
  RealNames(NamePool pool, std::string title);
  // The modules of one tree. `index` must outlive the object.
  explicit RealNames(const TreeIndex& index);

  [[nodiscard]] std::size_t size() const noexcept { return names().size(); }
  [[nodiscard]] std::string_view operator[](std::uint32_t at) const noexcept { return names()[at]; }
  [[nodiscard]] const std::string& title() const noexcept { return title_; }

  // The indices of the names that the regex selects; nothing if it does not compile or reaches the
  // match limit.
  [[nodiscard]] std::optional<Selection> select(const std::string& regex, Applied how) const;
  // Whether any name contains this byte.
  [[nodiscard]] bool has(char character) const noexcept;
  // The number of distinct names of `some` with all numeric segments as one: a model of 80 layers
  // repeats each name 80 times.
  [[nodiscard]] std::size_t count_shapes(const Selection& some) const;
  // The names of `some` that occur in a model with one of `others`: a regex is not meant for models
  // that have nothing of what it should select.
  [[nodiscard]] Selection beside(const Selection& some, const Selection& others) const;
  // Whether a name of `copies` is one of `some` with a number appended, as `text_encoder_2` is of
  // `text_encoder`.
  [[nodiscard]] bool number(const Selection& some, const Selection& copies) const;

 private:
  [[nodiscard]] std::span<const std::string_view> names() const noexcept {
    return index_ != nullptr ? index_->tree().modules.views() : pool_.names;
  }

  NamePool pool_;
  const TreeIndex* index_ = nullptr;  // instead of the pool's names
  std::string title_;
  std::bitset<256> has_;  // of the pool
};

// The distinct names of modules and parameters of many models, which must outlive the result. Takes
// only the first few experts or blocks inside a layer, because the others repeat them.
[[nodiscard]] NamePool distinct_names(std::span<const Model> models);

}  // namespace overmatch
