// SPDX-License-Identifier: Apache-2.0
#include "selftest/verdict.h"

#include <algorithm>

#include "properties/registry.h"

namespace overmatch {

namespace {

std::string names_of(std::uint32_t properties) {
  std::string names;
  for (std::size_t at = 0; at < all_properties().size(); ++at) {
    if ((properties >> at & 1U) != 0)
      names.append(names.empty() ? "" : ", ").append(all_properties()[at]->name);
  }
  return names;
}

std::string_view reason_of(Differs differs) {
  switch (differs) {
    case Differs::inside: return {};
    case Differs::beyond_core:
      return "differs only on regexes that Python, PCRE2 and RE2 read differently";
    case Differs::beyond_limit:
      return "differs only where the reference gives up by its match limit";
    case Differs::nowhere: return "changes no answer";
  }
  return {};
}

void judge_bug(const MatrixRow& row, std::vector<Fault>& faults) {
  const Planted& bug = *row.planted;
  if (bug.differs != Differs::inside) {
    const std::string mark(reason_of(bug.differs));
    if (is_killed(row)) {
      faults.push_back({FaultKind::false_mark, bug.name,
                        "is marked \"" + mark + "\", but a default search finds it"});
    } else if (!row.mark_holds) {
      faults.push_back({FaultKind::false_mark, bug.name,
                        "is marked \"" + mark + "\", but that could not be shown"});
    }
    return;
  }
  if (!row.found()) {
    faults.push_back(
        {FaultKind::survivor, bug.name, "survives the default search: " + std::string(bug.bug)});
    return;
  }
  if (row.expected == 0) return;
  // Of a list with labels any other property will do.
  const bool any_will_do = bug.order != Order::any;
  const std::uint32_t all_but_agreement =
      (any_will_do ? ~0U : row.expected) & ~(1U << index_of(kAgreement));
  bool seen = row.property == kTotality.name && (row.expected >> index_of(kTotality) & 1U) != 0;
  for (std::size_t at = 0; at < kProperties; ++at) {
    seen = seen || (row.killed_after[at] != 0 && (all_but_agreement >> at & 1U) != 0);
  }
  if (!seen) {
    faults.push_back(
        {FaultKind::agreement_alone, bug.name,
         "is not seen by " +
             (any_will_do ? "any other property"
                          : names_of(all_but_agreement) + ", though its witness shows it to them") +
             ": " + std::string(bug.bug)});
  }
}

void judge_correct(const MatrixRow& row, std::vector<Fault>& faults) {
  std::string by = row.found() ? row.property + " in the search (" + row.what + ")" : "";
  for (std::size_t at = 0; at < kProperties && by.empty(); ++at) {
    if (row.killed_after[at] != 0) by = all_properties()[at]->name;
  }
  if (!by.empty())
    faults.push_back({FaultKind::accused, row.planted->name, "is right and was accused by " + by});
}

}  // namespace

std::string_view to_string(FaultKind kind) noexcept {
  switch (kind) {
    case FaultKind::survivor: return "survivor";
    case FaultKind::false_mark: return "false mark";
    case FaultKind::accused: return "accused";
    case FaultKind::agreement_alone: return "agreement alone";
    case FaultKind::vacuous_property: return "vacuous property";
  }
  return {};
}

bool is_killed(const MatrixRow& row) noexcept {
  return row.found() || std::any_of(row.killed_after.begin(), row.killed_after.end(),
                                    [](std::uint64_t kill) { return kill != 0; });
}

bool survives_rightly(const MatrixRow& row) noexcept {
  return row.planted->expect != Expect::correct && row.planted->differs != Differs::inside &&
         row.mark_holds && !is_killed(row);
}

std::vector<Fault> judge(std::span<const MatrixRow> rows,
                         std::span<const Property* const> properties, bool complete) {
  std::vector<Fault> faults;
  for (const MatrixRow& row : rows) {
    if (row.planted->expect == Expect::correct) {
      judge_correct(row, faults);
    } else {
      judge_bug(row, faults);
    }
  }
  for (const Property* const property : properties) {
    const bool speaks = std::any_of(rows.begin(), rows.end(), [&](const MatrixRow& row) {
      return property->applies(row.planted->mode, row.planted->order) &&
             row.planted->expect != Expect::correct;
    });
    const bool kills = std::any_of(rows.begin(), rows.end(), [&](const MatrixRow& row) {
      return row.killed_after[index_of(*property)] != 0;
    });
    if (complete && speaks && !kills)
      faults.push_back(
          {FaultKind::vacuous_property, property->name, "sees none of the planted bugs"});
  }
  return faults;
}

}  // namespace overmatch
