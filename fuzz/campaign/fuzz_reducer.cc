// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/fuzz_reducer.h"

#include <algorithm>

#include "fuzz/campaign/leak.h"
#include "properties/registry.h"
#include "search/byte_stream.h"
#include "search/reduce/shrink.h"
#include "search/violations.h"

namespace overmatch::fuzz {

namespace {

constexpr std::uint64_t kLeakShrinkSteps = 60;  // each asks some thousand questions
constexpr std::string_view kLeaks = "leaks";

// Writes each question to the sink before it asks it.
class Recorder final : public Matcher {
 public:
  Recorder(Matcher& subject, const Runner& runner, const Sink& sink)
      : subject_(subject), mode_(runner.mode()), order_(runner.order()), sink_(sink) {}
  [[nodiscard]] std::string_view name() const override { return subject_.name(); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  [[nodiscard]] bool takes_labels() const override { return subject_.takes_labels(); }
  void match(const Question& question, Answer& answer) override {
    keep_question(mode_, order_, question, asked_);
    ByteWriter out;
    out.content(asked_);
    sink_.write(out.bytes());
    subject_.match(question, answer);
  }

 private:
  Matcher& subject_;
  Mode mode_;
  Order order_;
  const Sink& sink_;
  Case asked_;
};

// Checks every property on the case in a child process. If that ends the subject's process, returns
// its last question: properties derive questions from a case, so the case itself may be harmless.
std::optional<Case> crashing_question(const Runner& runner,
                                      std::span<const Property* const> properties,
                                      const Case& content) {
  const IsolatedRun run = runner.run([&](Probe&, const Sink& sink, Heartbeat& heartbeat) {
    Recorder recorder(*runner.subject().matcher, runner, sink);
    Probe probe(recorder, runner.mode(), &heartbeat, kNever, runner.order());
    ask_all(probe, properties, content);
  });
  if (run.ending == Ending::finished) return std::nullopt;
  std::optional<Case> last;
  Case asked;
  for (ByteReader in(run.output); !in.at_end();) {
    in.content(asked);
    if (!in.ok()) break;
    last = asked;
  }
  return last;
}

}  // namespace

bool is_leak(const Finding& finding) noexcept { return finding.crash.starts_with(kLeaks); }

Discovery to_discovery(const RecordedViolation& from) {
  Discovery discovery;
  discovery.key = from.record.key;
  discovery.content = from.content;
  discovery.what = from.record.what;
  discovery.found_after = from.record.found_after;
  discovery.phase = Phase::own;
  return discovery;
}

Finding FuzzReducer::reduce(const RecordedViolation& from, Effort effort) const {
  Discovery discovery = to_discovery(from);
  if (from.record.ended.empty())
    return overmatch::reduce(runner_, properties_, discovery, std::nullopt, effort);
  if (effort == Effort::minimal) {
    const auto question = crashing_question(runner_, properties_, from.content);
    // No single question crashes a new process: several questions of a property do, or a leak.
    if (question && asked_plainly(*question).ending != Ending::finished)
      discovery.content = *question;
  }
  // Outside of the engine, so that stderr holds only the subject's output.
  const IsolatedRun crash = crash_on(runner_, properties_, discovery.content);
  if (crash.ending != Ending::finished) {
    discovery.what = crash.describe();
    return overmatch::reduce(runner_, properties_, discovery, crash, effort);
  }
  if (auto leak = leak_in(from.content, effort, from.record.found_after)) return *leak;
  Finding finding;
  finding.key = from.record.key;
  finding.original = finding.minimal = from.content;
  finding.what = from.record.what;
  finding.crash = from.record.ended;
  finding.found_after = from.record.found_after;
  finding.reproducible = false;
  return finding;
}

IsolatedRun FuzzReducer::asked_plainly(const Case& content) const {
  return runner_.run([&](Probe& probe, const Sink&, Heartbeat&) {
    Answer answer;
    try {
      probe.ask(content.question(), answer);
    } catch (const SubjectFailure&) {  // an invalid answer is an answer, too
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
