// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "report/ansi_style.h"
#include "report/check/finding_facts.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::AnsiStyle;

constexpr std::string_view kIndent = "   ";
constexpr std::size_t kPatternsShown = 8;
constexpr std::size_t kSameShown = 4;

class FindingText {
 public:
  FindingText(const Finding& finding, const ReportStyle& style, const RealExample* real_example)
      : finding_(finding), style_(style), real_example_(real_example), ansi_(style.colour) {}

  std::string write() {
    heading();
    for (const std::string& sentence : report::circumstances(finding_))
      line(ansi_.yellow(sentence));
    out_ += "\n";
    const auto derived = report::follow_up(finding_);
    drawing(finding_, !derived);
    if (derived) {
      line(ansi_.faint("the property also asks:"));
      drawing(*derived, true);
    }
    crash();
    fact("minimal", report::minimality(finding_));
    if (style_.brief) {
      replay();
      return std::move(out_);
    }
    same_mistake();
    properties();
    provenance();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    if (!text.empty()) out_ += kIndent;
    out_.append(text) += "\n";
  }
  void fact(std::string_view name, std::string_view value) {
    line(ansi_.faint(fmt::format("{}: ", name)) + std::string(value));
  }
  // Lines of a drawing, each indented.
  void block(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      line(text.substr(0, end));
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  // What happens on a real model, which a reader knows, before the smallest case.
  void heading() {
    if (real_example_ == nullptr) {
      out_ = ansi_.bold(report::headline(finding_)) + "\n";
    } else {
      out_ = ansi_.bold(report::real_example_in_words(*real_example_)) + "\n";
      for (const std::string& path : report::wrong_modules(*real_example_)) line("   " + path);
      fact("smallest case", report::headline(finding_));
    }
    // The headline names the wrong module, but not how a property other than agreement found it.
    if (finding_.key.property->name != "agreement" && finding_.crash.empty() &&
        finding_.key.direction != Direction::other) {
      fact("how", report::printable_line(finding_.what));
    }
  }

  void properties() {
    const Property& property = *finding_.key.property;
    fact("property", fmt::format("{}: {}", property.name, property.statement));
    if (!finding_.also.empty())
      fact("also violated", fmt::format("{}", fmt::join(finding_.also, ", ")));
  }

  // Findings that most likely have the same cause, a line each.
  void same_mistake() {
    // One that another property found, and that reads alike, says nothing new.
    const std::string own = report::headline(finding_);
    std::vector<std::string> others;
    for (const Finding& other : finding_.same_mistake) {
      if (std::string text = report::headline(other); text != own)
        others.push_back(std::move(text));
    }
    const std::size_t shown = others.size() <= kSameShown + 1 ? others.size() : kSameShown;
    for (std::size_t at = 0; at < shown; ++at) fact("likely the same mistake", others[at]);
    if (shown < others.size())
      fact("likely the same mistake", fmt::format("… {} more", others.size() - shown));
  }

  // `aligned`: with the pattern above the module that is wrong.
  void drawing(const Finding& of, bool aligned) {
    const Case& content = of.minimal;
    const EntryLabels& labels = content.labels;
    const std::string order =
        labels.empty() ? "" : fmt::format(", order {}", to_string(labels.order));
    line(fmt::format("mode {}{}, {}", to_string(content.mode), order,
                     patterns(content.patterns, labels)));
    out_ += "\n";
    const auto modules = report::judged(of);
    block(draw_tree(modules, style_.colour));
    // Each mark stands beside its meaning; the bar of the intended subtree needs a legend.
    if (content.intended) block("\n" + draw_legend(modules, style_.colour));
    out_ += "\n";
    if (const auto shown = report::alignment(of); shown && aligned) {
      line(ansi_.faint("pattern  ") + shown->pattern);
      line(ansi_.faint("module   ") + shown->module);
      line("         " + ansi_.red(shown->marks) + "  " + shown->why);
      out_ += "\n";
    }
  }

  [[nodiscard]] static std::string patterns(const Names& names, const EntryLabels& labels) {
    if (names.empty()) return "no patterns";
    std::string text =
        names.size() == 1 ? "pattern" : report::counted(names.size(), "pattern") + ":";
    for (std::size_t at = 0; at < names.size(); ++at) {
      if (at == kPatternsShown && names.size() > kPatternsShown + 1) {
        return text + fmt::format(", … {} more", report::grouped(names.size() - at));
      }
      text += (at == 0 ? " " : ", ") + report::short_quoted(names[at]);
      if (!labels.empty()) text += " gives " + report::label_in_words(labels, labels.numbers[at]);
    }
    return text;
  }

  void crash() {
    const auto lines = report::stderr_tail(finding_);
    if (lines.empty()) return;
    line(ansi_.faint("the subject's last lines on stderr:"));
    for (const std::string& each : lines) line("  " + each);
    out_ += "\n";
  }

  void provenance() {
    fact("id", finding_.id());
    if (const std::string found = report::discovery(finding_); !found.empty()) fact("found", found);
    if (!finding_.file.empty())
      fact(finding_.replayed ? "case" : "saved", report::printable_line(finding_.file));
    replay();
  }

  void replay() {
    if (const std::string command = report::replay(finding_, style_); !command.empty())
      fact("replay", command);
  }

  const Finding& finding_;
  const ReportStyle& style_;
  const RealExample* real_example_;
  AnsiStyle ansi_;
  std::string out_;
};

}  // namespace

std::string text_finding(const Finding& finding, const ReportStyle& style,
                         const RealExample* real_example) {
  return FindingText(finding, style, real_example).write();
}

}  // namespace overmatch
