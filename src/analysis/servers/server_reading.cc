// SPDX-License-Identifier: Apache-2.0
#include "analysis/servers/server_reading.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/configs/class_entries.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// What the writer does to a module.
struct WriterDecision {
  bool quantized = true;
  std::optional<std::string> label = std::nullopt;
  std::size_t entry = kNoPattern;  // a number of ServerEntry
};

// More differences for one cause, by the entries that decide, become one.
constexpr std::size_t kMostToldApart = 4;

class ReadingComparison {
 public:
  ReadingComparison(const TreeIndex& index, const ModelFacts* facts, const ReadConfig& config,
                    const Audit& audit)
      : index_(index),
        config_(config),
        audit_(audit),
        rule_(*find_vllm_rule(config.method)),
        linear_(linear_modules(index, facts)),
        layers_(index, linear_),
        typed_(facts != nullptr && !facts->class_of.empty()) {}

  TwoReadings compare() {
    out_.writer = config_.library.substr(0, config_.library.find(" wrote "));
    out_.server = kVllm;
    out_.renames = layers_.renames();
    choose_lists();
    read_entries();
    const std::vector<ServerDecision> server = rule_.decide(layers_, entries_);
    for (std::size_t at = 0; at < server.size(); ++at) {
      const ServerLayer& layer = layers_.layers()[at];
      if (layer.kind == ServerLayerKind::head && !rule_.has_head) continue;
      out_.compared += layer.modules.size();
      for (const std::uint32_t module : layer.modules)
        judge(layer, module, writer_[module], server[at]);
    }
    if (!typed_)
      out_.notes.emplace_back(
          "the tree has no classes: modules without children are taken for linear layers, unless "
          "their names tell otherwise");
    tell();
    return std::move(out_);
  }

 private:
  // The lists of the one scope that says what is quantized.
  void choose_lists() {
    std::vector<std::string> scopes;
    for (const ConfigList& list : config_.lists) {
      const bool quantizes =
          list.role == ListRole::selects ||
          std::none_of(config_.lists.begin(), config_.lists.end(),
                       [](const ConfigList& each) { return each.role == ListRole::selects; });
      if (quantizes && std::find(scopes.begin(), scopes.end(), list.scope) == scopes.end())
        scopes.push_back(list.scope);
    }
    if (scopes.size() > 1) {
      throw InputError("--against vllm: " + config_.kind + " quantizes in " +
                       std::to_string(scopes.size()) +
                       " places, which vLLM reads one at a time; give the config of one");
    }
    for (const ConfigList& list : config_.lists) {
      if (!scopes.empty() && list.scope == scopes.front()) lists_.push_back(&list);
    }
  }

  // Reads the entries for the server, and what they do in the writer.
  void read_entries() {
    writer_.resize(index_.size());
    std::vector<bool> selected(index_.size());
    std::vector<bool> left_out(index_.size());
    bool selects = false;
    std::size_t by_class = kNoPattern;
    for (const ConfigList* const list : lists_) {
      std::size_t from = 0;  // in the audit, whose patterns are in the order of the list
      for (const ConfigEntry& entry : list->entries) {
        const std::size_t number = entries_.size();
        entries_.push_back(
            {entry.entry, list->member, rule_.read(layers_, entry.entry), list->role, entry.label});
        const AuditedPattern* const pattern = find(list->member, entry.entry, from);
        const bool takes = list->role == ListRole::selects && !rule_.takes_all;
        selects = selects || takes;
        if (pattern == nullptr) {
          // A class of a tree without classes.
          if (entry.entry == "Linear" && takes) {
            by_class = number;
          } else {
            out_.notes.push_back("by class, not compared: " + in_words({number}));
          }
          continue;
        }
        const Selection& decided = pattern->decision ? pattern->decision->won : pattern->selected;
        for (const std::uint32_t module : decided) {
          WriterDecision& one = writer_[module];
          if (list->role == ListRole::excludes ||
              (pattern->decision && !pattern->decision->gives)) {
            if (!left_out[module]) one = {false, std::nullopt, number};
            left_out[module] = true;
          } else if (!left_out[module] && !selected[module]) {
            one = {true, entry.label, number};
            selected[module] = true;
          }
        }
      }
    }
    for (const std::uint32_t module : linear_) {
      if (left_out[module] || selected[module]) continue;
      if (by_class != kNoPattern) {
        writer_[module] = {true, entries_[by_class].label, by_class};
      } else if (selects) {
        writer_[module] = {false, std::nullopt, kNoPattern};
      }
    }
  }

