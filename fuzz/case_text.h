// SPDX-License-Identifier: Apache-2.0
// The text of a case file as a fuzzer reads and writes it: a hundred thousand times a second, and
// after any damage.
//
// Every case file is accepted and gives the same case as `parse_case`. Unlike that reader this one
// refuses nothing that it can make sense of: names that no case may hold (malformed paths, repeats,
// invalid UTF-8) are left out, what follows a hole in the JSON is read as far as it goes, and
// `expected` and `about` are skipped, because the reference says what is expected.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"

namespace overmatch::fuzz {

// Bounds of a case, so that one input stays a matter of microseconds. The biggest crowd of the
// generator fits.
inline constexpr std::size_t kMostPatterns = 80;
inline constexpr std::size_t kMostModules = 320;
// Bytes of one input, for every target, whatever the engine's flags say: AFL++ and honggfuzz know
// no -max_len.
inline constexpr std::size_t kMostBytes = 8192;

// Reads case after case, reusing its memory.
class CaseTextReader {
 public:
  // False when the text has no array of patterns and none of modules. A missing mode is `segment`.
  bool read(std::string_view text, Case& out);

 private:
  void skip_space() noexcept;
  [[nodiscard]] bool string(std::string& into);
  void value() noexcept;
  void names(Names& into, std::size_t most, bool paths);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string key_;
  std::string name_;
};

// Writes the case as a case file on one line, without `expected`. Clears `out` first.
void write_case_text(const Case& content, std::string& out);

}  // namespace overmatch::fuzz
