// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "analysis/audit/coverage.h"
#include "analysis/entries/linear_names.h"
#include "analysis/tree/renamings.h"
#include "matchers/regex.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr std::size_t kMostTemplates = 6;
// A list that fills so many of the seven roles of a layer (query, key, value, output, gate, up,
// down) is meant to have all linear layers.
constexpr int kNearlyAll = 5;
// A list of more ranges of layers is counted.
constexpr std::ptrdiff_t kMostRangesTold = 5;
constexpr std::string_view kExperts = "experts";

class UncoveredFinder {
 public:
  UncoveredFinder(const CoverageContext& context, const ListReach& reach, Audit& audit)
      : context_(context), index_(context.index), reach_(reach), audit_(audit) {}

  void run() {
    if (reach_.names.empty()) return;
    read_model();
    for (const NameReach& name : reach_.names) {
      if (std::find(stacks_.begin(), stacks_.end(), name.stack) == stacks_.end())
        stacks_.push_back(name.stack);
    }
    find_spelled();
    find_missing();
    find_rest();
    tell(rest_, "");
    find_experts();
  }

 private:
  // Leaves with one path template.
  struct Leaves {
    std::uint32_t stack = 0;
    Selection modules;
  };
  using ByTemplate = std::map<std::uint32_t, Leaves>;

  void read_model() {
    linear_names_.resize(index_.names().size());
    routers_.resize(index_.names().size());
    for (std::size_t at = 0; at < linear_names_.size(); ++at) {
      const std::string_view name = index_.names()[at];
      if (is_number(name)) continue;
      linear_names_[at] = sounds_linear(name) ? 1 : 0;
      routers_[at] = name == "router" || name == "gate" || name.ends_with("expert_gate") ? 1 : 0;
    }
  }

  [[nodiscard]] bool is_linear(std::uint32_t module) const {
    if (index_.has_children(module)) return false;
    if (context_.facts == nullptr && linear_names_[index_.name_of(module)] == 0) return false;
    if (is_router(module)) return false;
    const ModuleClass* const known =
        context_.facts == nullptr ? nullptr : context_.facts->class_at(module);
    if (known != nullptr)
      return known->is_a("torch.nn.modules.linear.Linear") ||
             known->is_a("transformers.pytorch_utils.Conv1D");
    return linear_names_[index_.name_of(module)] != 0;
  }

  // A router chooses experts: it is left alone on purpose.
  [[nodiscard]] bool is_router(std::uint32_t module) const {
    const auto routes = [&](std::uint32_t each) { return routers_[index_.name_of(each)] != 0; };
    const std::uint32_t above = index_.parent_of(module);
    return routes(module) || (above != kNoModule && routes(above));
  }

  // The linear layers of a stack that nothing covers, by template.
  const ByTemplate& open_in(std::uint32_t stack) {
    const auto [known, fresh] = open_.try_emplace(stack);
    if (!fresh) return known->second;
    for (std::uint32_t module = 0; module < index_.size(); ++module) {
      if (reach_.covered[module] != 0 || context_.stacks.stack_of(module) != stack) continue;
      if (!is_linear(module)) continue;
      Leaves& leaves = known->second[context_.templates.of(module)];
      leaves.stack = stack;
      leaves.modules.push_back(module);
    }
    return known->second;
  }

  // The roles of all leaves with one template.
  [[nodiscard]] std::uint64_t roles_of_leaves(const Leaves& leaves) const {
    return roles_of_path(index_.path(leaves.modules.front()));
  }

  // The roles that the list fills in a stack.
  [[nodiscard]] std::uint64_t roles_in(std::uint32_t stack) const {
    std::uint64_t roles = 0;
    for (const NameReach& name : reach_.names) {
      if (name.stack == stack) roles |= roles_of(index_.names()[name.name]);
    }
    return roles;
  }

