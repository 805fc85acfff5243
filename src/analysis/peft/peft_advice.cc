// SPDX-License-Identifier: Apache-2.0
#include "analysis/peft/peft_advice.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "analysis/findings/advice.h"
#include "analysis/findings/suggestion.h"
#include "analysis/peft/rules/peft_saved.h"
#include "matchers/regex.h"

namespace overmatch {

namespace {

constexpr std::array kMembers = {"target_modules", "exclude_modules", "modules_to_save"};

// Behind a finding about modules_to_save.
constexpr std::string_view kNoEntryHelps =
    "; PEFT offers no entry here that avoids it, as it asks only how a path ends";

constexpr std::string_view kTaskAddsIt =
    "; PEFT adds this name for the task type, and asks only how a path ends";

bool is_fault(AuditKind kind) noexcept {
  return kind == AuditKind::collision || kind == AuditKind::rerooting || kind == AuditKind::escape;
}

std::ptrdiff_t count_warnings(const PeftAudit& audit) {
  return std::count_if(audit.audit.findings.begin(), audit.audit.findings.end(),
                       [](const AuditFinding& each) { return each.severity > Severity::note; });
}

class PeftAdviser {
 public:
  PeftAdviser(const PeftAuditContext& context, const PeftConfig& config, PeftAudit& told)
      : trials_(context, told.effect),
        index_(context.index),
        config_(config),
        told_(told),
        working_(config),
        now_(told) {}

  void run() {
    apply_certain_advice();
    extend_exclusion();
    for (const char* const member : kMembers) correct(member);
    help_with_heads();
    correct_keys();
    for (const char* const member : {"target_modules", "modules_to_save"}) keep_language(member);
    if (count_warnings(now_) >= count_warnings(told_)) return;  // one for another is no advice
    for (const char* const member : kMembers) {
      const PeftNames names = names_of(working_, member);
      const PeftNames before = names_of(config_, member);
      if (names.list == before.list && names.regex == before.regex) continue;
      const auto purpose = purposes_.find(member);
      told_.audit.members.push_back({member, spelled(member, names.list), names.regex,
                                     purpose == purposes_.end() ? "" : purpose->second});
    }
  }

 private:
  // What a faulty pattern should select, and what it selects by accident.
  struct Faulty {
    Selection wanted;
    Selection accidents;
  };

  [[nodiscard]] const AuditedPattern& pattern_of(std::size_t at) const {
    return told_.audit.patterns[at];
  }

  // Adopts the trial config if it is better than the current one and changes only modules of `may`.
  bool improves(const PeftConfig& trial, const Selection& may) {
    std::optional<PeftAudit> after = trials_.audit(trial);
    if (!after || !is_no_worse(now_, *after) || count_faults(*after) >= count_faults(now_) ||
        !differs_within(now_.effect, after->effect, may))
      return false;
    working_ = trial;
    now_ = *std::move(after);
    return true;
  }

  static PeftConfig replaced(const PeftConfig& config, const char* member, const std::string& entry,
                             const std::vector<std::string>& way) {
    PeftConfig changed = config;
    PeftNames names = names_of(config, member);
    if (names.regex) {
      names.regex = way.front();
    } else {
      std::vector<std::string> list;
      for (const std::string& each : names.list) {
        if (each != entry) {
          list.push_back(each);
          continue;
        }
        for (const std::string& fresh : way) {
          if (std::find(list.begin(), list.end(), fresh) == list.end()) list.push_back(fresh);
        }
      }
      names.list = std::move(list);
    }
    set_names(changed, member, std::move(names));
    return changed;
  }

