// SPDX-License-Identifier: Apache-2.0
// Defines overmatch._core, the C++ part of the Python package. Only the package uses it, and checks
// all arguments first; texts are UTF-8.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include "cases/case_file.h"
#include "cases/corpus.h"
#include "cases/shipped_trees.h"
#include "generate/case_generator.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/readers/read_tree.h"
#include "names/utf8.h"
#include "names/writable.h"
#include "properties/registry.h"
#include "python/callable_matcher.h"
#include "python/comparison.h"
#include "python/labelled.h"
#include "python/reports.h"
#include "python/trees.h"
#include "report/check/report.h"
#include "report/check/result_facts.h"
#include "report/ci/ci_report.h"
#include "report/words.h"
#include "search/campaign/campaign.h"
#include "search/reduce/reduce.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace overmatch::python {

namespace {

std::vector<const Property*> need_properties(const std::vector<std::string>& names) {
  const auto all = all_properties();
  if (names.empty()) return {all.begin(), all.end()};
  std::vector<const Property*> chosen;
  for (const std::string& name : names) {
    const Property* const property = find_property(name);
    if (property == nullptr) throw InputError("unknown property \"" + name + "\"");
    chosen.push_back(property);
  }
  return chosen;
}

void fill(Names& names, const std::vector<std::string>& from) {
  for (const std::string& name : from) names.push_back(name);
}

// The indices of what the reference selects, or the reason why it rejects the patterns.
std::pair<std::vector<std::size_t>, std::optional<std::string>> select(
    const std::string& mode, const std::vector<std::string>& patterns,
    const std::vector<std::string>& modules) {
  const std::vector<std::string_view> pattern_views(patterns.begin(), patterns.end());
  const std::vector<std::string_view> module_views(modules.begin(), modules.end());
  const auto reference = make_reference(need_mode(mode));
  Answer answer;
  {
    const nb::gil_scoped_release released;
    reference->match({pattern_views, module_views}, answer);
  }
  if (answer.rejected()) return {{}, answer.reason()};
  std::vector<std::size_t> selected;
  for (std::size_t at = 0; at < modules.size(); ++at) {
    if (answer.selects(at)) selected.push_back(at);
  }
  return {selected, std::nullopt};
}

// Generates the cases of `overmatch generate`, as JSON.
class Cases {
 public:
  Cases(const std::string& mode, std::uint64_t seed, bool wide, const std::string& order)
      : generator_(need_mode(mode), wide, need_order(need_mode(mode), order, "order")),
        seed_(seed) {}
  std::string next() {
    const nb::gil_scoped_release released;
    Choices choices(mix_seed(seed_, index_++));
    CaseFacts facts;
    generator_.generate(choices, case_, facts);
    return format_case_line({case_, {}});
  }

 private:
  CaseGenerator generator_;
  std::uint64_t seed_;
  std::uint64_t index_ = 0;
  Case case_;
};

// Draws choices by a Python function, which may raise: then every further choice is 0, and the
// exception is raised once the case is made.
class DrawnChoices final : public ChoiceSource {
 public:
  explicit DrawnChoices(nb::callable below) : below_(std::move(below)) {}
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) noexcept override {
    if (raised_) return 0;
    try {
      const auto drawn = nb::cast<std::uint32_t>(below_(bound));
      return drawn < bound ? drawn : bound - 1;
    } catch (...) {
      raised_ = std::current_exception();
      return 0;
    }
  }
  void raise() const {
    if (raised_) std::rethrow_exception(raised_);
  }

 private:
  nb::callable below_;
  std::exception_ptr raised_;
};

// A case that `below(bound)` chooses, as JSON.
std::string drawn_case(const std::string& mode, bool wide, const std::string& order,
                       nb::callable below) {
  CaseGenerator generator(need_mode(mode), wide, need_order(need_mode(mode), order, "order"));
  DrawnChoices source(std::move(below));
  Choices choices(source);
  Case made;
  CaseFacts facts;
  generator.generate(choices, made, facts);
  source.raise();
  return format_case_line({made, {}});
}

// The options of a search, and its result.
struct Search {
  std::string mode;
  std::string order;  // of lists with labels; "" for plain lists
  std::vector<std::string> properties;
  std::uint64_t cases = 0;
  double seconds = 0;
  bool in_usual_time = false;  // ends within kUsualBudget
  std::uint64_t seed = 1;
  bool exhaustive = true;
  bool wide = false;
  std::vector<std::string> trees;   // files or folders
  std::vector<std::string> corpus;  // files or folders
  std::vector<std::string> accept;
  std::string save;
};

struct Result {
  std::shared_ptr<const CampaignResult> campaign;
  double seconds = 0;                     // that it took
  nb::object error;                       // the exception that ended the search early, or null
  std::vector<std::string> reservations;  // limits of the verdict, for example what was not tried
  std::string json;                       // the report that `overmatch check --json` writes
  std::string verdict;                    // its first line
  std::vector<std::string> texts;         // each finding with its drawing
  std::vector<std::string> cases;         // its minimal case as JSON
  std::vector<std::string> tracebacks;    // of what the matcher raised on it, or ""

