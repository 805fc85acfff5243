// SPDX-License-Identifier: Apache-2.0
#include "report/compare/compare_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cases/case_file.h"
#include "names/readers/json_text.h"
#include "report/ansi_style.h"
#include "report/fold_names.h"
#include "report/words.h"

namespace overmatch {

namespace {

using report::AnsiStyle;

constexpr std::size_t kFewPatterns = 20;
constexpr std::size_t kTreeColumns = 40;

class CompareText {
 public:
  CompareText(const CompareReport& report, bool colour, bool all)
      : report_(report), ansi_(colour), all_(all) {}

  std::string write() {
    const std::size_t differences = count_differences(report_);
    std::string asked;
    if (!report_.trees.empty()) {
      std::size_t patterns = 0;
      for (const TreeComparison& tree : report_.trees) patterns += tree.patterns;
      asked = report_.trees.size() == 1 ? report_.trees[0].tree
                                        : report::counted(report_.trees.size(), "tree");
      asked += ", " + report::counted(patterns, "pattern");
    }
    if (report_.cases > 0) {
      asked += (asked.empty() ? "" : "; ") + report::counted(report_.cases, "generated case") +
               fmt::format(", seed {}", report_.seed);
    }
    const bool complete = !report_.interrupted && report_.broke_off.empty();
    const std::string verdict = differences != 0 ? report::counted(differences, "difference")
                                : complete       ? "no difference"
                                                 : "incomplete, no difference found so far";
    line(fmt::format("{} and {} on {}: {}", ansi_.bold(report_.a), ansi_.bold(report_.b), asked,
                     differences != 0 ? ansi_.red(verdict)
                     : complete       ? ansi_.green(verdict)
                                      : ansi_.yellow(verdict)));
    if (report_.interrupted) line(ansi_.yellow("interrupted: the rest was not compared"));
    if (!report_.broke_off.empty()) {
      line(ansi_.yellow("broke off: " + report::printable_line(report_.broke_off) +
                        "; the rest was not compared"));
    }
    if (report_.trees.size() == 1) {
      one_tree(report_.trees[0]);
    } else if (!report_.trees.empty()) {
      table();
    }
    for (const Difference& difference : report_.generated) generated(difference);
    for (const std::string& incident : report_.incidents)
      line("\n" + ansi_.yellow("not repeated: ") + report::printable_line(incident));
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text) += "\n"; }

  [[nodiscard]] static std::string given(Said said, const EntryLabels& labels) {
    const auto name = said == Said::rejected ? std::nullopt : labels.name(static_cast<Label>(said));
    return said == Said::rejected ? "rejects the list"
                                  : "gives " + (name ? report::short_quoted(*name) : "nothing");
  }

  [[nodiscard]] std::string verdict(const Difference& difference) const {
    if (const EntryLabels& labels = labels_of(report_, difference); !labels.empty()) {
      return fmt::format("{} {}, {} {}", report_.a, given(difference.a, labels), report_.b,
                         given(difference.b, labels));
    }
    if (difference.a == Said::rejected) return report_.a + " rejects the pattern";
    if (difference.b == Said::rejected) return report_.b + " rejects the pattern";
    return fmt::format("only {} selects", difference.a == Said::yes ? report_.a : report_.b);
  }

  // Lists the modules, folded, by pattern and verdict.
  void one_tree(const TreeComparison& tree) {
    if (!report_.labels.empty()) return labels(tree);
    std::size_t shown = 0;
    std::size_t patterns = 0;
    for (std::size_t at = 0; at < tree.differences.size();) {
      const Difference& first = tree.differences[at];
      std::size_t end = at;
      while (end < tree.differences.size() && tree.differences[end].pattern == first.pattern) ++end;
      ++patterns;
      if (all_ || shown < kFewPatterns) {
        ++shown;
        pattern(tree, at, end);
      }
      at = end;
    }
    if (shown < patterns)
      line(ansi_.faint(
          fmt::format("… {} (--all)", report::counted(patterns - shown, "more pattern"))));
  }

  // Lists the modules, folded, by what the sides give them.
  void labels(const TreeComparison& tree) {
    for (std::size_t at = 0; at < tree.differences.size();) {
      const Difference& first = tree.differences[at];
      ModuleTree modules;
      for (; at < tree.differences.size() && tree.differences[at].a == first.a &&
             tree.differences[at].b == first.b;
           ++at)
        modules.modules.push_back(tree.differences[at].module);
      line(fmt::format("\n{}: {}", verdict(first),
                       report::counted(modules.modules.size(), "module")));
      folded(modules);
    }
  }

  void pattern(const TreeComparison& tree, std::size_t begin, std::size_t end) {
    line("\n" + report::short_quoted(tree.differences[begin].pattern));
    for (const Said side : {Said::yes, Said::no, Said::rejected}) {
      ModuleTree modules;
      const Difference* first = nullptr;
      for (std::size_t at = begin; at < end; ++at) {
        if (tree.differences[at].a != side) continue;
        if (first == nullptr) first = &tree.differences[at];
        modules.modules.push_back(tree.differences[at].module);
      }
      if (first == nullptr) continue;
      line(fmt::format("   {} {}", verdict(*first),
                       first->a == Said::rejected || first->b == Said::rejected
                           ? ""
                           : report::counted(modules.modules.size(), "module")));
      folded(modules);
    }
  }

