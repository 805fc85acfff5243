// SPDX-License-Identifier: Apache-2.0
// Writes the JSON as text, without a document: an audit of a big model lists 100,000s of paths.
#include "analysis/peft/peft_trial.h"
#include "names/readers/json_text.h"
#include "report/audit/audit_report.h"

namespace overmatch {

namespace {

// Pairs of hazards are listed until the report has so many bytes; "complete" is false then.
constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

class Writer {
 public:
  explicit Writer(const AuditReport& report) : report_(report), index_(*report.index) {}

  std::string write() {
    out_ = "{\n  \"tree\": ";
    text(report_.file);
    out_ += ",\n  \"modules\": " + std::to_string(index_.size()) +
            ",\n  \"parameters\": " + std::to_string(report_.parameters);
    out_ += ",\n  \"intended\": ";
    if (report_.intended)
      text(*report_.intended);
    else
      out_ += "null";
    if (report_.read) recognised(*report_.read);
    if (report_.order != Order::any) {
      out_ += ",\n  \"order\": ";
      text(to_string(report_.order));
    }
    out_ += ",\n  \"patterns\": [";
    for (std::size_t at = 0; at < report_.audit.patterns.size(); ++at) {
      out_ += at == 0 ? "\n    " : ",\n    ";
      pattern(report_.audit.patterns[at], at < report_.lines.size() ? report_.lines[at] : 0);
    }
    out_ += report_.audit.patterns.empty() ? "],\n" : "\n  ],\n";
    out_ += "  \"findings\": [";
    for (const AuditFinding& each : report_.audit.findings) {
      next();
      finding(each);
    }
    if (report_.hazards) {
      for (const HazardPair& pair : report_.hazards->hazards.pairs) {
        if (out_.size() > kMostBytes) break;
        next();
        hazard(pair);
        ++listed_;
      }
    }
    out_ += first_ ? "]" : "\n  ]";
    if (!report_.config.empty()) members();
    if (report_.effect) effect(*report_.effect);
    if (report_.read) results();
    if (report_.trainable) trainable(*report_.trainable);
    if (report_.hazards) hazards(*report_.hazards);
    return std::move(out_) + "\n}\n";
  }

 private:
  void text(std::string_view value) { append_json_string(out_, value); }
  void next() {
    out_ += first_ ? "\n    " : ",\n    ";
    first_ = false;
  }

  void paths(const Selection& modules) {
    out_ += '[';
    for (std::size_t at = 0; at < modules.size(); ++at) {
      if (at > 0) out_ += ", ";
      text(index_.path(modules[at]));
    }
    out_ += ']';
  }

  template <typename Strings>
  void strings(const Strings& all) {
    out_ += '[';
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (at > 0) out_ += ", ";
      text(all[at]);
    }
    out_ += ']';
  }

  void pattern(const AuditedPattern& each, std::size_t line) {
    out_ += "{\"pattern\": ";
    text(each.pattern);
    out_ += ", \"mode\": ";
    text(to_string(each.mode));
    if (each.decision && each.decision->order != Order::any) label(each.decision->label);
    out_ += ", \"selected\": ";
    paths(each.selected);
    if (each.decision) decision(*each.decision);
    if (each.parameters) {
      out_ += ", \"parameters\": ";
      strings(*each.parameters);
    }
    if (!each.member.empty()) {
      out_ += ", \"member\": ";
      text(each.member);
    }
    if (report_.read) {
      out_ += ", \"entry\": ";
      text(each.pattern);
      if (line > 0) out_ += ", \"line\": " + std::to_string(line);
      if (each.decision && each.decision->order != Order::any) {
        out_ += ", \"order\": ";
        text(to_string(each.decision->order));
      }
    }
    if (each.reading) {
      out_ += ", \"read_as\": {\"mode\": ";
      text(to_string(each.reading->mode));
      out_ += ", \"pattern\": ";
      text(each.reading->pattern);
      out_ += '}';
    }
    if (!each.rule.empty()) {
      out_ += ", \"rule\": ";
      text(each.rule);
    }
    if (each.precise != each.selected) {
      out_ += ", \"precise\": {\"pattern\": ";
      text(each.precise_pattern);
      out_ += ", \"mode\": ";
      text(to_string(each.precise_mode));
      out_ += ", \"selected\": ";
      paths(each.precise);
      out_ += '}';
    }
    out_ += '}';
  }

  void label(const std::optional<std::string>& name) {
    out_ += ", \"label\": ";
    if (name)
      text(*name);
    else
      out_ += "null";
  }

  void decision(const EntryDecision& each) {
    out_ += ", \"won\": ";
    paths(each.won);
    out_ += ", \"beaten_by\": [";
    for (const BeatenBy& one : each.beaten_by) {
      out_ += &one == &each.beaten_by.front() ? "{\"entry\": " : ", {\"entry\": ";
      out_ += std::to_string(one.pattern + 1) + ", \"pattern\": ";
      text(report_.audit.patterns[one.pattern].pattern);
      out_ += ", \"modules\": ";
      paths(one.modules);
      out_ += '}';
    }
    out_ += ']';
  }

