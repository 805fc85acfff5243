// SPDX-License-Identifier: Apache-2.0
// Reads and writes the text of case files for fuzzers: fast, and tolerant of damage.
//
// The reader accepts every case file and gives the same case as `parse_case`. In damaged text it
// drops names that no case may have (malformed paths, repeats, invalid UTF-8), gives patterns
// without a label the first one, and reads on after an error as far as it can. It skips `expected`,
// which the reference computes, and `about`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"

namespace overmatch::fuzz {

// Bounds of a case, so that one input takes microseconds. The largest generated case fits.
inline constexpr std::size_t kMostPatterns = 80;
inline constexpr std::size_t kMostModules = 320;
// Bytes of one input in every target, because AFL++ and honggfuzz have no -max_len.
inline constexpr std::size_t kMostBytes = 8192;

// Reads case after case and reuses its memory.
class CaseTextReader {
 public:
  // False if the text has neither an array of patterns nor one of modules. The default mode is
  // `segment`.
  bool read(std::string_view text, Case& out);

 private:
  void skip_space() noexcept;
  [[nodiscard]] bool string(std::string& into);
  void value() noexcept;
  void names(Names& into, std::size_t most, bool paths);
  void labels(EntryLabels& into);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string key_;
  std::string name_;
};

// Writes the case as a case file on one line, without `expected`. Clears `out` first.
void write_case_text(const Case& content, std::string& out);

}  // namespace overmatch::fuzz
