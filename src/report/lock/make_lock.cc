// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <tuple>

#include "analysis/audit/audit.h"
#include "analysis/select/selection.h"
#include "names/ascii.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/readers/json_text.h"
#include "report/lock/lock.h"

namespace overmatch {

namespace {

// A member as a word, or as a JSON string if it has other characters than words have.
std::string spelled_member(const std::string& member) {
  const bool plain = std::all_of(member.begin(), member.end(), [](char c) {
    return is_word(c) || std::string_view(".-*[]").find(c) != std::string_view::npos;
  });
  if (plain) return member;
  std::string out;
  append_json_string(out, member);
  return out;
}

// What an entry decides, or selects without what other members exclude.
Selection share_of(const AuditedPattern& pattern) {
  return pattern.decision ? pattern.decision->won : in_force(pattern, pattern.selected);
}

bool sets_ranks(const AuditedPattern& pattern) {
  return pattern.member == "rank_pattern" || pattern.member == "alpha_pattern";
}

std::string head_of(const AuditedPattern& pattern, bool labelled) {
  std::string head = spelled_member(pattern.member);
  if (!head.empty()) head += ' ';
  append_json_string(head, pattern.entry.empty() ? pattern.pattern : pattern.entry);
  if (!labelled || !pattern.decision) return head;
  head += " label ";
  if (pattern.decision->label)
    append_json_string(head, *pattern.decision->label);
  else
    head += "null";
  return head;
}

// The result that an entry is a part of; "" if it takes modules back.
std::string result_of(const AuditedPattern& pattern, bool labelled) {
  if (pattern.decision && !pattern.decision->gives) return "";
  if (labelled && pattern.decision) {
    std::string name = "label ";
    append_json_string(name, pattern.decision->label.value_or(""));
    return name;
  }
  return pattern.member.empty() ? "selected" : spelled_member(pattern.member);
}

// What the entries select, by label and member.
void add_lists(const AuditReport& report, bool labelled, Lock& lock) {
  std::vector<std::string> names;
  std::map<std::string, Selection> results;
  for (const AuditedPattern& pattern : report.audit.patterns) {
    const std::string name = result_of(pattern, labelled);
    if (name.empty()) continue;
    const auto [entry, fresh] = results.try_emplace(name);
    if (fresh) names.push_back(name);
    const Selection more = share_of(pattern);
    entry->second.insert(entry->second.end(), more.begin(), more.end());
  }
  for (const std::string& name : names) {
    Selection& modules = results[name];
    sort_modules(modules, report.index->size());
    lock.results.push_back({name, true, folded(*report.index, modules)});
  }
}

// What PEFT does. Ranks are a result of their own: each key is one.
void add_effect(const AuditReport& report, const PeftEffect& effect, Lock& lock) {
  const TreeIndex& index = *report.index;
  const auto add = [&](const std::string& name, bool judged, FoldedNames names) {
    if (!judged || names.count > 0) lock.results.push_back({name, judged, std::move(names)});
  };
  add("adapted", !effect.depends_on_classes,
      effect.depends_on_classes ? FoldedNames() : folded(index, effect.adapted));
  add("saved", true, folded(index, effect.saved));
  add("tokens", true, folded(index, effect.tokens));
  add("adapted_parameters", true, folded(effect.adapted_parameters));
  for (LockResult& each : lock.results) each.of_parameters = each.name == "adapted_parameters";
  for (const AuditedPattern& pattern : report.audit.patterns) {
    if (sets_ranks(pattern)) add(head_of(pattern, false), true, folded(index, share_of(pattern)));
  }
}

// What a config of another library does, as far as its lists say it.
void add_config(const AuditReport& report, Lock& lock) {
  struct Named {
    Selection modules;
    std::vector<std::string> parameters;
  };
  std::map<std::string, Named> all;
  for (const ConfigResult& result : report.results) {
    std::string name = spelled_member(result.what);
    if (result.label) {
      name += " label ";
      append_json_string(name, *result.label);
    }
    // Lists of several parts of a config may do the same.
    const auto [at, fresh] = all.try_emplace(name);
    if (fresh) lock.results.push_back({name, true, {}});
    Named& names = at->second;
    if (result.parameters.empty())
      names.modules.insert(names.modules.end(), result.modules.begin(), result.modules.end());
    names.parameters.insert(names.parameters.end(), result.parameters.begin(),
                            result.parameters.end());
  }
  for (LockResult& result : lock.results) {
    const auto at = all.find(result.name);
    if (at == all.end()) continue;
    auto& [modules, parameters] = at->second;
    result.of_parameters = !parameters.empty();
    for (const std::uint32_t module : modules) {
      if (result.of_parameters) parameters.emplace_back(report.index->path(module));
    }
    std::sort(parameters.begin(), parameters.end());
    parameters.erase(std::unique(parameters.begin(), parameters.end()), parameters.end());
    sort_modules(modules, report.index->size());
    result.names = result.of_parameters ? folded(parameters) : folded(*report.index, modules);
  }
}

// What is not judged. A result of which a part is not judged is not judged.
void add_open(const AuditReport& report, Lock& lock) {
  for (const OpenList& open : report.open) {
    lock.not_judged.push_back({spelled_member(open.member), open.entries});
    if (open.result.empty()) continue;
    const std::string result = spelled_member(open.result);
    std::erase_if(lock.results, [&](const LockResult& each) {
      return each.name == result || each.name.starts_with(result + " label ");
    });
    lock.results.push_back({result, false, {}});
  }
  const auto key = [](const LockOpen& open) { return std::tie(open.member, open.entries); };
  std::sort(lock.not_judged.begin(), lock.not_judged.end(),
            [&](const LockOpen& left, const LockOpen& right) { return key(left) < key(right); });
  const auto same = [&](const LockOpen& left, const LockOpen& right) {
    return key(left) == key(right);
  };
  lock.not_judged.erase(std::unique(lock.not_judged.begin(), lock.not_judged.end(), same),
                        lock.not_judged.end());
}

// The entries; those of a list without an order are sorted, as PEFT saves a set in any order.
void add_entries(const AuditReport& report, bool labelled, Lock& lock) {
  std::size_t first = 0;  // of the list that the last entry is of
  const AuditedPattern* last = nullptr;
  const auto sort_list = [&] {
    if (last == nullptr || last->decision) return;
    const auto from = lock.entries.begin() + static_cast<std::ptrdiff_t>(first);
    std::stable_sort(from, lock.entries.end(), [](const LockEntry& left, const LockEntry& right) {
      return left.head < right.head;
    });
    lock.entries.erase(std::unique(from, lock.entries.end(),
                                   [](const LockEntry& left, const LockEntry& right) {
                                     return left.head == right.head;
                                   }),
                       lock.entries.end());
  };
  for (const AuditedPattern& pattern : report.audit.patterns) {
    if (sets_ranks(pattern)) continue;  // told as results
    if (last != nullptr && last->member != pattern.member) {
      sort_list();
      first = lock.entries.size();
    }
    lock.entries.push_back(
        {head_of(pattern, labelled), pattern.parameters_in_force
                                         ? folded(*pattern.parameters_in_force)
                                         : folded(*report.index, share_of(pattern))});
    last = &pattern;
  }
  sort_list();
}

}  // namespace

std::uint64_t digest_of(const TreeIndex& index) {
  constexpr std::uint64_t basis = 0xCBF29CE484222325U;  // of FNV-1a
  constexpr std::uint64_t prime = 0x100000001B3U;
  std::vector<std::uint64_t> hashes(index.size(), basis);
  std::uint64_t sum = 0;
  for (std::uint32_t module = 0; module < index.size(); ++module) {
    if (index.path(module).empty()) continue;
    // The hash of a path goes on from that of its parent.
    const std::uint32_t above = index.parent_of(module);
    std::uint64_t hash = above == kNoModule ? basis : hashes[above];
    if (above != kNoModule && !index.path(above).empty())
      hash = (hash ^ static_cast<unsigned char>(kSeparator)) * prime;
    for (const char c : index.names()[index.name_of(module)])
      hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    hashes[module] = hash;
    hash = (hash ^ hash >> 33U) * 0xFF51AFD7ED558CCDU;  // fmix64 of MurmurHash3
    hash = (hash ^ hash >> 33U) * 0xC4CEB9FE1A85EC53U;
    sum += hash ^ hash >> 33U;
  }
  return sum;
}

bool Lock::is_incomplete() const noexcept {
  return !not_judged.empty() || std::any_of(results.begin(), results.end(),
                                            [](const LockResult& each) { return !each.judged; });
}

bool Lock::is_empty() const noexcept {
  return std::none_of(results.begin(), results.end(),
                      [](const LockResult& each) { return each.judged; });
}

std::optional<std::string> refusal_of(const AuditReport& report) {
  if (report.read && report.read->refusal) {
    const PeftRefusal& refused = *report.read->refusal;
    return report.read_by + " refuses the config, so that it selects nothing: " + refused.member +
           ": " + refused.why;
  }
  if (!report.effect || !report.effect->refused) return std::nullopt;
  const PeftRefusal& refused = *report.effect->refused;
  return report.read_by + " refuses the config, so that it selects nothing: " +
         (refused.member.empty() ? "" : refused.member + ": ") + refused.why;
}

Lock make_lock(const AuditReport& report) {
  if (const auto refusal = refusal_of(report)) throw InputError(*refusal);
  Lock lock;
  const TreeIndex& index = *report.index;
  lock.modules = index.size() - (index.find("") == kNoModule ? 0 : 1);
  lock.digest = digest_of(index);
  lock.read_by = report.read_by;
  const bool labelled = report.order != Order::any;
  if (labelled) lock.read_by += ", the " + std::string(to_string(report.order)) + " that matches";
  if (report.effect) add_effect(report, *report.effect, lock);
  if (report.read) {
    add_config(report, lock);
  } else if (!report.effect) {
    add_lists(report, labelled, lock);
  }
  add_open(report, lock);
  add_entries(report, labelled, lock);
  return lock;
}

}  // namespace overmatch
