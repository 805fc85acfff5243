// SPDX-License-Identifier: Apache-2.0
#include "python/reports.h"

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

#include "analysis/configs/formats/read_config.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "python/callable_matcher.h"
#include "report/audit/audit_ids.h"
#include "report/audit/run_audit.h"
#include "report/ci/ci_report.h"
#include "report/compare/run_compare.h"
#include "report/lock/lock_difference.h"
#include "report/proof/run_proof.h"
#include "report/run_time.h"
#include "report/wrap.h"
#include "subjects/subject_error.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace overmatch::python {

namespace {

Severity need_severity(const std::string& name) {
  const auto severity = parse_severity(name);
  if (!severity)
    throw InputError("unknown severity \"" + name + "\": choose note, warning or error");
  return *severity;
}

// A change of a lock: kind, result, why, names.
using GivenChange = std::tuple<std::string, std::string, std::string, std::vector<std::string>>;

// An audit and what the command line would write of it.
class Audited {
 public:
  explicit Audited(std::unique_ptr<const AuditRun> run) : run_(std::move(run)) {}

  [[nodiscard]] std::string text(bool all) const {
    const nb::gil_scoped_release released;
    return audit_text(run_->report(), false, all);
  }
  [[nodiscard]] std::string json() const {
    const nb::gil_scoped_release released;
    return audit_json(run_->report());
  }
  [[nodiscard]] std::string html() const {
    const nb::gil_scoped_release released;
    return audit_html(run_->report(), facts_of_run());
  }
  [[nodiscard]] std::string markdown() const { return audit_markdown(run_->report()); }
  [[nodiscard]] std::string sarif() const { return audit_sarif(run_->report(), OVERMATCH_VERSION); }
  // The ids of each finding as a baseline has them: one that is about several entries has several.
  [[nodiscard]] std::vector<std::vector<std::string>> ids() const {
    std::vector<std::vector<std::string>> all(run_->report().audit.findings.size());
    for (FoundId& each : ids_of(run_->report())) all[each.finding].push_back(std::move(each.id));
    return all;
  }
  [[nodiscard]] std::size_t count(const std::string& least) const {
    return verdict(run_->report()).from(need_severity(least));
  }
  // As on the command line: 1 something found, 4 nothing found but something not judged, else 0.
  [[nodiscard]] int exit_status(const std::optional<std::string>& least) const {
    const auto from = least ? std::optional(need_severity(*least)) : std::nullopt;
    if (is_found(run_->report(), from)) return 1;
    return is_incomplete(run_->report()) ? 4 : 0;
  }
  // The text of the lock file.
  [[nodiscard]] std::string lock() const {
    need_selection();
    return lock_text(make_lock(run_->report()));
  }
  // Compares with the text of a lock file: {text, text with every list in full, changes, whether
  // all is judged}.
  [[nodiscard]] std::tuple<std::string, std::string, std::vector<GivenChange>, bool> check_lock(
      const std::string& text, const std::string& file) const {
    need_selection();
    const nb::gil_scoped_release released;
    const Lock before = parse_lock(text, file);
    const auto refusal = refusal_of(run_->report());
    const LockDifference difference =
        refusal ? refused_now(*refusal)
                : compare_locks(before, make_lock(run_->report()), run_->index());
    std::vector<GivenChange> changes;
    for (const LockChange& change : difference.changes) {
      changes.emplace_back(to_string(change.kind), change.result, change.why,
                           names_of(change.names));
    }
    return {difference_text(difference, file, false, false),
            difference_text(difference, file, false, true), std::move(changes),
            !difference.incomplete};
  }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return run_->model().warnings; }

 private:
  void need_selection() const {
    if (run_->report().audit.patterns.empty() && !run_->report().effect && !run_->report().read)
      throw InputError("lock needs what selects modules: give a config or patterns");
  }

  std::unique_ptr<const AuditRun> run_;
};

// {name, requires_grad, role, module, tensor}, as in DumpedParameter.
using GivenParameter = std::tuple<std::string, bool, std::string, std::string, std::uint64_t>;

void set_dump(AuditRequest& request, std::vector<GivenParameter> dump) {
  request.dump.clear();
  for (auto& [name, requires_grad, role, module, tensor] : dump) {
    const auto parsed = parse_role(role);
    if (!parsed) throw InputError("unknown role \"" + role + "\"");
    request.dump.push_back({std::move(name), requires_grad, parsed, std::move(module), tensor});
  }
}

// Reads the model from `text`, or from `file` if there is none, and audits it.
std::unique_ptr<Audited> audit(const std::optional<std::string>& text, const std::string& file,
                               const AuditRequest& request) {
  const nb::gil_scoped_release released;
  check_usage(request);
  return std::make_unique<Audited>(
      run_audit(text ? parse_model(*text, file) : read_model(file), file, request));
}

// A proof and what the command line would write of it.
class Proved {
 public:
  explicit Proved(ProofResult result) : result_(std::move(result)) {}

  [[nodiscard]] std::string verdict() const {
    return std::string(to_string(result_.decision.verdict));
  }
  [[nodiscard]] std::string text() const { return proof_text(result_, false); }
  [[nodiscard]] std::string json() const { return proof_json(result_); }
  [[nodiscard]] std::string html() const { return proof_html(result_, facts_of_run()); }

 private:
  ProofResult result_;
};

std::unique_ptr<Proved> prove(const ProofRequest& request) {
  const nb::gil_scoped_release released;
  return std::make_unique<Proved>(run_proof(request));
}

