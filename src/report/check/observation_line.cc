// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cases/case_file.h"
#include "report/check/report.h"

namespace overmatch {

std::string observation_line(const Observation& seen, std::string_view subject, double run_start) {
  nlohmann::ordered_json features = {
      {"phase", to_string(seen.phase)},
      {"patterns", seen.content.patterns.size()},
      {"modules", seen.content.modules.size()},
      {"reference", seen.rejected                                  ? "rejects"
                    : seen.selected == 0                           ? "selects nothing"
                    : seen.selected == seen.content.modules.size() ? "selects everything"
                                                                   : "selects some"}};
  if (!seen.strategy.empty()) features["strategy"] = seen.strategy;
  for (std::size_t kind = 0; kind < kCollisionKinds; ++kind) {
    if ((seen.kinds >> kind & 1U) != 0)
      features["kind: " + std::string(to_string(static_cast<CollisionKind>(kind)))] = true;
  }
  const std::string text = format_case_line({seen.content, {}});
  const nlohmann::ordered_json line = {
      {"type", "test_case"},
      {"run_start", run_start},
      {"property", subject},
      {"status", seen.violated.empty() ? "passed" : "failed"},
      {"status_reason", seen.violated},
      {"representation", text},
      {"arguments", nlohmann::ordered_json::parse(text)},
      {"how_generated", "overmatch check, phase " + std::string(to_string(seen.phase))},
      {"features", features},
      {"timing", {{"execute:test", seen.seconds}}},
      {"coverage", nullptr},
      {"metadata", nlohmann::ordered_json::object()}};
  return line.dump() + "\n";
}

}  // namespace overmatch
