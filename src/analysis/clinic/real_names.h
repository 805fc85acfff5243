// SPDX-License-Identifier: Apache-2.0
// Names of real models, on which a regex and its corrections are tried.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/selection.h"
#include "names/readers/read_tree.h"

namespace overmatch {

// How a program applies a regex to a name: PEFT by re.fullmatch, compressed-tensors by re.match,
// llama.cpp by std::regex_search.
enum class Applied : std::uint8_t { fullmatch, match, search };
inline constexpr Applied kAllApplied[] = {Applied::fullmatch, Applied::match, Applied::search};
[[nodiscard]] std::string_view to_string(Applied how) noexcept;
[[nodiscard]] std::optional<Applied> parse_applied(std::string_view name) noexcept;

// The regex of which a full match is what `regex` finds when it is applied so. It must compile.
[[nodiscard]] std::string as_fullmatch(const std::string& regex, Applied how);

// Distinct names, and for each the models that have it.
struct NamePool {
  std::vector<std::string_view> names;
  std::vector<std::vector<std::uint32_t>> models;  // empty if there is one model only
  std::uint32_t count = 1;                         // of models
};

class RealNames {
 public:
  // `title`: what messages call them, e.g. "llama-2-7b". The names must outlive the object.
  RealNames(NamePool pool, std::string title);

  [[nodiscard]] std::size_t size() const noexcept { return pool_.names.size(); }
  [[nodiscard]] std::string_view operator[](std::uint32_t at) const noexcept {
    return pool_.names[at];
  }
  [[nodiscard]] const std::string& title() const noexcept { return title_; }

  // What the regex selects; nothing if it does not compile or has no answer for some name.
  [[nodiscard]] std::optional<Selection> select(const std::string& regex, Applied how) const;
  // Whether some name has this character.
  [[nodiscard]] bool has(char character) const noexcept;
  // How many different names there are when all numbers are alike: a model of 80 layers says
  // everything 80 times.
  [[nodiscard]] std::size_t count_shapes(const Selection& some) const;
  // Those of `some` that are in a model with one of `others`: nobody writes a regex for a model
  // that has nothing of what is meant.
  [[nodiscard]] Selection beside(const Selection& some, const Selection& others) const;
  // Whether one of `copies` is one of `some` with a number: `text_encoder_2` of `text_encoder`.
  [[nodiscard]] bool number(const Selection& some, const Selection& copies) const;

 private:
  NamePool pool_;
  std::string title_;
  std::vector<bool> has_ = std::vector<bool>(256, false);
};

// The distinct names of many models, parameters included. Of the experts and blocks inside of a
// layer only the first few are taken: the others would say the same thousands of times.
[[nodiscard]] NamePool distinct_names(std::span<const Model> models);

}  // namespace overmatch
