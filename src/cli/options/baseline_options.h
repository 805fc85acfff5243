// SPDX-License-Identifier: Apache-2.0
// Declares --baseline, a file of known findings, and --update-baseline.
#pragma once

#include <string>
#include <vector>

#include "cli/verb.h"
#include "report/ci/baseline.h"

namespace overmatch::cli {

struct BaselineArguments {
  std::string file;
  bool update = false;
};
void add_baseline(CLI::App& verb, BaselineArguments& to);

// A baseline file while a verb runs.
class OpenBaseline {
 public:
  // Reads the file; nothing is known without one. Throws InputError for a file that is missing,
  // unless it is to be updated, or no baseline, or not writable.
  explicit OpenBaseline(const BaselineArguments& arguments);

  [[nodiscard]] bool given() const noexcept { return !file_.empty(); }
  [[nodiscard]] std::vector<std::string> in_force(const std::string& of) const {
    return baseline_.in_force(of, today_);
  }
  // Judges what a command found, after an update if that is asked for. An incomplete run updates
  // nothing. Collects notes.
  [[nodiscard]] std::vector<bool> judge(const std::string& of, const std::vector<FoundId>& found,
                                        bool complete = true);
  // Writes the updated file.
  void write() const;

  // What to say of the baseline in a format: to stdout for text, annotations and Markdown, else to
  // stderr.
  void tell(const std::string& format) const;

 private:
  std::string file_;
  bool update_ = false;
  std::string today_;
  Baseline baseline_;
  std::size_t known_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace overmatch::cli
