// SPDX-License-Identifier: Apache-2.0
#include "python/reports.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "analysis/configs/formats/read_config.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "report/audit/audit_ids.h"
#include "report/audit/run_audit.h"
#include "report/ci/ci_report.h"
#include "report/lock/lock_difference.h"
#include "report/proof/run_proof.h"
#include "report/run_time.h"
#include "report/wrap.h"

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

  module.def("wrapped", [](const std::string& text, std::size_t width) {
    return report::wrapped(text, width);
  });
}

}  // namespace overmatch::python
