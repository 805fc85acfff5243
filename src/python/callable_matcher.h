// SPDX-License-Identifier: Apache-2.0
// A Python callable as a subject: matcher(patterns, modules) -> an iterable of bool, one a module,
// or of selected names.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "matchers/matcher.h"

namespace overmatch::python {

class CallableMatcher final : public Matcher {
 public:
  // `rejected` are the exceptions, a tuple of classes, that are a rejection of the patterns and no
  // mistake.
  CallableMatcher(nanobind::callable callable, std::string name, Mode mode,
                  nanobind::object rejected);
  // The GIL must be held.
  ~CallableMatcher() override;

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }

  // Takes the GIL. An exception is a SubjectFailure; one that is no Exception (KeyboardInterrupt,
  // what pytest ends a test with) is kept, and ends the work with WorkEnded.
  void match(const Question& question, Answer& answer) override;

  // What ended the work, once; null if nothing did. The GIL must be held.
  [[nodiscard]] nanobind::object take_kept();
  // The traceback of the last exception that was a SubjectFailure, "" if there was none since the
  // last call.
  [[nodiscard]] std::string take_traceback();

 private:
  void take(nanobind::handle result, const Question& question, Answer& answer) const;
  [[noreturn]] void fail(nanobind::python_error& error);

  nanobind::callable callable_;
  std::string name_;
  Mode mode_;
  nanobind::object rejected_;
  std::optional<nanobind::python_error> kept_;
  std::string traceback_;
};

}  // namespace overmatch::python
