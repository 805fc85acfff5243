// SPDX-License-Identifier: Apache-2.0
// The tables of the fields that the rows of an audit's JSON have, in their order.
#pragma once

#include "analysis/peft/peft_trial.h"
#include "report/audit/json_rows.h"

namespace overmatch::audit_fields {

template <typename Row, std::size_t kCount>
using Fields = std::array<JsonField<Row>, kCount>;

// An entry with its line in the file.
struct PatternRow {
  const AuditedPattern& pattern;
  std::size_t line = 0;
};

inline bool is_labelled(const AuditReport&, const PatternRow& row) {
  return row.pattern.decision && row.pattern.decision->order != Order::any;
}
inline bool is_recognised(const AuditReport& report, const PatternRow&) {
  return report.read.has_value();
}

inline constexpr Fields<ModePattern, 2> kReadings = {{
    {"mode", [](JsonRows& out, const ModePattern& row) { out.text(to_string(row.mode)); }},
    {"pattern", [](JsonRows& out, const ModePattern& row) { out.text(row.pattern); }},
}};

inline constexpr Fields<AuditedPattern, 3> kPrecise = {{
    {"pattern", [](JsonRows& out, const AuditedPattern& row) { out.text(row.precise_pattern); }},
    {"mode",
     [](JsonRows& out, const AuditedPattern& row) { out.text(to_string(row.precise_mode)); }},
    {"selected", [](JsonRows& out, const AuditedPattern& row) { out.paths(row.precise); }},
}};

inline constexpr Fields<BeatenBy, 3> kBeatenBy = {{
    {"entry", [](JsonRows& out, const BeatenBy& row) { out.number(row.pattern + 1); }},
    {"pattern",
     [](JsonRows& out, const BeatenBy& row) {
       out.text(out.report().audit.patterns[row.pattern].pattern);
     }},
    {"modules", [](JsonRows& out, const BeatenBy& row) { out.paths(row.modules); }},
}};

inline constexpr Fields<PatternRow, 14> kPatterns = {{
    {"pattern", [](JsonRows& out, const PatternRow& row) { out.text(row.pattern.pattern); }},
    {"mode", [](JsonRows& out, const PatternRow& row) { out.text(to_string(row.pattern.mode)); }},
    {"label",
     [](JsonRows& out, const PatternRow& row) { out.text_or_null(row.pattern.decision->label); },
     is_labelled},
    {"selected", [](JsonRows& out, const PatternRow& row) { out.paths(row.pattern.selected); }},
    {"won", [](JsonRows& out, const PatternRow& row) { out.paths(row.pattern.decision->won); },
     [](const AuditReport&, const PatternRow& row) { return row.pattern.decision.has_value(); }},
    {"beaten_by",
     [](JsonRows& out, const PatternRow& row) {
       out.objects(row.pattern.decision->beaten_by, kBeatenBy);
     },
     [](const AuditReport&, const PatternRow& row) { return row.pattern.decision.has_value(); }},
    {"parameters",
     [](JsonRows& out, const PatternRow& row) { out.strings(*row.pattern.parameters); },
     [](const AuditReport&, const PatternRow& row) { return row.pattern.parameters.has_value(); }},
    {"member", [](JsonRows& out, const PatternRow& row) { out.text(row.pattern.member); },
     [](const AuditReport&, const PatternRow& row) { return !row.pattern.member.empty(); }},
    {"entry", [](JsonRows& out, const PatternRow& row) { out.text(row.pattern.pattern); },
     is_recognised},
    {"line", [](JsonRows& out, const PatternRow& row) { out.number(row.line); },
     [](const AuditReport& report, const PatternRow& row) { return report.read && row.line > 0; }},
    {"order",
     [](JsonRows& out, const PatternRow& row) { out.text(to_string(row.pattern.decision->order)); },
     [](const AuditReport& report, const PatternRow& row) {
       return is_recognised(report, row) && is_labelled(report, row);
     }},
    {"read_as",
     [](JsonRows& out, const PatternRow& row) { out.object(*row.pattern.reading, kReadings); },
     [](const AuditReport&, const PatternRow& row) { return row.pattern.reading.has_value(); }},
    {"rule", [](JsonRows& out, const PatternRow& row) { out.text(row.pattern.rule); },
     [](const AuditReport&, const PatternRow& row) { return !row.pattern.rule.empty(); }},
    {"precise", [](JsonRows& out, const PatternRow& row) { out.object(row.pattern, kPrecise); },
     [](const AuditReport&, const PatternRow& row) {
       return row.pattern.precise != row.pattern.selected;
     }},
}};

inline constexpr Fields<Advice, 3> kAdvice = {{
    {"mode", [](JsonRows& out, const Advice& row) { out.text(to_string(row.mode)); }},
    {"pattern", [](JsonRows& out, const Advice& row) { out.text(row.pattern); }},
    {"for", [](JsonRows& out, const Advice& row) { out.text(row.purpose); },
     [](const AuditReport&, const Advice& row) { return !row.purpose.empty(); }},
}};

inline constexpr Fields<Remedy, 3> kRemedies = {{
    {"kind", [](JsonRows& out, const Remedy& row) { out.text(to_string(row.kind)); }},
    {"what", [](JsonRows& out, const Remedy& row) { out.text(row.what); }},
    {"code", [](JsonRows& out, const Remedy& row) { out.text(row.code); },
     [](const AuditReport&, const Remedy& row) { return !row.code.empty(); }},
}};

inline constexpr Fields<AuditFinding, 10> kFindings = {{
    {"kind", [](JsonRows& out, const AuditFinding& row) { out.text(to_string(row.kind)); }},
    {"severity", [](JsonRows& out, const AuditFinding& row) { out.text(to_string(row.severity)); }},
    {"pattern",
     [](JsonRows& out, const AuditFinding& row) {
       if (row.pattern == kNoPattern)
         out.raw("null");
       else
         out.text(out.report().audit.patterns[row.pattern].pattern);
     }},
    {"patterns",
     [](JsonRows& out, const AuditFinding& row) {
       out.list(row.patterns,
                [&](std::size_t at) { out.text(out.report().audit.patterns[at].pattern); });
     },
     [](const AuditReport&, const AuditFinding& row) { return !row.patterns.empty(); }},
    {"modules", [](JsonRows& out, const AuditFinding& row) { out.paths(row.modules); }},
    {"parameters", [](JsonRows& out, const AuditFinding& row) { out.strings(row.parameters); },
     [](const AuditReport&, const AuditFinding& row) { return !row.parameters.empty(); }},
    {"of_run", [](JsonRows& out, const AuditFinding&) { out.raw("true"); },
     [](const AuditReport&, const AuditFinding& row) { return row.of_run; }},
    {"why", [](JsonRows& out, const AuditFinding& row) { out.text(row.why); }},
    {"advice", [](JsonRows& out, const AuditFinding& row) { out.objects(row.advice, kAdvice); }},
    {"remedies",
     [](JsonRows& out, const AuditFinding& row) { out.objects(row.remedies, kRemedies); },
     [](const AuditReport&, const AuditFinding& row) { return !row.remedies.empty(); }},
}};

inline constexpr Fields<HazardPair, 7> kHazardPairs = {{
    {"kind", [](JsonRows& out, const HazardPair&) { out.text("hazard"); }},
    {"hazard", [](JsonRows& out, const HazardPair& row) { out.text(to_string(row.hazard)); }},
    {"severity",
     [](JsonRows& out, const HazardPair& row) { out.text(to_string(severity_of(row.hazard))); }},
    {"pattern", [](JsonRows& out, const HazardPair&) { out.raw("null"); }},
    {"modules",
     [](JsonRows& out, const HazardPair& row) {
       const TreeIndex& index = *out.report().index;
       out.strings(std::array{index.path(row.shorter), index.path(row.longer)});
     }},
    {"why",
     [](JsonRows& out, const HazardPair& row) { out.text(in_words(*out.report().index, row)); }},
    {"advice", [](JsonRows& out, const HazardPair&) { out.raw("[]"); }},
}};

inline constexpr Fields<RecognisedList, 4> kLists = {{
    {"member", [](JsonRows& out, const RecognisedList& row) { out.text(row.member); }},
    {"entries", [](JsonRows& out, const RecognisedList& row) { out.number(row.entries); }},
    {"reader", [](JsonRows& out, const RecognisedList& row) { out.text(row.reader); }},
    {"rule", [](JsonRows& out, const RecognisedList& row) { out.text(row.rule); }},
}};

inline constexpr Fields<UnreadMember, 2> kUnread = {{
    {"member", [](JsonRows& out, const UnreadMember& row) { out.text(row.member); }},
    {"why", [](JsonRows& out, const UnreadMember& row) { out.text(row.why); }},
}};

inline constexpr Fields<ReadConfig, 5> kConfig = {{
    {"file", [](JsonRows& out, const ReadConfig&) { out.text(out.report().config); }},
    {"kind", [](JsonRows& out, const ReadConfig& row) { out.text(row.kind); }},
    {"library", [](JsonRows& out, const ReadConfig& row) { out.text(row.library); }},
    {"lists",
     [](JsonRows& out, const ReadConfig& row) {
       out.objects(recognised_lists(row), kLists, JsonLines::each);
     }},
    {"unread", [](JsonRows& out, const ReadConfig& row) { out.objects(row.unread, kUnread); }},
}};

inline constexpr Fields<ConfigResult, 4> kResults = {{
    {"what", [](JsonRows& out, const ConfigResult& row) { out.text(row.what); }},
    {"label", [](JsonRows& out, const ConfigResult& row) { out.text(*row.label); },
     [](const AuditReport&, const ConfigResult& row) { return row.label.has_value(); }},
    {"modules", [](JsonRows& out, const ConfigResult& row) { out.paths(row.modules); }},
    {"parameters", [](JsonRows& out, const ConfigResult& row) { out.strings(row.parameters); },
     [](const AuditReport&, const ConfigResult& row) { return !row.parameters.empty(); }},
}};

inline constexpr Fields<PeftRefusal, 4> kRefusal = {{
    {"member", [](JsonRows& out, const PeftRefusal& row) { out.text(row.member); }},
    {"why", [](JsonRows& out, const PeftRefusal& row) { out.text(row.why); }},
    {"what", [](JsonRows& out, const PeftRefusal& row) { out.text(row.what); }},
    {"modules", [](JsonRows& out, const PeftRefusal& row) { out.paths(row.modules); }},
}};

inline constexpr Fields<NotJudged, 3> kNotJudged = {{
    {"member", [](JsonRows& out, const NotJudged& row) { out.text(row.member); }},
    {"what", [](JsonRows& out, const NotJudged& row) { out.text(row.what); }},
    {"needs", [](JsonRows& out, const NotJudged& row) { out.text(row.needs); }},
}};

inline constexpr Fields<TrainableFacts, 3> kTrainable = {{
    {"parameters", [](JsonRows& out, const TrainableFacts& row) { out.number(row.parameters); }},
    {"planned", [](JsonRows& out, const TrainableFacts& row) { out.strings(row.planned_names); }},
    {"trainable",
     [](JsonRows& out, const TrainableFacts& row) {
       if (out.report().dumped)
         out.number(row.trainable);
       else
         out.raw("null");
     }},
}};

inline constexpr Fields<HazardGroup, 4> kGroups = {{
    {"hazard", [](JsonRows& out, const HazardGroup& row) { out.text(to_string(row.hazard)); }},
    {"shorter", [](JsonRows& out, const HazardGroup& row) { out.text(row.shorter); }},
    {"longer", [](JsonRows& out, const HazardGroup& row) { out.text(row.longer); }},
    {"pairs", [](JsonRows& out, const HazardGroup& row) { out.number(row.pairs.size()); }},
}};

inline constexpr Fields<SharedTails, 3> kSharedTails = {{
    {"towers", [](JsonRows& out, const SharedTails& row) { out.strings(row.parts); }},
    {"names", [](JsonRows& out, const SharedTails& row) { out.strings(row.names); }},
    {"modules", [](JsonRows& out, const SharedTails& row) { out.number(row.modules); }},
}};

inline constexpr Fields<OddSegment, 3> kOddSegments = {{
    {"name", [](JsonRows& out, const OddSegment& row) { out.text(row.name); }},
    {"why", [](JsonRows& out, const OddSegment& row) { out.text(row.why); }},
    {"modules", [](JsonRows& out, const OddSegment& row) { out.paths(row.modules); }},
}};

inline constexpr Fields<Rename, 5> kRenames = {{
    {"from", [](JsonRows& out, const Rename& row) { out.text(row.from); }},
    {"to", [](JsonRows& out, const Rename& row) { out.text(row.to); }},
    {"modules", [](JsonRows& out, const Rename& row) { out.number(row.modules); }},
    {"before", [](JsonRows& out, const Rename& row) { out.number(row.before); }},
    {"after", [](JsonRows& out, const Rename& row) { out.number(row.after); }},
}};

}  // namespace overmatch::audit_fields
