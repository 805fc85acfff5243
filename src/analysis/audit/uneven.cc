// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>

#include "analysis/audit/coverage.h"
#include "names/ascii.h"
#include "names/path.h"
#include "names/printable.h"

namespace overmatch {

namespace {

// The most groups of names that one finding tells of.
constexpr std::size_t kMostLayerGroups = 2;
constexpr std::size_t kMostNamesOfLayers = 4;

class UnevenFinder {
 public:
  UnevenFinder(const CoverageContext& context, const ListReach& reach, Audit& audit)
      : context_(context),
        index_(context.index),
        reach_(reach),
        audit_(audit),
        uneven_(reach.uneven) {
    for (const Unevenness& each : uneven_)
      patterns_.push_back(patterns_for(index_, context_.stacks, audit_, reach_, name_of(each)));
  }

  void run() {
    by_model();
    for (const std::size_t at : reach_.patterns) by_pattern(at);
  }

 private:
  [[nodiscard]] const NameReach& name_of(const Unevenness& uneven) const {
    return reach_.names[uneven.at];
  }
  [[nodiscard]] const LayerStack& stack_of(const Unevenness& uneven) const {
    return context_.stacks.stacks()[name_of(uneven).stack];
  }

  void add(Severity severity, std::vector<std::size_t> patterns, Selection layers, std::string why,
           std::vector<Advice> advice = {}) {
    AuditFinding finding;
    finding.kind = AuditKind::uneven;
    finding.severity = severity;
    finding.pattern = patterns.front();
    if (patterns.size() > 1) finding.patterns = std::move(patterns);
    finding.modules = std::move(layers);
    finding.why = std::move(why);
    finding.advice = std::move(advice);
    audit_.findings.push_back(std::move(finding));
  }

  // Names that the other layers do not have: one note.
  void by_model() {
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::vector<std::size_t>> groups;
    std::vector<std::size_t> patterns;
    for (std::size_t at = 0; at < uneven_.size(); ++at) {
      const Unevenness& each = uneven_[at];
      if (!each.by_model() || each.complemented) continue;
      groups[{name_of(each).stack, each.missing}].push_back(each.at);
      patterns.insert(patterns.end(), patterns_[at].begin(), patterns_[at].end());
    }
    if (groups.empty()) return;
    std::string why;
    Selection layers;
    std::size_t told = 0;
    for (const auto& [place, names] : groups) {
      const auto& [stack, missing] = place;
      for (const std::uint32_t layer : missing)
        layers.push_back(context_.stacks.stacks()[stack].layers[layer]);
      if (told++ < kMostLayerGroups) why += (why.empty() ? "" : "; ") + in_words(names, missing);
    }
    if (told > kMostLayerGroups)
      why += "; and " + std::to_string(told - kMostLayerGroups) + " more";
    sort_modules(layers, index_.size());
    std::sort(patterns.begin(), patterns.end());
    patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
    add(Severity::note, std::move(patterns), std::move(layers),
        why + ": the other layers have no module of that name");
  }

  // "`v_proj` reaches 25 of 30 layers in `model.layers`, not 5, 11, 17, 23, 29".
  [[nodiscard]] std::string in_words(const std::vector<std::size_t>& names,
                                     const std::vector<std::uint32_t>& missing) const {
    std::vector<std::string> quoted;
    for (const std::size_t at : names)
      quoted.push_back(in_quotes(index_.names()[reach_.names[at].name]));
    const NameReach& first = reach_.names[names.front()];
    const LayerStack& stack = context_.stacks.stacks()[first.stack];
    const std::string of = " of " + std::to_string(stack.layers.size());
    const std::string in = " in `" + printable_path(index_.path(stack.holder)) + "`";
    const std::string subject =
        in_a_row(quoted, kMostNamesOfLayers) + (quoted.size() == 1 ? " reaches " : " reach ");
    if (first.layers.size() > missing.size())
      return subject + std::to_string(first.layers.size()) + of + " layers" + in + ", not " +
             layers_in_short(index_, stack, missing);
    return subject + "only layer" + (first.layers.size() == 1 ? " " : "s ") +
           layers_in_short(index_, stack, first.layers) + of + in;
  }

  // What the numbers of a pattern leave out.
  void by_pattern(std::size_t at) {
    const AuditedPattern& pattern = audit_.patterns[at];
    std::vector<const Unevenness*> cut;
    for (std::size_t each = 0; each < uneven_.size(); ++each) {
      if (!uneven_[each].by_model() && patterns_[each] == std::vector<std::size_t>{at})
        cut.push_back(&uneven_[each]);
    }
    if (cut.empty()) return;
    if (is_glob(pattern.mode)) one_character(at, *cut.front());
    if (pattern.mode == Mode::segment || pattern.mode == Mode::endswith)
      first_layer(at, *cut.front());
    if (is_regex(pattern.mode)) one_branch(at, cut);
  }

  [[nodiscard]] Selection missing_layers(const Unevenness& uneven) const {
    Selection layers;
    for (const std::uint32_t layer : uneven.missing)
      layers.push_back(stack_of(uneven).layers[layer]);
    return layers;
  }

