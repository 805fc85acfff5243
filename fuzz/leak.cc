#include "fuzz/leak.h"

#include <unistd.h>

#include <fstream>

#include "search/wire.h"

namespace overmatch::fuzz {

namespace {

constexpr int kWarmUps = 300;  // caches that fill up are no leak
constexpr int kTimes = 3000;
constexpr std::uint64_t kLeast = 128;            // bytes a call; less is the allocator's noise
constexpr std::uint64_t kEnough = 64ULL << 20U;  // bytes after which nobody needs to see more

std::uint64_t resident() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t pages = 0;
  file >> total >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

std::uint64_t bytes_leaked(const Runner& runner, const Case& content) {
  if (!runner.isolated()) return 0;
  const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat&) {
    Answer answer;
    const auto ask = [&] {
      try {
        probe.ask(content.question(), answer);
      } catch (const SubjectFailure&) {  // an answer, though a bad one
      }
    };
    const std::uint64_t at_start = resident();
    int warm_ups = 0;
    while (warm_ups < kWarmUps && resident() - at_start < kEnough) {
      ask();
      ++warm_ups;
    }
    std::uint64_t before = resident();
    int times = 0;
    if (warm_ups < kWarmUps) {  // it has leaked enough already
      times = warm_ups;
      before = at_start;
    }
    while (times < kTimes && resident() < before + kEnough) {
      ask();
      ++times;
    }
    const std::uint64_t after = resident();
    WireWriter out;
    out.number(after > before ? (after - before) / static_cast<std::uint64_t>(times) : 0);
    sink.write(out.bytes());
  });
  if (run.ending == Ending::out_of_memory) return runner.limits().memory;
  if (run.ending != Ending::finished || run.output.empty()) return 0;
  const std::uint64_t bytes = WireReader(run.output).number();
  return bytes >= kLeast ? bytes : 0;
}

}  // namespace overmatch::fuzz
