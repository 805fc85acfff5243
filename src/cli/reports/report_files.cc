// SPDX-License-Identifier: Apache-2.0
#include "cli/reports/report_files.h"

#include <algorithm>

#include "names/input_error.h"
#include "names/printable.h"
#include "names/writable.h"

namespace overmatch::cli {

void check_report_files(std::initializer_list<ReportFile> files) {
  for (const ReportFile& each : files) {
    if (each.file.empty()) continue;
    for (const ReportFile& before : files) {
      if (&before == &each) break;
      if (!is_same_file(before.file, each.file)) continue;
      const std::string both = std::string(before.option) + " and " + each.option;
      const std::string& name = before.file.size() <= each.file.size() ? before.file : each.file;
      throw InputError(both + " both write " +
                       (name == "-" ? "standard output" : printable_path(name)));
    }
    need_writable(each.file);
  }
}

bool uses_stdout(std::initializer_list<ReportFile> files) noexcept {
  return std::any_of(files.begin(), files.end(),
                     [](const ReportFile& each) { return each.file == "-"; });
}

}  // namespace overmatch::cli