  // Corrects entries that select nothing for a certain reason: a parameter instead of its module,
  // a wrapper in front, or another layout.
  void apply_certain_advice() {
    for (AuditFinding& finding : told_.audit.findings) {
      if (finding.advice.empty()) continue;
      const std::vector<Advice> all = std::exchange(finding.advice, {});
      // What may be meant is reported and stays.
      if (finding.kind != AuditKind::unmatched && finding.kind != AuditKind::layout) continue;
      if (finding.severity == Severity::note) continue;
      const std::string& name = pattern_of(finding.pattern).member;
      const auto member = std::find(kMembers.begin(), kMembers.end(), name);
      if (member == kMembers.end()) continue;
      PeftConfig trial = working_;
      for (const std::size_t at :
           finding.patterns.empty() ? std::vector{finding.pattern} : finding.patterns) {
        const AuditedPattern& pattern = pattern_of(at);
        std::vector<std::string> way;
        for (const Advice& one : all) {
          const bool serves = one.purpose.empty() || one.purpose == pattern.pattern;
          if (serves && one.mode == pattern.mode) way.push_back(one.pattern);
        }
        if (!way.empty()) trial = replaced(trial, *member, pattern.pattern, way);
        const bool alone = names_of(trial, *member).list.size() == 1;
        if (way.empty() && alone && all.size() == 1 && all[0].mode == Mode::regex &&
            name != "modules_to_save")
          set_names(trial, *member, {{}, all[0].pattern});
      }
      std::optional<PeftAudit> after = trials_.audit(trial);
      const auto lost = [](const Selection& before, const Selection& then) {
        return !without(before, then).empty();
      };
      if (!after || !is_no_worse(now_, *after) ||
          lost(now_.effect.adapted, after->effect.adapted) ||
          lost(now_.effect.saved, after->effect.saved))
        continue;
      working_ = trial;
      now_ = *std::move(after);
    }
  }

  // The patterns of a member with faults. Notes are left out: what they tell may be meant.
  std::map<std::size_t, Faulty> faulty_patterns(std::string_view member) {
    std::map<std::size_t, Faulty> all;
    for (const AuditFinding& finding : told_.audit.findings) {
      if (!is_fault(finding.kind) || finding.pattern == kNoPattern) continue;
      if (finding.severity == Severity::note) continue;
      const AuditedPattern& pattern = pattern_of(finding.pattern);
      if (pattern.member != member) continue;
      Selection wanted = wanted_of(index_, pattern, finding.kind, trials_.context().intended);
      const auto [entry, fresh] = all.try_emplace(finding.pattern);
      Faulty& faulty = entry->second;
      faulty.wanted = fresh ? std::move(wanted) : shared(faulty.wanted, wanted);
      faulty.accidents = united(faulty.accidents, finding.modules);
    }
    return all;
  }

  // PEFT adds the heads of a task type to modules_to_save itself, so no entry can be corrected.
  void help_with_heads() {
    for (const auto& [at, faulty] : faulty_patterns("task_type")) help(at, faulty, kTaskAddsIt);
  }

  // Whether the task type adds the entry to modules_to_save, where the config may have it as well.
  [[nodiscard]] bool is_of_task(const AuditedPattern& pattern) const {
    const std::vector<std::string> heads = implicit_heads(config_);
    return std::find(heads.begin(), heads.end(), pattern.pattern) != heads.end();
  }

  void correct(const char* member) {
    std::map<std::size_t, Faulty> all = faulty_patterns(member);
    const bool saves = member == std::string_view("modules_to_save");
    std::erase_if(all, [&](const auto& each) {
      if (!saves || !is_of_task(pattern_of(each.first))) return false;
      help(each.first, each.second, kTaskAddsIt);
      return true;
    });
    std::erase_if(all, [&](const auto& each) {
      return correct_entry(member, pattern_of(each.first), each.second);
    });
    if (all.empty()) return;
    if (saves) {
      for (const auto& [at, faulty] : all) help(at, faulty, kNoEntryHelps);
    } else if (!names_of(working_, member).regex) {
      (void)(correct_by_exclusion(member, all) || correct_by_regex(member, all));
    }
  }

  bool correct_entry(const char* member, const AuditedPattern& pattern, const Faulty& faulty) {
    std::vector<std::vector<std::string>> ways;
    if (pattern.mode == Mode::regex) {
      if (pattern.precise_pattern != pattern.pattern) ways.push_back({pattern.precise_pattern});
      if (auto way = advise(index_, faulty.wanted, Mode::regex); !way.empty()) ways.push_back(way);
    } else {
      ways = ways_to_end(index_, faulty.wanted, pattern.mode);
    }
    return std::any_of(ways.begin(), ways.end(), [&](const std::vector<std::string>& way) {
      return improves(replaced(working_, member, pattern.pattern, way), faulty.accidents);
    });
  }

