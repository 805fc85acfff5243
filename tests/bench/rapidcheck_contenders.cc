// SPDX-License-Identifier: Apache-2.0
// What a user of RapidCheck writes: a generator for a list of patterns, one for a list of modules,
// and a comparison.
//
// Cases are drawn as rc::check draws them: a fresh random stream each, and the size going from 0 to
// 100 and round again.
#include <rapidcheck.h>

#include <array>
#include <utility>

#include "tests/bench/contender.h"

namespace overmatch::bench {

namespace {

using Texts = std::vector<std::string>;
using Raw = std::pair<Texts, Texts>;  // patterns, modules

// With a label for each pattern; without any of a plain list.
using Entries = std::pair<Raw, std::vector<int>>;

rc::Gen<Raw> arbitrary_texts(Mode) {
  return rc::gen::pair(rc::gen::arbitrary<Texts>(), rc::gen::arbitrary<Texts>());
}

std::string joined(const Texts& segments) {
  std::string path;
  for (const std::string& segment : segments) path.append(path.empty() ? "" : ".").append(segment);
  return path;
}

// Scaled down, as one does when nested containers take their time: some ten paths of some five
// segments.
rc::Gen<Raw> dotted_texts(Mode) {
  const auto segments = rc::gen::container<Texts>(rc::gen::nonEmpty<std::string>());
  const auto paths = rc::gen::scale(
      0.2, rc::gen::container<Texts>(rc::gen::scale(0.5, rc::gen::map(segments, joined))));
  return rc::gen::pair(paths, paths);
}

rc::Gen<Raw> small_texts(Mode mode) {
  const auto over = [](std::string alphabet) {
    return rc::gen::container<Texts>(
        rc::gen::container<std::string>(rc::gen::elementOf(std::move(alphabet))));
  };
  return rc::gen::pair(over(mode == Mode::regex ? "ab.*+?\\|()[]^$" : "ab._0"), over("ab._0"));
}

// In a list with labels every other pattern has the mark that the dialect reads, if it has one.
Texts marked(Mode mode, Texts patterns) {
  for (std::size_t at = 0; at < patterns.size(); at += 2) patterns[at].insert(0, marker_of(mode));
  return patterns;
}

// Null or one of three labels for each pattern.
rc::Gen<Entries> with_labels(Mode mode, const rc::Gen<Raw>& texts) {
  return rc::gen::mapcat(texts, [mode](const Raw& raw) {
    return rc::gen::pair(
        rc::gen::just(Raw(marked(mode, raw.first), raw.second)),
        rc::gen::container<std::vector<int>>(raw.first.size(), rc::gen::inRange(0, 4)));
  });
}

// One walk down RapidCheck's tree of smaller values; `next_smaller` gives them in its order.
Drawn to_drawn(Mode mode, Order order, const rc::Shrinkable<Entries>& shrinkable) {
  Drawn drawn;
  const auto [raw, labels] = shrinkable.value();
  drawn.content = to_case(mode, raw.first, raw.second);
  drawn.content.labels.assign(order, {labels.begin(), labels.end()});
  drawn.next_smaller = [mode, order,
                        smaller = shrinkable.shrinks()]() mutable -> std::optional<Drawn> {
    const auto next = smaller.next();
    if (!next) return std::nullopt;
    return to_drawn(mode, order, *next);
  };
  return drawn;
}

template <rc::Gen<Raw> (*generator)(Mode)>
Draw start(Mode mode, Order order, std::uint64_t seed) {
  const auto plain = [](Raw raw) { return Entries(std::move(raw), {}); };
  const rc::Gen<Entries> entries = order == Order::any ? rc::gen::map(generator(mode), plain)
                                                       : with_labels(mode, generator(mode));
  return [entries, mode, order, random = rc::Random(seed)](std::uint64_t number) mutable {
    constexpr std::uint64_t kSizes = rc::kNominalSize + 1;
    return to_drawn(mode, order, entries(random.split(), static_cast<int>(number % kSizes)));
  };
}

constexpr std::array<Contender, 3> kContenders = {{
    {"RapidCheck, arbitrary", "RapidCheck's arbitrary<vector<string>> for patterns and modules",
     start<arbitrary_texts>},
    {"RapidCheck, dotted", "arbitrary segments joined by dots, for patterns and modules",
     start<dotted_texts>},
    {"RapidCheck, small alphabet",
     "strings over a b . _ 0; regexes over a b and the metacharacters", start<small_texts>},
}};

}  // namespace

std::span<const Contender> rapidcheck_contenders() { return kContenders; }

}  // namespace overmatch::bench
