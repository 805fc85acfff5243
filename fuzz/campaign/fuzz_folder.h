// SPDX-License-Identifier: Apache-2.0
// The folder of a fuzzing campaign. Everything that it has found so far is in there at any moment,
// so that a campaign that is killed goes on where it was:
//
// - corpus/: inputs that reached something new, written by the engine as it meets them
// - pending/: violations as they were met, written at once by whoever met them, until reduced
// - findings/: case files, minimal, one a finding; `about` says which property it violates
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/case.h"
#include "search/finding.h"
#include "subjects/isolation.h"

namespace overmatch::fuzz {

// A violation on its way from the process that met it to the one that reduces it.
struct Mark {
  ViolationKey key;
  std::string what;
  std::string ended;  // for a death: IsolatedRun::describe()
  std::string subject;
  std::uint64_t found_after = 0;  // inputs
  friend bool operator==(const Mark& left, const Mark& right) {
    return left.key == right.key &&
           left.ended == right.ended;  // the same bug, as far as one can tell
  }
};

// Deaths of one sort that are reduced. A hang takes its time, and the next is most likely the same.
[[nodiscard]] std::size_t most_deaths_like(const Mark& mark) noexcept;

struct Marked {
  Mark mark;
  Case content;
  std::string file;
};

class FuzzFolder {
 public:
  // Makes the folders. Throws InputError.
  explicit FuzzFolder(std::string folder);
  FuzzFolder(const FuzzFolder&) = delete;
  FuzzFolder& operator=(const FuzzFolder&) = delete;
  // Removes what workers that were killed in the middle of a write left behind.
  ~FuzzFolder();

  [[nodiscard]] const std::string& path() const noexcept { return folder_; }
  [[nodiscard]] std::string corpus() const { return folder_ + "/corpus"; }
  [[nodiscard]] std::string seeds() const { return folder_ + "/seeds"; }

  // Atomic; the same violation again replaces the file.
  void add_pending(const Mark& mark, const Case& content) const;
  // A case on which the subject died, while it is worth reducing: two crashes by the same signal
  // may be two bugs, forty seldom are forty.
  void add_death(const std::string& ended, const std::string& subject, std::uint64_t found_after,
                 const Case& content) const;
  [[nodiscard]] std::vector<Marked> pending() const { return list("pending"); }
  // Writes a finding under its case's name, and returns the path.
  std::string add_finding(const Mark& mark, const SavedCase& saved) const;
  [[nodiscard]] std::vector<Marked> findings() const { return list("findings"); }
  // Of any of the lists; a file that is gone already is fine.
  static void remove(const std::string& file);

  // Replaces the seeds: one file a case.
  void write_seeds(const std::vector<Case>& cases) const;
  [[nodiscard]] std::size_t corpus_size() const;

 private:
  // Files that are no marked cases (another program's, or cut off by a full disk) are left alone
  // and left out.
  [[nodiscard]] std::vector<Marked> list(const std::string& part) const;

  std::string folder_;
};

}  // namespace overmatch::fuzz
