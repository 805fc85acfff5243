// SPDX-License-Identifier: Apache-2.0
#include "analysis/entries/linear_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "analysis/tree/renamings.h"
#include "names/ascii.h"

namespace overmatch {

namespace {

// Words of names of linear layers, and words that tell what is none. Others are not judged.
constexpr std::array<std::string_view, 8> kLinearWords = {"proj",  "projection", "linear", "lin",
                                                          "dense", "fc",         "qkv",    "qkvz"};
constexpr std::array<std::string_view, 14> kOtherWords = {
    "norm",    "ln",   "layernorm", "rmsnorm", "act",       "activation", "drop",
    "dropout", "conv", "conv1d",    "embed",   "embedding", "embeddings", "rotary"};

template <typename Words>
bool has_word_of(const Words& words, std::string_view name) {
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at;
    std::string word;
    while (end < name.size() && is_letter(name[end])) word += to_lower(name[end++]);
    if (std::find(words.begin(), words.end(), word) != words.end()) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

bool sounds_otherwise(std::string_view name) { return has_word_of(kOtherWords, name); }

bool sounds_linear(std::string_view name) {
  if (((kAttentionRoles | kFeedForwardRoles) & roles_of(name)) != 0) return true;
  return !sounds_otherwise(name) && has_word_of(kLinearWords, name);
}

}  // namespace overmatch