  static Selection accidents_of(const std::map<std::size_t, Faulty>& all) {
    Selection sum;
    for (const auto& [at, faulty] : all) sum = united(sum, faulty.accidents);
    return sum;
  }

  // A list of names cannot tell a whole path from a suffix, but exclude_modules can name the rest.
  bool correct_by_exclusion(const char* member, const std::map<std::size_t, Faulty>& all) {
    if (member != std::string_view("target_modules") || working_.exclude_modules.regex)
      return false;
    const Selection accidents = accidents_of(all);
    const std::vector<std::string> way = advise(index_, accidents, Mode::segment);
    if (way.empty()) return false;
    PeftConfig trial = working_;
    trial.exclude_modules.list.insert(trial.exclude_modules.list.end(), way.begin(), way.end());
    return improves(trial, accidents);
  }

  bool correct_by_regex(const char* member, const std::map<std::size_t, Faulty>& all) {
    // LoraConfig refuses layers_to_transform if target_modules is a string.
    if (member == std::string_view("target_modules") && !working_.layers_to_transform.empty())
      return false;
    Selection wanted;
    for (std::size_t at = 0; at < told_.audit.patterns.size(); ++at) {
      const AuditedPattern& pattern = pattern_of(at);
      if (pattern.member != member) continue;
      const auto faulty = all.find(at);
      wanted = united(wanted, faulty == all.end() ? pattern.selected : faulty->second.wanted);
    }
    const std::vector<std::string> way = advise(index_, wanted, Mode::regex);
    if (way.empty()) return false;
    PeftConfig trial = working_;
    set_names(trial, member, {{}, way.front()});
    return improves(trial, accidents_of(all));
  }

  void help(std::size_t at, const Faulty& faulty, std::string_view why) {
    for (AuditFinding& finding : told_.audit.findings) {
      if (finding.pattern != at || !is_fault(finding.kind)) continue;
      finding.why += why;
      finding.remedies = remedies_for(trials_, working_, now_,
                                      {pattern_of(at).pattern, faulty.wanted, faulty.accidents});
    }
  }

  void correct_keys() {
    lengthen_keys();
    for (AuditFinding& finding : told_.audit.findings) {
      if (finding.kind != AuditKind::collision || finding.pattern == kNoPattern) continue;
      const AuditedPattern& pattern = pattern_of(finding.pattern);
      const bool ranks = pattern.member == "rank_pattern";
      if (!ranks && pattern.member != "alpha_pattern") continue;
      PeftConfig trial = working_;
      std::vector<std::string>& keys = ranks ? trial.rank_pattern : trial.alpha_pattern;
      const std::string key = escape_regex(pattern.pattern);
      std::replace(keys.begin(), keys.end(), pattern.pattern, key);
      if (improves(trial, {})) finding.advice.push_back({Mode::regex, key, ""});
    }
  }

  // Makes keys that are the front of paths match what is below them.
  void lengthen_keys() {
    for (AuditFinding& finding : told_.audit.findings) {
      if (finding.kind != AuditKind::unmatched || finding.pattern == kNoPattern) continue;
      const AuditedPattern& pattern = pattern_of(finding.pattern);
      const bool ranks = pattern.member == "rank_pattern";
      if ((!ranks && pattern.member != "alpha_pattern") || finding.modules.empty()) continue;
      const std::string key =
          (pattern.precise_mode == Mode::segment ? escape_regex(pattern.pattern)
                                                 : "(?:" + pattern.pattern + ")") +
          "\\..*";
      PeftConfig trial = working_;
      std::vector<std::string>& keys = ranks ? trial.rank_pattern : trial.alpha_pattern;
      std::replace(keys.begin(), keys.end(), pattern.pattern, key);
      const std::optional<PeftAudit> after = trials_.audit(trial);
      if (!after || !is_no_worse(now_, *after)) continue;
      const auto& patterns = after->audit.patterns;
      if (std::any_of(patterns.begin(), patterns.end(), [&](const AuditedPattern& each) {
            return each.member == pattern.member && each.pattern == key && !each.selected.empty();
          }))
        finding.advice.push_back({Mode::regex, key, ""});
    }
  }

