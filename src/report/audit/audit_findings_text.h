// SPDX-License-Identifier: Apache-2.0
// AuditFindingsText writes the findings of an audit, and selections of modules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/tree/folding.h"
#include "report/audit/audit_lines.h"
#include "report/audit/audit_report.h"

namespace overmatch {

class AuditFindingsText : protected AuditLines {
 protected:
  AuditFindingsText(const AuditReport& report, bool colour, bool all)
      : AuditLines(colour, all), report_(report), index_(*report.index) {}

  [[nodiscard]] Folding folded(const Selection& modules) const;
  void selection(const Selection& modules, std::string_view indent);
  void selection(const Folding& folding, std::string_view indent,
                 std::size_t most = report::kFewLines);
  void names(const std::vector<std::string>& all, std::string_view indent);
  void findings();
  // The corrected text of each member of a config.
  void members();

  // The width of a report without --all.
  static constexpr std::size_t kLineColumns = 96;

  const AuditReport& report_;
  const TreeIndex& index_;
  std::vector<Folding> folded_;  // what each pattern selects, for --all

 private:
  void one(std::size_t number, const AuditFinding& finding);
  // Ambiguities count by part already, and the modules of a note are those of its pattern.
  void modules_of(const AuditFinding& finding);
  void advice(const AuditFinding& finding);
  void remedies(const std::vector<Remedy>& all);
  // Quotes a pattern for a shell.
  [[nodiscard]] static std::string to_copy(const std::string& pattern);
};

}  // namespace overmatch
