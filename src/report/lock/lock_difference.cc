// SPDX-License-Identifier: Apache-2.0
#include "report/lock/lock_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "names/path.h"
#include "report/lock/lock_renames.h"
#include "report/words.h"

namespace overmatch {

namespace {

using NameList = std::vector<std::string>;  // sorted

bool has(const NameList& names, const std::string& name) {
  return std::binary_search(names.begin(), names.end(), name);
}

NameList minus(const NameList& all, const NameList& taken) {
  NameList out;
  std::set_difference(all.begin(), all.end(), taken.begin(), taken.end(), std::back_inserter(out));
  return out;
}

// The results and the entries of a lock, with their names spelled out.
struct Spelled {
  explicit Spelled(const Lock& of_lock) : lock(of_lock) {
    for (const LockResult& result : lock.results) results[result.name] = names_of(result.names);
    for (const LockEntry& entry : lock.entries) entries.push_back(names_of(entry.names));
  }
  [[nodiscard]] const NameList& of(const std::string& result) const {
    static const NameList none;
    const auto found = results.find(result);
    return found == results.end() ? none : found->second;
  }
  // A result that is not judged stands for those of all its labels.
  [[nodiscard]] bool judges(const std::string& result) const {
    return std::all_of(lock.results.begin(), lock.results.end(), [&](const LockResult& each) {
      return each.judged || (each.name != result && !result.starts_with(each.name + " label "));
    });
  }
  // Whether a result is about parameters, as far as the results that do the same say it.
  [[nodiscard]] bool of_parameters(const std::string& result) const {
    const auto what = [](const std::string& name) { return name.substr(0, name.find(" label ")); };
    return std::any_of(lock.results.begin(), lock.results.end(), [&](const LockResult& each) {
      return each.of_parameters && what(each.name) == what(result);
    });
  }
  // The entries with a name, as numbers.
  [[nodiscard]] std::vector<std::size_t> with(const std::string& name) const {
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      if (has(entries[at], name)) out.push_back(at);
    }
    return out;
  }
  // "target_modules "q_proj" and "v_proj"".
  [[nodiscard]] std::string in_words(const std::vector<std::size_t>& numbers) const {
    std::vector<std::string> heads;
    for (const std::size_t number : numbers) heads.push_back(lock.entries[number].head);
    return in_a_row(heads);
  }
  [[nodiscard]] bool has_member(const std::string& member) const {
    return std::any_of(lock.entries.begin(), lock.entries.end(),
                       [&](const LockEntry& each) { return each.head.starts_with(member + " "); });
  }
  [[nodiscard]] bool has_entry(const std::string& head) const {
    return std::any_of(lock.entries.begin(), lock.entries.end(),
                       [&](const LockEntry& each) { return each.head == head; });
  }

  const Lock& lock;
  std::map<std::string, NameList> results;
  std::vector<NameList> entries;
};

class LockComparison {
 public:
  LockComparison(const Lock& before, const Lock& after, const TreeIndex& index)
      : before_(before), after_(after), index_(index) {}

  LockDifference compare() {
    std::vector<std::string> results;
    std::set<std::string> known;
    for (const Spelled* const side : {&before_, &after_}) {
      for (const LockResult& each : side->lock.results) {
        if (known.insert(each.name).second) results.push_back(each.name);
      }
    }
    for (const std::string& each : results) result(each);
    not_judged();
    context();
    return std::move(out_);
  }

 private:
  void add(LockChangeKind kind, const std::string& result, std::string why, const NameList& names) {
    out_.changes.push_back({kind, result, std::move(why), folded(names)});
  }

  void result(const std::string& name) {
    if (before_.judges(name) != after_.judges(name)) {
      add(LockChangeKind::judged, name,
          after_.judges(name) ? "the lock file does not know it, and it is judged now"
                              : "the lock file has it, and the known facts do not decide it now",
          {});
      return;
    }
    const NameList& old = before_.of(name);
    const NameList& now = after_.of(name);
    NameList gone = minus(old, now);
    NameList fresh = minus(now, old);
    // A result that is empty now does not say what its names were.
    const bool like_parameters =
        now.empty() && std::any_of(gone.begin(), gone.end(), [&](const std::string& each) {
          return (each.ends_with(".weight") || each.ends_with(".bias")) &&
                 index_.find(each) == kNoModule;
        });
    const bool of_modules =
        name != "adapted_parameters" && !after_.of_parameters(name) && !like_parameters;
    if (of_modules) renamed(name, gone, fresh);
    add_gone(name, gone, of_modules);
    add_fresh(name, fresh);
  }

