// SPDX-License-Identifier: Apache-2.0
// Finds values for a config that keep the language model and leave out vision and audio.
#include <algorithm>
#include <string_view>
#include <utility>

#include "analysis/findings/advice.h"
#include "analysis/peft/peft_advice.h"
#include "matchers/regex.h"
#include "names/path.h"

namespace overmatch {

namespace {

bool is_plain_name(std::string_view text) {
  return text.find_first_of("*+?[](){}^$|\\") == std::string_view::npos;
}

// `a`, or `(?:a|b)` for several; the texts are escaped already.
std::string alternatives(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return texts.front();
  std::string out = "(?:";
  for (std::size_t at = 0; at < texts.size(); ++at) out += (at == 0 ? "" : "|") + texts[at];
  return out + ")";
}

std::vector<std::string> escaped(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    std::string text = escape_regex(name);
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
  }
  return all;
}

// A list of names as the regex by which PEFT reads it.
std::string regex_of_names(const PeftNames& names) {
  return names.regex ? *names.regex : "(?:.*\\.)?" + alternatives(escaped(names.list));
}

// An exclusion that also excludes what `regex` matches.
PeftNames extended(const PeftNames& exclusion, const std::string& regex) {
  if (exclusion.empty()) return {{}, regex};
  return {{}, "(?:" + regex_of_names(exclusion) + "|" + regex + ")"};
}

bool is_ambiguous(const PeftAudit& audit, const std::string& member) {
  return std::any_of(
      audit.audit.findings.begin(), audit.audit.findings.end(), [&](const AuditFinding& each) {
        return each.kind == AuditKind::ambiguity && each.severity > Severity::note &&
               each.pattern != kNoPattern && audit.audit.patterns[each.pattern].member == member;
      });
}

class TowerAdviser {
 public:
  TowerAdviser(PeftTrials& trials, const PeftConfig& config, const PeftAudit& now,
               const std::string& member, TowerSplit split)
      : trials_(trials), config_(config), now_(now), member_(member), split_(std::move(split)) {
    for (const Tower& tower : split_.towers) {
      if (!shared(tower.modules, split_.beyond).empty()) {
        left_out_.push_back(tower.root);
      } else if (tower.modality != Modality::connector) {
        purpose_ += (purpose_.empty() ? "" : ", ") + tower.root;
      }
    }
  }

  std::optional<TriedConfig> run() {
    if (member_ == "target_modules") {
      if (auto tried = by_exclusion()) return tried;
    }
    if (!names_of(config_, member_).regex) {
      if (auto tried = by_longer_entries()) return tried;
    }
    return member_ == "target_modules" ? by_regex() : std::nullopt;
  }

 private:
  std::optional<TriedConfig> attempt(const std::string& member, PeftNames names) {
    PeftConfig trial = config_;
    set_names(trial, member, std::move(names));
    std::optional<PeftAudit> after = trials_.audit(trial);
    const bool adapts = member_ == "target_modules";
    if (!after || !is_no_worse(now_, *after) || is_ambiguous(*after, member_) ||
        after->effect.adapted !=
            (adapts ? without(now_.effect.adapted, split_.beyond) : now_.effect.adapted) ||
        after->effect.saved !=
            (adapts ? now_.effect.saved : without(now_.effect.saved, split_.beyond)))
      return std::nullopt;
    return TriedConfig{std::move(trial), *std::move(after), member, purpose_};
  }

  std::optional<TriedConfig> by_exclusion() {
    const bool excludes = std::any_of(
        now_.audit.patterns.begin(), now_.audit.patterns.end(), [](const AuditedPattern& each) {
          return each.member == "exclude_modules" && !each.selected.empty();
        });
    const PeftNames exclusion = excludes ? config_.exclude_modules : PeftNames();
    std::vector<std::string> names;
    for (const std::string& root : left_out_) names.emplace_back(last_segment(root));
    const std::string ends = alternatives(escaped(names));
    for (const std::string& regex : {".*" + ends + ".*", "(?:.*\\.)?" + ends + "\\..*",
                                     alternatives(escaped(left_out_)) + "\\..*"}) {
      if (auto tried = attempt("exclude_modules", extended(exclusion, regex))) return tried;
    }
    return std::nullopt;
  }

