// SPDX-License-Identifier: Apache-2.0
// Checks the files that a verb writes reports to, before its work.
#pragma once

#include <initializer_list>
#include <string>

namespace overmatch::cli {

// An option and the file that it names: "" for none, "-" for standard output.
struct ReportFile {
  const char* option;
  const std::string& file;
};

// Throws InputError if one of the files cannot be written, or if two are the same.
void check_report_files(std::initializer_list<ReportFile> files);

// Whether one of them is written to standard output, so that the text is not.
[[nodiscard]] bool uses_stdout(std::initializer_list<ReportFile> files) noexcept;

}  // namespace overmatch::cli