  // A `?` in a glob that stands for the number of a layer.
  void one_character(std::size_t at, const Unevenness& uneven) {
    const AuditedPattern& pattern = audit_.patterns[at];
    const std::size_t mark = pattern.pattern.find(".?.");
    if (mark == std::string::npos) return;
    const auto one_digit = [&](std::uint32_t layer) {
      return last_segment(index_.path(stack_of(uneven).layers[layer])).size() == 1;
    };
    if (std::any_of(uneven.missing.begin(), uneven.missing.end(), one_digit)) return;
    std::string other = pattern.pattern;
    other.replace(mark, 3, ".*.");
    const auto selected = index_.select(pattern.mode, other);
    std::vector<Advice> advice;
    if (selected && selected->size() > pattern.selected.size())
      advice.push_back({pattern.mode, std::move(other), ""});
    add(Severity::warning, {at}, missing_layers(uneven),
        "`?` in " + in_findings(pattern) + " stands for one character: layers " +
            layers_in_short(index_, stack_of(uneven), uneven.missing) + " of " +
            std::to_string(stack_of(uneven).layers.size()) + " are left out",
        std::move(advice));
  }

  // An entry for layer 0 that may be copied from the first name of a listing.
  void first_layer(std::size_t at, const Unevenness& uneven) {
    const AuditedPattern& pattern = audit_.patterns[at];
    const std::size_t zero = pattern.pattern.find(".0.");
    if (zero == std::string::npos || name_of(uneven).layers != std::vector<std::uint32_t>{0})
      return;
    // A whole path, and other numbers in the list, are written on purpose.
    if (uneven.left_out < uneven.missing.size() || index_.find(pattern.pattern) != kNoModule)
      return;
    const bool on_purpose =
        std::any_of(reach_.patterns.begin(), reach_.patterns.end(), [&](std::size_t other) {
          const std::string& text = audit_.patterns[other].pattern;
          if (other < at && text.find(".0.") != std::string::npos) return true;
          for (const std::string_view segment : Segments(text)) {
            if (is_number(segment) && segment != "0") return true;
          }
          return false;
        });
    if (on_purpose) return;
    std::string rest = pattern.pattern.substr(zero + 3);
    std::vector<Advice> advice;
    const auto selected = index_.select(pattern.mode, rest);
    if (selected && selected->size() > uneven.missing.size())
      advice.push_back({pattern.mode, std::move(rest), ""});
    add(Severity::note, {at}, missing_layers(uneven),
        in_findings(pattern) + " reaches only layer 0 of " +
            std::to_string(stack_of(uneven).layers.size()) + " in `" +
            printable_path(index_.path(stack_of(uneven).holder)) + "`",
        std::move(advice));
  }

  // A regex with `|` at its top, of which one branch spells layers and another does not.
  void one_branch(std::size_t at, const std::vector<const Unevenness*>& cut) {
    const AuditedPattern& pattern = audit_.patterns[at];
    if (!has_branches(pattern.pattern)) return;
    const NameReach& counted = name_of(*cut.front());
    const LayerStack& stack = stack_of(*cut.front());
    for (const NameReach& each : reach_.names) {
      if (each.stack != counted.stack || each.layers.size() != stack.layers.size()) continue;
      if (patterns_for(index_, context_.stacks, audit_, reach_, each) !=
          std::vector<std::size_t>{at})
        continue;
      add(Severity::note, {at}, missing_layers(*cut.front()),
          in_findings(pattern) +
              " counts layers in one branch only: " + in_quotes(index_.names()[counted.name]) +
              " in layers " + layers_in_short(index_, stack, counted.layers) + " of " +
              std::to_string(stack.layers.size()) + ", but " +
              in_quotes(index_.names()[each.name]) + " in all of them");
      return;
    }
  }

  static bool has_branches(std::string_view regex) {
    std::size_t groups = 0;
    bool in_class = false;
    for (std::size_t at = 0; at < regex.size(); ++at) {
      if (regex[at] == '\\')
        ++at;
      else if (in_class)
        in_class = regex[at] != ']';
      else if (regex[at] == '[')
        in_class = true;
      else if (regex[at] == '(')
        ++groups;
      else if (regex[at] == ')' && groups > 0)
        --groups;
      else if (regex[at] == '|' && groups == 0)
        return true;
    }
    return false;
  }

  const CoverageContext& context_;
  const TreeIndex& index_;
  const ListReach& reach_;
  Audit& audit_;
  const std::vector<Unevenness>& uneven_;
  std::vector<std::vector<std::size_t>> patterns_;  // by unevenness: those that select the name
};

}  // namespace

void find_uneven(const CoverageContext& context, const ListReach& reach, Audit& audit) {
  UnevenFinder(context, reach, audit).run();
}

void find_coverage(const TreeIndex& index, const PathTemplates& templates, const ModelFacts* facts,
                   bool names_parameters, Audit& audit) {
  if (std::none_of(audit.patterns.begin(), audit.patterns.end(), is_choice)) return;
  const LayerStacks stacks(index);
  if (stacks.stacks().empty()) return;
  const CoverageContext context{index, templates, stacks, facts, names_parameters};
  for (const ListReach& reach : reaches_of(index, stacks, audit)) {
    find_uneven(context, reach, audit);
    find_uncovered(context, reach, audit);
  }
  rank(audit.findings);
}

}  // namespace overmatch
