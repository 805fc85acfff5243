// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "cases/case_file.h"
#include "names/closest.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/json_text.h"
#include "names/utf8.h"

namespace overmatch {

namespace {

using nlohmann::json;

constexpr int kNewestVersion = 2;
constexpr std::array<std::string_view, 4> kRequired = {"overmatch", "mode", "patterns", "modules"};
constexpr std::array<std::string_view, 9> kMembers = {
    "overmatch", "mode", "order", "patterns", "labels", "modules", "intended", "expected", "about"};

// ", did you mean "modules"?", or nothing.
template <std::size_t N>
std::string suggestion(std::string_view word, const std::array<std::string_view, N>& candidates) {
  const std::string_view meant = closest(word, candidates);
  return meant.empty() ? "" : fmt::format(", did you mean \"{}\"?", meant);
}

// Turns the JSON of one file into a case; every message starts with the file's name.
class CaseReader {
 public:
  CaseReader(const json& root, const std::string& file) : root_(root), file_(file) {}

  SavedCase read() {
    check_members();
    SavedCase saved;
    saved.content.mode = read_mode();
    read_names("patterns", saved.content.patterns);
    read_names("modules", saved.content.modules);
    check_modules(saved.content.modules);
    read_labels(saved.content);
    if (root_.contains("intended")) saved.content.intended = read_intended();
    if (root_.contains("expected")) check_expected(saved.content);
    if (root_.contains("about")) read_about(saved.about);
    return saved;
  }

 private:
  template <typename... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> text, Args&&... args) const {
    throw InputError(fmt::format("{}: {}", file_, fmt::format(text, std::forward<Args>(args)...)));
  }

  void check_members() const {
    if (!root_.is_object())
      refuse("a case file is one JSON object, this is: {}", root_.type_name());
    // Check the version first: a file of another version may have other members.
    if (const auto version = root_.find("overmatch"); version != root_.end()) {
      if (!version->is_number())
        refuse("member \"overmatch\" is the format's version, 1 or {}, not: {}", kNewestVersion,
               version->type_name());
      if (*version != 1 && *version != kNewestVersion)
        refuse("written in version {} of the format, this program reads versions 1 and {}",
               version->dump(), kNewestVersion);
    }
    for (const auto& [name, value] : root_.items()) {
      if (std::find(kMembers.begin(), kMembers.end(), name) != kMembers.end()) continue;
      const std::string hint = suggestion(name, kMembers);
      refuse("unknown member {}{}", quoted_short(name),
             hint.empty() ? ", put what is for people into \"about\"" : hint);
    }
    for (const std::string_view name : kRequired) {
      if (!root_.contains(name)) refuse("no member \"{}\"", name);
    }
  }

  // The string value of a member that must be a string.
  const std::string& text_of(const json& value, std::string_view place) const {
    if (!value.is_string()) refuse("{} must be a string, is: {}", place, value.type_name());
    return value.get_ref<const std::string&>();
  }

  Mode read_mode() const {
    constexpr std::array<std::string_view, kModes.size()> names = [] {
      std::array<std::string_view, kModes.size()> all;
      std::transform(kModes.begin(), kModes.end(), all.begin(),
                     [](Mode mode) { return to_string(mode); });
      return all;
    }();
    const std::string& name = text_of(root_["mode"], "mode");
    if (const std::optional<Mode> mode = parse_mode(name)) {
      if (root_["overmatch"] < file_version_of(*mode))
        refuse("mode {} came with version {} of the format: write \"overmatch\": {}",
               quoted_short(name), file_version_of(*mode), file_version_of(*mode));
      return *mode;
    }
    const std::string hint = suggestion(name, names);
    refuse("unknown mode {}{}", quoted_short(name),
           hint.empty() ? fmt::format(", use one of {}", fmt::join(names, ", ")) : hint);
  }

  const json& array_of(const char* member) const {
    const json& value = root_[member];
    if (!value.is_array())
      refuse("{} must be an array of names, is: {}", member, value.type_name());
    return value;
  }

  void read_names(const char* member, Names& names) const {
    std::size_t index = 0;
    for (const json& value : array_of(member))
      names.push_back(text_of(value, fmt::format("{}[{}]", member, index++)));
  }

  // `order` and `labels`, which go together.
  void read_labels(Case& content) const {
    const std::optional<Order> fixed = fixed_order(content.mode);
    Order order = fixed.value_or(Order::any);
    if (root_.contains("order")) {
      const std::string& name = text_of(root_["order"], "order");
      const std::optional<Order> given = parse_order(name);
      if (!given)
        refuse("unknown order {}, use one of {}", quoted_short(name), fmt::join(kOrderNames, ", "));
      if (fixed && *fixed != *given)
        refuse("the order of {} is {}, not {}: leave out \"order\"", to_string(content.mode),
               to_string(*fixed), quoted_short(name));
      order = *given;
      if (order != Order::any && !root_.contains("labels"))
        refuse("order {} needs \"labels\": one a pattern, a string or null", quoted_short(name));
    }
    if (!root_.contains("labels")) {
      if (order == Order::any) return;
      refuse("lists of {} have labels: add \"labels\", one a pattern, a string or null",
             to_string(content.mode));
    }
    if (fixed && order == Order::any)
      refuse("lists of {} have no labels: leave out \"labels\"", to_string(content.mode));
    if (order == Order::any)
      refuse("labels need \"order\": \"first\" or \"last\", the entry that decides");
    if (root_["overmatch"] < 2)
      refuse("labels came with version 2 of the format: write \"overmatch\": 2");
    const json& labels = array_of("labels");
    if (labels.size() != content.patterns.size())
      refuse("labels must be one for each pattern, are {} for {}", labels.size(),
             content.patterns.size());
    content.labels.order = order;
    for (const json& value : labels)
      content.labels.numbers.push_back(label_of(
          value, fmt::format("labels[{}]", content.labels.numbers.size()), content.labels.names));
  }

