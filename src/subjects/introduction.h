// SPDX-License-Identifier: Apache-2.0
// What a command says of itself before its first question, or with its first answer (protocol.h).
#pragma once

#include <string>
#include <string_view>

#include "matchers/mode.h"
#include "subjects/protocol.h"

namespace overmatch {

class Introduction {
 public:
  // A command without a name of its own is called by its command line.
  explicit Introduction(std::string line) : name_(std::move(line)) {}

  // Takes the answer to kIntroduce. Throws InputError (one line) if the command at `line` names its
  // modes and `mode` is none of them, and SubjectError if it names them wrongly.
  void hear(const Reply& reply, const std::string& line, Mode mode);
  // Takes the name and the language that come with the first answer.
  void hear_more(const Reply& reply);

  // Whether the command has introduced itself: what goes wrong later is not for want of knowing the
  // request.
  [[nodiscard]] bool known() const noexcept { return known_; }
  // "peft 0.20.0": the name in reports, with the version.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::string& language() const noexcept { return language_; }

 private:
  bool known_ = false;
  std::string name_;
  std::string language_;
};

}  // namespace overmatch