  void finding(const AuditFinding& each) {
    out_ += "{\"kind\": ";
    text(to_string(each.kind));
    out_ += ", \"severity\": ";
    text(to_string(each.severity));
    out_ += ", \"pattern\": ";
    if (each.pattern == kNoPattern)
      out_ += "null";
    else
      text(report_.audit.patterns[each.pattern].pattern);
    if (!each.patterns.empty()) {
      out_ += ", \"patterns\": [";
      for (const std::size_t at : each.patterns) {
        out_ += at == each.patterns.front() ? "" : ", ";
        text(report_.audit.patterns[at].pattern);
      }
      out_ += ']';
    }
    out_ += ", \"modules\": ";
    paths(each.modules);
    if (!each.parameters.empty()) {
      out_ += ", \"parameters\": ";
      strings(each.parameters);
    }
    if (each.of_run) out_ += ", \"of_run\": true";
    out_ += ", \"why\": ";
    text(each.why);
    out_ += ", \"advice\": [";
    for (std::size_t at = 0; at < each.advice.size(); ++at) {
      out_ += at == 0 ? "{\"mode\": " : ", {\"mode\": ";
      text(to_string(each.advice[at].mode));
      out_ += ", \"pattern\": ";
      text(each.advice[at].pattern);
      if (!each.advice[at].purpose.empty()) {
        out_ += ", \"for\": ";
        text(each.advice[at].purpose);
      }
      out_ += '}';
    }
    out_ += ']';
    if (!each.remedies.empty()) {
      out_ += ", \"remedies\": [";
      for (const Remedy& remedy : each.remedies) {
        out_ += &remedy == &each.remedies.front() ? "{\"kind\": " : ", {\"kind\": ";
        text(to_string(remedy.kind));
        out_ += ", \"what\": ";
        text(remedy.what);
        if (!remedy.code.empty()) {
          out_ += ", \"code\": ";
          text(remedy.code);
        }
        out_ += '}';
      }
      out_ += ']';
    }
    out_ += '}';
  }

  // The corrected members of the config: each a list or a regex.
  void members() {
    out_ += ",\n  \"write_instead\": [";
    for (const MemberAdvice& each : report_.audit.members) {
      out_ += &each == &report_.audit.members.front() ? "{" : ", {";
      out_ += member_text(each.member, {each.list, each.regex});
      if (!each.purpose.empty()) {
        out_ += ", \"for\": ";
        text(each.purpose);
      }
      out_ += '}';
    }
    out_ += ']';
  }

  void hazard(const HazardPair& pair) {
    out_ += "{\"kind\": \"hazard\", \"hazard\": ";
    text(to_string(pair.hazard));
    out_ += ", \"severity\": ";
    text(to_string(severity_of(pair.hazard)));
    out_ += ", \"pattern\": null, \"modules\": [";
    text(index_.path(pair.shorter));
    out_ += ", ";
    text(index_.path(pair.longer));
    out_ += "], \"why\": ";
    text(in_words(index_, pair));
    out_ += ", \"advice\": []}";
  }

  void effect(const PeftEffect& all) {
    out_ += ",\n  \"adapted\": ";
    if (all.depends_on_classes)
      out_ += "null";
    else
      paths(all.adapted);
    out_ += ",\n  \"saved\": ";
    paths(all.saved);
    out_ += ",\n  \"adapted_parameters\": ";
    strings(all.adapted_parameters);
    out_ += ",\n  \"tokens\": ";
    paths(all.tokens);
    refused(all);
    not_judged(all.not_judged);
    std::vector<std::string> notes = all.notes;
    notes.insert(notes.end(), report_.notes.begin(), report_.notes.end());
    out_ += ",\n  \"notes\": ";
    strings(notes);
  }

  void recognised(const ReadConfig& config) {
    out_ += ",\n  \"config\": {\"file\": ";
    text(report_.config);
    out_ += ", \"kind\": ";
    text(config.kind);
    out_ += ", \"library\": ";
    text(config.library);
    out_ += ", \"lists\": [";
    const std::vector<RecognisedList> lists = recognised_lists(config);
    for (const RecognisedList& list : lists) {
      out_ += &list == &lists.front() ? "\n    {\"member\": " : ",\n    {\"member\": ";
      text(list.member);
      out_ += ", \"entries\": " + std::to_string(list.entries) + ", \"reader\": ";
      text(list.reader);
      out_ += ", \"rule\": ";
      text(list.rule);
      out_ += '}';
    }
    out_ += "], \"unread\": [";
    for (const UnreadMember& each : config.unread) {
      out_ += &each == &config.unread.front() ? "{\"member\": " : ", {\"member\": ";
      text(each.member);
      out_ += ", \"why\": ";
      text(each.why);
      out_ += '}';
    }
    out_ += "]}";
  }