  const AuditedPattern* find(const std::string& member, const std::string& entry,
                             std::size_t& from) const {
    for (std::size_t at = from; at < audit_.patterns.size(); ++at) {
      const AuditedPattern& pattern = audit_.patterns[at];
      const std::string& spelled = pattern.entry.empty() ? pattern.pattern : pattern.entry;
      if (pattern.member != member || spelled != entry) continue;
      from = at + 1;
      return &pattern;
    }
    return nullptr;
  }

  // What the reports say of a difference, apart from the entries.
  struct Cause {
    ReadingDifference::Kind kind = ReadingDifference::Kind::left_out;
    std::string verb;   // of the entries of the server, "matches"; "" if there are none
    std::string words;  // what follows
    auto operator<=>(const Cause&) const = default;
  };
  // The entries that decide in the server and in the writer, as numbers.
  using Deciders = std::pair<std::size_t, std::size_t>;
  struct Found {
    std::string example;
    Selection modules;
  };

  void judge(const ServerLayer& layer, std::uint32_t module, const WriterDecision& writer,
             const ServerDecision& server) {
    using Kind = ReadingDifference::Kind;
    if (!server.refused && server.quantized == writer.quantized &&
        (!server.quantized || server.label == writer.label))
      return;
    const Kind kind = server.refused      ? Kind::refused
                      : !server.quantized ? Kind::left_out
                      : !writer.quantized ? Kind::quantized
                                          : Kind::relabelled;
    const bool same = server.refused || writer.entry == server.entry;
    Found& found =
        found_[cause_of(kind, layer, server)][{server.entry, same ? kNoPattern : writer.entry}];
    if (found.modules.empty()) found.example = layer.name;
    found.modules.push_back(module);
  }

  // "q_proj, k_proj and v_proj".
  static std::string parts_of(const ServerLayer& layer) {
    std::vector<std::string> names;
    for (const std::string& part : layer.parts) names.emplace_back(last_segment(part));
    return in_a_row(names, names.size());
  }

  [[nodiscard]] Cause cause_of(ReadingDifference::Kind kind, const ServerLayer& layer,
                               const ServerDecision& server) const {
    const std::string fused = "`" + std::string(last_segment(layer.name)) + "`";
    const bool experts = layer.kind == ServerLayerKind::experts;
    if (server.refused) {
      if (experts)
        return {kind, "treats", "the parts of an expert differently, and vLLM holds them as one"};
      return {kind, "matches",
              "some of " + parts_of(layer) + " alone, of which vLLM makes one " + fused};
    }
    if (server.entry != kNoPattern) {
      switch (server.way) {
        case ServerWay::fused:
          return {kind, "matches", fused + ", which vLLM makes of " + parts_of(layer)};
        case ServerWay::parts: return {kind, "matches", "all parts of " + fused};
        case ServerWay::some: return {kind, "matches", "some parts of " + fused + " alone"};
        case ServerWay::expert: return {kind, "matches", "the first expert, which decides for all"};
        case ServerWay::shorter: return {kind, "holds", "the name of the experts"};
        case ServerWay::name:
        case ServerWay::other: break;
      }
      if (layer.renamed) return {kind, "matches", "the name that vLLM has for them"};
      return {kind, "matches", "them: in vLLM " + std::string(rule_.words)};
    }
    if (server.way == ServerWay::other) {
      return {kind, "",
              layer.kind == ServerLayerKind::head
                  ? "vLLM quantizes the output layer only if a target names it"
                  : "vLLM leaves out all modules of such a tower"};
    }
    if (layer.renamed) return {kind, "", "no entry matches the name that vLLM has for them"};
    if (experts) return {kind, "", "no entry matches what vLLM asks for the experts as a whole"};
    if (!layer.parts.empty())
      return {kind, "", "no entry matches " + fused + ", which vLLM makes of " + parts_of(layer)};
    return {kind, "", "in vLLM " + std::string(rule_.words)};
  }

