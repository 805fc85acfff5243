// SPDX-License-Identifier: Apache-2.0
// Reduces crashes, hangs and excessive memory.
#include <algorithm>

#include "search/byte_stream.h"
#include "search/reduce/limits.h"
#include "search/reduce/reduce.h"
#include "search/violations.h"

namespace overmatch {

namespace {

using std::chrono::milliseconds;

// Shrinking steps: each step of a hang waits for the time limit, each step of excessive memory
// fills it.
constexpr std::uint64_t kHangSteps = 25;
constexpr std::uint64_t kRemoteSteps = 40;  // each starts a program
constexpr std::uint64_t kMemorySteps = 100;
// The memory limit for repeating an excess of memory, beyond what the process has at its start.
constexpr std::uint64_t kEnoughMemory = 128ULL << 20U;
// How often a question is asked of a subject that may leak memory in each call.
constexpr int kOften = 400;
constexpr std::size_t kHugeTree = 1000;

// How a crashing case is asked: its question once, all properties, or its question many times.
enum class Asking : std::uint8_t { once, every_property, often };

void ask_plainly(Probe& probe, const Case& content) {
  Answer answer;
  try {
    probe.ask(content.question(), answer);
  } catch (const SubjectFailure&) {  // only a crash matters here
  }
}

void ask_in_that_way(Asking asking, Probe& probe, std::span<const Property* const> properties,
                     const Case& content) {
  if (asking == Asking::every_property) return ask_all(probe, properties, content);
  for (int time = asking == Asking::often ? kOften : 1; time > 0; --time)
    ask_plainly(probe, content);
}

class CrashReducer {
 public:
  CrashReducer(const Runner& runner, std::span<const Property* const> properties, Finding& finding)
      : runner_(runner),
        properties_(properties),
        finding_(finding),
        may_become_(finding.original) {}

  void run(const IsolatedRun& crash, Effort effort) {
    finding_.crash = crash.describe();
    if (!crash.diagnostics.empty()) finding_.crash += "\n" + crash.diagnostics;
    Limits limits = runner_.limits();
    if (crash.ending == Ending::out_of_memory) {
      limits.memory = std::min(limits.memory, kEnoughMemory);
      limits.call =
          std::max(limits.call,
                   milliseconds(2000));  // filling memory takes CPU time and is not a hang
    }
    auto asking = Asking::once;
    const auto crashes = [&](const Case& content) {
      if (!may_become_(content)) return false;
      const IsolatedRun run = runner_.run_with(limits, [&](Probe& probe, const Sink&, Heartbeat&) {
        ask_in_that_way(asking, probe, properties_, content);
      });
      return run.ending == crash.ending;
    };
    if (!crashes(finding_.original)) {
      asking = Asking::every_property;
      if (!crashes(finding_.original)) {
        asking = Asking::often;
        if (crash.ending != Ending::out_of_memory || !crashes(finding_.original)) {
          finding_.out_of_time = runner_.out_of_time();
          finding_.reproducible = finding_.out_of_time;
          return;
        }
      }
    }
    if (effort == Effort::confirm) return;
    const Limits whole = limits;
    // Each step of shrinking a hang waits for the time limit, so it is lower here. The result is
    // confirmed under the full limit.
    if (crash.ending != Ending::out_of_memory)
      limits.call = std::min(limits.call, milliseconds(100));
    shrink_crash(crash, limits, asking, crashes);
    limits = whole;
    if (crash.ending == Ending::hung && !crashes(finding_.minimal)) {
      finding_.minimal = finding_.original;
      finding_.minimality = Minimality::not_proved;
    }
  }

 private:
  void shrink_crash(const IsolatedRun& crash, const Limits& limits, Asking asking,
                    const Fails& crashes) {
    if (!start_tiny(limits, asking, crashes)) {
      if (crash.ending == Ending::hung && finding_.original.modules.size() > kHugeTree)
        return;  // each step would take long
      const std::uint64_t crash_steps =
          runner_.remote() != nullptr ? kRemoteSteps : kForkedBudget.shrink;
      const std::uint64_t steps = crash.ending == Ending::crashed         ? crash_steps
                                  : crash.ending == Ending::out_of_memory ? kMemorySteps
                                                                          : kHangSteps;
      finding_.minimal =
          InTime(finding_.original, crashes, runner_.deadline()).shrunk(steps, kForkedBudget.bytes);
    }
    prove_minimal_crash(limits, asking, crashes);
  }

  // Tries many cases in one process and returns the number, from 1, of the first that ends it, or
  // 0. `search` calls a predicate on case after case until it holds.
  template <typename Search>
  std::uint64_t first_crash(const Limits& limits, Asking asking, const Search& search,
                            std::string* output) {
    const IsolatedRun run =
        runner_.run_with(limits, [&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
          const auto result = search([&](const Case& smaller) {
            heartbeat.progress.fetch_add(1, std::memory_order_relaxed);
            if (!may_become_(smaller)) return false;
            ask_in_that_way(asking, probe, properties_, smaller);
            return false;
          });
          if constexpr (requires { result.minimality; }) {
            ByteWriter out;
            out.number(static_cast<std::uint64_t>(result.minimality))
                .number(result.tried)
                .text(result.alphabet);
            sink.write(out.bytes());
          }
        });
    if (output != nullptr) *output = run.output;
    return run.ending != Ending::finished ? run.progress : 0;
  }

  // Takes the simplest tiny case that crashes the subject, if there is one.
  bool start_tiny(const Limits& limits, Asking asking, const Fails& crashes) {
    const auto search = [&](const Fails& fails) {
      return simplest_tiny(finding_.original, usual_budget(finding_.original.mode).tiny, fails);
    };
    std::uint64_t left = first_crash(limits, asking, search, nullptr);
    if (left == 0) return false;
    const auto tiny = search([&](const Case&) { return --left == 0; });
    if (!tiny || !crashes(*tiny)) return false;  // the crash may need the earlier questions
    finding_.minimal = *tiny;
    return true;
  }

  void prove_minimal_crash(const Limits& limits, Asking asking, const Fails& crashes) {
    for (;;) {
      if (runner_.out_of_time()) {
        finding_.out_of_time = true;
        return;
      }
      const auto search = [&](const Fails& fails) {
        return prove_minimal(finding_.minimal, fails, usual_budget(finding_.minimal.mode).proof);
      };
      std::string output;
      std::uint64_t left = first_crash(limits, asking, search, &output);
      if (left == 0) {
        if (output.empty()) {  // ended by the deadline
          finding_.out_of_time = true;
          return;
        }
        ByteReader in(output);
        finding_.minimality = static_cast<Minimality>(in.number());
        finding_.tried = in.number();
        finding_.alphabet = in.text();
        return;
      }
      const Proof proof = search([&](const Case&) { return --left == 0; });
      // The crash may need the earlier questions: then there is no proof.
      if (!proof.smaller || !crashes(*proof.smaller)) return;
      finding_.minimal = *proof.smaller;
    }
  }

  const Runner& runner_;
  std::span<const Property* const> properties_;
  Finding& finding_;
  MayBecome may_become_;
};

}  // namespace

void reduce_crash(const Runner& runner, std::span<const Property* const> properties,
                  const IsolatedRun& crash, Effort effort, Finding& finding) {
  CrashReducer(runner, properties, finding).run(crash, effort);
}

}  // namespace overmatch