  // What `overmatch check` writes with --html, --junit and --format markdown.
  [[nodiscard]] std::string html() const { return html_report(*campaign, style()); }
  [[nodiscard]] std::string junit() const { return junit_report(*campaign, style()); }
  [[nodiscard]] std::string markdown() const { return check_markdown(*campaign, style()); }

 private:
  [[nodiscard]] ReportStyle style() const {
    ReportStyle style;
    style.run = facts_of_run();
    style.run.seconds = seconds;
    return style;
  }
};

// The traceback of what the matcher raises on the case; "" if it does not raise.
std::string traceback_on(CallableMatcher& matcher, const Case& content) {
  static_cast<void>(matcher.take_traceback());
  Answer answer;
  try {
    matcher.match(content.question(), answer);
  } catch (const SubjectFailure&) {  // leaves its traceback
  } catch (const WorkEnded&) {       // kept by the matcher, and raised with the report
    return {};
  }
  return matcher.take_traceback();
}

Result to_result(CampaignResult found, CallableMatcher& matcher) {
  Result result;
  result.campaign = std::make_shared<const CampaignResult>(std::move(found));
  const CampaignResult& campaign = *result.campaign;
  result.json = json_report(campaign);
  const std::string text = text_report(campaign, {});
  result.verdict = report::first_line(text);
  result.reservations = report::reservations(campaign, "seconds", "cases");
  for (const Finding& finding : campaign.findings) {
    result.texts.push_back(text_finding(finding, {}));
    result.cases.push_back(format_case_line({finding.minimal, {}}));
    const bool raised = finding.key.property == &kTotality && finding.reproducible &&
                        finding.not_reduced.empty() && !campaign.interrupted;
    result.tracebacks.push_back(raised ? traceback_on(matcher, finding.minimal) : "");
  }
  return result;
}

CampaignOptions to_options(const Search& search, Mode mode, Order order) {
  CampaignOptions options;
  options.plan.properties = need_properties(search.properties);
  options.plan.seed = search.seed;
  options.plan.cases = search.cases;
  options.plan.seconds = search.seconds;
  if (search.in_usual_time) options.budget = kUsualBudget;
  options.plan.brief = search.in_usual_time;
  options.plan.exhaustive = search.exhaustive;
  options.plan.wide = search.wide;
  for (const std::string& path : search.trees) {
    for (const std::string& file : list_tree_files(path))
      options.plan.trees.push_back(read_tree(file));
  }
  for (const std::string& path : search.corpus) {
    for (const std::string& file : list_case_files(path)) {
      SavedCase saved = read_case(file);
      if (is_for(saved.content, mode, order))
        options.plan.corpus.push_back(std::move(saved.content));
    }
  }
  options.accept = search.accept;
  options.save_folder = search.save;
  return options;
}

Subject to_subject(nb::callable callable, const std::string& name, Mode mode, Order order,
                   nb::object rejected, CallableMatcher*& matcher) {
  auto made = std::make_unique<CallableMatcher>(std::move(callable), name, mode,
                                                std::move(rejected), order != Order::any);
  matcher = made.get();
  Subject subject;
  subject.matcher = std::move(made);
  subject.mode = mode;
  subject.order = order;
  subject.in_process = true;
  return subject;
}

// Runs `work` without the GIL. The result has what was found, and the exception that ended it
// early.
template <typename Work>
Result without_gil(CallableMatcher& matcher, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  Result result = [&] {
    const nb::gil_scoped_release released;
    return work();
  }();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.error = matcher.take_kept();
  return result;
}

Result check(nb::callable callable, const std::string& name, nb::object rejected,
             const Search& search) {
  const Mode mode = need_mode(search.mode);
  const Order order = need_order(mode, search.order, "order");
  CallableMatcher* matcher = nullptr;
  Subject subject =
      to_subject(std::move(callable), name, mode, order, std::move(rejected), matcher);
  return without_gil(*matcher, [&] {
    const CampaignOptions options = to_options(search, mode, order);
    need_writable_folder(options.save_folder);
    return to_result(run_campaign(subject, options), *matcher);
  });
}

// Tests the matcher on one case, as `overmatch repro` does. `order`: in which it is asked a plain
// list, as one with labels.
Result replay(nb::callable callable, const std::string& name, nb::object rejected,
              const std::string& json, const std::string& file,
              const std::vector<std::string>& properties, bool shrink,
              const std::string& order_name) {
  const SavedCase saved = parse_case(json, file);
  const EntryLabels& labels = saved.content.labels;
  const Order order =
      labels.empty() ? need_order(saved.content.mode, order_name, "order") : labels.order;
  CallableMatcher* matcher = nullptr;
  Subject subject = to_subject(std::move(callable), name, saved.content.mode, order,
                               std::move(rejected), matcher);
  return without_gil(*matcher, [&] {
    CampaignOptions options;
    options.plan.properties = need_properties(properties);
    CampaignResult result;
    result.subject = name;
    result.mode = saved.content.mode;
    result.statistics.cases = 1;
    CaseFindings examined = reduce_case(subject, saved.content, options, shrink);
    result.interrupted = examined.interrupted;
    result.findings = unexplained(std::move(examined.findings));
    return to_result(std::move(result), *matcher);
  });
}

