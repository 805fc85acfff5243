// SPDX-License-Identifier: Apache-2.0
// The members of an audit's JSON; audit_json_fields.h has the fields of its rows.
#include "report/audit/audit_json_fields.h"

namespace overmatch {

namespace {

// Pairs of hazards are listed until the report has so many bytes; "complete" is false then.
constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

// Writes patterns and findings, which close their lists on a line of their own.
class LineRows {
 public:
  explicit LineRows(JsonRows& out) : out_(out) { out_.raw("["); }
  template <typename Row, std::size_t kCount>
  void add(const Row& row, const std::array<JsonField<Row>, kCount>& fields) {
    out_.raw(first_ ? "\n    " : ",\n    ");
    first_ = false;
    out_.object(row, fields);
  }
  void close() { out_.raw(first_ ? "]" : "\n  ]"); }

 private:
  JsonRows& out_;
  bool first_ = true;
};

void write_patterns(JsonRows& out) {
  const AuditReport& report = out.report();
  out.member("patterns");
  LineRows rows(out);
  for (std::size_t at = 0; at < report.audit.patterns.size(); ++at) {
    const std::size_t line = at < report.lines.size() ? report.lines[at] : 0;
    rows.add(audit_fields::PatternRow{report.audit.patterns[at], line}, audit_fields::kPatterns);
  }
  rows.close();
}

// Returns how many pairs of hazards were listed.
std::size_t write_findings(JsonRows& out) {
  const AuditReport& report = out.report();
  std::size_t listed = 0;
  out.member("findings");
  LineRows rows(out);
  for (const AuditFinding& each : report.audit.findings) rows.add(each, audit_fields::kFindings);
  if (report.hazards) {
    for (const HazardPair& pair : report.hazards->hazards.pairs) {
      if (out.out().size() > kMostBytes) break;
      rows.add(pair, audit_fields::kHazardPairs);
      ++listed;
    }
  }
  rows.close();
  return listed;
}

// The corrected members of the config: each a list or a regex.
void write_instead(JsonRows& out) {
  out.member("write_instead");
  out.list(out.report().audit.members, [&](const MemberAdvice& each) {
    out.raw("{");
    out.raw(member_text(each.member, {each.list, each.regex}));
    if (!each.purpose.empty()) {
      out.raw(", \"for\": ");
      out.text(each.purpose);
    }
    out.raw("}");
  });
}

void write_open(JsonRows& out, std::vector<NotJudged> open, std::vector<std::string> notes) {
  const AuditReport& report = out.report();
  open.insert(open.end(), report.not_judged.begin(), report.not_judged.end());
  notes.insert(notes.end(), report.notes.begin(), report.notes.end());
  out.member("not_judged");
  out.objects(open, audit_fields::kNotJudged);
  out.member("notes");
  out.strings(notes);
}

void write_effect(JsonRows& out, const PeftEffect& all) {
  out.member("adapted");
  if (all.depends_on_classes)
    out.raw("null");
  else
    out.paths(all.adapted);
  out.member("saved");
  out.paths(all.saved);
  out.member("adapted_parameters");
  out.strings(all.adapted_parameters);
  out.member("tokens");
  out.paths(all.tokens);
  out.member("refused");
  if (all.refused)
    out.object(*all.refused, audit_fields::kRefusal);
  else
    out.raw("null");
  write_open(out, all.not_judged, all.notes);
}

void write_hazards(JsonRows& out, const TreeHazards& all, std::size_t listed) {
  out.member("complete");
  out.raw(listed == all.hazards.count() ? "true" : "false");
  out.member("pairs");
  out.raw("{");
  for (std::size_t at = 0; at < all.hazards.counts.size(); ++at) {
    if (at > 0) out.raw(", ");
    out.text(to_string(static_cast<Hazard>(at)));
    out.raw(": ");
    out.number(all.hazards.counts[at]);
  }
  out.raw("}");
  out.member("group_count");
  out.number(all.groups.count);
  out.member("groups");
  out.objects(all.groups.groups, audit_fields::kGroups, JsonLines::each);
  out.member("shared_tails");
  out.objects(all.shared_tails, audit_fields::kSharedTails, JsonLines::each);
  out.member("odd_segments");
  out.objects(all.odd_segments, audit_fields::kOddSegments, JsonLines::each);
  out.member("renames");
  out.objects(all.renames, audit_fields::kRenames, JsonLines::each);
}

}  // namespace

std::string audit_json(const AuditReport& report) {
  JsonRows out(report);
  out.member("tree");
  out.text(report.file);
  out.member("modules");
  out.number(report.index->size());
  out.member("parameters");
  out.number(report.parameters);
  out.member("intended");
  out.text_or_null(report.intended);
  if (report.read) {
    out.member("config");
    out.object(*report.read, audit_fields::kConfig);
  }
  if (report.order != Order::any) {
    out.member("order");
    out.text(to_string(report.order));
  }
  write_patterns(out);
  const std::size_t listed = write_findings(out);
  if (!report.config.empty()) write_instead(out);
  if (report.effect) write_effect(out, *report.effect);
  if (report.read) {
    out.member("results");
    out.objects(report.results, audit_fields::kResults, JsonLines::each);
    if (!report.effect) write_open(out, {}, {});  // else written with the effect
  }
  if (report.trainable) {
    out.member("trainable");
    out.object(*report.trainable, audit_fields::kTrainable);
  }
  if (report.hazards) write_hazards(out, *report.hazards, listed);
  return std::move(out.out()) + "\n}\n";
}

}  // namespace overmatch
