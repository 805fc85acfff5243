// SPDX-License-Identifier: Apache-2.0
// corpus_minimize FOLDER [--check]: removes redundant saved cases, and writes into each kept one
// why it is kept (`about.earns`). --check writes nothing, and exits with 1 if it would.
//
// A case is kept if it finds a planted bug, separates two modes, is the only one of its collision
// kind in its mode, or covers a situation of the specification or an edge of the matchers and
// properties that no other kept case covers. Cases of real reports (`about.source` is
// "owner/repository#number") are always kept. The others are chosen greedily, the one that adds
// most first, ties by name, so the same folder gives the same result.
//
// ./dev corpus minimize builds it with -fsanitize-coverage=inline-8bit-counters, to count edges.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "fuzz/case_check.h"
#include "fuzz/specification.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/json_text.h"
#include "planted/planted.h"

namespace {

std::vector<std::span<std::uint8_t>>& edge_counters() {
  static std::vector<std::span<std::uint8_t>> all;
  return all;
}

}  // namespace

// Instrumented objects call this when they are loaded.
extern "C" void __sanitizer_cov_8bit_counters_init(std::uint8_t* start, std::uint8_t* stop) {
  if (start != stop) edge_counters().emplace_back(start, static_cast<std::size_t>(stop - start));
}

namespace overmatch::fuzz {
namespace {

// The features that a case covers, by name.
struct Earnings {
  std::set<std::string> kills;
  std::set<std::string> separates;
  std::set<std::string> stands_for;  // a collision kind in a mode
  std::set<std::size_t> situations;
  std::set<std::size_t> edges;

