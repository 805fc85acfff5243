// SPDX-License-Identifier: Apache-2.0
// ConfigFile reads typed members of a config and names file, line and member in its refusals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/configs/formats/config.h"
#include "analysis/configs/formats/config_text.h"

namespace overmatch {

class ConfigFile {
 public:
  explicit ConfigFile(std::string file) : file_(std::move(file)) {}

  [[nodiscard]] const std::string& name() const noexcept { return file_; }

  // The entries of a list of texts. Throws InputError for anything else.
  [[nodiscard]] std::vector<ConfigEntry> entries(const ConfigNode& value,
                                                 const std::string& member) const;
  // The same, of which a single text is a list of one.
  [[nodiscard]] std::vector<ConfigEntry> entries_or_one(const ConfigNode& value,
                                                        const std::string& member) const;
  // Throws InputError if the value is no map.
  void need_map(const ConfigNode& value, const std::string& member) const;

  // An error "FILE: "MEMBER" WHAT" of a reader that knows no lines, with the line of the member.
  [[nodiscard]] std::string with_line(const ConfigNode& root, std::string error) const;

  // Throws InputError "FILE: line 7: "MEMBER" WHAT".
  [[noreturn]] void fail(const ConfigNode& value, const std::string& member,
                         const std::string& what) const;

 private:
  std::string file_;
};

}  // namespace overmatch
