// SPDX-License-Identifier: Apache-2.0
#include "names/readers/tree_lines.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "names/path.h"
#include "names/printable.h"
#include "names/readers/json_text.h"
#include "names/readers/model_config.h"
#include "names/readers/module_line.h"

namespace overmatch {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view kMark = "\"overmatch_tree\"";
constexpr std::uint64_t kTreeLinesVersion = 1;

std::string_view line_of_the_model(std::string_view text) noexcept {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(begin, text.find('\n', begin) - begin);
}

class TreeLinesReader {
 public:
  TreeLinesReader(std::string_view text, TreeBuilder& tree) : text_(text), tree_(tree) {}

  ModelFacts read() {
    const std::string_view header = line_of_the_model(text_);
    header_at_ = static_cast<std::size_t>(header.data() - text_.data());
    read_header(header);
    ModuleLine line;
    for (std::size_t at = header_at_ + header.size(); at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      const std::string_view spelled = text_.substr(at, end - at);
      if (spelled.find_first_not_of(" \t\r") != std::string_view::npos) {
        if (const std::string wrong = read_module_line(spelled, line); !wrong.empty())
          tree_.fail(at, wrong);
        add(line, at);
      }
      at = end + 1;
    }
    finish();
    return std::move(facts_);
  }

 private:
  [[noreturn]] void fail_header(const std::string& reason) const { tree_.fail(header_at_, reason); }

  // --- The first line ---

  void read_header(std::string_view spelled) {
    if (const std::string wrong = json_line_mistake(spelled); !wrong.empty()) fail_header(wrong);
    const OrderedJson header = OrderedJson::parse(spelled);
    const auto version = header.find("overmatch_tree");
    if (version == header.end()) fail_header("the first line has no \"overmatch_tree\"");
    if (!version->is_number_unsigned() || version->get<std::uint64_t>() != kTreeLinesVersion) {
      fail_header("\"overmatch_tree\" must be " + std::to_string(kTreeLinesVersion) +
                  ", the version of the format");
    }
    facts_.model_type = text_of(header, "model_type");
    facts_.input_embeddings = text_of(header, "input_embeddings");
    facts_.output_embeddings = text_of(header, "output_embeddings");
    facts_.from_checkpoint = truth_of(header, "checkpoint").value_or(false);
    facts_.printed = truth_of(header, "printed").value_or(false);
    if (const auto config = header.find("config"); config != header.end()) {
      if (!config->is_object()) fail_header("\"config\" must be an object");
      read_model_config(*config, facts_);
    }
    read_bases(header);
    read_ties(header);
    read_declared_ties(header);
    facts_.aliases = pairs_of(header, "aliases", "[another path, the path of the tree]");
  }

  std::string text_of(const OrderedJson& header, const char* member) const {
    const auto found = header.find(member);
    if (found == header.end()) return {};
    if (!found->is_string()) fail_header('"' + std::string(member) + "\" must be a string");
    return found->get<std::string>();
  }

  std::optional<bool> truth_of(const OrderedJson& header, const char* member) const {
    const auto found = header.find(member);
    if (found == header.end()) return std::nullopt;
    if (!found->is_boolean()) fail_header('"' + std::string(member) + "\" must be true or false");
    return found->get<bool>();
  }

  void read_bases(const OrderedJson& header) {
    const auto bases = header.find("bases");
    if (bases == header.end()) return;
    if (!bases->is_object())
      fail_header("\"bases\" must be an object of classes, each with an array of base classes");
    for (const auto& [name, list] : bases->items()) {
      if (name.empty()) fail_header("\"bases\" has a class without a name");
      ModuleClass& known = facts_.classes[class_number(name)];
      if (!list.is_array() || !std::all_of(list.begin(), list.end(), [](const OrderedJson& base) {
            return base.is_string() && !base.get_ref<const std::string&>().empty();
          })) {
        fail_header("the bases of " + quoted_short(name) + " must be an array of classes");
      }
      known.bases = list.get<std::vector<std::string>>();
    }
    with_bases_ = facts_.classes.size();
  }

  std::vector<std::pair<std::string, std::string>> pairs_of(const OrderedJson& header,
                                                            const std::string& member,
                                                            const std::string& pair) const {
    std::vector<std::pair<std::string, std::string>> out;
    const auto found = header.find(member);
    if (found == header.end()) return out;
    const auto is_pair = [](const OrderedJson& each) {
      return each.is_array() && each.size() == 2 && each[0].is_string() && each[1].is_string();
    };
    if (!found->is_array() || !std::all_of(found->begin(), found->end(), is_pair))
      fail_header('"' + member + "\" must be an array of pairs " + pair);
    for (const OrderedJson& each : *found)
      out.emplace_back(each[0].get<std::string>(), each[1].get<std::string>());
    return out;
  }

  void read_ties(const OrderedJson& header) {
    facts_.tied = pairs_of(header, "tied", "[later parameter, first parameter]");
    for (const auto& [later, first] : facts_.tied) {
      if (later == first) fail_header("\"tied\" ties " + quoted_short(later) + " to itself");
    }
  }

  void read_declared_ties(const OrderedJson& header) {
    const auto ties = header.find("declared_ties");
    if (ties == header.end()) return;
    const auto is_text = [](const OrderedJson& value) { return value.is_string(); };
    if ((!ties->is_object() && !ties->is_array()) ||
        !std::all_of(ties->begin(), ties->end(), is_text)) {
      fail_header("\"declared_ties\" must be an object {name: source} or an array of names");
    }
    for (const auto& [name, value] : ties->items()) {
      if (ties->is_object()) {
        facts_.declared_ties.emplace_back(name, value.get<std::string>());
      } else {
        facts_.declared_ties.emplace_back(value.get<std::string>(), "");
      }
    }
  }

