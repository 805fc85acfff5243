// SPDX-License-Identifier: Apache-2.0
// Makes a subject of a Python callable: matcher(patterns, modules) returns an iterable of bool, one
// a module, or of selected names. Of lists with labels, matcher(patterns, modules, labels) returns
// an iterable of labels, one a module; labels are str or None.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "matchers/matcher.h"

namespace overmatch::python {

// Calls a Python function in this process.
class CallableMatcher final : public Matcher {
 public:
  // `rejected` is a tuple of the exception classes that reject the patterns. `labelled`: it is
  // asked lists with labels, and no others.
  CallableMatcher(nanobind::callable callable, std::string name, Mode mode,
                  nanobind::object rejected, bool labelled = false);
  // The GIL must be held.
  ~CallableMatcher() override;

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  [[nodiscard]] bool takes_labels() const override { return labelled_; }
  [[nodiscard]] bool takes_plain_lists() const override { return !labelled_; }

  // Takes the GIL. Throws SubjectFailure for an Exception of the callable. Any other exception
  // (KeyboardInterrupt, pytest's own) is kept, and WorkEnded is thrown.
  void match(const Question& question, Answer& answer) override;

  // Returns the kept exception and forgets it; null if there is none. The GIL must be held.
  [[nodiscard]] nanobind::object take_kept();
  // Returns the traceback of the last SubjectFailure and forgets it; "" if there is none.
  [[nodiscard]] std::string take_traceback();

 private:
  void take(nanobind::handle result, const Question& question, Answer& answer) const;
  void take_labels(nanobind::handle result, const Question& question, Answer& answer) const;
  [[noreturn]] void fail(nanobind::python_error& error);

  nanobind::callable callable_;
  std::string name_;
  Mode mode_;
  nanobind::object rejected_;
  bool labelled_;
  std::optional<nanobind::python_error> kept_;
  std::string traceback_;
};

}  // namespace overmatch::python
