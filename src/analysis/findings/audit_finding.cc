// SPDX-License-Identifier: Apache-2.0
#include "analysis/findings/audit_finding.h"

#include <array>

namespace overmatch {

std::string_view to_string(AuditKind kind) noexcept {
  constexpr std::array<std::string_view, kAuditKinds> names = {
      "collision", "re-rooting", "ambiguity", "escape", "unmatched", "overlap",
      "hazard",    "refusal",    "dead",      "uneven", "uncovered", "layout"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Remedy::Kind kind) noexcept {
  constexpr std::array<std::string_view, 3> names = {"freeze", "rename", "remove"};
  return names[static_cast<std::size_t>(kind)];
}

namespace {
constexpr std::array<std::string_view, 3> kSeverities = {"note", "warning", "error"};
}

std::string_view to_string(Severity severity) noexcept {
  return kSeverities[static_cast<std::size_t>(severity)];
}

std::optional<Severity> parse_severity(std::string_view name) noexcept {
  for (std::size_t at = 0; at < kSeverities.size(); ++at) {
    if (kSeverities[at] == name) return static_cast<Severity>(at);
  }
  return std::nullopt;
}

std::string in_a_row(const std::vector<std::string>& texts, std::size_t most) {
  std::string out;
  for (std::size_t at = 0; at < texts.size() && at < most; ++at) {
    if (at > 0) out += at + 1 == texts.size() ? " and " : ", ";
    out += texts[at];
  }
  if (texts.size() > most) out += " and " + std::to_string(texts.size() - most) + " more";
  return out;
}

}  // namespace overmatch
