// SPDX-License-Identifier: Apache-2.0
// LiteralIndex matches a mode of text with one trie of all patterns, walked once per module; in
// `run` once per segment, in `substring` once per byte.
//
// It answers as the reference on every question, including malformed, empty and repeated patterns
// and names of any bytes. A walk costs the bytes that a name shares with the patterns, whatever
// their number. In `exact`, a Bloom filter rejects most modules first.
#pragma once

#include "fast/bloom_filter.h"
#include "fast/radix_trie.h"
#include "matchers/matcher.h"

namespace overmatch::fast {

class LiteralIndex final : public Matcher {
 public:
  // `mode` must be of Syntax::text.
  explicit LiteralIndex(Mode mode);
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  // Builds the trie in O(p log n) for n patterns of p bytes, then takes at most O(bytes) a module.
  // Keeps only memory between questions.
  void match(const Question& question, Answer& answer) override;

 private:
  // Whether a pattern is the end of the path, with what the mode allows in front.
  [[nodiscard]] bool ends_with_one(std::string_view path) const;
  // Whether a pattern begins where the mode allows it, with what the mode allows behind.
  [[nodiscard]] bool holds_one(std::string_view path) const;

  Mode mode_;
  std::string name_;
  RadixTrie trie_;
  BloomFilter bloom_filter_;  // for `exact`
};

}  // namespace overmatch::fast
