// SPDX-License-Identifier: Apache-2.0
#include "subjects/introduction.h"

#include <algorithm>

#include "names/input_error.h"
#include "subjects/subject_error.h"

namespace overmatch {

void Introduction::hear(const Reply& reply, const std::string& line, Mode mode) {
  hear_more(reply);
  // What it answers to any question that it does not understand.
  if (reply.error || reply.selected || reply.labels) return;
  if (reply.has_wrong_modes)
    throw SubjectError("command " + line + R"(: says "modes" that are no array of names)");
  known_ = !reply.name.empty() || reply.modes.has_value();
  if (known_ && !reply.version.empty() && name_.find(reply.version) == std::string::npos)
    name_ += " " + reply.version;
  if (!reply.modes) return;
  const auto& modes = *reply.modes;
  if (std::find(modes.begin(), modes.end(), to_string(mode)) != modes.end()) return;
  std::string known;
  for (const std::string& name : modes) known += (known.empty() ? "" : ", ") + excerpt(name);
  throw InputError("command " + line + ": does not know the mode " + std::string(to_string(mode)) +
                   ": it knows " + (known.empty() ? "none" : known));
}

void Introduction::hear_more(const Reply& reply) {
  if (!reply.name.empty()) name_ = reply.name;
  if (!reply.language.empty()) language_ = reply.language;
}

}  // namespace overmatch
