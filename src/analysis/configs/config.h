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
  std::string entry;     // as it stands in the file
  std::size_t line = 0;  // in the file, from 1; 0 if unknown
  // What the library reads it as, if the mode of the list does not say it.
  std::optional<ModePattern> reading = std::nullopt;
  std::optional<std::string> label = std::nullopt;  // nothing for null; of a list with an order
};

// A list of a config.
struct ConfigList {
  std::string member;  // the path in the file, such as "quantization_config.ignore"
  std::string reader;  // who reads it: "compressed-tensors 0.20.1, match_name"
  std::string rule;    // how, in one clause
  Mode mode = Mode::exact;
  Order order = Order::any;
  ListRole role = ListRole::selects;
  ListSubject subject = ListSubject::modules;
  ClassRule classes = ClassRule::none;
  std::vector<ConfigEntry> entries;
};

// A member that is not judged, or that chooses no modules.
struct UnreadMember {
  std::string member;
  std::string why;
};

struct ReadConfig {
  std::string kind;     // what the file is, such as "an axolotl config"
  std::string library;  // who reads it, with the release whose rules apply
  std::vector<ConfigList> lists;
  // What PEFT gets, and how the file calls its members: {"target_modules", "lora_target_modules"}.
  std::optional<PeftConfig> peft;
  std::map<std::string, std::string> peft_members;
  std::map<std::string, std::size_t> lines;  // of the members of PEFT
  // Members that choose modules and are not judged: the audit is incomplete.
  std::vector<NotJudged> not_judged;
  // Other members that are recognised and say something, such as lists that are empty.
  std::vector<UnreadMember> unread;
};

}  // namespace overmatch