  // What a regex matches by the usual names, of a layer of the stack: roles.
  [[nodiscard]] std::uint64_t spelled(const AuditedPattern& pattern, std::uint32_t stack) const {
    constexpr std::array<std::string_view, 7> names = {"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                                       "gate_proj", "up_proj", "down_proj"};
    std::vector<std::string> paths;
    const std::string layer(index_.path(context_.stacks.stacks()[stack].layers.front()));
    const std::array<std::string, 3> parents = {"self_attn", "mlp", "feed_forward"};
    for (const std::string& above : parents) {
      for (const std::string_view name : names) {
        paths.push_back(layer + kSeparator + above + kSeparator + std::string(name));
      }
    }
    const std::vector<std::string_view> views(paths.begin(), paths.end());
    const std::string_view text = pattern.pattern;
    RegexMatcher matcher(pattern.mode);
    Answer answer;
    matcher.match({{&text, 1}, views}, answer);
    std::uint64_t roles = 0;
    for (std::size_t at = 0; !answer.rejected() && at < paths.size(); ++at) {
      const std::string_view name = names[at % names.size()];
      if (answer.selects(at) && spells(text, name)) roles |= roles_of(name);
    }
    return roles & (kAttentionRoles | kFeedForwardRoles);
  }

  // Whether a word of a regex is the name or what stands in front of its `_proj`: `q_proj`,
  // `(q|k)_proj`, `[qk]_proj`.
  static bool spells(std::string_view regex, std::string_view name) {
    const std::string_view front = name.substr(0, name.find('_'));
    const auto in_word = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    for (std::size_t at = 0; at < regex.size(); ++at) {
      if (!in_word(regex[at])) continue;
      std::size_t end = at;
      while (end < regex.size() && in_word(regex[end])) ++end;
      const std::string_view word = regex.substr(at, end - at);
      const bool letters = front.size() == 1 && at > 0 && regex[at - 1] == '[';
      if (word == name || word == front || (letters && word.find(front) != std::string_view::npos))
        return true;
      at = end;
    }
    return false;
  }

  // The names of another family in a regex that selects something: it cannot reach what this model
  // calls them.
  void find_spelled() {
    for (const std::size_t at : reach_.patterns) {
      const AuditedPattern& pattern = audit_.patterns[at];
      if (!is_regex(pattern.mode) || pattern.selected.empty()) continue;
      ByTemplate found;
      std::uint64_t filled = 0;
      for (const std::uint32_t stack : stacks_) filled |= roles_in(stack);
      for (const std::uint32_t stack : stacks_) {
        const std::uint64_t meant = spelled(pattern, stack);
        if ((meant & kFeedForwardRoles) != 0) asks_for_experts_ = true;
        const std::uint64_t open = meant & ~filled;
        if (open == 0) continue;
        for (const auto& [path_template, leaves] : open_in(stack)) {
          if ((roles_of_leaves(leaves) & open) != 0) found.emplace(path_template, leaves);
        }
      }
      if (found.empty()) continue;
      AuditFinding& finding = add(
          Severity::warning, found,
          in_findings(pattern) + " spells names that this model does not have: it calls them ", "");
      finding.pattern = at;
      for (const auto& [path_template, leaves] : found) told_.insert(path_template);
    }
  }

  // What stands in the layers where a name is missing, and in no other one.
  void find_missing() {
    for (const Unevenness& each : reach_.uneven) {
      if (!each.by_model() || each.complemented) continue;
      const NameReach& name = reach_.names[each.at];
      std::vector<std::uint8_t> missing(context_.stacks.stacks()[name.stack].layers.size());
      for (const std::uint32_t layer : each.missing) missing[layer] = 1;
      // Only what the list has elsewhere: no feed-forward for a list of attention.
      const bool feeds = (roles_in(name.stack) & kFeedForwardRoles) != 0;
      for (const auto& [path_template, leaves] : open_in(name.stack)) {
        if (!feeds && (roles_of_leaves(leaves) & kFeedForwardRoles) != 0) continue;
        const bool only_there = std::all_of(
            leaves.modules.begin(), leaves.modules.end(),
            [&](std::uint32_t module) { return missing[context_.stacks.layer_of(module)] != 0; });
        if (only_there) rest_[path_template] = leaves;
      }
    }
  }

  // What a list leaves out that has nearly all.
  void find_rest() {
    for (const std::uint32_t stack : stacks_) {
      const std::uint64_t roles = roles_in(stack);
      if ((roles & kFeedForwardRoles) != 0) asks_for_experts_ = true;
      if ((roles & kAttentionRoles) == 0 || (roles & kFeedForwardRoles) == 0) continue;
      if (std::popcount(roles & (kAttentionRoles | kFeedForwardRoles)) < kNearlyAll) continue;
      for (const auto& [path_template, leaves] : open_in(stack)) {
        if (!told_.contains(path_template)) rest_[path_template] = leaves;
      }
    }
  }

  // Experts that are one module: their weights are parameters, which no entry for modules reaches.
  void find_experts() {
    if (context_.names_parameters) return;
    for (const std::size_t at : reach_.patterns) {
      const AuditedPattern& pattern = audit_.patterns[at];
      if (is_text(pattern.mode) &&
          (roles_of(last_segment(pattern.pattern)) & kFeedForwardRoles) != 0)
        asks_for_experts_ = true;
    }
    if (!asks_for_experts_) return;
    std::vector<std::uint8_t> holds_layers(index_.size());  // linear ones, or a list
    for (std::uint32_t module = 0; module < index_.size(); ++module) {
      const std::uint32_t above = index_.parent_of(module);
      const std::uint32_t name = index_.name_of(module);
      if (above != kNoModule && (linear_names_[name] != 0 || is_number(index_.names()[name])))
        holds_layers[above] = 1;
    }
    ByTemplate found;
    for (std::uint32_t module = 0; module < index_.size(); ++module) {
      if (index_.names()[index_.name_of(module)] != kExperts || holds_layers[module] != 0) continue;
      if (reach_.covered[module] != 0) continue;
      const std::uint32_t stack = context_.stacks.stack_of(module);
      if (std::find(stacks_.begin(), stacks_.end(), stack) == stacks_.end()) continue;
      Leaves& leaves = found[context_.templates.of(module)];
      leaves.stack = stack;
      leaves.modules.push_back(module);
    }
    tell(found, reach_.member == "target_modules"
                    ? ": it holds the weights of the experts as parameters, which only "
                      "target_parameters selects"
                    : ": it holds the weights of the experts as parameters, not as modules");
  }

  // One note about all of them, at the whole list.
  void tell(const ByTemplate& found, const std::string& why) {
    if (found.empty()) return;
    AuditFinding& finding = add(Severity::note, found, "no entry reaches ", why);
    finding.pattern = reach_.patterns.front();
    if (reach_.patterns.size() > 1) finding.patterns = reach_.patterns;
  }

  // "`mamba.in_proj` and `mamba.out_proj` of 29 of 32 layers in `model.layers`".
  AuditFinding& add(Severity severity, const ByTemplate& found, const std::string& before,
                    const std::string& after) {
    AuditFinding finding;
    finding.kind = AuditKind::uncovered;
    finding.severity = severity;
    std::vector<std::string> names;
    std::vector<std::uint32_t> layers;
    const std::uint32_t first = found.begin()->second.stack;
    bool one_stack = true;
    for (const auto& [path_template, leaves] : found) {
      const std::uint32_t module = leaves.modules.front();
      const LayerStack& stack = context_.stacks.stacks()[leaves.stack];
      const std::string text = context_.templates.text(path_template);
      // The path inside the layer, with a # for each number.
      std::string layer = context_.templates.text(
          context_.templates.of(stack.layers[context_.stacks.layer_of(module)]));
      names.push_back("`" + printable_path(text.substr(layer.size() + 1)) + "`");
      finding.modules = united(finding.modules, leaves.modules);
      one_stack = one_stack && leaves.stack == first;
      for (const std::uint32_t each : leaves.modules)
        layers.push_back(context_.stacks.layer_of(each));
    }
    finding.why = before + in_a_row(names, kMostTemplates);
    if (one_stack) {
      std::sort(layers.begin(), layers.end());
      layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
      const LayerStack& stack = context_.stacks.stacks()[first];
      const std::string which = layers_in_short(index_, stack, layers);
      const bool few = std::count(which.begin(), which.end(), ',') < kMostRangesTold;
      const std::string of = " of " + std::to_string(stack.layers.size());
      finding.why += " of ";
      if (layers.size() == stack.layers.size())
        finding.why += "all layers";
      else
        finding.why +=
            few ? "layers " + which + of : std::to_string(layers.size()) + of + " layers";
      finding.why += " in `" + printable_path(index_.path(stack.holder)) + "`";
    }
    finding.why += after;
    return audit_.findings.emplace_back(std::move(finding));
  }

  const CoverageContext& context_;
  const TreeIndex& index_;
  const ListReach& reach_;
  Audit& audit_;
  std::vector<std::uint32_t> stacks_;
  std::vector<std::uint8_t> linear_names_;  // by name
  std::vector<std::uint8_t> routers_;       // by name
  ByTemplate rest_;
  std::set<std::uint32_t> told_;              // templates
  std::map<std::uint32_t, ByTemplate> open_;  // by stack
  bool asks_for_experts_ = false;
};

}  // namespace

void find_uncovered(const CoverageContext& context, const ListReach& reach, Audit& audit) {
  UncoveredFinder(context, reach, audit).run();
}

}  // namespace overmatch
