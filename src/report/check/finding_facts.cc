// SPDX-License-Identifier: Apache-2.0
#include "report/check/finding_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "cases/case_file.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "report/words.h"

namespace overmatch::report {

namespace {

// A replay line holds a case of at most so many bytes; a longer one needs a file.
constexpr std::size_t kLongestInline = 320;
constexpr std::size_t kLongestPasted = 4096;  // of a case file in a report
// Lines of a crashed subject's stderr that are shown.
constexpr std::size_t kStderrLines = 8;
constexpr std::size_t kLineBytes = 160;

bool has_answer(const Finding& finding) {
  return finding.crash.empty() &&
         (finding.rejected || finding.selected.size() == finding.minimal.modules.size());
}

Answer expected_of(const Case& content) {
  Answer answer;
  make_reference(content.mode)->match(content.question(), answer);
  return answer;
}

// Of a list with labels, for each module which entry decides, which ones it beats, and what the
// subject gives instead; empty of a plain list. Entries are numbered from 1.
std::vector<std::string> label_notes(const Finding& finding, const Answer& expected) {
  const Case& content = finding.minimal;
  const std::size_t entries = content.patterns.size();
  if (content.labels.empty() || expected.rejected() || entries > kMostLabels) return {};
  // With a label of its own for each entry the answer says which one decides.
  std::vector<Label> numbers(entries);
  std::iota(numbers.begin(), numbers.end(), Label{1});
  Question question = content.question();
  question.labels = numbers;
  const auto reference = make_reference(content.mode);
  Answer decides;
  reference->match(question, decides);
  std::vector<std::vector<std::size_t>> beaten(content.modules.size());
  for (std::size_t entry = 0; entry < entries; ++entry) {
    Answer alone;
    reference->match({question.patterns.subspan(entry, 1), question.modules}, alone);
    for (std::size_t at = 0; at < beaten.size(); ++at) {
      if (alone.selects(at) && decides.label(at) != entry + 1) beaten[at].push_back(entry + 1);
    }
  }
  std::vector<std::string> notes(content.modules.size());
  for (std::size_t at = 0; at < notes.size(); ++at) {
    if (decides.label(at) != kNull) {
      notes[at] = fmt::format("{} by entry {}", label_in_words(content.labels, expected.label(at)),
                              decides.label(at));
      if (!beaten[at].empty())
        notes[at] += fmt::format(", which beats {}", fmt::join(beaten[at], ", "));
    }
    if (!has_answer(finding) || finding.rejected || finding.selected[at] == expected.label(at))
      continue;
    const std::string given = label_in_words(content.labels, finding.selected[at]);
    notes[at] += fmt::format("{}the subject gives {}", notes[at].empty() ? "" : "; ", given);
  }
  return notes;
}

bool is_plain(std::string_view text) {
  return text.size() <= kNameColumns &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

std::string label_in_words(const EntryLabels& labels, Label label) {
  const auto name = labels.name(label);
  return name ? printable_line(*name) : "nothing";
}

std::vector<DrawnModule> judged(const Finding& finding) {
  const Case& content = finding.minimal;
  const Answer expected = expected_of(content);
  const bool answered = has_answer(finding);
  const std::vector<std::string> notes = label_notes(finding, expected);
  std::vector<DrawnModule> modules;
  for (std::size_t at = 0; at < content.modules.size(); ++at) {
    DrawnModule module{std::string(content.modules[at]), Mark::none, false, {}};
    if (!notes.empty()) module.note = notes[at];
    module.intended = content.intended && in_subtree(module.path, *content.intended);
    const bool is = answered && !finding.rejected && finding.selected[at] != Answer::kNo;
    const bool should = answered && !expected.rejected() && expected.selects(at);
    module.mark =
        is ? (should ? Mark::right : Mark::overmatch) : (should ? Mark::undermatch : Mark::none);
    if (is && should && finding.selected[at] != expected.label(at)) module.mark = Mark::relabelled;
    modules.push_back(std::move(module));
  }
  return modules;
}

std::optional<Finding> follow_up(const Finding& finding) {
  if (!finding.follow_up || !finding.crash.empty() || finding.key.property->name == "agreement")
    return {};
  Finding derived;
  derived.key = finding.key;
  derived.pattern = finding.pattern;
  derived.module = finding.module;
  derived.minimal = finding.follow_up->question;
  derived.selected = finding.follow_up->selected;
  derived.rejected = finding.follow_up->rejected;
  return derived;
}

namespace {

// "gives (root) the label A; entry 1 (null) decides there"; "" where the answer does not show it.
std::string wrong_label(const Finding& finding) {
  const Case& content = finding.minimal;
  if (content.labels.empty() || finding.key.property->name != "agreement" || !has_answer(finding) ||
      finding.rejected || content.patterns.size() > kMostLabels)
    return {};
  Question question = content.question();
  std::vector<Label> numbers(content.patterns.size());
  std::iota(numbers.begin(), numbers.end(), Label{1});
  const Answer expected = expected_of(content);
  question.labels = numbers;
  Answer decides;
  make_reference(content.mode)->match(question, decides);
  for (std::size_t at = 0; at < content.modules.size() && !expected.rejected(); ++at) {
    if (finding.selected[at] == expected.label(at)) continue;
    const std::string given =
        finding.selected[at] == kNull
            ? "no label"
            : "the label " + label_in_words(content.labels, finding.selected[at]);
    const std::string why =
        decides.label(at) == kNull
            ? "no entry matches there"
            : fmt::format("entry {} ({}) decides there", decides.label(at),
                          expected.label(at) == kNull
                              ? "null"
                              : label_in_words(content.labels, expected.label(at)));
    return fmt::format("gives {} {}; {}", path_in_words(content.modules[at]), given, why);
  }
  return {};
}

}  // namespace

std::string headline(const Finding& finding) {
  if (!finding.crash.empty()) return "the subject " + printable_line(first_line(finding.crash));
  const bool unasked = finding.out_of_time && finding.pattern.empty() && finding.module.empty();
  const bool has_pair = finding.key.group != KindGroup::whole_list &&
                        finding.key.property->name != "rejection" && !unasked;
  std::string text;
  if (has_pair && finding.key.direction != Direction::other) {
    text = fmt::format("{} {} for {}",
                       finding.key.direction == Direction::overmatch ? "selects" : "misses",
                       path_in_words(finding.module), pattern_in_words(finding.pattern));
  } else if (text = wrong_label(finding); text.empty()) {
    text = finding.what.empty() ? std::string(finding.key.property->statement)
                                : printable_line(finding.what);
    if (has_pair) {
      text += fmt::format(", as {} for {}", path_in_words(finding.module),
                          pattern_in_words(finding.pattern));
    } else if (!finding.pattern.empty()) {
      text += ", as for " + pattern_in_words(finding.pattern);
    }
  }
  text += fmt::format(": {}", finding.key.direction == Direction::other
                                  ? finding.key.property->name
                                  : to_string(finding.key.direction));
  if (finding.kind) text += fmt::format(", {}", to_string(*finding.kind));
  return text;
}

std::vector<std::string> circumstances(const Finding& finding) {
  std::vector<std::string> lines;
  if (!finding.not_reduced.empty()) {
    lines.push_back("not reduced: " + printable_line(finding.not_reduced) +
                    "; overmatch shrink most likely finds a smaller case");
  }
  if (!finding.reproducible) {
    lines.emplace_back(
        "seen once, but not again in a fresh process: it depends on earlier questions or on "
        "chance");
  }
  const Answer expected = expected_of(finding.minimal);
  if (finding.rejected) {
    lines.emplace_back(
        expected.rejected()
            ? "the subject and the reference both reject the patterns"
            : "the subject rejects the patterns and selects nothing; the reference accepts them");
  } else if (expected.rejected()) {
    lines.push_back(
        fmt::format("the reference rejects the patterns: {}", printable_line(expected.reason())));
  }
  return lines;
}

std::optional<Alignment> alignment(const Finding& finding) {
  if (finding.key.direction != Direction::overmatch || !is_plain(finding.pattern) ||
      !is_plain(finding.module))
    return {};
  std::string pattern = finding.pattern;
  if (is_regex(finding.minimal.mode) && !unescape_regex(finding.pattern, pattern)) return {};
  const std::string& module = finding.module;
  const auto [start, why] = [&]() -> std::pair<std::size_t, std::string_view> {
    switch (finding.key.group) {
      case KindGroup::glued_prefix:
        return {module.size() - pattern.size(), "the match starts inside a segment"};
      case KindGroup::glued_suffix: return {0, "the segment goes on where the pattern ends"};
      case KindGroup::substring:
        return {module.find(pattern), "the match is only a part of the name"};
      case KindGroup::re_rooted:
        return {module.size() - pattern.size(), "whole segments in front of the pattern"};
      default: return {std::string::npos, ""};
    }
  }();
  if (start >= module.size() || pattern.empty() ||
      module.compare(start, pattern.size(), pattern) != 0)
    return {};
  Alignment shown{std::string(start, ' ') + pattern, module, std::string(start, '~'),
                  std::string(why)};
  if (const std::size_t end = start + pattern.size(); end < module.size()) {
    shown.marks += std::string(pattern.size(), ' ') + std::string(module.size() - end, '~');
  }
  return shown;
}

std::string minimality(const Finding& finding) {
  if (!finding.not_reduced.empty())
    return "not proved (not reduced: " + printable_line(finding.not_reduced) + ")";
  if (finding.as_given) return "not asked for (overmatch shrink)";
  switch (finding.minimality) {
    case Minimality::not_proved: break;
    case Minimality::proved:
      return finding.tried == 0 ? "proved (there is no smaller case)"
             : finding.tried == 1
                 ? fmt::format("proved (the only smaller case over {{{}}} passes)",
                               finding.alphabet)
                 : fmt::format("proved (all {} over {{{}}} pass)",
                               counted(finding.tried, "smaller case"), finding.alphabet);
    case Minimality::proved_embedded:
      return fmt::format("proved (every case embedded in it passes, {} tried)",
                         grouped(finding.tried));
  }
  return finding.out_of_time ? "not proved: time was up" : "not proved";
}

std::string discovery(const Finding& finding) {
  if (finding.found_after == 0) return {};
  std::string text = fmt::format("after {}, in phase {}", counted(finding.found_after, "case"),
                                 to_string(finding.phase));
  if (!finding.strategy.empty()) text += fmt::format(" (strategy {})", finding.strategy);
  return text;
}

std::string replay(const Finding& finding, const ReportStyle& style) {
  if (style.subject.empty()) return {};
  const std::string program = shell_quoted(style.program);
  const std::string line = format_case_line({finding.minimal, {}});
  const bool is_short = line.size() <= kLongestInline;
  if (!finding.file.empty() && !(style.inline_case && is_short))
    return fmt::format("{} repro {} {}", program, shell_quoted(finding.file), style.subject);
  if (!is_short) return {};
  // printf, because the echo of some shells reads backslashes.
  return fmt::format("printf %s {} | {} repro - {}", shell_quoted(line), program, style.subject);
}

std::string pasted_case(const Finding& finding) {
  std::string text = format_case({finding.minimal, {}});
  return text.size() > kLongestPasted ? std::string() : text;
}

std::vector<std::string> stderr_tail(const Finding& finding) {
  std::vector<std::string> lines;
  for (std::size_t at = finding.crash.find('\n'); at != std::string::npos;) {
    const std::size_t end = finding.crash.find('\n', at + 1);
    std::string line = printable_line(std::string_view(finding.crash).substr(at + 1, end - at - 1));
    if (line.size() > kLineBytes) {
      std::size_t cut = kLineBytes;
      while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
        --cut;  // not inside a code point
      line = line.substr(0, cut) + "…";
    }
    if (!line.empty()) lines.push_back(std::move(line));
    at = end;
  }
  if (lines.size() > kStderrLines) lines.erase(lines.begin(), lines.end() - kStderrLines);
  return lines;
}

}  // namespace overmatch::report