  // Replaces each entry that selects in several towers.
  std::optional<TriedConfig> by_longer_entries() {
    std::vector<std::string> list;
    const auto add = [&](const std::string& entry) {
      if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
    };
    for (const AuditedPattern& pattern : now_.audit.patterns) {
      if (pattern.member != member_) continue;
      const Selection selected = in_force(pattern, pattern.selected);
      if (shared(selected, split_.beyond).empty()) {
        add(pattern.pattern);
        continue;
      }
      const auto ways =
          ways_to_end(trials_.index(), without(selected, split_.beyond), pattern.mode);
      if (ways.empty()) return std::nullopt;
      for (const std::string& entry : ways.front()) add(entry);
    }
    return attempt(member_, {std::move(list), std::nullopt});
  }

  std::optional<TriedConfig> by_regex() {
    // LoraConfig refuses layers_to_transform if target_modules is a string.
    if (!config_.layers_to_transform.empty()) return std::nullopt;
    const std::vector<std::string> way =
        advise(trials_.index(), without(now_.effect.adapted, split_.beyond), Mode::regex);
    if (way.empty()) return std::nullopt;
    return attempt(member_, {{}, way.front()});
  }

  PeftTrials& trials_;
  const PeftConfig& config_;
  const PeftAudit& now_;
  const std::string& member_;
  TowerSplit split_;
  std::vector<std::string> left_out_;  // roots of towers
  std::string purpose_;
};

}  // namespace

std::optional<TriedConfig> keeping_language(PeftTrials& trials, const PeftConfig& config,
                                            const PeftAudit& now, const std::string& member) {
  auto split = split_by_tower(trials.index(), trials.context().templates, now.audit, member);
  if (!split) return std::nullopt;
  return TowerAdviser(trials, config, now, member, *std::move(split)).run();
}

std::optional<TriedConfig> excluding_below(PeftTrials& trials, const PeftConfig& written,
                                           const PeftConfig& config, const PeftAudit& now) {
  // The names that hold adapted modules, and the other entries.
  PeftNames rest;
  std::vector<std::string> holders;
  Selection inside;
  for (std::size_t at = 0; at < now.audit.patterns.size(); ++at) {
    const AuditedPattern& pattern = now.audit.patterns[at];
    if (pattern.member != "exclude_modules") continue;
    const auto told = std::find_if(
        now.audit.findings.begin(), now.audit.findings.end(), [&](const AuditFinding& each) {
          return each.kind == AuditKind::unmatched && each.severity > Severity::note &&
                 each.pattern == at && !pattern.selected.empty();
        });
    if (told == now.audit.findings.end()) {
      if (pattern.mode != Mode::regex) rest.list.push_back(pattern.pattern);
      continue;
    }
    inside = united(inside, told->modules);
    if (pattern.mode != Mode::regex) {
      holders.push_back(escape_regex(pattern.pattern));
    } else if (written.exclude_modules.regex && is_plain_name(*written.exclude_modules.regex)) {
      holders.push_back(escape_regex(*written.exclude_modules.regex));
    }
  }
  if (inside.empty()) return std::nullopt;
  std::vector<std::string> regexes;
  if (holders.empty()) {
    regexes = {"(?:" + *config.exclude_modules.regex + ")\\..*"};
  } else {
    const std::string names = alternatives(holders);
    regexes = {".*" + names + ".*", "(?:.*\\.)?" + names + "\\..*"};
  }
  for (const std::string& regex : regexes) {
    PeftConfig trial = config;
    trial.exclude_modules = extended(rest, regex);
    std::optional<PeftAudit> after = trials.audit(trial);
    if (after && is_no_worse(now, *after) && after->effect.saved == now.effect.saved &&
        !after->effect.adapted.empty() &&
        after->effect.adapted == without(now.effect.adapted, inside))
      return TriedConfig{std::move(trial), *std::move(after), "exclude_modules", ""};
  }
  return std::nullopt;
}

}  // namespace overmatch
