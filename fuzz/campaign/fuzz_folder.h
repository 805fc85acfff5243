// SPDX-License-Identifier: Apache-2.0
// Keeps a fuzzing campaign in a folder, so that a killed campaign can continue.
//
// - corpus/: inputs that reached new coverage, written by the engine
// - pending/: violations that are not reduced yet, written when they occur
// - findings/: minimal case files, one a finding; `about` names the violated property
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.h"
#include "search/finding.h"
#include "subjects/isolation.h"

namespace overmatch::fuzz {

// A violation as a worker records it for the process that reduces it.
struct ViolationRecord {
  ViolationKey key;
  std::string what;               // one sentence
  std::string ended;              // for a crash: IsolatedRun::describe(); else ""
  std::string subject;            // its name
  std::uint64_t found_after = 0;  // inputs
  // Equal records are most likely the same bug.
  friend bool operator==(const ViolationRecord& left, const ViolationRecord& right) {
    return left.key == right.key && left.ended == right.ended;
  }
};

// How many crashes with an equal record are reduced: fewer hangs, which take long and are alike.
[[nodiscard]] std::size_t most_crashes_like(const ViolationRecord& record) noexcept;

// A record with its case, as read from `file`.
struct RecordedViolation {
  ViolationRecord record;
  Case content;
  std::string file;
};

class FuzzFolder {
 public:
  // Creates the folders. Throws InputError.
  explicit FuzzFolder(std::string folder);
  FuzzFolder(const FuzzFolder&) = delete;
  FuzzFolder& operator=(const FuzzFolder&) = delete;
  // Removes temporary files of killed workers.
  ~FuzzFolder();

  // The folder, and its parts that the engine gets.
  [[nodiscard]] const std::string& path() const noexcept { return folder_; }
  [[nodiscard]] std::string corpus() const { return folder_ + "/corpus"; }
  [[nodiscard]] std::string seeds() const { return folder_ + "/seeds"; }

  // Writes a pending violation atomically; replaces the file of an equal one.
  void add_pending(const ViolationRecord& record, const Case& content) const;
  // Writes a case on which the subject crashed, unless most_crashes_like equal ones are pending:
  // two crashes by the same signal may be two bugs, but forty seldom are forty.
  void add_crash(const std::string& ended, const std::string& subject, std::uint64_t found_after,
                 const Case& content) const;
  // The violations that are not reduced yet.
  [[nodiscard]] std::vector<RecordedViolation> pending() const { return list("pending"); }
  // Writes a finding under its case's name, and returns the path.
  std::string add_finding(const ViolationRecord& record, const SavedCase& saved) const;
  // The findings of this and earlier runs.
  [[nodiscard]] std::vector<RecordedViolation> findings() const { return list("findings"); }
  // Removes a file of any list, if it exists.
  static void remove(const std::string& file);

  // Replaces the seeds by one file a case.
  void write_seeds(const std::vector<Case>& cases) const;
  // How many inputs the corpus has.
  [[nodiscard]] std::size_t corpus_size() const;

 private:
  // Ignores other files, also those that a full disk cut off.
  [[nodiscard]] std::vector<RecordedViolation> list(const std::string& part) const;

  std::string folder_;
};

}  // namespace overmatch::fuzz
