// How long each contender takes to the first failure. One process for each bug, contender and seed: a fresh subject, whose
// crash, hang or runaway memory is a failure found.
#include <algorithm>

#include "cases/corpus.h"
#include "names/read_tree.h"
#include "properties/registry.h"
#include "search/hunt.h"
#include "search/runner.h"
#include "search/wire.h"
#include "tests/bench/bug_set.h"
#include "tests/bench/contender.h"
#include "tests/bench/groups.h"
#include "tests/bench/json_line.h"

namespace overmatch::bench {

namespace {

constexpr std::string_view kSearch = "overmatch check";

// One call may take that long, and so much memory: as in the selftest.
constexpr Limits kLimits = {std::chrono::milliseconds(250), 512ULL << 20U};

struct Outcome {
  bool found = false;
  std::uint64_t cases = 0;
  double seconds = 0;  // of CPU
};

// The work of a child writes what it found; one that died found it too.
Outcome outcome_of(const IsolatedRun& run, double spent) {
  Outcome outcome{run.ending != Ending::finished, run.progress, spent};
  if (WireReader in(run.output); !in.at_end()) {
    outcome.found = true;
    outcome.cases = in.number();
    outcome.seconds = static_cast<double>(in.number()) * 1e-9;
  }
  return outcome;
}

void write_found(const Sink& sink, std::uint64_t cases, double seconds) {
  WireWriter out;
  out.number(cases).number(static_cast<std::uint64_t>(seconds * 1e9));
  sink.write(out.bytes());
}

Outcome find_with(const Contender& contender, const Runner& runner, std::uint64_t seed, double seconds) {
  const double before = children_cpu_seconds();
  const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
    const double start = cpu_seconds();
    const Draw draw = contender.start(probe.mode(), seed);
    const auto reference = make_reference(probe.mode());
    Answer answer;
    Answer expected;
    for (std::uint64_t number = 0; cpu_seconds() - start < seconds; ++number) {
      heartbeat.progress.store(number + 1, std::memory_order_relaxed);
      const Case content = draw(number).content;
      reference->match(content.question(), expected);
      try {
        probe.ask(content.question(), answer);
      } catch (const SubjectFailure&) {
        answer.start(content.modules.size() + 1);  // no answer at all: unlike any
      }
      if (answer == expected) continue;
      return write_found(sink, number + 1, cpu_seconds() - start);
    }
  });
  return outcome_of(run, children_cpu_seconds() - before);
}

// The whole search as `overmatch check` runs it, without the saved cases: they are these bugs' own.
Outcome find_with_search(const HuntPlan& plan, const std::vector<TreeSearch>& trees, const Runner& runner) {
  const double before = children_cpu_seconds();
  const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
    const double start = cpu_seconds();
    Examiner examiner(
        probe, plan.properties,
        [&](const Discovery& discovery) { write_found(sink, discovery.found_after, cpu_seconds() - start); }, heartbeat);
    hunt(plan, trees, examiner, [](const TreeHit&) {});
  });
  return outcome_of(run, children_cpu_seconds() - before);
}

}  // namespace

void find_bugs(const FindOptions& options) {
  const auto wanted = [&](std::string_view name) {
    return options.contenders.empty() ||
           std::find(options.contenders.begin(), options.contenders.end(), name) != options.contenders.end();
  };
  HuntPlan plan;
  plan.properties.assign(all_properties().begin(), all_properties().end());
  plan.first_only = true;
  for (const std::string& file : list_tree_files(corpus_folder() + "/trees")) plan.trees.push_back(read_tree(file));
  std::vector<std::vector<TreeSearch>> trees;
  for (const Mode mode : kModes) trees.push_back(plan_trees(plan.trees, mode));

  for (const Bug& bug : choose_bugs(options.bugs, options.per_class)) {
    Subject subject{make_subject(bug), bug.mode(), false, {}};
    const Runner runner(subject, kLimits);
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
      const double seconds = seed == 1 ? options.first_seconds : options.seconds;
      const auto tell = [&](std::string_view contender, const Outcome& outcome) {
        print_line({{"bug", bug.planted->name},
                    {"mode", to_string(bug.mode())},
                    {"theme", bug.theme},
                    {"contender", contender},
                    {"seed", seed},
                    {"limit", seconds},
                    {"found", outcome.found},
                    {"cases", outcome.cases},
                    {"seconds", outcome.seconds}});
      };
      if (wanted(kSearch)) {
        plan.seed = seed;
        plan.seconds = seconds;
        tell(kSearch, find_with_search(plan, trees[static_cast<std::size_t>(bug.mode())], runner));
      }
      if (wanted(kGenerator.name)) tell(kGenerator.name, find_with(kGenerator, runner, seed, seconds));
      for (const Contender& contender : rapidcheck_contenders()) {
        if (wanted(contender.name)) tell(contender.name, find_with(contender, runner, seed, seconds));
      }
    }
  }
}

}  // namespace overmatch::bench