// One side of a comparison: the reference of a mode, or a callable that is asked in it.
struct Side {
  Side(nb::object callable, const std::string& name, const std::string& mode_name,
       nb::object rejected) {
    const Mode mode = need_mode(mode_name);
    subject.mode = mode;
    subject.in_process = true;
    if (callable.is_none()) {
      subject.matcher = make_reference(mode);
      return;
    }
    auto made = std::make_unique<CallableMatcher>(nb::cast<nb::callable>(callable), name, mode,
                                                  std::move(rejected));
    matcher = made.get();
    subject.matcher = std::move(made);
  }
  Subject subject;
  CallableMatcher* matcher = nullptr;  // null for a reference
};

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
                                  const std::vector<std::string>& patterns, std::uint64_t generated,
                                  std::uint64_t seed) {
  CompareReport report;
  Signals signals;
  try {
    const nb::gil_scoped_release released;
    CompareRequest request{{}, patterns, generated, seed};
    // A callable reads plain lists here, also of a dialect with labels.
    if (generated != 0 && a.matcher == nullptr && b.matcher == nullptr)
      set_generated_orders(a.subject, b.subject, "");
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

report::RunFacts facts_of_run() {
  report::RunFacts facts;
  facts.version = OVERMATCH_VERSION;
  facts.started = report::time_of_run();
  return facts;
}

void add_reports(nb::module_& module) {
  nb::class_<AuditRequest>(module, "AuditRequest")
      .def(nb::init<>())
      .def_rw("mode", &AuditRequest::mode)
      .def_rw("patterns", &AuditRequest::patterns)
      .def_rw("peft_version", &AuditRequest::peft_version)
      .def_rw("intended", &AuditRequest::intended, nb::arg().none())
      .def_rw("hazards", &AuditRequest::hazards)
      .def_rw("accept", &AuditRequest::accept)
      .def(
          "set_before",
          [](AuditRequest& request, const std::optional<std::string>& text,
             const std::string& file) {
            request.before = text ? parse_model(*text, file).tree : read_model(file).tree;
          },
          nb::arg().none(), nb::arg())
      .def("set_peft", [](AuditRequest& request, std::string text,
                          std::string file) { request.peft = {std::move(text), std::move(file)}; })
      .def_rw("override_tensor", &AuditRequest::override_tensor)
      .def_rw("tensor_type", &AuditRequest::tensor_type)
      // Reads the text as a config of any kind; one of PEFT as set_peft does.
      .def("set_config",
           [](AuditRequest& request, std::string text, std::string file) {
             auto& named = is_for_peft(text, file) ? request.peft : request.config;
             named = {std::move(text), std::move(file)};
           })
      .def("set_trainable",
           [](AuditRequest& request, std::string text, std::string file) {
             request.trainable = {std::move(text), std::move(file)};
           })
      .def("set_dump", &set_dump);
  nb::class_<Audited>(module, "Audited")
      .def("text", &Audited::text)
      .def("json", &Audited::json)
      .def("html", &Audited::html)
      .def("markdown", &Audited::markdown)
      .def("sarif", &Audited::sarif)
      .def("ids", &Audited::ids)
      .def("count", &Audited::count)
      .def("exit_status", &Audited::exit_status, nb::arg().none())
      .def("lock", &Audited::lock)
      .def("check_lock", &Audited::check_lock)
      .def_prop_ro("warnings", &Audited::warnings);
  module.def("write_file",
             [](const std::string& file, const std::string& text) { write_file(file, text); });
  module.def("audit", &audit, nb::arg().none(), nb::arg(), nb::arg());

  nb::class_<ProofRequest>(module, "ProofRequest")
      .def(nb::init<>())
      .def_rw("mode", &ProofRequest::mode)
      .def_rw("patterns", &ProofRequest::patterns)
      .def_rw("mode_b", &ProofRequest::mode_b)
      .def_rw("intended", &ProofRequest::intended, nb::arg().none())
      .def_rw("within", &ProofRequest::within)
      .def_rw("includes", &ProofRequest::includes)
      .def_rw("disjoint", &ProofRequest::disjoint)
      .def_rw("same_as", &ProofRequest::same_as)
      .def_prop_rw(
          "order", [](const ProofRequest& request) { return request.labels.order; },
          [](ProofRequest& request, const std::string& order) { request.labels.order = order; })
      .def_prop_rw(
          "labels", [](const ProofRequest& request) { return request.labels.labels; },
          [](ProofRequest& request, const std::vector<GivenLabel>& labels) {
            request.labels.labels = labels;
          })
      .def_prop_rw(
          "labels_b", [](const ProofRequest& request) { return request.labels_b.labels; },
          [](ProofRequest& request, const std::vector<GivenLabel>& labels) {
            request.labels_b.labels = labels;
          })
      .def(
          "set_only",
          [](ProofRequest& request, const GivenLabel& label) { request.only.emplace(label); },
          nb::arg().none())
      .def_rw("dead", &ProofRequest::dead, nb::arg().none())
      .def_rw("no_overlap", &ProofRequest::no_overlap)
      .def_rw("swap", &ProofRequest::swap, nb::arg().none())
      .def_rw("visible", &ProofRequest::visible)
      .def_rw("states", &ProofRequest::states);
  nb::class_<Proved>(module, "Proved")
      .def_prop_ro("verdict", &Proved::verdict)
      .def("text", &Proved::text)
      .def("json", &Proved::json)
      .def("html", &Proved::html);
  module.def("prove", &prove);

  nb::class_<Side>(module, "Side")
      .def(nb::init<nb::object, const std::string&, const std::string&, nb::object>(),
           nb::arg().none(), nb::arg(), nb::arg(), nb::arg());
  nb::class_<Compared>(module, "Compared")
      .def("text", &Compared::text)
      .def("json", &Compared::json)
      .def("html", &Compared::html);
  module.def("compare", &compare);
  module.def("wrapped", [](const std::string& text, std::size_t width) {
    return report::wrapped(text, width);
  });
}

}  // namespace overmatch::python
