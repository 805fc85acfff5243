// SPDX-License-Identifier: Apache-2.0
// The process in which a fuzzing engine drives a subject, and what it shares with those that watch
// it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "fuzz/campaign/fuzz_folder.h"
#include "fuzz/case_check.h"
#include "fuzz/case_text.h"
#include "subjects/remote.h"

namespace overmatch::fuzz {

// An engine: calls `test_one` with input after input until that does not return. `arguments` are
// libFuzzer's. Custom mutator and cross-over are those of case files.
using TestOne = int (*)(const std::uint8_t* data, std::size_t size);
using Engine = std::function<void(const std::vector<std::string>& arguments, TestOne test_one)>;

// What a worker leaves where its supervisor finds it even if the subject kills it: memory that both
// share.
struct WorkerState {
  std::atomic<std::uint64_t> inputs = 0;  // in all runs of this worker
  std::atomic<std::uint64_t> calls = 0;   // questions put to the subject in all runs
  std::atomic<std::uint64_t> deaths = 0;  // of the subject in all runs
  std::atomic<std::uint32_t> size = 0;    // of the input being tried
  std::array<std::uint8_t, kMostBytes> input{};
  CaseCheck::Counts counts{};
};

struct WorkerPlan {
  const FuzzFolder* folder = nullptr;
  std::string subject;  // its name
  std::span<const Property* const> properties;
  std::vector<ViolationKey> known;     // not to be reported again
  std::vector<std::uint64_t> killers;  // hash_input of inputs that killed an earlier run: left out
  std::uint64_t seed = 1;
  std::uint64_t inputs = 0;  // inputs until it ends; 0: until it is stopped
  bool wide = false;
  const Engine* engine = nullptr;
  RemoteMatcher* remote =
      nullptr;    // the subject, if it has a process of its own: it dies without the worker
  Limits limits;  // of such a subject
};

// Once a hang is known, what is left to find is something else: a call gets that fraction of its
// time from then on.
inline constexpr int kHurryOnceHung = 5;

[[nodiscard]] std::uint64_t hash_input(std::span<const std::uint8_t> input) noexcept;

// Runs the engine. Ends the process. New violations are written to the folder's pending/ as they
// are met.
[[noreturn]] void run_worker(Probe& probe, const WorkerPlan& plan, WorkerState& state,
                             Heartbeat& heartbeat);

}  // namespace overmatch::fuzz
