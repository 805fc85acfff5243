// SPDX-License-Identifier: Apache-2.0
// How vLLM 0.33.0 reads the lists of each method. Each rule names its function in
// https://github.com/vllm-project/vllm/tree/v0.33.0/vllm/model_executor/layers/quantization.
#include <algorithm>
#include <array>
#include <set>

#include "analysis/servers/server_reading.h"
#include "names/ascii.h"

namespace overmatch {

namespace {

constexpr std::string_view kRegexMarker = "re:";

// The names of all layers and parts as a tree, in which the modes select.
class ServerNames {
 public:
  explicit ServerNames(const std::vector<ServerLayer>& layers) {
    std::set<std::string> names;
    for (const ServerLayer& layer : layers) {
      names.insert(layer.name);
      names.insert(layer.parts.begin(), layer.parts.end());
    }
    for (const std::string& name : names) tree_.modules.push_back(name);
    index_.emplace(tree_);
  }

  // What an entry selects in a mode, by the numbers of names.
  [[nodiscard]] Selection select(Mode mode, std::string_view pattern) const {
    return index_->select(mode, pattern).value_or(Selection());
  }
  [[nodiscard]] bool has(const Selection& selected, const std::string& name) const {
    return std::binary_search(selected.begin(), selected.end(), index_->find(name));
  }

 private:
  ModuleTree tree_;
  std::optional<TreeIndex> index_;
};

// The entries of one role, and what each selects.
class EntryMatches {
 public:
  void add(std::size_t entry, Selection selected) {
    entries_.push_back(entry);
    selected_.push_back(std::move(selected));
  }
  // The first entry that matches a name, or kNoPattern.
  [[nodiscard]] std::size_t first(const ServerNames& names, const std::string& name) const {
    for (std::size_t at = 0; at < entries_.size(); ++at) {
      if (names.has(selected_[at], name)) return entries_[at];
    }
    return kNoPattern;
  }

 private:
  std::vector<std::size_t> entries_;
  std::vector<Selection> selected_;
};

ServerDecision left_out(std::size_t entry, ServerWay way) { return {false, false, {}, entry, way}; }

// What is_layer_skipped and should_ignore_layer share: an entry for the fused layer itself comes
// before those for its parts, of which all or none must be left out. Returns nothing if no entry
// leaves the layer out.
std::optional<ServerDecision> left_out_by(const EntryMatches& matches, const ServerNames& names,
                                          const ServerLayer& layer) {
  const bool fused = !layer.parts.empty() && layer.kind == ServerLayerKind::linear;
  const std::size_t whole = matches.first(names, layer.name);
  std::size_t entry = kNoPattern;
  std::size_t missing = fused ? 0 : 1;
  for (const std::string& part : layer.parts) {
    const std::size_t by = matches.first(names, part);
    if (entry == kNoPattern) entry = by;
    missing += by == kNoPattern ? 1 : 0;
  }
  if (whole != kNoPattern)
    return left_out(whole, fused && missing > 0 ? ServerWay::fused : ServerWay::name);
  if (!fused) return std::nullopt;
  if (entry == kNoPattern) return std::nullopt;
  if (missing == 0) return left_out(entry, ServerWay::parts);
  return ServerDecision{true, true, {}, entry, ServerWay::some};
}

ModePattern marked(const std::string& text) {
  if (text.starts_with(kRegexMarker)) return {Mode::match, text.substr(kRegexMarker.size())};
  return {Mode::exact, text};
}

// CompressedTensorsConfig.get_scheme_dict (compressed_tensors/compressed_tensors.py), with
// should_ignore_layer and find_matched_target (compressed_tensors/utils.py), and get_moe_method
// (compressed_tensors_moe/compressed_tensors_moe.py).
class CompressedTensors {
 public:
  CompressedTensors(const ServerLayers& layers, const std::vector<ServerEntry>& entries)
      : entries_(entries), names_(layers.layers()) {
    for (std::size_t at = 0; at < entries.size(); ++at) {
      const auto [mode, pattern] = marked(entries[at].text);
      const bool excludes = entries[at].role == ListRole::excludes;
      (excludes ? ignored_ : targets_).add(at, names_.select(mode, pattern));
      // The classes of linear layers end with ParallelLinear, and a class is looked for in them in
      // lower case.
      const std::string lower = in_lower_case(entries[at].text);
      if (!excludes && mode == Mode::exact && by_class_ == kNoPattern && !lower.empty() &&
          std::string_view("parallellinear").find(lower) != std::string_view::npos)
        by_class_ = at;
      has_targets_ = has_targets_ || !excludes;
    }
  }

  [[nodiscard]] ServerDecision decide(const ServerLayer& layer) const {
    if (layer.kind == ServerLayerKind::experts) return decide_experts(layer);
    if (const auto skipped = left_out_by(ignored_, names_, layer)) return *skipped;
    return targeted(layer, layer.name, layer.parts);
  }