  // The number of a label, which is added to `names` if it is not there.
  Label label_of(const json& value, const std::string& place,
                 std::vector<std::string>& names) const {
    if (value.is_null()) return kNull;
    const std::string& name = text_of(value, place);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      if (names.size() == kMostLabels)
        refuse("{} is the {}th label, overmatch takes at most {} of one list", place,
               kMostLabels + 1, kMostLabels);
      names.push_back(name);
      return static_cast<Label>(names.size());
    }
    return static_cast<Label>(found - names.begin() + 1);
  }

  void check_modules(const Names& modules) {
    places_.reserve(modules.size());
    for (std::size_t i = 0; i < modules.size(); ++i) {
      if (!is_well_formed(modules[i]))
        refuse("modules[{}] {} has an empty segment", i, quoted_short(modules[i]));
      const auto [first, is_new] = places_.emplace(modules[i], i);
      if (!is_new)
        refuse("modules[{}] {} repeats modules[{}]", i, quoted_short(modules[i]), first->second);
    }
  }

  std::string read_intended() const {
    const std::string& path = text_of(root_["intended"], "intended");
    if (!is_well_formed(path)) refuse("intended {} has an empty segment", quoted_short(path));
    return path;
  }

  void check_expected(const Case& content) const {
    Answer answer;
    make_reference(content.mode)->match(content.question(), answer);
    const json& expected = root_["expected"];
    if (expected.is_string()) {
      const std::string& text = text_of(expected, "expected");
      if (text != "rejected")
        refuse("expected must be an array of names or \"rejected\", is {}", quoted_short(text));
      if (!answer.rejected())
        refuse("expected is \"rejected\", but the {} reference accepts the patterns",
               to_string(content.mode));
      return;
    }
    if (!content.labels.empty()) return check_expected_labels(content, answer);
    const std::vector<bool> listed = read_expected(content.modules);
    if (answer.rejected()) {
      refuse("expected is a list, but the {} reference rejects the patterns: {}",
             to_string(content.mode), answer.reason());
    }
    for (std::size_t i = 0; i < listed.size(); ++i) {
      if (listed[i] == answer.selects(i)) continue;
      refuse("expected {} modules[{}] {}, which the {} reference {}",
             listed[i] ? "lists" : "leaves out", i, quoted_short(content.modules[i]),
             to_string(content.mode), listed[i] ? "does not select" : "selects");
    }
  }

  void check_expected_labels(const Case& content, const Answer& answer) const {
    const json& expected = array_of("expected");
    if (answer.rejected())
      refuse("expected is a list, but the {} reference rejects the patterns: {}",
             to_string(content.mode), answer.reason());
    if (expected.size() != content.modules.size())
      refuse("expected must be one label (or null) for each module, has {} for {}", expected.size(),
             content.modules.size());
    for (std::size_t at = 0; at < expected.size(); ++at) {
      const auto right = content.labels.name(answer.label(at));
      const json& given = expected[at];
      if (given.is_null() ? !right
                          : right && text_of(given, fmt::format("expected[{}]", at)) == *right)
        continue;
      refuse("expected[{}] is {}, but the {} reference gives modules[{}] {} {}", at, given.dump(),
             to_string(content.mode), at, quoted_short(content.modules[at]),
             right ? quoted_short(*right) : "null");
    }
  }

  // One flag per module: whether `expected` lists it.
  std::vector<bool> read_expected(const Names& modules) const {
    std::vector<bool> listed(modules.size());
    std::size_t next = 0;  // the first module that may come next in order
    std::size_t index = 0;
    for (const json& value : array_of("expected")) {
      const std::string& name = text_of(value, fmt::format("expected[{}]", index));
      const auto place = places_.find(name);
      if (place == places_.end())
        refuse("expected[{}] {} is not among the modules", index, quoted_short(name));
      if (listed[place->second])
        refuse("expected[{}] {} is listed twice", index, quoted_short(name));
      if (place->second < next) {
        refuse("expected[{}] {} is out of order, list names in the order of modules", index,
               quoted_short(name));
      }
      listed[place->second] = true;
      next = place->second + 1;
      ++index;
    }
    return listed;
  }

  void read_about(About& about) const {
    const json& value = root_["about"];
    if (!value.is_object()) refuse("about must be an object, is: {}", value.type_name());
    json rest = value;
    if (value.contains("title")) about.title = text_of(value["title"], "about.title");
    if (value.contains("source")) about.source = text_of(value["source"], "about.source");
    if (value.contains("kinds")) {
      const json& kinds = value["kinds"];
      if (!kinds.is_array())
        refuse("about.kinds must be an array of strings, is: {}", kinds.type_name());
      for (const json& kind : kinds)
        about.kinds.push_back(text_of(kind, fmt::format("about.kinds[{}]", about.kinds.size())));
    }
    for (const char* known : {"title", "kinds", "source"}) rest.erase(known);
    about.rest.clear();
    append_json(about.rest, rest);
  }

  const json& root_;
  const std::string& file_;
  // Of each module, viewing the names of the case being read.
  std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace

SavedCase parse_case(std::string_view text, const std::string& file) {
  const json root = parse_json(text, file);
  return CaseReader(root, file).read();
}

SavedCase read_case(const std::string& file) { return parse_case(read_file(file), file); }

}  // namespace overmatch