  // `ignore "a" and "b"`, each once.
  [[nodiscard]] std::string in_words(std::vector<std::size_t> numbers) const {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::erase(numbers, kNoPattern);
    std::vector<std::string> texts;
    for (const std::size_t number : numbers) texts.push_back(quoted_short(entries_[number].entry));
    if (texts.empty()) return "";
    const std::string& member = entries_[numbers.front()].member;
    const std::size_t dot = member.rfind('.');
    return member.substr(dot == std::string::npos ? 0 : dot + 1) + " " + in_a_row(texts);
  }

  // One difference for each cause and the entries that decide, or one for each cause if there are
  // many: a list may name each layer.
  void tell() {
    for (const auto& [cause, by_entries] : found_) {
      std::vector<std::size_t> server;
      std::vector<std::size_t> writer;
      ReadingDifference difference;
      const auto finish = [&] {
        difference.kind = cause.kind;
        difference.why = cause.words;
        if (!cause.verb.empty()) {
          const std::string entries = in_words(server);
          const bool several = entries.find("\" and ") != std::string::npos;
          const std::size_t end = cause.verb.size() - (cause.verb.ends_with("ches") ? 2 : 1);
          difference.why = entries + " " + (several ? cause.verb.substr(0, end) : cause.verb) +
                           " " + cause.words;
        }
        if (const std::string entries = in_words(writer); !entries.empty()) {
          difference.why +=
              "; " + config_.library.substr(0, config_.library.find(' ')) +
              (cause.kind == ReadingDifference::Kind::quantized ? " leaves them out by "
                                                                : " takes them by ") +
              entries;
        }
        sort_modules(difference.modules, index_.size());
        out_.differences.push_back(std::exchange(difference, {}));
        server.clear();
        writer.clear();
      };
      const bool one = by_entries.size() > kMostToldApart;
      for (const auto& [deciders, found] : by_entries) {
        server.push_back(deciders.first);
        writer.push_back(deciders.second);
        if (difference.modules.empty()) difference.example = found.example;
        difference.modules.insert(difference.modules.end(), found.modules.begin(),
                                  found.modules.end());
        if (!one) finish();
      }
      if (one) finish();
    }
  }

  const TreeIndex& index_;
  const ReadConfig& config_;
  const Audit& audit_;
  const ServerRule& rule_;
  Selection linear_;
  ServerLayers layers_;
  bool typed_;
  std::vector<const ConfigList*> lists_;
  std::vector<ServerEntry> entries_;
  std::vector<WriterDecision> writer_;  // by module
  std::map<Cause, std::map<Deciders, Found>> found_;
  TwoReadings out_;
};

}  // namespace

TwoReadings compare_with_vllm(const TreeIndex& index, const ModelFacts* facts,
                              const ReadConfig& config, const Audit& audit) {
  if (find_vllm_rule(config.method) == nullptr || config.lists.empty()) {
    throw InputError("--against vllm: " + std::string(kVllm) + " reads nothing of " + config.kind +
                     " that is known here; known are lists of " + vllm_methods());
  }
  return ReadingComparison(index, facts, config, audit).compare();
}

}  // namespace overmatch
