// SPDX-License-Identifier: Apache-2.0
// Bugs that misuse the C interface in ways that the C++ one does not allow: flags left unset,
// written past the end, or neither 0 nor 1.
#include <algorithm>
#include <cstring>

#include "matchers/endswith.h"
#include "matchers/exact.h"
#include "matchers/segment.h"
#include "matchers/subtree.h"
#include "planted/plant.h"

namespace overmatch::plant {
namespace {

View view(const overmatch_text& text) { return {text.data, text.size}; }

template <class Selects>
bool any_of(const overmatch_query& query, std::size_t module, Selects selects) {
  return std::any_of(query.patterns, query.patterns + query.pattern_count,
                     [&](const overmatch_text& pattern) {
                       return selects(view(query.modules[module]), view(pattern));
                     });
}

int two_for_yes(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  for (std::size_t i = 0; i < query->module_count; ++i)
    selected[i] = any_of(*query, i, exact_selects) ? 2 : 0;
  return 0;
}

int mask_for_yes(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  for (std::size_t i = 0; i < query->module_count; ++i)
    selected[i] = any_of(*query, i, subtree_selects) ? 0xFF : 0;
  return 0;
}

int no_left_unset(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  for (std::size_t i = 0; i < query->module_count; ++i) {
    if (any_of(*query, i, segment_selects)) selected[i] = 1;
  }
  return 0;
}

int empty_list_left_unset(const overmatch_query* query, std::uint8_t* selected, char*,
                          std::size_t) {
  if (query->pattern_count == 0) return 0;
  for (std::size_t i = 0; i < query->module_count; ++i)
    selected[i] = any_of(*query, i, exact_selects) ? 1 : 0;
  return 0;
}

int last_left_unset(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  for (std::size_t i = 0; i + 1 < query->module_count; ++i)
    selected[i] = any_of(*query, i, subtree_selects) ? 1 : 0;
  return 0;
}

int written_past_end(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  for (std::size_t i = 0; i < query->module_count; ++i)
    selected[i] = any_of(*query, i, segment_selects) ? 1 : 0;
  selected[query->module_count] = 0;  // as if it were a string
  return 0;
}

int bits_for_bytes(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  std::memset(selected, 0, query->module_count);
  for (std::size_t i = 0; i < query->module_count; ++i) {
    if (any_of(*query, i, exact_selects))
      selected[i / 8] = static_cast<std::uint8_t>(selected[i / 8] | (1U << (i % 8)));
  }
  return 0;
}

int returns_count(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  int count = 0;
  for (std::size_t i = 0; i < query->module_count; ++i) {
    selected[i] = any_of(*query, i, segment_selects) ? 1 : 0;
    count += selected[i];
  }
  return count;
}

int returns_true(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  for (std::size_t i = 0; i < query->module_count; ++i)
    selected[i] = any_of(*query, i, endswith_selects) ? 1 : 0;
  return 1;
}

// Bounded by the size, so that it does not read past the end; the size is then ignored.
int reads_to_nul(const overmatch_query* query, std::uint8_t* selected, char*, std::size_t) {
  const auto c_string = [](View text) { return text.substr(0, text.find('\0')); };
  for (std::size_t i = 0; i < query->module_count; ++i) {
    selected[i] = any_of(*query, i,
                         [&](View path, View pattern) {
                           return subtree_selects(c_string(path), c_string(pattern));
                         })
                      ? 1
                      : 0;
  }
  return 0;
}

}  // namespace

std::vector<Planted> raw_interface() {
  return {
      wrong("exact-raw-two-for-yes", Mode::exact, "says 2 for yes", raw(two_for_yes),
            {Ask{{"a"}, {"a"}}}),
      wrong("subtree-raw-mask-for-yes", Mode::subtree, "says 255 for yes", raw(mask_for_yes),
            {Ask{{"a"}, {"a"}}}),
      wrong("segment-raw-no-left-unset", Mode::segment, "sets the flags of selected modules only",
            raw(no_left_unset), {Ask{{"a"}, {"b"}}}),
      wrong("exact-raw-empty-list-left-unset", Mode::exact, "sets no flag for an empty list",
            raw(empty_list_left_unset), {Ask{{}, {"a"}}}),
      wrong("subtree-raw-last-left-unset", Mode::subtree, "never sets the last flag",
            raw(last_left_unset), {Ask{{"a"}, {"b"}}}),
      wrong("segment-raw-written-past-end", Mode::segment, "writes one flag too many",
            raw(written_past_end), {Ask{{"a"}, {"a"}}}),
      wrong("exact-raw-bits-for-bytes", Mode::exact, "packs eight flags into a byte",
            raw(bits_for_bytes), {Ask{{"b"}, {"a", "b"}}}),
      wrong("segment-raw-returns-count", Mode::segment,
            "returns how many it selected, which says that it rejects", raw(returns_count),
            {Ask{{"a"}, {"a"}}}),
      wrong("endswith-raw-returns-true", Mode::endswith,
            "returns 1 for success, which says that it rejects", raw(returns_true),
            {Ask{{"a"}, {"a"}}}),
      wrong("subtree-raw-reads-to-nul", Mode::subtree, "takes the names for C strings",
            raw(reads_to_nul), {Ask{{"a"}, {std::string("a\0b", 3)}}}),
  };
}

}  // namespace overmatch::plant
