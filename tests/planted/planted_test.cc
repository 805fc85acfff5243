// SPDX-License-Identifier: Apache-2.0
// Every planted bug is shown to be one by its witness, and no correct variant differs on any
// witness of its mode.
#include "planted/planted.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "matchers/portable_regex.h"
#include "names/names.h"
#include "names/path.h"
#include "subjects/probe.h"

namespace overmatch::planted_test {
namespace {

// Asks in the same buffers each time, as a harness does that reuses its memory.
class Asker {
 public:
  explicit Asker(Order order) : order_(order) {}
  const Answer& ask(Matcher& matcher, const Ask& ask) {
    patterns_.clear();
    modules_.clear();
    for (const std::string& pattern : ask.patterns) patterns_.push_back(pattern);
    for (const std::string& module : ask.modules) modules_.push_back(module);
    matcher.match(Question{patterns_.views(), modules_.views(), ask.labels, order_}, answer_);
    return answer_;
  }

 private:
  Names patterns_, modules_;
  Order order_;
  Answer answer_;
};

// Whether it differs from the reference on some question of `witness`.
bool differs(const Planted& planted, const std::vector<Ask>& witness) {
  const auto subject = planted.make();
  const auto reference = make_reference(planted.mode);
  Asker ask_subject(planted.order), ask_reference(planted.order);
  bool found = false;
  for (const Ask& ask : witness) {
    try {
      if (!(ask_subject.ask(*subject, ask) == ask_reference.ask(*reference, ask))) found = true;
    } catch (const SubjectFailure&) {  // of the C interface
      found = true;
    }
  }
  return found;
}

struct Fate {
  bool answered = false;  // ended by itself, with all questions answered
  bool ended = false;
  long peak_kib = 0;
};

// No harmless matcher comes near it.
constexpr long kMuchMemoryKib = 256 * 1024;

long resident_kib(pid_t process) {
  std::ifstream statm("/proc/" + std::to_string(process) + "/statm");
  long pages = 0;
  statm >> pages >> pages;
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

// What becomes of a process that asks the witness, within `patience`. It is ended as soon as it has
// taken much memory.
Fate fate_of(const Planted& planted, std::chrono::milliseconds patience) {
  constexpr int kAnswered = 77;
  const pid_t child = fork();
  if (child == 0) {
    const rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    // noexcept: an exception ends the process here, before GoogleTest can catch it.
    [&planted]() noexcept {
      const auto subject = planted.make();
      Asker asker(planted.order);
      for (const Ask& ask : planted.witness) asker.ask(*subject, ask);
    }();
    _exit(kAnswered);
  }
  const auto deadline = std::chrono::steady_clock::now() + patience;
  Fate fate;
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    // What the kernel says of a process that has ended may lag behind what it said while it ran.
    fate.peak_kib = std::max(fate.peak_kib, resident_kib(child));
    if (std::chrono::steady_clock::now() > deadline || fate.peak_kib > kMuchMemoryKib) {
      kill(child, SIGKILL);
      wait4(child, &status, 0, &usage);
      fate.peak_kib = std::max(fate.peak_kib, usage.ru_maxrss);
      return fate;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  fate.ended = true;
  fate.answered = WIFEXITED(status) && WEXITSTATUS(status) == kAnswered;
  fate.peak_kib = std::max(fate.peak_kib, usage.ru_maxrss);
  return fate;
}

TEST(Planted, NamesAreDistinctAndLedByTheMode) {
  std::set<std::string_view> names;
  for (const Planted& one : planted()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_TRUE(one.name.starts_with(std::string(to_string(one.mode)) + "-")) << one.name;
    EXPECT_FALSE(one.bug.empty()) << one.name;
    EXPECT_EQ(find_planted(one.name), &one);
    EXPECT_EQ(one.make()->name(), one.name);
    EXPECT_EQ(one.make()->mode(), one.mode);
  }
  EXPECT_EQ(find_planted("segment"), nullptr);
}

TEST(Planted, OneCanBePlantedWithoutTheOthers) {
  for (const char* const name : {"segment-no-boundary", "glob-correct-states", "segment-mutant-2",
                                 "compressed-tensors-marker-twice"}) {
    const std::optional<Planted> one = plant_one(name);
    ASSERT_TRUE(one.has_value()) << name;
    EXPECT_EQ(one->name, name);
    EXPECT_EQ(one->theme, find_planted(name)->theme);
    EXPECT_EQ(one->bug, find_planted(name)->bug);
  }
  EXPECT_FALSE(plant_one("segment").has_value());
}

TEST(Planted, ThereAreEnoughOfEachMode) {
  std::map<Mode, int> bugs, variants;
  for (const Planted& one : planted())
    ++(one.expect == Expect::correct ? variants : bugs)[one.mode];
  for (const Mode mode : kModes) {
    EXPECT_GE(bugs[mode], 25) << to_string(mode);
    EXPECT_GE(variants[mode], 3) << to_string(mode);
  }
}

TEST(Planted, WitnessesAreQuestionsThatAHarnessMayAsk) {
  for (const Planted& one : planted()) {
    EXPECT_EQ(one.expect == Expect::correct, one.witness.empty()) << one.name;
    for (const Ask& ask : one.witness) {
      const std::set<std::string> distinct(ask.modules.begin(), ask.modules.end());
      EXPECT_EQ(distinct.size(), ask.modules.size()) << one.name;
      for (const std::string& module : ask.modules) EXPECT_TRUE(is_well_formed(module)) << one.name;
    }
  }
}

TEST(Planted, EachWrongOneDiffersFromTheReferenceOnItsWitness) {
  for (const Planted& one : planted()) {
    if (one.expect == Expect::wrong) {
      EXPECT_EQ(differs(one, one.witness), one.differs != Differs::nowhere) << one.name;
    }
  }
}

bool is_portable(Mode mode, const Ask& ask) {
  Names patterns, modules;
  for (const std::string& pattern : ask.patterns) patterns.push_back(pattern);
  for (const std::string& module : ask.modules) modules.push_back(module);
  return is_portable(mode, Question{patterns.views(), modules.views()});
}

bool is_portable(Mode mode, const std::vector<Ask>& witness) {
  return std::all_of(witness.begin(), witness.end(),
                     [&](const Ask& ask) { return is_portable(mode, ask); });
}

TEST(Planted, NoneThatShowsBeyondTheCoreOnlyHasAWitnessInsideIt) {
  for (const Planted& one : planted()) {
    if (one.differs == Differs::inside || one.differs == Differs::nowhere) continue;
    EXPECT_TRUE(is_regex(one.mode)) << one.name;
    if (one.expect != Expect::correct && one.differs == Differs::beyond_core) {
      EXPECT_FALSE(is_portable(one.mode, one.witness)) << one.name;
    }
  }
}

TEST(Planted, WhereOneShowsBeyondTheLimitTheReferenceGivesUp) {
  const auto reference = make_reference(Mode::regex);
  Asker asker(Order::any);
  for (const Planted& one : planted()) {
    if (one.differs != Differs::beyond_limit) continue;
    EXPECT_TRUE(std::any_of(one.witness.begin(), one.witness.end(), [&](const Ask& ask) {
      return asker.ask(*reference, ask).reason().starts_with("match limit exceeded");
    })) << one.name;
  }
}

TEST(Planted, EachCorrectOneAgreesWithTheReferenceOnEveryWitnessOfItsMode) {
  for (const Planted& variant : planted()) {
    if (variant.expect != Expect::correct) continue;
    for (const Planted& bug : planted()) {
      if (bug.mode == variant.mode && bug.order == variant.order &&
          (variant.differs == Differs::inside ||
           (bug.differs != Differs::beyond_limit && is_portable(bug.mode, bug.witness)))) {
        EXPECT_FALSE(differs(variant, bug.witness)) << variant.name << " on " << bug.name;
      }
    }
  }
}

TEST(Planted, EachHostileOneMeetsItsFate) {
  for (const Planted& one : planted()) {
    if (one.expect == Expect::crash) {
      const Fate fate = fate_of(one, std::chrono::seconds(10));
      EXPECT_TRUE(fate.ended && !fate.answered) << one.name;
    }
    if (one.expect == Expect::hang) {
      EXPECT_FALSE(fate_of(one, std::chrono::milliseconds(300)).ended) << one.name;
    }
    if (one.expect == Expect::memory) {
      EXPECT_GT(fate_of(one, std::chrono::seconds(10)).peak_kib, kMuchMemoryKib) << one.name;
    }
  }
}

// The plugin reads the environment once, so that each name needs a process of its own.
int plugin_process(const char* name) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("OVERMATCH_PLANTED", name, 1);
    void* library = dlopen(OVERMATCH_PLANTED_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) _exit(10);
    const auto entry =
        reinterpret_cast<decltype(&overmatch_plugin_v1)>(dlsym(library, "overmatch_plugin_v1"));
    if (entry == nullptr) _exit(11);
    const overmatch_plugin* plugin = entry();
    if (plugin->abi != OVERMATCH_PLUGIN_ABI) _exit(12);
    if (plugin->name != std::string_view(name) || plugin->mode != std::string_view("segment"))
      _exit(13);
    const overmatch_text pattern = {"a", 1};
    const overmatch_text modules[] = {{"ba", 2}, {"b.a", 3}, {"b", 1}};
    const overmatch_query query = {&pattern, 1, modules, 3};
    std::uint8_t selected[] = {7, 7, 7};
    char error[64];
    if (plugin->match(&query, selected, error, sizeof error) != 0) _exit(14);
    _exit(selected[0] * 4 + selected[1] * 2 + selected[2]);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(PlantedPlugin, IsTheMatcherThatTheEnvironmentNames) {
  EXPECT_EQ(plugin_process("segment-correct-memcmp"), 2);
  EXPECT_EQ(plugin_process("segment-no-boundary"), 6);
  EXPECT_EQ(plugin_process("segment-raw-no-left-unset"), 7 * 4 + 2 + 7);
}

TEST(PlantedPlugin, SaysThatItDoesNotKnowAName) {
  EXPECT_EQ(plugin_process("no-such-matcher"), 12);
}

}  // namespace
}  // namespace overmatch::planted_test
