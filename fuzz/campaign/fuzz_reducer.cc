// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/fuzz_reducer.h"

#include <algorithm>

#include "fuzz/campaign/deadly_question.h"
#include "fuzz/campaign/leak.h"
#include "properties/registry.h"
#include "search/reduce/shrink.h"
#include "search/violations.h"

namespace overmatch::fuzz {

namespace {

constexpr std::uint64_t kLeakShrinkSteps = 60;  // each asks some thousand times
constexpr std::string_view kLeaks = "leaks";

}  // namespace

bool is_leak(const Finding& finding) noexcept { return finding.crash.starts_with(kLeaks); }

Discovery to_discovery(const Marked& from) {
  Discovery discovery;
  discovery.key = from.mark.key;
  discovery.content = from.content;
  discovery.what = from.mark.what;
  discovery.found_after = from.mark.found_after;
  discovery.phase = Phase::own;
  return discovery;
}

Finding FuzzReducer::reduce(const Marked& from, Effort effort) const {
  Discovery discovery = to_discovery(from);
  if (from.mark.ended.empty())
    return overmatch::reduce(runner_, properties_, discovery, std::nullopt, effort);
  if (effort == Effort::minimal) {
    const auto question = deadly_question(runner_, properties_, from.content);
    // Unless asked alone it is harmless to a fresh subject: a property's questions together do it,
    // or a memory.
    if (question && asked_plainly(*question).ending != Ending::finished)
      discovery.content = *question;
  }
  // Outside of the engine: what it printed then is the subject's own.
  const IsolatedRun death = crash_on(runner_, properties_, discovery.content);
  if (death.ending != Ending::finished) {
    discovery.what = death.describe();
    return overmatch::reduce(runner_, properties_, discovery, death, effort);
  }
  if (auto leak = leak_in(from.content, effort, from.mark.found_after)) return *leak;
  Finding finding;
  finding.key = from.mark.key;
  finding.original = finding.minimal = from.content;
  finding.what = from.mark.what;
  finding.crash = from.mark.ended;
  finding.found_after = from.mark.found_after;
  finding.reproducible = false;
  return finding;
}

IsolatedRun FuzzReducer::asked_plainly(const Case& content) const {
  return runner_.run([&](Probe& probe, const Sink&, Heartbeat&) {
    Answer answer;
    try {
      probe.ask(content.question(), answer);
    } catch (const SubjectFailure&) {  // an answer, though a bad one
    }
  });
}

std::optional<Finding> FuzzReducer::leak_in(const Case& content, Effort effort,
                                            std::uint64_t found_after) const {
  if (bytes_leaked(runner_, content) == 0) return std::nullopt;
  Finding finding;
  finding.key = {&kTotality, Direction::other, KindGroup::whole_list};
  finding.original = finding.minimal = content;
  finding.as_given = effort == Effort::confirm;
  finding.found_after = found_after;
  if (effort != Effort::confirm) {
    finding.minimal =
        shrink(
            content, [&](const Case& smaller) { return bytes_leaked(runner_, smaller) != 0; },
            kLeakShrinkSteps)
            .content;
  }
  const std::uint64_t bytes = bytes_leaked(runner_, finding.minimal);
  finding.what = "leaks memory each time it is asked";
  finding.crash = std::string(kLeaks) + " some " +
                  std::to_string(std::max<std::uint64_t>(bytes / 1024, 1)) +
                  " KiB each time it is asked";
  return finding;
}

}  // namespace overmatch::fuzz