  // What the lists of a config do; what PEFT's do stands in `adapted`, `saved` and so on.
  void results() {
    out_ += ",\n  \"results\": [";
    for (const ConfigResult& each : report_.results) {
      out_ += &each == &report_.results.front() ? "\n    {\"what\": " : ",\n    {\"what\": ";
      text(each.what);
      if (each.label) label(each.label);
      out_ += ", \"modules\": ";
      paths(each.modules);
      if (!each.parameters.empty()) {
        out_ += ", \"parameters\": ";
        strings(each.parameters);
      }
      out_ += '}';
    }
    out_ += ']';
    if (report_.effect) return;  // it lists both
    not_judged({});
    out_ += ",\n  \"notes\": ";
    strings(report_.notes);
  }

  void refused(const PeftEffect& all) {
    out_ += ",\n  \"refused\": ";
    if (!all.refused) {
      out_ += "null";
      return;
    }
    out_ += "{\"member\": ";
    text(all.refused->member);
    out_ += ", \"why\": ";
    text(all.refused->why);
    out_ += ", \"what\": ";
    text(all.refused->what);
    out_ += ", \"modules\": ";
    paths(all.refused->modules);
    out_ += '}';
  }

  void not_judged(std::vector<NotJudged> all) {
    all.insert(all.end(), report_.not_judged.begin(), report_.not_judged.end());
    out_ += ",\n  \"not_judged\": [";
    for (const NotJudged& each : all) {
      out_ += &each == &all.front() ? "{\"member\": " : ", {\"member\": ";
      text(each.member);
      out_ += ", \"what\": ";
      text(each.what);
      out_ += ", \"needs\": ";
      text(each.needs);
      out_ += '}';
    }
    out_ += ']';
  }

  void trainable(const TrainableFacts& facts) {
    out_ += ",\n  \"trainable\": {\"parameters\": " + std::to_string(facts.parameters) +
            ", \"planned\": ";
    strings(facts.planned_names);
    out_ += ", \"trainable\": " +
            (report_.dumped ? std::to_string(facts.trainable) : std::string("null")) + "}";
  }

  void hazards(const TreeHazards& all) {
    out_ += ",\n  \"complete\": ";
    out_ += listed_ == all.hazards.count() ? "true" : "false";
    out_ += ",\n  \"pairs\": {";
    for (std::size_t at = 0; at < all.hazards.counts.size(); ++at) {
      out_ += at == 0 ? "" : ", ";
      text(to_string(static_cast<Hazard>(at)));
      out_ += ": " + std::to_string(all.hazards.counts[at]);
    }
    out_ += "},\n  \"group_count\": " + std::to_string(all.groups.count);
    out_ += ",\n  \"groups\": [";
    for (std::size_t at = 0; at < all.groups.groups.size(); ++at) {
      out_ += at == 0 ? "\n    {\"hazard\": " : ",\n    {\"hazard\": ";
      text(to_string(all.groups.groups[at].hazard));
      out_ += ", \"shorter\": ";
      text(all.groups.groups[at].shorter);
      out_ += ", \"longer\": ";
      text(all.groups.groups[at].longer);
      out_ += ", \"pairs\": " + std::to_string(all.groups.groups[at].pairs.size()) + "}";
    }
    out_ += "],\n  \"shared_tails\": [";
    for (std::size_t at = 0; at < all.shared_tails.size(); ++at) {
      out_ += at == 0 ? "\n    {\"towers\": " : ",\n    {\"towers\": ";
      strings(all.shared_tails[at].parts);
      out_ += ", \"names\": ";
      strings(all.shared_tails[at].names);
      out_ += ", \"modules\": " + std::to_string(all.shared_tails[at].modules) + "}";
    }
    out_ += "],\n  \"odd_segments\": [";
    for (std::size_t at = 0; at < all.odd_segments.size(); ++at) {
      out_ += at == 0 ? "\n    {\"name\": " : ",\n    {\"name\": ";
      text(all.odd_segments[at].name);
      out_ += ", \"why\": ";
      text(all.odd_segments[at].why);
      out_ += ", \"modules\": ";
      paths(all.odd_segments[at].modules);
      out_ += '}';
    }
    out_ += "],\n  \"renames\": [";
    for (std::size_t at = 0; at < all.renames.size(); ++at) {
      out_ += at == 0 ? "\n    {\"from\": " : ",\n    {\"from\": ";
      text(all.renames[at].from);
      out_ += ", \"to\": ";
      text(all.renames[at].to);
      out_ += ", \"modules\": " + std::to_string(all.renames[at].modules) +
              ", \"before\": " + std::to_string(all.renames[at].before) +
              ", \"after\": " + std::to_string(all.renames[at].after) + "}";
    }
    out_ += ']';
  }

  const AuditReport& report_;
  const TreeIndex& index_;
  bool first_ = true;
  std::size_t listed_ = 0;  // pairs
  std::string out_;
};

}  // namespace

std::string audit_json(const AuditReport& report) { return Writer(report).write(); }

}  // namespace overmatch