  // --- The modules ---

  std::uint32_t class_number(std::string_view name) {
    if (name == last_class_) return last_number_;
    const auto [place, is_new] = class_numbers_.try_emplace(
        std::string(name), static_cast<std::uint32_t>(facts_.classes.size()));
    if (is_new) facts_.classes.push_back({place->first, {}});
    last_class_ = place->first;  // nodes of the map do not move
    return last_number_ = place->second;
  }

  void add(const ModuleLine& line, std::size_t offset) {
    const std::uint32_t module = tree_.add(line.module, offset);
    if (!line.class_name.empty()) {
      facts_.class_of.resize(std::max(tree_.size(), facts_.class_of.size()), kNoClass);
      facts_.class_of[module] = class_number(line.class_name);
    }
    if (line.has_parameters && !facts_.parameters) facts_.parameters.emplace();
    for (std::size_t each = 0; each < line.parameter_count; ++each) {
      const auto& [name, shape] = line.parameters[each];
      facts_.parameters->push_back({module, std::string(name), shape});
    }
    if (line.groups != 1) facts_.groups.push_back({module, line.groups});
    if (!line.in_checkpoint) facts_.not_in_checkpoint.push_back(module);
  }

  // --- What the lines say together ---

  // Whether the parameter exists, as far as the lines tell. The parameters must be sorted.
  bool may_have(std::string_view parameter) const {
    const std::uint32_t module = tree_.find(parent(parameter));
    if (module == TextTable::kNone) {  // of the root, which need not be listed
      return parent(parameter).empty() && !facts_.parameters && !parameter.empty();
    }
    if (!facts_.parameters) return is_well_formed(parameter);
    const auto [first, last] = std::equal_range(
        facts_.parameters->begin(), facts_.parameters->end(), ParameterFacts{module, {}, {}},
        [](const auto& left, const auto& right) { return left.module < right.module; });
    return std::any_of(first, last, [&](const ParameterFacts& each) {
      return each.name == last_segment(parameter);
    });
  }

  void finish() {
    if (!facts_.class_of.empty()) facts_.class_of.resize(tree_.size(), kNoClass);
    // A module that was first added as a missing ancestor has a lower index than its line.
    const auto earlier = [](const auto& left, const auto& right) {
      return left.module < right.module;
    };
    if (facts_.parameters)
      std::stable_sort(facts_.parameters->begin(), facts_.parameters->end(), earlier);
    std::sort(facts_.groups.begin(), facts_.groups.end(), earlier);
    std::sort(facts_.not_in_checkpoint.begin(), facts_.not_in_checkpoint.end());
    check_bases();
    check_embeddings("input_embeddings", facts_.input_embeddings);
    check_embeddings("output_embeddings", facts_.output_embeddings);
    check_ties();
    for (const auto& [alias, path] : facts_.aliases) {
      if (path.empty() || tree_.find(path) == TextTable::kNone || !is_well_formed(alias)) {
        fail_header("\"aliases\" has the pair " + quoted_short(alias) + " and " +
                    quoted_short(path) + ", of which the second must be a module of the tree");
      }
    }
  }

  void check_bases() const {
    std::vector<bool> used(facts_.classes.size());
    for (const std::uint32_t number : facts_.class_of) {
      if (number != kNoClass) used[number] = true;
    }
    for (std::size_t at = 0; at < with_bases_; ++at) {
      if (!used[at]) {
        fail_header("\"bases\" has the class " + quoted_short(facts_.classes[at].name) +
                    ", which no module has");
      }
    }
  }

  void check_embeddings(const char* member, const std::string& path) const {
    if (!path.empty() && tree_.find(path) == TextTable::kNone)
      fail_header('"' + std::string(member) + "\" is " + quoted_short(path) +
                  ", which is no module of the tree");
  }

  void check_ties() const {
    std::vector<std::string_view> later;
    for (const auto& [name, first] : facts_.tied) {
      for (const std::string& parameter : {name, first}) {
        if (!may_have(parameter)) {
          fail_header("\"tied\" has the parameter " + quoted_short(parameter) +
                      ", which no module has");
        }
      }
      later.push_back(name);
    }
    std::sort(later.begin(), later.end());
    if (const auto twice = std::adjacent_find(later.begin(), later.end()); twice != later.end())
      fail_header("\"tied\" ties " + quoted_short(*twice) + " twice");
  }

  std::string_view text_;
  TreeBuilder& tree_;
  ModelFacts facts_;
  std::size_t header_at_ = 0;
  std::unordered_map<std::string, std::uint32_t> class_numbers_;
  std::string_view last_class_;  // most lines repeat one of the classes before them
  std::uint32_t last_number_ = kNoClass;
  std::size_t with_bases_ = 0;  // the first classes, which "bases" names
};

}  // namespace

bool is_tree_lines(std::string_view text) noexcept {
  const std::string_view line = line_of_the_model(text);
  return line.starts_with('{') && line.find(kMark) != std::string_view::npos &&
         line.find("\"weight_map\"") == std::string_view::npos;
}

ModelFacts parse_tree_lines(std::string_view text, TreeBuilder& tree) {
  return TreeLinesReader(text, tree).read();
}

}  // namespace overmatch