  void folded(const ModuleTree& listed) {
    const auto [lines, count] =
        report::fold_names(listed, all_ ? static_cast<std::size_t>(-1) : report::kFewLines + 1);
    const std::size_t few = all_ || count <= report::kFewLines + 1 ? count : report::kFewLines;
    for (std::size_t at = 0; at < few; ++at) {
      line(fmt::format(
          "      {}{}", lines[at].text,
          lines[at].count > 1 ? ansi_.faint(fmt::format("  {}", lines[at].count)) : ""));
    }
    if (few < count)
      line(ansi_.faint(
          fmt::format("      … {} (--all)", report::counted(count - few, "more line"))));
  }

  void table() {
    std::vector<const TreeComparison*> rows;
    for (const TreeComparison& tree : report_.trees) {
      if (!tree.differences.empty()) rows.push_back(&tree);
    }
    if (rows.empty()) return;
    line("\n" + ansi_.faint(fmt::format("{:<{}} {:>8} {:>8} {:>11}   {}", "tree", kTreeColumns,
                                        "modules", "patterns", "differences", "for example")));
    for (const TreeComparison* const row : rows) {
      const Difference& first = row->differences[0];
      const std::string pattern =
          report_.labels.empty() ? report::short_quoted(first.pattern) + ": " : std::string();
      line(fmt::format("{:<{}} {:>8} {:>8} {:>11}   {}{} {}", row->tree, kTreeColumns,
                       report::grouped(row->modules), report::grouped(row->patterns),
                       report::grouped(row->differences.size()), pattern, verdict(first),
                       report_.labels.empty() ? report::short_path(first.module)
                                              : "to " + report::short_path(first.module)));
    }
    line(ansi_.faint(
        fmt::format("no difference on the other {}", report_.trees.size() - rows.size())));
  }

  void generated(const Difference& difference) {
    const std::string list = !labels_of(report_, difference).empty() ? "of the list below"
                             : difference.pattern.empty()
                                 ? "for the empty pattern"
                                 : "for " + report::short_quoted(difference.pattern);
    line(fmt::format("\n{} {} {}", verdict(difference), report::path_in_words(difference.module),
                     list));
    if (difference.content)
      line("   case: " + report::printable_line(format_case_line({*difference.content, {}})));
    if (!difference.reduced)
      line(ansi_.yellow(
          "   not reduced: the comparison ended before it searched for a smaller case"));
  }

  const CompareReport& report_;
  AnsiStyle ansi_;
  bool all_;
  std::string out_;
};

std::string_view json_of(Said said) noexcept {
  return said == Said::yes ? "true" : said == Said::no ? "false" : "\"rejected\"";
}

}  // namespace

const EntryLabels& labels_of(const CompareReport& report, const Difference& difference) noexcept {
  return difference.content ? difference.content->labels : report.labels;
}

std::size_t count_differences(const CompareReport& report) noexcept {
  std::size_t sum = report.generated.size();
  for (const TreeComparison& tree : report.trees) sum += tree.differences.size();
  return sum;
}

std::string compare_text(const CompareReport& report, bool colour, bool all) {
  return CompareText(report, colour, all).write();
}

std::string compare_json(const CompareReport& report) {
  std::string out = "{\n  \"a\": ";
  append_json_string(out, report.a);
  out += ",\n  \"b\": ";
  append_json_string(out, report.b);
  out += ",\n  \"trees\": " + std::to_string(report.trees.size()) +
         ",\n  \"cases\": " + std::to_string(report.cases);
  out += ",\n  \"differences\": [";
  bool first = true;
  const auto add_said = [&](Said said, const EntryLabels& labels) {
    if (labels.empty()) return (void)out.append(json_of(said));
    if (said == Said::rejected) return (void)out.append("{\"rejected\": true}");
    const auto name = labels.name(static_cast<Label>(said));
    name ? append_json_string(out, *name) : (void)out.append("null");
  };
  const auto add = [&](const Difference& difference, const std::string* tree) {
    out += first ? "\n    {\"module\": " : ",\n    {\"module\": ";
    first = false;
    append_json_string(out, difference.module);
    out += ", \"pattern\": ";
    const EntryLabels& labels = labels_of(report, difference);
    labels.empty() ? append_json_string(out, difference.pattern) : (void)out.append("null");
    out += ", \"a\": ";
    add_said(difference.a, labels);
    out += ", \"b\": ";
    add_said(difference.b, labels);
    if (tree != nullptr) {
      out += ", \"tree\": ";
      append_json_string(out, *tree);
    }
    if (difference.content) out += ", \"case\": " + format_case_line({*difference.content, {}});
    if (!difference.reduced) out += ", \"reduced\": false";
    out += '}';
  };
  for (const TreeComparison& tree : report.trees) {
    for (const Difference& difference : tree.differences) add(difference, &tree.tree);
  }
  for (const Difference& difference : report.generated) add(difference, nullptr);
  out += first ? "]" : "\n  ]";
  const bool complete = !report.interrupted && report.broke_off.empty();
  out.append(",\n  \"complete\": ").append(complete ? "true" : "false");
  if (!report.broke_off.empty()) {
    out += ",\n  \"broke_off\": ";
    append_json_string(out, report.broke_off);
  }
  for (std::size_t at = 0; at < report.incidents.size(); ++at) {
    out += at == 0 ? ",\n  \"incidents\": [" : ", ";
    append_json_string(out, report.incidents[at]);
  }
  return out + (report.incidents.empty() ? "\n}\n" : "]\n}\n");
}

}  // namespace overmatch
