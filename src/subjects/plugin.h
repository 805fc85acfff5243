// A subject that is a shared object with the C ABI of overmatch_plugin.h.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "matchers/matcher.h"

namespace overmatch {

// The subject could not be started: exit status 3. The message is one line.
class SubjectError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Loads a plugin. `mode` overrides the mode that it claims; a plugin that claims none needs one. Throws SubjectError.
//
// Its answers are checked against the ABI: a flag that is neither 0 nor 1, a flag left unset and a write past the last flag
// throw SubjectFailure. Loading runs the constructors of the shared object in this process; `match` is never called by it.
[[nodiscard]] std::unique_ptr<Matcher> load_plugin(const std::string& file, std::optional<Mode> mode);

}  // namespace overmatch