  [[nodiscard]] std::size_t worth() const {
    return 1000 * kills.size() + 100 * (separates.size() + stands_for.size()) +
           10 * situations.size() + edges.size();
  }
};

template <typename Set>
Set minus(const Set& left, const Set& right) {
  Set rest;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

Earnings beyond(const Earnings& one, const Earnings& all) {
  return {minus(one.kills, all.kills), minus(one.separates, all.separates),
          minus(one.stands_for, all.stands_for), minus(one.situations, all.situations),
          minus(one.edges, all.edges)};
}

void add(Earnings& all, const Earnings& one) {
  all.kills.insert(one.kills.begin(), one.kills.end());
  all.separates.insert(one.separates.begin(), one.separates.end());
  all.stands_for.insert(one.stands_for.begin(), one.stands_for.end());
  all.situations.insert(one.situations.begin(), one.situations.end());
  all.edges.insert(one.edges.begin(), one.edges.end());
}

struct Entry {
  std::string file;
  SavedCase saved;
  Earnings earns;
  std::string reason;  // of a kept one
};

bool kills(const Planted& planted, const Case& content) {
  if (planted.mode != content.mode || planted.expect != Expect::wrong) return false;
  const auto reference = make_reference(content.mode);
  const auto bug = planted.make();
  Answer right;
  Answer wrong;
  reference->match(content.question(), right);
  try {
    bug->match(content.question(), wrong);
  } catch (const std::exception&) {
    return true;
  }
  return !(right == wrong);
}

void cover(const Case& content, Earnings& earns) {
  for (const auto& counters : edge_counters())
    std::fill(counters.begin(), counters.end(), std::uint8_t{0});
  std::fill(specification_counters().begin(), specification_counters().end(), std::uint8_t{0});
  const auto reference = make_reference(content.mode);
  Probe probe(*reference, content.mode);
  Trial trial(probe);
  class None final : public Wanted {
    [[nodiscard]] bool operator()(Direction /*direction*/, KindGroup /*group*/) const override {
      return false;
    }
  };
  trial.begin(content);
  cover_specification(content, trial.expected());
  for (const Property* const property : all_properties()) {
    Violation violation;
    if (property->applies(content.mode, content.labels.order))
      static_cast<void>(trial.check(*property, None{}, violation));
  }
  const auto situations = specification_counters();
  for (std::size_t at = 0; at < situations.size(); ++at) {
    if (situations[at] != 0) earns.situations.insert(at);
  }
  std::size_t base = 0;
  for (const auto& counters : edge_counters()) {
    for (std::size_t at = 0; at < counters.size(); ++at) {
      if (counters[at] != 0) earns.edges.insert(base + at);
    }
    base += counters.size();
  }
}

void separate(const Case& content, Earnings& earns) {
  std::vector<Answer> answers(kModes.size());
  for (std::size_t mode = 0; mode < kModes.size(); ++mode)
    make_reference(kModes[mode])->match(content.question(), answers[mode]);
  const auto own = static_cast<std::size_t>(content.mode);
  for (std::size_t mode = 0; mode < kModes.size(); ++mode) {
    if (!(answers[own] == answers[mode])) {
      earns.separates.insert(std::string(to_string(content.mode)) + " from " +
                             std::string(to_string(kModes[mode])));
    }
  }
}

bool tells_of_a_report(const About& about) {
  return about.source.find('#') != std::string::npos && about.source.find('/') != std::string::npos;
}

std::string in_words(const Earnings& earns) {
  std::string text;
  const auto say = [&](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  if (!earns.kills.empty()) {
    say("kills " + *earns.kills.begin() +
        (earns.kills.size() > 1
             ? " and " + std::to_string(earns.kills.size() - 1) + " more planted bugs"
             : ""));
  }
  if (!earns.separates.empty()) {
    std::string all;
    for (const std::string& pair : earns.separates) all += (all.empty() ? "" : ", ") + pair;
    say("separates " + all);
  }
  if (!earns.stands_for.empty()) {
    std::string all;
    for (const std::string& kind : earns.stands_for) all += (all.empty() ? "" : ", ") + kind;
    say("stands for " + all);
  }
  // Without numbers, which would change with every change of the code.
  if (!earns.situations.empty()) say("covers situations of the specification");
  if (!earns.edges.empty()) say("covers code");
  return text;
}

std::vector<Entry> read_all(const std::string& folder) {
  std::vector<Entry> entries;
  for (const std::string& file : list_case_files(folder)) {
    Entry entry;
    entry.file = file;
    entry.saved = read_case(file);
    for (const Planted& one : planted()) {
      if (kills(one, entry.saved.content)) entry.earns.kills.emplace(one.name);
    }
    separate(entry.saved.content, entry.earns);
    for (const std::string& kind : entry.saved.about.kinds) {
      entry.earns.stands_for.insert(kind + " in " +
                                    std::string(to_string(entry.saved.content.mode)));
    }
    cover(entry.saved.content, entry.earns);
    entries.push_back(std::move(entry));
  }
  return entries;
}

void choose(std::vector<Entry>& entries) {
  Earnings kept;
  for (Entry& entry : entries) {
    if (!tells_of_a_report(entry.saved.about)) continue;
    const std::string more = in_words(beyond(entry.earns, kept));
    entry.reason = "documents " + entry.saved.about.source + (more.empty() ? "" : "; " + more);
    add(kept, entry.earns);
  }
  for (;;) {
    Entry* best = nullptr;
    std::size_t most = 0;
    for (Entry& entry : entries) {
      if (!entry.reason.empty()) continue;
      const std::size_t worth = beyond(entry.earns, kept).worth();
      if (worth <= most) continue;
      most = worth;
      best = &entry;
    }
    if (best == nullptr) return;
    best->reason = in_words(beyond(best->earns, kept));
    add(kept, best->earns);
  }
}

int run(const std::string& folder, bool check) {
  std::vector<Entry> entries = read_all(folder);
  choose(entries);
  std::size_t kept = 0;
  std::size_t changed = 0;
  for (Entry& entry : entries) {
    if (entry.reason.empty()) {
      std::printf("%s: earns nothing\n", entry.file.c_str());
      ++changed;
      if (!check) std::filesystem::remove(entry.file);
      continue;
    }
    ++kept;
    nlohmann::json rest = parse_json(entry.saved.about.rest, entry.file);
    rest["earns"] = entry.reason;
    entry.saved.about.rest.clear();
    append_json(entry.saved.about.rest, rest);
    const std::string text = format_case(entry.saved);
    if (text == read_file(entry.file)) continue;
    ++changed;
    if (!check) write_file(entry.file, text);
  }
  std::printf("%zu of %zu cases earn their place\n", kept, entries.size());
  return check && changed != 0 ? 1 : 0;
}

}  // namespace
}  // namespace overmatch::fuzz

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::string_view(argv[2]) == "--check";
  if (argc != (check ? 3 : 2)) {
    std::fprintf(stderr, "usage: %s FOLDER [--check]\n", argv[0]);
    return 2;
  }
  try {
    return overmatch::fuzz::run(argv[1], check);
  } catch (const overmatch::InputError& error) {
    std::fprintf(stderr, "overmatch: %s\n", error.what());
    return 2;
  }
}