 private:
  // All names of the first expert must agree; expert 0 stands for all.
  [[nodiscard]] ServerDecision decide_experts(const ServerLayer& layer) const {
    std::optional<ServerDecision> one;
    for (const std::string& part : layer.parts) {
      const std::size_t ignored = ignored_.first(names_, part);
      ServerDecision next =
          ignored != kNoPattern ? left_out(ignored, ServerWay::expert) : targeted(layer, part, {});
      next.way = ServerWay::expert;
      if (one && (one->quantized != next.quantized || one->label != next.label))
        return {true, true, {}, one->quantized ? next.entry : one->entry, ServerWay::some};
      if (!one) one = next;
    }
    return *one;
  }

  [[nodiscard]] ServerDecision targeted(const ServerLayer& layer, const std::string& name,
                                        const std::vector<std::string>& parts) const {
    // A config without targets is one of which they have their default, all linear layers.
    if (!has_targets_) {
      if (layer.kind == ServerLayerKind::head) return left_out(kNoPattern, ServerWay::other);
      return {};
    }
    const std::size_t whole = targets_.first(names_, name);
    if (whole != kNoPattern) return by(whole, parts.empty() ? ServerWay::name : ServerWay::fused);
    std::size_t entry = kNoPattern;
    bool all = !parts.empty();
    for (const std::string& part : parts) {
      const std::size_t found = targets_.first(names_, part);
      all = all && found != kNoPattern;
      if (entry == kNoPattern) entry = found;
    }
    if (all) return by(entry, ServerWay::parts);
    if (layer.kind == ServerLayerKind::head) return left_out(kNoPattern, ServerWay::other);
    if (by_class_ != kNoPattern) return by(by_class_, ServerWay::name);
    return left_out(entry, entry == kNoPattern ? ServerWay::name : ServerWay::some);
  }

  [[nodiscard]] ServerDecision by(std::size_t entry, ServerWay way) const {
    return {true, false, entries_[entry].label, entry, way};
  }