std::string case_line(const std::string& file) { return format_case_line(read_case(file)); }

std::string make_case(const std::string& mode, const std::vector<std::string>& patterns,
                      const std::vector<std::string>& modules,
                      const std::optional<std::string>& intended,
                      const std::optional<GivenLabels>& labels, const std::string& order) {
  SavedCase saved;
  saved.content.mode = need_mode(mode);
  fill(saved.content.patterns, patterns);
  fill(saved.content.modules, modules);
  saved.content.intended = intended;
  saved.content.labels = to_labels(saved.content.mode, labels, order, patterns.size());
  return format_case_line(saved);
}

std::vector<std::string> tree(const std::string& file) {
  const nb::gil_scoped_release released;
  const ModuleTree read = read_tree(file);
  return {read.modules.begin(), read.modules.end()};
}

}  // namespace

NB_MODULE(_core, module) {
  // A report that an exception holds may live until the interpreter ends, which is no leak.
  nb::set_leak_warnings(false);
  nb::register_exception_translator([](const std::exception_ptr& error, void*) {
    try {
      std::rethrow_exception(error);
    } catch (const InputError& input) {
      PyErr_SetString(PyExc_ValueError, input.what());
    }
  });
  module.attr("modes") = [] {
    nb::list names;
    for (const Mode mode : kModes) names.append(nb::str(std::string(to_string(mode)).c_str()));
    return nb::tuple(names);
  }();
  module.attr("properties") = [] {
    nb::list names;
    for (const Property* const property : all_properties())
      names.append(nb::str(std::string(property->name).c_str()));
    return nb::tuple(names);
  }();
  module.def("select", [](const std::string& mode, const std::vector<std::string>& patterns,
                          const std::vector<std::string>& modules) {
    auto [selected, reason] = select(mode, patterns, modules);
    return std::make_tuple(std::move(selected), std::move(reason));
  });
  module.def("order_of", [](const std::string& mode, const std::string& order) {
    return std::string(to_string(need_order(need_mode(mode), order, "order")));
  });
  module.def("case_line", &case_line);
  module.def("parsed_line", [](const std::string& text, const std::string& file) {
    return format_case_line(parse_case(text, file));
  });
  module.def("make_case", &make_case, "mode"_a, "patterns"_a, "modules"_a, "intended"_a.none(),
             "labels"_a.none(), "order"_a);
  module.def("select_labels", &select_labels, "mode"_a, "patterns"_a, "modules"_a,
             "labels"_a.none(), "order"_a);
  module.def("case_files", &list_case_files);
  module.def("tree_files", &list_tree_files);
  module.def("tree_file", &tree_file);
  module.def("read_tree", &tree);
  add_trees(module);
  module.def("check", &check);
  module.def("replay", &replay);
  add_reports(module);
  add_comparisons(module);
  nb::class_<Cases>(module, "Cases")
      .def(nb::init<const std::string&, std::uint64_t, bool, const std::string&>())
      .def("next", &Cases::next);
  module.def("drawn_case", &drawn_case);
  nb::class_<Search>(module, "Search")
      .def(nb::init<>())
      .def_rw("mode", &Search::mode)
      .def_rw("order", &Search::order)
      .def_rw("properties", &Search::properties)
      .def_rw("cases", &Search::cases)
      .def_rw("seconds", &Search::seconds)
      .def_rw("in_usual_time", &Search::in_usual_time)
      .def_rw("seed", &Search::seed)
      .def_rw("exhaustive", &Search::exhaustive)
      .def_rw("wide", &Search::wide)
      .def_rw("trees", &Search::trees)
      .def_rw("corpus", &Search::corpus)
      .def_rw("accept", &Search::accept)
      .def_rw("save", &Search::save);
  nb::class_<Result>(module, "Result")
      .def_ro("json", &Result::json)
      .def("html", &Result::html)
      .def("junit", &Result::junit)
      .def("markdown", &Result::markdown)
      .def_ro("verdict", &Result::verdict)
      .def_prop_ro("error",
                   [](const Result& result) {
                     return result.error.is_valid() ? result.error : nb::object(nb::none());
                   })
      .def_ro("reservations", &Result::reservations)
      .def_ro("texts", &Result::texts)
      .def_ro("cases", &Result::cases)
      .def_ro("tracebacks", &Result::tracebacks);
}

}  // namespace overmatch::python