  // Whether an entry selects nothing and is the misspelling of one name, which is then returned.
  [[nodiscard]] std::string meant_by(const char* member, const std::string& entry) const {
    for (const AuditFinding& finding : told_.audit.findings) {
      if (finding.kind != AuditKind::unmatched || finding.severity == Severity::note ||
          finding.pattern == kNoPattern)
        continue;
      const AuditedPattern& pattern = pattern_of(finding.pattern);
      if (pattern.member != member || pattern.pattern != entry || !pattern.selected.empty())
        continue;
      const auto groups = suggest(index_, pattern.mode, entry, {});
      if (groups.size() == 1 && groups[0].size() == 1) return groups[0][0];
    }
    return entry;
  }

  // A list without the misspellings that a finding tells of.
  [[nodiscard]] std::vector<std::string> spelled(const char* member,
                                                 const std::vector<std::string>& list) const {
    std::vector<std::string> right;
    for (const std::string& entry : list) {
      std::string meant = meant_by(member, entry);
      if (std::find(right.begin(), right.end(), meant) == right.end())
        right.push_back(std::move(meant));
    }
    return right;
  }

  // Extends exclude_modules to what is below the modules that it names.
  void extend_exclusion() {
    if (std::optional<TriedConfig> tried = excluding_below(trials_, config_, working_, now_))
      adopt(*std::move(tried));
  }

  // Takes vision and audio out of a member that selects there and in the language model.
  void keep_language(const char* member) {
    const auto ambiguous = [&](const AuditFinding& finding, const Audit& audit) {
      return finding.kind == AuditKind::ambiguity && finding.severity > Severity::note &&
             finding.pattern != kNoPattern && audit.patterns[finding.pattern].member == member;
    };
    const auto& now = now_.audit.findings;
    if (std::none_of(now.begin(), now.end(),
                     [&](const AuditFinding& each) { return ambiguous(each, now_.audit); }))
      return;
    std::optional<TriedConfig> tried = keeping_language(trials_, working_, now_, member);
    if (tried) {
      purposes_[tried->member] = tried->purpose;
      adopt(*std::move(tried));
      return;
    }
    if (member != std::string_view("modules_to_save")) return;
    for (AuditFinding& finding : told_.audit.findings) {
      if (!ambiguous(finding, told_.audit) || !finding.patterns.empty()) continue;
      const AuditedPattern& pattern = pattern_of(finding.pattern);
      const auto split =
          split_by_tower(index_, trials_.context().templates, told_.audit, pattern.member);
      if (!split) continue;
      const Selection accidents = shared(finding.modules, split->beyond);
      finding.why += kNoEntryHelps;
      finding.remedies =
          remedies_for(trials_, working_, now_,
                       {pattern.pattern, without(finding.modules, accidents), accidents});
    }
  }

  void adopt(TriedConfig tried) {
    working_ = std::move(tried.config);
    now_ = std::move(tried.after);
  }

  PeftTrials trials_;
  const TreeIndex& index_;
  const PeftConfig& config_;
  PeftAudit& told_;
  PeftConfig working_;                           // the config with the corrections so far
  PeftAudit now_;                                // its audit
  std::map<std::string, std::string> purposes_;  // of the members that keep only some towers
};

}  // namespace

void advise_on_peft(const PeftAuditContext& context, const PeftConfig& config, PeftAudit& told) {
  const bool asked =
      std::any_of(told.audit.findings.begin(), told.audit.findings.end(),
                  [](const AuditFinding& finding) { return finding.pattern != kNoPattern; });
  if (asked) PeftAdviser(context, config, told).run();
}

}  // namespace overmatch
