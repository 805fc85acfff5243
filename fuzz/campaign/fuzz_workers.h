// SPDX-License-Identifier: Apache-2.0
// The workers of a campaign: each fuzzes in a process of its own, which a supervisor, another
// process, replaces when the subject kills it.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "fuzz/campaign/fuzz_worker.h"
#include "search/runner.h"
#include "subjects/shared_memory.h"

namespace overmatch::fuzz {

struct WorkersPlan {
  const FuzzFolder* folder = nullptr;
  std::string subject;  // its name
  std::vector<const Property*> properties;
  std::uint64_t seed = 1;
  std::uint64_t inputs = 0;  // of each worker; 0: until they are stopped
  bool wide = false;
  Limits limits;
  const Engine* engine = nullptr;
  std::vector<std::string> outdated;  // findings in the folder that do not hold any more
};

class Workers {
 public:
  // Starts `jobs` of them. All must outlive the workers. Throws std::system_error.
  Workers(const Runner& runner, const WorkersPlan& plan, unsigned jobs);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  // Asks all to come to their end.
  void stop();
  // How many are at work still.
  [[nodiscard]] std::size_t running();
  // Why one of them could not go on, "" if all could; to be asked when none is running.
  [[nodiscard]] std::string failure() const { return failure_; }
  // What they have done so far, in place of what `statistics` says of cases, calls and properties.
  void count(Statistics& statistics) const;
  [[nodiscard]] std::uint64_t deaths() const;
  // What each tried last, if one had to be killed as it did not end when it was asked to: that may
  // have been in a call that never ends.
  [[nodiscard]] std::vector<Case> cut_inputs() const;
  // What each tried last.
  [[nodiscard]] std::vector<Case> last_inputs() const;

 private:
  struct Control;

  pid_t start_supervisor(unsigned job);
  void supervise(unsigned job);
  [[nodiscard]] std::vector<ViolationKey> known_sorts() const;
  [[nodiscard]] bool is_outdated(const std::string& file) const;

  const Runner& runner_;
  const WorkersPlan& plan_;
  std::unique_ptr<Shared<Control>> control_;
  std::vector<std::unique_ptr<Shared<WorkerState>>> states_;
  std::vector<pid_t> supervisors_;  // 0: has ended
  std::string failure_;
};

}  // namespace overmatch::fuzz