  const std::vector<ServerEntry>& entries_;
  ServerNames names_;
  EntryMatches ignored_;
  EntryMatches targets_;
  std::size_t by_class_ = kNoPattern;
  bool has_targets_ = false;
};

std::vector<ServerDecision> decide_compressed_tensors(const ServerLayers& layers,
                                                      const std::vector<ServerEntry>& entries) {
  const CompressedTensors rule(layers, entries);
  std::vector<ServerDecision> out;
  for (const ServerLayer& layer : layers.layers()) out.push_back(rule.decide(layer));
  return out;
}

// Names are paths if they have a dot; regexes stay (CompressedTensorsConfig.apply_vllm_mapper).
std::string read_compressed_tensors(const ServerLayers& layers, const std::string& entry) {
  const bool path = entry.find('.') != std::string::npos && !entry.starts_with(kRegexMarker);
  return path ? layers.renamed(entry) : entry;
}

std::string read_renamed(const ServerLayers& layers, const std::string& entry) {
  return layers.renamed(entry);
}

// is_layer_skipped (utils/quant_utils.py), of a list of entries in one mode.
std::vector<ServerDecision> decide_skipped(const ServerLayers& layers,
                                           const std::vector<ServerEntry>& entries, Mode mode) {
  const ServerNames names(layers.layers());
  EntryMatches matches;
  for (std::size_t at = 0; at < entries.size(); ++at)
    matches.add(at, names.select(mode, entries[at].text));
  std::vector<ServerDecision> out;
  for (const ServerLayer& layer : layers.layers()) {
    const bool fused = !layer.parts.empty() && layer.kind == ServerLayerKind::linear;
    // For an exact list, a layer of experts is left out by an entry that it is a part of.
    if (mode == Mode::exact && !fused && layer.name.find("experts") != std::string::npos) {
      const auto found = std::find_if(entries.begin(), entries.end(), [&](const ServerEntry& each) {
        return each.text.find(layer.name) != std::string::npos;
      });
      out.push_back(
          found == entries.end()
              ? ServerDecision()
              : left_out(static_cast<std::size_t>(found - entries.begin()),
                         found->text == layer.name ? ServerWay::name : ServerWay::shorter));
      continue;
    }
    out.push_back(left_out_by(matches, names, layer).value_or(ServerDecision()));
  }
  return out;
}

std::vector<ServerDecision> decide_exact(const ServerLayers& layers,
                                         const std::vector<ServerEntry>& entries) {
  return decide_skipped(layers, entries, Mode::exact);
}

std::vector<ServerDecision> decide_substring(const ServerLayers& layers,
                                             const std::vector<ServerEntry>& entries) {
  return decide_skipped(layers, entries, Mode::substring);
}

// ModelOptQuantConfigBase.is_layer_excluded (modelopt.py): whole names, then parts of names, then
// globs; and get_quant_method, which leaves out towers of vision by their names. A model with
// renames gets `X` and `X.*` for `X*` (apply_vllm_mapper).
std::vector<ServerDecision> decide_modelopt(const ServerLayers& layers,
                                            const std::vector<ServerEntry>& entries) {
  std::vector<ServerEntry> read;
  std::vector<std::size_t> origins;  // by entry of `read`
  for (std::size_t at = 0; at < entries.size(); ++at) {
    const std::string& text = entries[at].text;
    const bool split = !layers.renames().empty() && text.size() >= 2 && text.ends_with('*') &&
                       !text.ends_with(".*");
    const std::string front = split ? text.substr(0, text.size() - 1) : text;
    for (const char* const end : {"", ".*"}) {
      if (*end != 0 && !split) continue;
      read.push_back(entries[at]);
      read.back().text = layers.renamed(front + end);
      origins.push_back(at);
    }
  }
  const ServerNames names(layers.layers());
  EntryMatches parts;
  EntryMatches globs;
  for (std::size_t at = 0; at < read.size(); ++at) {
    parts.add(at, names.select(Mode::substring, read[at].text));
    globs.add(at, names.select(Mode::glob, read[at].text));
  }
  constexpr std::array<std::string_view, 3> towers = {"vision_tower", "vision_model",
                                                      "vit_large_projector"};
  std::vector<ServerDecision> out = decide_exact(layers, read);
  for (std::size_t at = 0; at < out.size(); ++at) {
    const ServerLayer& layer = layers.layers()[at];
    for (const EntryMatches* const each : {&parts, &globs}) {
      if (!out[at].quantized || out[at].refused) break;
      const std::size_t by = each->first(names, layer.name);
      if (by != kNoPattern)
        out[at] = left_out(by, layer.parts.empty() ? ServerWay::name : ServerWay::fused);
    }
    const bool tower = std::any_of(towers.begin(), towers.end(), [&](std::string_view one) {
      return layer.name.find(one) != std::string::npos;
    });
    if (tower && out[at].quantized && !out[at].refused)
      out[at] = left_out(kNoPattern, ServerWay::other);
    if (out[at].entry != kNoPattern) out[at].entry = origins[out[at].entry];
  }
  return out;
}

// get_dynamic_override (utils/gptq_utils.py): the first rule that matches the name of the layer,
// fused or not, decides.
std::vector<ServerDecision> decide_dynamic(const ServerLayers& layers,
                                           const std::vector<ServerEntry>& entries) {
  const ServerNames names(layers.layers());
  EntryMatches matches;
  for (std::size_t at = 0; at < entries.size(); ++at) {
    std::string_view text = entries[at].text;
    if (text.starts_with("-:") || text.starts_with("+:")) text.remove_prefix(2);
    matches.add(at, names.select(Mode::match, text));
  }
  std::vector<ServerDecision> out;
  for (const ServerLayer& layer : layers.layers()) {
    const std::size_t by = matches.first(names, layer.name);
    const ServerWay way = layer.parts.empty() ? ServerWay::name : ServerWay::fused;
    if (by == kNoPattern) {
      out.emplace_back();
    } else if (entries[by].text.starts_with("-:")) {
      out.push_back(left_out(by, way));
    } else {
      out.push_back({true, false, entries[by].label, by, way});
    }
  }
  return out;
}

std::string read_as_is(const ServerLayers&, const std::string& entry) { return entry; }

constexpr auto kVllmRules = std::to_array<ServerRule>({
    {"compressed-tensors", "should_ignore_layer, find_matched_target",
     "`re:P` is re.match of P over its own names, any other entry a whole name", true, false,
     decide_compressed_tensors, read_compressed_tensors},
    {"fp8", "Fp8Config, is_layer_skipped", "an entry is a whole name", false, true, decide_exact,
     read_renamed},
    {"awq", "AutoAWQConfig, is_layer_skipped", "an entry is a part of a name", false, true,
     decide_substring, read_renamed},
    {"gptq", "get_dynamic_override", "re.match over its own names, and the first decides", false,
     true, decide_dynamic, read_as_is},
    {"modelopt", "is_layer_excluded", "an entry is a glob or a part of a name", true, true,
     decide_modelopt, read_as_is},
});

}  // namespace

const ServerRule* find_vllm_rule(std::string_view method) noexcept {
  const auto found = std::find_if(kVllmRules.begin(), kVllmRules.end(),
                                  [&](const ServerRule& rule) { return rule.method == method; });
  return found == kVllmRules.end() ? nullptr : &*found;
}

std::string vllm_methods() {
  std::vector<std::string> names;
  for (const ServerRule& rule : kVllmRules) names.emplace_back(rule.method);
  return in_a_row(names, names.size());
}

}  // namespace overmatch
