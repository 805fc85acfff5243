// SPDX-License-Identifier: Apache-2.0
// Makes a subject of a shared object with the C ABI of overmatch_plugin.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "matchers/matcher.h"
#include "subjects/isolation.h"
#include "subjects/overmatch_plugin.h"
#include "subjects/subject_error.h"

namespace overmatch {

// The type of a plugin's match function.
using PluginFunction = std::remove_pointer_t<decltype(overmatch_plugin::match)>;

// The type of a plugin's assign function, for lists with labels.
using AssignFunction = std::remove_pointer_t<decltype(overmatch_plugin_labelled::assign)>;

// A linked-in match function, with the same checks as a plugin's. `match` or `assign` may be null:
// the matcher is then never asked plain lists, or none with labels.
[[nodiscard]] std::unique_ptr<Matcher> make_plugin(PluginFunction* match, std::string name,
                                                   Mode mode, AssignFunction* assign = nullptr);

// Loads a plugin into this process, which runs the constructors of the shared object but never
// `match`. `mode` overrides the mode that the plugin declares; one that declares none needs it.
// Throws SubjectError.
//
// Answers are checked: a flag that is neither 0 nor 1, an unset flag and a write past the last flag
// throw SubjectFailure.
[[nodiscard]] std::unique_ptr<Matcher> load_plugin(const std::string& file,
                                                   std::optional<Mode> mode);

// A plugin that is loaded only where it is asked. Its name and mode were read in a child process.
class DeferredPlugin : public Matcher {
 public:
  // Loads the plugin into this process, if it is not yet loaded. Throws SubjectError.
  virtual void load() = 0;
};

// Reads the plugin's name and mode in a child process, so that its constructors cannot harm this
// one. Throws SubjectError, also if the plugin ends the child or takes too long.
[[nodiscard]] std::unique_ptr<DeferredPlugin> defer_plugin(const std::string& file,
                                                           std::optional<Mode> mode,
                                                           const Limits& limits);

}  // namespace overmatch
