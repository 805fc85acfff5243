// SPDX-License-Identifier: Apache-2.0
// Writes SARIF 2.1.0: a rule for each kind, a result for each finding at its pattern's line.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <utility>

#include "analysis/peft/peft_trial.h"
#include "cases/case_file.h"
#include "names/printable.h"
#include "report/audit/audit_report.h"
#include "report/audit/audit_sarif_rules.h"

namespace overmatch {

namespace {

using Json = nlohmann::ordered_json;
using report::SarifRule;
constexpr const auto& kRules = report::kSarifRules;

// A result names at most so many modules, because viewers show all of them.
constexpr std::size_t kMostLocations = 20;

// The base of relative paths: the root of the repository, which the reader knows.
constexpr std::string_view kBase = "%SRCROOT%";

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

// The file below the current folder, as code review wants it; elsewhere its whole path.
Json artifact(const std::string& file) {
  Json json;
  std::error_code error;
  const std::filesystem::path here = std::filesystem::current_path(error);
  if (file == "-" || error) {
    json["uri"] = uri(file);
    return json;
  }
  const std::filesystem::path whole = (here / file).lexically_normal();
  const std::filesystem::path below = whole.lexically_relative(here);
  const bool outside = below.empty() || *below.begin() == "..";
  json["uri"] = uri(outside ? whole.string() : below.string());
  if (!outside) json["uriBaseId"] = kBase;
  return json;
}

Json location(const std::string& file, std::size_t line) {
  Json physical;
  physical["artifactLocation"] = artifact(file);
  physical["region"]["startLine"] = line == 0 ? 1 : line;
  Json json;
  json["physicalLocation"] = std::move(physical);
  return json;
}

// Whether a rule is listed: that of dead entries is there for lists with labels, and where one is
// found.
bool has_rule(const AuditReport& report, std::string_view id) {
  const auto& patterns = report.audit.patterns;
  const auto& findings = report.audit.findings;
  return id != to_string(AuditKind::dead) ||
         std::any_of(findings.begin(), findings.end(),
                     [](const AuditFinding& one) { return one.kind == AuditKind::dead; }) ||
         std::any_of(patterns.begin(), patterns.end(),
                     [](const AuditedPattern& one) { return one.decision.has_value(); });
}

Json result_of(const AuditReport& report, AuditKind kind, Severity severity,
               const std::string& text) {
  Json json;
  json["ruleId"] = to_string(kind);
  int place = 0;
  for (const SarifRule& rule : std::span(kRules).first(static_cast<std::size_t>(kind)))
    place += has_rule(report, rule.id) ? 1 : 0;
  json["ruleIndex"] = place;
  json["level"] = to_string(severity);
  json["message"]["text"] = text;
  return json;
}

// What makes a finding the same one in another run: its kind, its pattern, and the places of its
// modules, numbers aside, so that it survives another number of layers and other findings.
std::string fingerprint(const AuditReport& report, const PathTemplates& templates,
                        const AuditFinding& finding) {
  std::string text(to_string(finding.kind));
  const auto add = [&](std::string_view part) { (text += '\n').append(part); };
  if (finding.pattern != kNoPattern) {
    const AuditedPattern& pattern = report.audit.patterns[finding.pattern];
    add(pattern.member);
    add(to_string(pattern.mode));
    add(pattern.pattern);
  }
  std::set<std::string> places(finding.parameters.begin(), finding.parameters.end());
  std::set<std::uint32_t> known;
  for (const std::uint32_t module : finding.modules)
    if (known.insert(templates.of(module)).second)
      places.insert(templates.text(templates.of(module)));
  for (const std::string& place : places) add(place);
  if (places.empty()) add(finding.why);
  return hex_digest(text);
}

void add_fingerprint(Json& json, const std::string& digest) {
  json["partialFingerprints"]["overmatchFinding/v1"] = digest;
}

// What a rule means, as viewers show it beside a finding.
Json rule_json(const SarifRule& rule) {
  Json json;
  json["id"] = rule.id;
  json["name"] = rule.name;
  json["shortDescription"]["text"] = rule.text;
  json["fullDescription"]["text"] = rule.help;
  json["help"]["text"] = rule.help;
  json["help"]["markdown"] = rule.help;
  return json;
}

Json finding_json(const AuditReport& report, const PathTemplates& templates,
                  const AuditFinding& finding) {
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
  Json json = result_of(report, finding.kind, finding.severity, text);
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
  add_fingerprint(json, fingerprint(report, templates, finding));
  return json;
}

}  // namespace

std::string audit_sarif(const AuditReport& report, const std::string& version) {
  Json driver;
  driver["name"] = "overmatch";
  driver["version"] = version;
  driver["semanticVersion"] = version;
  driver["rules"] = Json::array();
  for (const SarifRule& rule : kRules) {
    if (has_rule(report, rule.id)) driver["rules"].push_back(rule_json(rule));
  }
  Json results = Json::array();
  const PathTemplates templates(*report.index);
  for (const AuditFinding& finding : report.audit.findings)
    results.push_back(finding_json(report, templates, finding));
  if (report.hazards) {
    for (const HazardGroup& group : report.hazards->groups.groups) {
      Json json =
          result_of(report, AuditKind::hazard, severity_of(group.hazard),
                    in_words(group) + " (" + std::to_string(group.pairs.size()) + " pairs)");
      Json place = location(report.file, 0);
      place["logicalLocations"] = Json::array();
      for (const std::uint32_t module : {group.example.shorter, group.example.longer}) {
        place["logicalLocations"].push_back(
            {{"fullyQualifiedName", report.index->path(module)}, {"kind", "module"}});
      }
      json["locations"] = Json::array({std::move(place)});
      add_fingerprint(json, hex_digest(fmt::format("hazard\n{}\n{}\n{}", to_string(group.hazard),
                                                   group.shorter, group.longer)));
      results.push_back(std::move(json));
    }
  }
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["originalUriBaseIds"][std::string(kBase)]["description"]["text"] =
      "the folder that overmatch was started in: the root of the repository in CI";
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
