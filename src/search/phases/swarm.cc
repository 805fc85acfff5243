// SPDX-License-Identifier: Apache-2.0
#include "search/phases/swarm.h"

#include <algorithm>
#include <bit>

#include "generate/choices.h"
#include "matchers/rule_matcher.h"

namespace overmatch {

namespace {

// Separates the choices of mixtures from those of cases.
constexpr std::uint64_t kSalt = 0x5357A231;
constexpr std::size_t kTable = 1U << 16U;     // slots for known behaviours; at most half are used
constexpr std::size_t kPatternsLookedAt = 2;  // of a case: more would add little
constexpr std::size_t kModulesLookedAt = 3;
constexpr std::uint64_t kEveryBroad = 4;     // one mixture in so many includes everything
constexpr std::uint64_t kCostOfACase = 128;  // in bytes: the fixed cost of a case
// The percentage of a broad mixture's weights that new behaviours decide; the generator's default
// weights decide the rest.
constexpr std::uint32_t kByMerit = 60;
constexpr std::uint32_t kByWeight = 100 - kByMerit;

std::uint64_t bucket(std::size_t count) {
  return count < 4 ? count : count < 9 ? 4 : count < 65 ? 5 : 6;
}

std::uint32_t half_of(Choices& choices, std::uint32_t count) {
  std::uint32_t bits = 0;
  for (std::uint32_t at = 0; at < count; ++at) bits |= choices.below(2) << at;
  return bits;
}

// The forms of all modes of text, and the situations of `regex`: more would change the cases that
// earlier releases made for a seed.
constexpr std::uint32_t kUsualForms = 7;
constexpr std::uint32_t kUsualSituations = 13;
static_assert(kGlobSituations <= 32 && kRegexSituations <= 32);

std::uint32_t situations_of(Mode mode) {
  const ModeTraits& traits = traits_of(mode);
  if (traits.syntax == Syntax::glob) return kGlobSituations;
  if (traits.syntax == Syntax::regex && traits.after == Beside::anything) return kRegexSituations;
  return kUsualSituations;
}

void narrow(Choices& choices, Mode mode, Mixture& mixture) {
  const std::uint32_t strategies = half_of(choices, kStrategies) | 1U << choices.below(kStrategies);
  for (std::size_t at = 0; at < kStrategies; ++at) {
    if ((strategies >> at & 1U) == 0) mixture.weights[at] = 0;
  }
  mixture.kinds = half_of(choices, kNameKinds);
  mixture.forms = half_of(choices, kUsualForms);
  mixture.situations = half_of(choices, situations_of(mode));
}

}  // namespace

Swarm::Swarm(Mode mode, std::uint64_t seed)
    : mode_(mode),
      seed_(mix_seed(seed, kSalt)),
      known_(kTable, 0),
      reference_(make_reference(mode)) {}

const Mixture& Swarm::next() {
  if (cases_ % kRound == 0) begin_round();
  return mixtures_[cases_++ % kMixtures];
}

void Swarm::begin_round() {
  Mixture broad;
  // New behaviours per cost, each strategy starting with one, so that a bad start excludes none.
  std::array<std::uint64_t, kStrategies> merits{};
  std::uint64_t all = 0;
  for (std::size_t at = 0; at < kStrategies; ++at) {
    merits[at] = (fresh_[at] + 1) * 1'000'000 / (cost_[at] + 16 * kCostOfACase);
    all += merits[at];
    fresh_[at] -= fresh_[at] / 8;
    cost_[at] -= cost_[at] / 8;
  }
  for (std::size_t at = 0; at < kStrategies; ++at) {
    // In hundredths, so that the smallest share is not rounded to 0.
    broad.weights[at] = broad.weights[at] * kByWeight +
                        static_cast<std::uint32_t>(kByMerit * 100 * merits[at] / all);
  }
  Choices choices(mix_seed(seed_, cases_ / kRound));
  for (std::size_t at = 0; at < kMixtures; ++at) {
    mixtures_[at] = broad;
    if (at % kEveryBroad != 0) narrow(choices, mode_, mixtures_[at]);
  }
}

void Swarm::learn(const Case& content, CaseFacts& facts) {
  const auto strategy = static_cast<std::size_t>(facts.strategy);
  std::uint64_t bytes = kCostOfACase;
  for (const Names* const names : {&content.patterns, &content.modules}) {
    for (const std::string_view name : *names) bytes += name.size() + 1;
  }
  cost_[strategy] += bytes;
  // One behaviour for each collision kind in the case, and one without.
  const std::uint64_t seen = resemblance(content);
  bool fresh = is_new(mix_seed(seen, kNameKinds));
  for (std::uint64_t kind = 0; kind < kNameKinds; ++kind) {
    if ((facts.kinds >> kind & 1U) != 0) fresh = is_new(mix_seed(seen, kind)) || fresh;
  }
  for (std::uint32_t bits = facts.regex_situations | facts.glob_situations; bits != 0;
       bits &= bits - 1) {
    const auto at = static_cast<std::uint64_t>(std::countr_zero(bits));
    fresh = is_new(mix_seed(seen, 100 + at)) || fresh;
  }
  facts.new_behaviour = fresh;
  if (fresh) ++fresh_[strategy];
}

// The kind groups of the first patterns and modules, and what the reference selects of them, as one
// number.
std::uint64_t Swarm::resemblance(const Case& content) {
  std::uint64_t pairs = 0;
  const auto patterns = content.patterns.views();
  const auto modules =
      content.modules.views().first(std::min(content.modules.size(), kModulesLookedAt));
  for (std::size_t at = 0; at < std::min(patterns.size(), kPatternsLookedAt); ++at) {
    if (!is_text(mode_)) {
      // For regexes and globs, the situation replaces the kind group.
      reference_->match({patterns.subspan(at, 1), modules}, answer_);
      if (answer_.rejected()) pairs |= 4;
      for (const std::uint8_t flag : answer_.selected()) pairs |= flag == Answer::kYes ? 1 : 2;
      pairs <<= 3U;
      continue;
    }
    for (const std::string_view module : modules) {
      const auto group = static_cast<unsigned>(kind_group_of(mode_, patterns[at], module));
      pairs |=
          std::uint64_t{1} << (2 * group + (rule_selects(mode_, module, patterns[at]) ? 1U : 0U));
    }
  }
  return mix_seed(pairs, bucket(patterns.size()) * 8 + bucket(content.modules.size()));
}

bool Swarm::is_new(std::uint64_t behaviour) {
  if (known_count_ > kTable / 2) return false;
  behaviour |= 1U;  // 0 marks a free slot
  std::size_t at = (behaviour >> 1U) % kTable;
  for (; known_[at] != 0; at = (at + 1) % kTable) {
    if (known_[at] == behaviour) return false;
  }
  known_[at] = behaviour;
  ++known_count_;
  return true;
}

}  // namespace overmatch