  // Takes what a rename explains out of `gone` and `fresh`.
  void renamed(const std::string& result, NameList& gone, NameList& fresh) {
    NameList missing;
    std::copy_if(gone.begin(), gone.end(), std::back_inserter(missing),
                 [&](const std::string& name) { return index_.find(name) == kNoModule; });
    for (const LockRename& rename : find_renames(index_, missing, before_.of(result))) {
      NameList kept;
      NameList lost;
      NameList reached;
      for (const auto& [name, now] : rename.names) {
        (has(fresh, now) ? kept : lost).push_back(name);
        if (has(fresh, now)) reached.push_back(now);
      }
      const std::string words = in_words(rename);
      for (NameList* const each : {&kept, &lost, &reached}) std::sort(each->begin(), each->end());
      if (!kept.empty()) add(LockChangeKind::renamed, result, words, kept);
      if (!lost.empty()) {
        const std::string then = by(before_, lost.front());
        // What no entry selects, a library takes by class.
        add(LockChangeKind::gone, result,
            words + (then.empty() ? ", and that is not in this result"
                                  : ", and no entry selects that; " + then),
            lost);
      }
      gone = minus(minus(gone, kept), lost);
      fresh = minus(fresh, reached);
    }
  }

  static std::string in_words(const LockRename& rename) {
    if (rename.before.empty()) return fmt::format("now below `{}`", rename.after);
    if (rename.after.empty()) return fmt::format("no longer below `{}`", rename.before);
    return fmt::format("`{}` is `{}` now", rename.before, rename.after);
  }

  // "selected by q" of one name.
  static std::string by(const Spelled& side, const std::string& name) {
    const std::string entries = side.in_words(side.with(name));
    return entries.empty() ? std::string() : "selected by " + entries;
  }

  [[nodiscard]] bool is_same_tree() const {
    return before_.lock.digest == after_.lock.digest && before_.lock.modules == after_.lock.modules;
  }

  // Whether the tree has a module now, or the module of a parameter.
  [[nodiscard]] bool in_tree(const std::string& name, bool of_modules) const {
    if (is_same_tree()) return true;
    return index_.find(of_modules ? std::string_view(name) : parent(name)) != kNoModule;
  }

  // Why an entry that stands in both configs does not select now what the tree still has.
  [[nodiscard]] const char* unselected_now() const {
    if (before_.lock.read_by != after_.lock.read_by) return "the entry is read otherwise now";
    return is_same_tree() ? "the rest of the config takes it from the entry now"
                          : "the entry does not select it now";
  }

  // Groups what is gone by its cause.
  void add_gone(const std::string& result, const NameList& gone, bool of_modules) {
    struct Cause {
      bool in_tree = false;
      std::vector<std::size_t> old;
      std::vector<std::size_t> now;
      std::string moved;  // the result that has it now
      auto operator<=>(const Cause&) const = default;
    };
    std::map<Cause, NameList> causes;
    for (const std::string& name : gone) {
      Cause cause{in_tree(name, of_modules), before_.with(name), after_.with(name), ""};
      for (const LockResult& other : after_.lock.results) {
        if (other.name != result && has(after_.of(other.name), name) &&
            !has(before_.of(other.name), name))
          cause.moved = other.name;
      }
      causes[std::move(cause)].push_back(name);
    }
    for (const auto& [cause, names] : causes) {
      std::string why = by(before_, names.front());
      if (!why.empty()) why = "was " + why;
      const auto more = [&](const std::string& text) { why += (why.empty() ? "" : "; ") + text; };
      if (!cause.in_tree) {
        more("the tree has no such " + plural(of_modules ? "module" : "parameter", names.size()) +
             " now");
      }
      if (!cause.moved.empty()) more("now in the result " + cause.moved);
      if (!cause.now.empty()) more("now in " + after_.in_words(cause.now));
      if (cause.in_tree && cause.now.empty() && cause.moved.empty() && !cause.old.empty()) {
        const std::string& head = before_.lock.entries[cause.old.front()].head;
        more(after_.has_entry(head) ? unselected_now() : "the entry is gone");
      }
      add(LockChangeKind::gone, result, why, names);
    }
  }

