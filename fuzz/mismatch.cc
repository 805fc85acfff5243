// SPDX-License-Identifier: Apache-2.0
#include "fuzz/mismatch.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/case_text.h"
#include "names/printable.h"

namespace overmatch::fuzz {

namespace {

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

void report_mismatch(std::string_view subject, std::string_view property, std::string_view group,
                     std::string_view what, const Case* content) {
  std::string text = "what: " + printable_text(what) + "\n";
  if (content != nullptr) {
    std::string written;
    write_case_text(*content, written);
    text += "case: " + written;
  }
  // A plugin's name may have line breaks.
  std::string line = printable_path(subject);
  line.append(": ").append(property).append(": ").append(group).append("\n");
  text.append("overmatch: ").append(line).append("ASSERTION FAILED: ").append(line);
  print(text);
  std::abort();
}

void print_if_asked(const Case& content) {
  static const bool asked = std::getenv("OVERMATCH_PRINT_CASE") != nullptr;
  if (!asked) return;
  std::string written;
  write_case_text(content, written);
  print(written);
}

}  // namespace overmatch::fuzz
