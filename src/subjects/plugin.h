// SPDX-License-Identifier: Apache-2.0
// A subject that is a shared object with the C ABI of overmatch_plugin.h.
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

using PluginFunction = std::remove_pointer_t<decltype(overmatch_plugin::match)>;

// A match function that is linked in, behind the same checks as a plugin's.
[[nodiscard]] std::unique_ptr<Matcher> make_plugin(PluginFunction* match, std::string name,
                                                   Mode mode);

// Loads a plugin into this process. `mode` overrides the mode that it claims; a plugin that claims
// none needs one. Throws SubjectError.
//
// Its answers are checked against the ABI: a flag that is neither 0 nor 1, a flag left unset and a
// write past the last flag throw SubjectFailure. Loading runs the constructors of the shared object
// in this process; `match` is never called by it.
[[nodiscard]] std::unique_ptr<Matcher> load_plugin(const std::string& file,
                                                   std::optional<Mode> mode);

// A plugin that is not loaded into the process that made it. Its name and mode were asked in a
// child; each process that asks it something loads it first.
class DeferredPlugin : public Matcher {
 public:
  // Loads it into this process, unless that was done. Throws SubjectError.
  virtual void load() = 0;
};

// Throws SubjectError, also for a plugin that ends the child or takes it too long: none of what its
// constructors do reaches this process.
[[nodiscard]] std::unique_ptr<DeferredPlugin> defer_plugin(const std::string& file,
                                                           std::optional<Mode> mode,
                                                           const Limits& limits);

}  // namespace overmatch
