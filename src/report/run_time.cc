// SPDX-License-Identifier: Apache-2.0
#include "report/run_time.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace overmatch::report {

std::optional<std::time_t> fixed_time() {
  const char* const value = std::getenv("SOURCE_DATE_EPOCH");
  if (value == nullptr) return std::nullopt;
  const std::string_view text(value);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<std::time_t>(seconds);
}

std::string utc_text(std::time_t time) {
  std::tm parts{};
  std::array<char, 32> text{};
  if (gmtime_r(&time, &parts) == nullptr) return "";
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string time_of_run() { return utc_text(fixed_time().value_or(std::time(nullptr))); }

}  // namespace overmatch::report