  void add_fresh(const std::string& result, const NameList& fresh) {
    std::map<std::vector<std::size_t>, NameList> causes;
    for (const std::string& name : fresh) causes[after_.with(name)].push_back(name);
    for (const auto& [entries, names] : causes) {
      std::string why = by(after_, names.front());
      if (!entries.empty() && !before_.has_entry(after_.lock.entries[entries.front()].head))
        why += ", which the lock file does not have";
      add(LockChangeKind::fresh, result, why, names);
    }
  }

  static std::string plural(std::string noun, std::size_t count) {
    return count == 1 ? noun : noun + "s";
  }

  // What differs beside the results.
  void context() {
    const Lock& old = before_.lock;
    const Lock& now = after_.lock;
    const auto note = [&](std::string text) { out_.notes.push_back(std::move(text)); };
    if (old.digest != now.digest || old.modules != now.modules) {
      note(old.modules == now.modules
               ? fmt::format("the tree has other names, and still {}",
                             report::counted(now.modules, "module"))
               : fmt::format("the tree has {}, and had {}", report::counted(now.modules, "module"),
                             report::grouped(old.modules)));
    } else if (!out_.changes.empty()) {
      note("the tree is the same");
    }
    if (old.read_by != now.read_by)
      note(fmt::format("read by {}, and by {} then", now.read_by, old.read_by));
    const auto entries = [&](const Spelled& side, const Spelled& other, const char* what) {
      std::vector<std::string> heads;
      for (const LockEntry& each : side.lock.entries) {
        if (!other.has_entry(each.head)) heads.push_back(each.head);
      }
      if (!heads.empty()) note(fmt::format("{}: {}", what, in_a_row(heads)));
    };
    entries(before_, after_, "entries that are gone");
    entries(after_, before_, "new entries");
  }

  // Of what is not judged, only the texts can be compared.
  void not_judged() {
    out_.incomplete = after_.lock.is_incomplete();
    const auto texts = [](const Lock& lock) {
      std::map<std::string, std::string> out;
      for (const LockOpen& open : lock.not_judged) {
        std::string& text = out[open.member];
        text += (text.empty() ? "" : " and ") + open.entries;
      }
      return out;
    };
    const auto old = texts(before_.lock);
    const auto now = texts(after_.lock);
    const auto is_nothing = [](const std::string& text) {
      return text.empty() || text == "[]" || text == "null";
    };
    const auto note = [&](const char* what, const std::string& member) {
      out_.notes.push_back(what + (": " + member));
    };
    const auto edited = [&](const std::string& member, const std::string& then,
                            const std::string& text) {
      add(LockChangeKind::edited, member, "was " + then + ", is " + text + " now; it is not judged",
          {});
    };
    for (const auto& [member, text] : now) {
      const auto then = old.find(member);
      if (then == old.end()) {
        if (is_nothing(text) || before_.has_member(member))
          note("not judged now, and judged then", member);
        else
          edited(member, "missing", text);
      } else if (then->second == text) {
        note("not judged, then and now, and its text is the same", member);
      } else if (then->second.empty() || text.empty()) {
        note("not judged, then and now, and its text is not known", member);
      } else {
        edited(member, then->second, text);
      }
    }
    for (const auto& [member, text] : old) {
      if (now.contains(member)) continue;
      if (is_nothing(text) || after_.has_member(member))
        note("not judged then, and judged now", member);
      else
        edited(member, text, "missing");
    }
  }

  Spelled before_;
  Spelled after_;
  const TreeIndex& index_;
  LockDifference out_;
};

}  // namespace

std::string_view to_string(LockChangeKind kind) noexcept {
  switch (kind) {
    case LockChangeKind::renamed: return "renamed";
    case LockChangeKind::gone: return "gone";
    case LockChangeKind::fresh: return "new";
    case LockChangeKind::judged: return "judged";
    case LockChangeKind::edited: return "edited";
    case LockChangeKind::refused: return "refused";
  }
  return "";
}

LockDifference refused_now(const std::string& refusal) {
  LockDifference out;
  out.changes.push_back({LockChangeKind::refused, "config", refusal, {}});
  return out;
}

LockDifference compare_locks(const Lock& before, const Lock& after, const TreeIndex& index) {
  return LockComparison(before, after, index).compare();
}

}  // namespace overmatch
