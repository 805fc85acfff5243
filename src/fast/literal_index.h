// SPDX-License-Identifier: Apache-2.0
// The literal modes for many patterns and many modules: the patterns in one trie, and each module
// walks down it once. In `exact` a sieve turns most modules away before.
//
// Exactly the references, on every question: malformed patterns, the empty pattern, repeats, names
// of any bytes. What a walk costs grows with the bytes that a name shares with the patterns, not
// with their number.
#pragma once

#include "fast/bloom_filter.h"
#include "fast/radix_trie.h"
#include "matchers/matcher.h"

namespace overmatch::fast {

class LiteralIndex final : public Matcher {
 public:
  // `mode` must not be Mode::regex.
  explicit LiteralIndex(Mode mode);
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  // O(bytes of the patterns, times the logarithm of their number) to build the trie anew, then
  // O(bytes) a module at most. Keeps nothing of a question but memory.
  void match(const Question& question, Answer& answer) override;

 private:
  Mode mode_;
  std::string name_;
  RadixTrie trie_;
  BloomFilter bloom_filter_;  // for `exact`
};

}  // namespace overmatch::fast
