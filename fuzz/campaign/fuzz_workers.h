// SPDX-License-Identifier: Apache-2.0
// Runs the workers of a campaign, each in a process that a supervisor process restarts after a
// crash.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "fuzz/campaign/fuzz_worker.h"
#include "search/runner.h"
#include "subjects/processes/shared_memory.h"

namespace overmatch::fuzz {

// What all workers of a campaign are to do.
struct WorkersPlan {
  const FuzzFolder* folder = nullptr;
  std::string subject;  // its name
  std::vector<const Property*> properties;
  std::uint64_t seed = 1;
  std::uint64_t inputs = 0;  // of each worker; 0: until they are stopped
  bool wide = false;
  Limits limits;
  const Engine* engine = nullptr;
  std::vector<std::string> outdated;  // findings in the folder that no longer hold
};

// The worker processes of one campaign.
class Workers {
 public:
  // Starts `jobs` workers. `runner` and `plan` must outlive them. Throws std::system_error.
  Workers(const Runner& runner, const WorkersPlan& plan, unsigned jobs);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  // Asks all workers to end.
  void stop();
  // How many workers still run.
  [[nodiscard]] std::size_t running();
  // Why a worker could not go on; "" if all could. Valid once none runs.
  [[nodiscard]] std::string failure() const { return failure_; }
  // Sets the counts of cases, calls and properties in `statistics`.
  void count(Statistics& statistics) const;
  // Crashes of the subject so far.
  [[nodiscard]] std::uint64_t crashes() const;
  // The last input of each worker if one had to be killed: it may have been in a call that never
  // ends.
  [[nodiscard]] std::vector<Case> cut_inputs() const;
  // The last input of each worker.
  [[nodiscard]] std::vector<Case> last_inputs() const;

 private:
  struct Control;

  pid_t start_supervisor(unsigned job);
  void supervise(unsigned job);
  [[nodiscard]] std::vector<ViolationKey> known_keys() const;
  [[nodiscard]] bool is_outdated(const std::string& file) const;

  const Runner& runner_;
  const WorkersPlan& plan_;
  std::unique_ptr<Shared<Control>> control_;
  std::vector<std::unique_ptr<Shared<WorkerState>>> states_;
  std::vector<pid_t> supervisors_;  // 0: has ended
  std::string failure_;
};

}  // namespace overmatch::fuzz
