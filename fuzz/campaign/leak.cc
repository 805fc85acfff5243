// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/leak.h"

#include <dlfcn.h>
#include <unistd.h>

#include "search/byte_stream.h"
#include "subjects/processes/processes.h"

namespace overmatch::fuzz {

namespace {

constexpr int kWarmUps = 300;  // a cache that fills up is no leak
constexpr int kTimes = 3000;
constexpr std::uint64_t kLeast = 128;            // bytes a call; less is the allocator's noise
constexpr std::uint64_t kEnough = 64ULL << 20U;  // bytes that prove a leak

// AddressSanitizer's quarantine of freed memory looks like a leak from outside, but
// AddressSanitizer counts allocated bytes. The symbol is null unless AddressSanitizer is linked in
// or preloaded.
using AllocatedBytes = std::size_t (*)();
AllocatedBytes sanitizer_allocated_bytes() {
  static const auto function = reinterpret_cast<AllocatedBytes>(
      dlsym(RTLD_DEFAULT, "__sanitizer_get_current_allocated_bytes"));
  return function;
}

// Bytes that the subject's process holds: this process, or its own.
std::uint64_t held(const RemoteMatcher* remote) {
  if (remote != nullptr) return remote->resident_bytes();
  if (const AllocatedBytes allocated = sanitizer_allocated_bytes(); allocated != nullptr)
    return allocated();
  return resident_bytes(getpid());
}

}  // namespace

std::uint64_t bytes_leaked(const Runner& runner, const Case& content) {
  if (!runner.isolated()) return 0;
  const RemoteMatcher* const remote = runner.remote();
  const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat&) {
    Answer answer;
    const auto ask = [&] {
      try {
        probe.ask(content.question(), answer);
      } catch (const SubjectFailure&) {  // an invalid answer is an answer, too
      }
    };
    const std::uint64_t at_start = held(remote);
    int warm_ups = 0;
    while (warm_ups < kWarmUps && held(remote) - at_start < kEnough) {
      ask();
      ++warm_ups;
    }
    std::uint64_t before = held(remote);
    int times = 0;
    if (warm_ups < kWarmUps) {  // it has leaked enough already
      times = warm_ups;
      before = at_start;
    }
    while (times < kTimes && held(remote) < before + kEnough) {
      ask();
      ++times;
    }
    const std::uint64_t after = held(remote);
    ByteWriter out;
    out.number(after > before ? (after - before) / static_cast<std::uint64_t>(times) : 0);
    sink.write(out.bytes());
  });
  if (run.ending == Ending::out_of_memory) return runner.limits().memory;
  if (run.ending != Ending::finished || run.output.empty()) return 0;
  const std::uint64_t bytes = ByteReader(run.output).number();
  return bytes >= kLeast ? bytes : 0;
}

}  // namespace overmatch::fuzz
