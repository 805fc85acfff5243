// SPDX-License-Identifier: Apache-2.0
// Runs a fuzzing engine against a subject in a worker process.
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

// An engine calls `test_one` with input after input, until one call does not return. `arguments`
// are libFuzzer's options. The custom mutator and cross-over are those of case files.
using TestOne = int (*)(const std::uint8_t* data, std::size_t size);
using Engine = std::function<void(const std::vector<std::string>& arguments, TestOne test_one)>;

// The state of a worker in memory that its supervisor shares, and so keeps after a crash.
struct WorkerState {
  std::atomic<std::uint64_t> inputs = 0;   // in all runs of this worker
  std::atomic<std::uint64_t> calls = 0;    // questions to the subject in all runs
  std::atomic<std::uint64_t> crashes = 0;  // crashes of the subject in all runs
  std::atomic<std::uint32_t> size = 0;     // of the input being tried
  std::array<std::uint8_t, kMostBytes> input{};
  CaseCheck::Counts counts{};
};

// What one run of a worker is to do. All pointers and spans must outlive the run.
struct WorkerPlan {
  const FuzzFolder* folder = nullptr;
  std::string subject;  // its name
  std::span<const Property* const> properties;
  std::vector<ViolationKey> known;  // are not reported again
  // hash_input of inputs that crashed an earlier run; they are skipped.
  std::vector<std::uint64_t> crashing_inputs;
  std::uint64_t seed = 1;
  std::uint64_t inputs = 0;  // how many inputs it tries; 0: until it is stopped
  bool wide = false;
  const Engine* engine = nullptr;
  // The subject, if it has a process of its own, whose crash does not end the worker; else null.
  RemoteMatcher* remote = nullptr;
  Limits limits;  // of such a subject
};

// After the first hang, calls get only this fraction of their time: further hangs are not searched.
inline constexpr int kHurryOnceHung = 5;

// FNV-1a.
[[nodiscard]] std::uint64_t hash_input(std::span<const std::uint8_t> input) noexcept;

// Runs the engine, then ends the process. Writes new violations to the folder's pending/ at once.
[[noreturn]] void run_worker(Probe& probe, const WorkerPlan& plan, WorkerState& state,
                             Heartbeat& heartbeat);

}  // namespace overmatch::fuzz
