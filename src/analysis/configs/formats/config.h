// SPDX-License-Identifier: Apache-2.0
// ReadConfig holds the lists of a config file, each in the dialect of the library that will read
// it.
//
// read_config.h recognises a file by its content; audit_config.h audits what was read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/peft/facts/peft_config.h"
#include "analysis/peft/rules/peft_effect.h"
#include "dialects/mode_pattern.h"
#include "matchers/order.h"

namespace overmatch {

// What a list does to the modules that its entries select.
enum class ListRole : std::uint8_t {
  selects,   // converts, quantizes or trains them
  excludes,  // keeps them out of what another list or the library selects
  sets,      // gives them a value besides, such as a rank
};

// What the names of a list are matched against.
enum class ListSubject : std::uint8_t { modules, parameters };

// The classes that an entry may name, besides modules.
enum class ClassRule : std::uint8_t {
  none,     // entries are names only
  any_base  // an entry without the marker may be the last part of a class or of one of its bases
};

// An entry of a list.
struct ConfigEntry {
  std::string entry;                                // as it stands in the file
  std::size_t line = 0;                             // in the file, from 1; 0 if unknown
  std::optional<std::string> label = std::nullopt;  // nothing for null; of a list with an order
};

// An entry that stands in several groups, of which the last one counts.
struct OverriddenEntry {
  std::string entry;
  std::string group;  // the one that loses it
  std::string by;     // the one that has it
};

// A list of a config.
struct ConfigList {
  std::string member;  // the path in the file, such as "quantization_config.ignore"
  // Lists of one scope work together: what one excludes, the others do not select.
  std::string scope = {};
  std::string reader;  // who reads it: "compressed-tensors 0.20.1, match_name"
  std::string rule;    // how, in one clause
  Mode mode = Mode::exact;
  Order order = Order::any;
  ListRole role = ListRole::selects;
  ListSubject subject = ListSubject::modules;
  ClassRule classes = ClassRule::none;
  // What stands in front of the names of parameters when the list is read.
  std::string prefix = {};
  // What the library reads an entry as, if no mode says it, and the entry that is read as a
  // pattern.
  ModePattern (*read)(const std::string& entry) = nullptr;
  std::string (*write)(const ModePattern& pattern) = nullptr;
  // What an entry means otherwise than it looks, one clause; "" for most entries.
  std::string (*remark)(const std::string& entry) = nullptr;
  std::string result;  // what happens to the modules, such as "quantized"; "" if nobody asks
  // Whether the library leaves alone what no list with this result selects.
  bool decides = false;
  // The classes of the modules that the library asks the list about, by their last parts; empty for
  // all modules.
  std::vector<std::string> asked_classes = {};
  std::vector<ConfigEntry> entries;
  std::vector<OverriddenEntry> overridden = {};
};

// A list as the first lines of a report describe it.
struct RecognisedList {
  std::string member;
  std::size_t entries = 0;
  std::string reader;
  std::string rule;
};

// A member that is recognised and says nothing.
struct UnreadMember {
  std::string member;
  std::string why;
};

struct ReadConfig {
  std::string kind;     // what the file is, such as "an axolotl config"
  std::string library;  // who reads it, with the release whose rules apply
  // How weights are quantized: quant_method, or "compressed-tensors" of a recipe; "" if unknown.
  std::string method = {};
  std::vector<ConfigList> lists;
  // What PEFT gets, and how the file calls its members: {"target_modules", "lora_target_modules"}.
  std::optional<PeftConfig> peft;
  std::map<std::string, std::string> peft_members;
  std::map<std::string, std::size_t> lines;  // of the members of the file
  // Whether the names of all linear layers join target_modules (lora_target_linear of axolotl).
  bool adds_linear_names = false;
  // The classes of the modules that the library takes unless a list excludes them, by their last
  // parts; empty if that is not known, or if lists select.
  std::vector<std::string> taken_classes;
  std::string taken;  // what happens to them, such as "converted"
  // The name of modules without children that the library takes whatever their class; "" for none.
  std::string taken_name;
  // The member that says so; "" if the library does it by itself.
  std::string taken_by;
  // Whether the library keeps the output layer by itself.
  bool keeps_output = false;
  std::vector<std::string> notes;  // what else a reader should know
  // Why the library takes no such config.
  std::optional<PeftRefusal> refusal;
  // Members that choose modules and are not judged: the audit is incomplete.
  std::vector<NotJudged> not_judged;
  std::vector<UnreadMember> unread;

  // Whether the file has members that choose modules.
  [[nodiscard]] bool chooses() const noexcept {
    return !lists.empty() || peft || !not_judged.empty() || !unread.empty() || !taken_by.empty();
  }
};

// All lists of a config, those of PEFT first.
[[nodiscard]] std::vector<RecognisedList> recognised_lists(const ReadConfig& config);

}  // namespace overmatch
