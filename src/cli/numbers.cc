// SPDX-License-Identifier: Apache-2.0
#include "cli/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>

#include "names/printable.h"

namespace overmatch::cli {

namespace {

// Parses the whole word; a sign or a space before the number is an error.
template <typename Number>
bool read(const std::string& word, Number& value) {
  const char* const end = word.data() + word.size();
  if (word.empty() || word[0] < '0' || word[0] > '9') return false;
  const auto [at, error] = std::from_chars(word.data(), end, value);
  return error == std::errc() && at == end;
}

}  // namespace

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  return {[least, most](std::string& word) -> std::string {
            std::uint64_t value = 0;
            // CLI11 would read a number with a leading zero as octal.
            const bool octal = word.size() > 1 && word[0] == '0';
            if (!octal && read(word, value) && value >= least && value <= most) return {};
            return fmt::format("{} is not a whole number from {} to {}", overmatch::in_quotes(word),
                               least, most);
          },
          ""};
}

CLI::Validator number(double least, double most) {
  return {[least, most](std::string& word) -> std::string {
            double value = 0;
            if (read(word, value) && std::isfinite(value) && value >= least && value <= most)
              return {};
            return fmt::format("{} is not a number from {} to {}", overmatch::in_quotes(word),
                               least, most);
          },
          ""};
}

}  // namespace overmatch::cli
