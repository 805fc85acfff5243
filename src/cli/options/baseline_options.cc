// SPDX-License-Identifier: Apache-2.0
#include "cli/options/baseline_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "cli/terminal.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/writable.h"
#include "report/ci/ci_report.h"
#include "report/words.h"

namespace overmatch::cli {

void add_baseline(CLI::App& verb, BaselineArguments& to) {
  verb.add_option("--baseline", to.file,
                  "a file of known findings, each with a reason and perhaps a last day: only new "
                  "ones fail")
      ->type_name("FILE");
  verb.add_flag("--update-baseline", to.update,
                "write what is found into the file of --baseline; reasons and days stay");
}

OpenBaseline::OpenBaseline(const BaselineArguments& arguments)
    : file_(arguments.file), update_(arguments.update), today_(today_in_utc()) {
  if (update_ && !given())
    throw InputError("--update-baseline needs a file: give it with --baseline");
  if (file_ == "-") throw InputError("--baseline needs a file, not -");
  if (!given()) return;
  if (update_) need_writable(file_);
  if (update_ && !std::filesystem::exists(file_)) return;
  baseline_ = Baseline::parse(read_file(file_), printable_path(file_));
}

std::vector<bool> OpenBaseline::judge(const std::string& of, const std::vector<FoundId>& found,
                                      bool complete) {
  if (!given()) return std::vector<bool>(found.size());
  if (update_ && complete) {
    for (const std::string& id : baseline_.update(of, found)) notes_.push_back("taken out: " + id);
  }
  if (update_ && !complete) notes_.emplace_back("is not updated, as the run is incomplete");
  BaselineVerdict verdict = baseline_.judge(of, found, today_, complete);
  for (std::string& note : verdict.notes) notes_.push_back(std::move(note));
  known_ += static_cast<std::size_t>(std::count(verdict.known.begin(), verdict.known.end(), true));
  return std::move(verdict.known);
}

void OpenBaseline::write() const {
  if (update_) write_file(file_, baseline_.text());
}

void OpenBaseline::tell(const std::string& format) const {
  if (!given()) return;
  const std::string sum = report::counted(known_, "known finding");
  const std::string name = printable_path(file_);
  if (format == "github") {
    std::string out;
    for (const std::string& note : notes_)
      out += workflow_command({Severity::warning, file_, 1, "overmatch baseline", note});
    print_output(out);
  } else if (format == "markdown") {
    std::string out = fmt::format("\n{}: {}\n\n", markdown_code(file_), sum);
    for (const std::string& note : notes_) out += "- " + markdown_prose(note) + "\n";
    print_output(out);
  } else {
    std::string out = fmt::format("{}: {}\n", name, sum);
    for (const std::string& note : notes_) out += "   " + printable_text(note) + "\n";
    if (format == "text")
      print_report("\n" + out);
    else
      print_error(out);
  }
}

}  // namespace overmatch::cli
