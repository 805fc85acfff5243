// SPDX-License-Identifier: Apache-2.0
// Writes SARIF 2.1.0: a rule for each kind, a result for each finding at its pattern's line.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "analysis/peft/peft_trial.h"
#include "names/printable.h"
#include "report/audit/audit_report.h"

namespace overmatch {

namespace {

using Json = nlohmann::ordered_json;

// A result names at most so many modules, because viewers show all of them.
constexpr std::size_t kMostLocations = 20;

struct Rule {
  std::string_view id;
  std::string_view text;
};
constexpr std::array<Rule, 9> kRules = {
    Rule{"collision", "modules are selected only because the rule has no segment boundary"},
    Rule{"re-rooting", "the pattern is the whole path of one module and the end of others"},
    Rule{"ambiguity", "patterns select modules in several towers or subtrees"},
    Rule{"escape", "a module outside the intended subtree is selected or trained"},
    Rule{"unmatched", "a pattern selects nothing, or a module meant to train does not"},
    Rule{"overlap", "two patterns select the same modules"},
    Rule{"hazard", "names in the tree that an imprecise rule confuses"},
    Rule{"refusal", "a library refuses the config"},
    Rule{"dead", "an entry of a list with labels decides nothing, as earlier ones decide it all"},
};

// Percent-encodes a path as a URI reference (RFC 3986), as SARIF requires.
std::string uri(std::string_view file) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = file.starts_with('/') ? "file://" : "";
  for (const char c : file) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

Json location(const std::string& file, std::size_t line) {
  Json physical;
  physical["artifactLocation"]["uri"] = uri(file);
  physical["region"]["startLine"] = line == 0 ? 1 : line;
  Json json;
  json["physicalLocation"] = std::move(physical);
  return json;
}

Json result_of(AuditKind kind, Severity severity, const std::string& text) {
  Json json;
  json["ruleId"] = to_string(kind);
  json["ruleIndex"] = static_cast<int>(kind);
  json["level"] = to_string(severity);
  json["message"]["text"] = text;
  return json;
}

Json finding_json(const AuditReport& report, const AuditFinding& finding) {
  std::string text = finding.why;
  for (const Advice& advice : finding.advice) {
    text += (&advice == &finding.advice.front() ? ". Write instead: " : "; ") +
            std::string(to_string(advice.mode)) + " " + overmatch::in_quotes(advice.pattern);
    if (!advice.purpose.empty()) text += " for " + printable_path(advice.purpose);
  }
  for (const Remedy& remedy : finding.remedies) {
    text += (&remedy == &finding.remedies.front() ? ". What helps: " : "; ") + remedy.what;
    if (!remedy.code.empty()) text += ":\n" + remedy.code + "\n";
  }
  if (finding.pattern != kNoPattern) {
    bool first = true;
    for (const MemberAdvice& advice : report.audit.members) {
      // exclude_modules may be what leaves a tower out of target_modules.
      const bool helps = advice.member == report.audit.patterns[finding.pattern].member ||
                         (finding.kind == AuditKind::ambiguity && !advice.purpose.empty());
      if (!helps || finding.severity == Severity::note) continue;
      text += (std::exchange(first, false) ? ". Write instead: " : "; ") +
              member_text(advice.member, {advice.list, advice.regex});
      if (!advice.purpose.empty()) text += " to keep `" + printable_path(advice.purpose) + "` only";
    }
  }
  Json json = result_of(finding.kind, finding.severity, text);
  const bool placed = finding.pattern != kNoPattern && finding.pattern < report.lines.size();
  Json place = location(report.config.empty() ? report.file : report.config,
                        placed ? report.lines[finding.pattern] : 0);
  Json logical = Json::array();
  for (std::size_t at = 0; at < finding.modules.size() && at < kMostLocations; ++at) {
    logical.push_back(
        {{"fullyQualifiedName", report.index->path(finding.modules[at])}, {"kind", "module"}});
  }
  for (std::size_t at = 0; at < finding.parameters.size() && at < kMostLocations; ++at) {
    logical.push_back({{"fullyQualifiedName", finding.parameters[at]}, {"kind", "parameter"}});
  }
  if (!logical.empty()) place["logicalLocations"] = std::move(logical);
  json["locations"] = Json::array({std::move(place)});
  return json;
}

}  // namespace

std::string audit_sarif(const AuditReport& report, const std::string& version) {
  Json driver;
  driver["name"] = "overmatch";
  driver["version"] = version;
  driver["rules"] = Json::array();
  // The rule for lists with labels comes last, and is there for them only.
  const auto& patterns = report.audit.patterns;
  const bool ordered = std::any_of(patterns.begin(), patterns.end(), [](const AuditedPattern& one) {
    return one.decision.has_value();
  });
  for (const Rule& rule : std::span(kRules).first(kRules.size() - (ordered ? 0 : 1)))
    driver["rules"].push_back({{"id", rule.id}, {"shortDescription", {{"text", rule.text}}}});
  Json results = Json::array();
  for (const AuditFinding& finding : report.audit.findings)
    results.push_back(finding_json(report, finding));
  if (report.hazards) {
    for (const HazardGroup& group : report.hazards->groups.groups) {
      Json json =
          result_of(AuditKind::hazard, severity_of(group.hazard),
                    in_words(group) + " (" + std::to_string(group.pairs.size()) + " pairs)");
      Json place = location(report.file, 0);
      place["logicalLocations"] = Json::array();
      for (const std::uint32_t module : {group.example.shorter, group.example.longer}) {
        place["logicalLocations"].push_back(
            {{"fullyQualifiedName", report.index->path(module)}, {"kind", "module"}});
      }
      json["locations"] = Json::array({std::move(place)});
      results.push_back(std::move(json));
    }
  }
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["columnKind"] = "unicodeCodePoints";
  std::vector<NotJudged> not_judged = report.not_judged;
  if (report.effect)
    not_judged.insert(not_judged.begin(), report.effect->not_judged.begin(),
                      report.effect->not_judged.end());
  if (!not_judged.empty()) {
    Json open = Json::array();
    for (const NotJudged& each : not_judged) {
      open.push_back({{"level", "warning"},
                      {"message",
                       {{"text", "not judged: " + each.member + ": " + each.what +
                                     (each.needs.empty() ? "" : "; this needs " + each.needs)}}}});
    }
    run["invocations"] = Json::array(
        {{{"executionSuccessful", true}, {"toolExecutionNotifications", std::move(open)}}});
  }
  run["results"] = std::move(results);
  Json json;
  json["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  json["version"] = "2.1.0";
  json["runs"] = Json::array({std::move(run)});
  return json.dump(2) + "\n";
}

}  // namespace overmatch
