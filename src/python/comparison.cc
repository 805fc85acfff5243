// SPDX-License-Identifier: Apache-2.0
#include "python/comparison.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "matchers/need_mode.h"
#include "names/readers/read_tree.h"
#include "python/callable_matcher.h"
#include "python/labelled.h"
#include "python/reports.h"
#include "report/compare/run_compare.h"
#include "subjects/subject_error.h"

namespace nb = nanobind;

namespace overmatch::python {

namespace {

// One side of a comparison: the reference of a mode, or a callable that is asked in it.
struct Side {
  // `labelled`: the callable is asked lists with labels in this order, or that of the mode.
  Side(nb::object callable, const std::string& name, const std::string& mode_name,
       nb::object rejected, bool labelled, const std::string& order) {
    const Mode mode = need_mode(mode_name);
    subject.mode = mode;
    subject.in_process = true;
    if (callable.is_none()) {
      subject.matcher = make_reference(mode);
      return;
    }
    auto made = std::make_unique<CallableMatcher>(nb::cast<nb::callable>(callable), name, mode,
                                                  std::move(rejected), labelled);
    if (labelled) subject.order = need_order(mode, order, "order");
    matcher = made.get();
    subject.matcher = std::move(made);
  }
  // Whether it answers questions with labels, as every reference does.
  [[nodiscard]] bool takes_labels() const { return matcher == nullptr || matcher->takes_labels(); }

  Subject subject;
  CallableMatcher* matcher = nullptr;  // null for a reference
};

// What the patterns of a comparison give, and which of them decides.
struct CompareLabels {
  std::optional<GivenLabels> labels;
  std::string order;
};

// Sets the orders in which the sides decide the list, and returns its labels. Each side's dialect
// may fix its own order.
EntryLabels set_labels(const CompareLabels& given, Side& a, Side& b, std::size_t patterns) {
  EntryLabels labels;
  for (Side* const side : {&a, &b}) {
    const Mode other = (side == &a ? b : a).subject.mode;
    labels = to_labels(side->subject.mode, given.labels,
                       order_for(side->subject.mode, other, given.order), patterns);
    side->subject.order = labels.order;
  }
  return labels;
}

// Whether work may go on: false after a signal (Ctrl-C), whose exception is then set. Asks Python
// ten times a second at most.
class Signals {
 public:
  bool go_on() {
    if (raised_) return false;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(100)) return true;
    last_ = now;
    const nb::gil_scoped_acquire acquired;
    if (PyErr_CheckSignals() == 0) return true;
    raised_.emplace();  // takes the exception
    return false;
  }
  // Raises the exception of the signal, if there was one. The GIL must be held.
  void raise() {
    if (raised_) throw std::move(*raised_);
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::optional<nb::python_error> raised_;
};

// A tree of `compare`: its text, or nothing for a file, and its name.
using GivenTree = std::tuple<std::optional<std::string>, std::string>;

// A comparison and what the command line would write of it.
class Compared {
 public:
  explicit Compared(CompareReport report) : report_(std::move(report)) {}

  [[nodiscard]] std::string text(bool all) const { return compare_text(report_, false, all); }
  [[nodiscard]] std::string json() const { return compare_json(report_); }
  [[nodiscard]] std::string html() const { return compare_html(report_, facts_of_run()); }

 private:
  CompareReport report_;
};

std::unique_ptr<Compared> compare(Side& a, Side& b,
                                  const std::pair<std::string, std::string>& names,
                                  const std::vector<GivenTree>& trees,
                                  const std::vector<std::string>& patterns,
                                  const CompareLabels& labels, std::uint64_t generated,
                                  std::uint64_t seed) {
  CompareReport report;
  Signals signals;
  try {
    const nb::gil_scoped_release released;
    CompareRequest request{{}, patterns, generated, seed};
    // Beside a callable of plain lists, those of a dialect with labels are plain, too.
    if (generated != 0 && a.takes_labels() && b.takes_labels())
      set_generated_orders(a.subject, b.subject, labels.order);
    if (labels.labels) request.labels = set_labels(labels, a, b, patterns.size());
    for (const auto& [text, file] : trees) {
      request.trees.push_back(text ? parse_tree(*text, file) : read_tree(file));
    }
    report = run_compare({&a.subject, names.first}, {&b.subject, names.second}, Limits(), request,
                         [&](std::uint64_t) { return signals.go_on(); });
  } catch (const SubjectError& error) {
    throw std::runtime_error(error.what());
  }
  signals.raise();
  for (Side* const side : {&a, &b}) {
    if (side->matcher == nullptr) continue;
    // An exception that ended the work, such as KeyboardInterrupt.
    if (const nb::object kept = side->matcher->take_kept(); kept.is_valid()) {
      PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(kept.ptr())), kept.ptr());
      throw nb::python_error();
    }
  }
  return std::make_unique<Compared>(std::move(report));
}

}  // namespace

void add_comparisons(nb::module_& module) {
  nb::class_<Side>(module, "Side")
      .def(nb::init<nb::object, const std::string&, const std::string&, nb::object, bool,
                    const std::string&>(),
           nb::arg().none(), nb::arg(), nb::arg(), nb::arg(), nb::arg(), nb::arg());
  nb::class_<CompareLabels>(module, "CompareLabels")
      .def(nb::init<const std::optional<GivenLabels>&, const std::string&>(), nb::arg().none(),
           nb::arg());
  nb::class_<Compared>(module, "Compared")
      .def("text", &Compared::text)
      .def("json", &Compared::json)
      .def("html", &Compared::html);
  module.def("compare", &compare);
}

}  // namespace overmatch::python
