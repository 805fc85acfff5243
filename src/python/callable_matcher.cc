// SPDX-License-Identifier: Apache-2.0
#include "python/callable_matcher.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "subjects/probe.h"

namespace overmatch::python {

namespace nb = nanobind;

namespace {

nb::list to_list(std::span<const std::string_view> names) {
  nb::list list = nb::steal<nb::list>(PyList_New(static_cast<Py_ssize_t>(names.size())));
  if (!list.is_valid()) throw nb::python_error();
  for (std::size_t at = 0; at < names.size(); ++at) {
    PyObject* const text =
        PyUnicode_DecodeUTF8(names[at].data(), static_cast<Py_ssize_t>(names[at].size()), nullptr);
    if (text == nullptr) throw nb::python_error();
    // Not the macro, which the stable ABI lacks; an index in range cannot fail.
    static_cast<void>(PyList_SetItem(list.ptr(), static_cast<Py_ssize_t>(at), text));
  }
  return list;
}

nb::list to_list(std::span<const Label> labels) {
  nb::list list;
  for (const Label label : labels) {
    if (label == kNull)
      list.append(nb::none());
    else
      list.append(nb::str(label_name(label).c_str()));
  }
  return list;
}

std::string shown(nb::handle value) {
  std::string text = nb::repr(value).c_str();
  constexpr std::size_t kMost = 80;
  if (text.size() > kMost) {
    std::size_t cut = kMost;
    while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut) + "…";
  }
  return text;
}

// Reads values that are bools, Python's or NumPy's, and so neither indices nor names.
class BoolReader {
 public:
  std::optional<bool> read(nb::handle item) {
    if (item.ptr() == Py_True) return true;
    if (item.ptr() == Py_False) return false;
    if (PyUnicode_Check(item.ptr()) != 0) return std::nullopt;
    if (!type_.is(item.type())) {
      const std::string name = nb::str(item.type().attr("__name__")).c_str();
      if ((name != "bool" && name != "bool_") ||
          std::string_view(nb::str(item.type().attr("__module__")).c_str()) != "numpy")
        return std::nullopt;
      type_ = nb::borrow(item.type());
    }
    const int truth = PyObject_IsTrue(item.ptr());
    if (truth < 0) throw nb::python_error();
    return truth != 0;
  }

 private:
  nb::object type_;  // NumPy's, once one was seen
};

// A module's name and its index.
using Place = std::pair<std::string_view, std::size_t>;
struct ByName {
  bool operator()(const Place& left, const Place& right) const { return left.first < right.first; }
};

std::vector<Place> places_of(std::span<const std::string_view> modules) {
  std::vector<Place> places;
  for (std::size_t at = 0; at < modules.size(); ++at) places.emplace_back(modules[at], at);
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

CallableMatcher::CallableMatcher(nb::callable callable, std::string name, Mode mode,
                                 nb::object rejected, bool labelled)
    : callable_(std::move(callable)),
      name_(std::move(name)),
      mode_(mode),
      rejected_(std::move(rejected)),
      labelled_(labelled) {}

CallableMatcher::~CallableMatcher() = default;

void CallableMatcher::match(const Question& question, Answer& answer) {
  const nb::gil_scoped_acquire held;
  try {
    const nb::list patterns = to_list(question.patterns);
    const nb::list modules = to_list(question.modules);
    if (question.has_labels())
      take_labels(callable_(patterns, modules, to_list(question.labels)), question, answer);
    else
      take(callable_(patterns, modules), question, answer);
  } catch (nb::python_error& error) {
    if (error.matches(rejected_)) {
      answer.reject(nb::str(error.value()).c_str());
      return;
    }
    fail(error);
  }
}

namespace {

// Iterates over what a matcher returned, which a str would be, too. Throws SubjectFailure with what
// is wanted for anything else.
nb::object iterate(nb::handle result, const char* wanted) {
  nb::object iterator;
  if (!result.is_none() && PyUnicode_Check(result.ptr()) == 0)
    iterator = nb::steal(PyObject_GetIter(result.ptr()));
  if (!iterator.is_valid()) {
    PyErr_Clear();
    throw SubjectFailure("returned " + shown(result) + wanted);
  }
  return iterator;
}

// The next item, or null at the end.
nb::object next_of(const nb::object& iterator) {
  nb::object item = nb::steal(PyIter_Next(iterator.ptr()));
  if (!item.is_valid() && PyErr_Occurred() != nullptr) throw nb::python_error();
  return item;
}

// The bytes of a str, which must outlive them.
std::string_view text_of(const nb::object& text) {
  Py_ssize_t size = 0;
  const char* const data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (data == nullptr) throw nb::python_error();
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

void CallableMatcher::take_labels(nb::handle result, const Question& question,
                                  Answer& answer) const {
  constexpr const char* kWanted =
      "; wanted is an iterable of labels, one a module, each a label of the list or None";
  const nb::object iterator = iterate(result, kWanted);
  const std::size_t count = question.modules.size();
  answer.start(count);
  std::size_t at = 0;
  for (nb::object item = next_of(iterator); item.is_valid(); item = next_of(iterator), ++at) {
    if (at == count)
      throw SubjectFailure("returned more labels than there are modules, " + std::to_string(count));
    if (item.is_none()) continue;
    if (PyUnicode_Check(item.ptr()) == 0)
      throw SubjectFailure("returned an iterable that holds " + shown(item) + kWanted);
    const auto found = std::find_if(
        question.labels.begin(), question.labels.end(),
        [&](Label label) { return label != kNull && label_name(label) == text_of(item); });
    if (found == question.labels.end())
      throw SubjectFailure("returned the label " + shown(item) + ", which no entry has");
    answer.assign(at, *found);
  }
  if (at < count)
    throw SubjectFailure("returned " + std::to_string(at) + " labels for " + std::to_string(count) +
                         " modules");
}

void CallableMatcher::take(nb::handle result, const Question& question, Answer& answer) const {
  constexpr const char* kWanted =
      "; wanted is an iterable of bool, one a module, or of the names of the selected modules";
  const nb::object iterator = iterate(result, kWanted);
  const std::size_t count = question.modules.size();
  answer.start(count);
  BoolReader bools;
  std::vector<Place> places;  // sorted by name; filled at the first name
  std::size_t flags = 0;
  std::size_t names = 0;
  for (nb::object item = next_of(iterator); item.is_valid(); item = next_of(iterator)) {
    if (const auto flag = bools.read(item)) {
      if (flags < count && *flag) answer.select(flags);
      ++flags;
    } else if (PyUnicode_Check(item.ptr()) != 0) {
      const std::string_view name = text_of(item);
      if (places.empty()) places = places_of(question.modules);
      const auto [first, last] =
          std::equal_range(places.begin(), places.end(), Place{name, 0}, ByName{});
      if (first == last)
        throw SubjectFailure("returned the name " + shown(item) +
                             ", which is not among the modules");
      for (auto place = first; place != last; ++place) answer.select(place->second);
      ++names;
    } else {
      throw SubjectFailure("returned an iterable that holds " + shown(item) + kWanted);
    }
    if (flags > 0 && names > 0)
      throw SubjectFailure(std::string("returned bools and names in one iterable") + kWanted);
    if (flags > count)
      throw SubjectFailure("returned more bools than there are modules, " + std::to_string(count));
  }
  if (flags > 0 && flags < count) {
    throw SubjectFailure("returned " + std::to_string(flags) + " bools for " +
                         std::to_string(count) + " modules");
  }
}

void CallableMatcher::fail(nb::python_error& error) {
  if (!error.matches(PyExc_Exception)) {
    if (!kept_) kept_.emplace(std::move(error));
    throw WorkEnded{};
  }
  traceback_ = error.what();  // with its frames; the last line is the exception
  const std::size_t end = traceback_.find_last_not_of("\n");
  const std::size_t begin = traceback_.find_last_of('\n', end);
  throw SubjectFailure("raised " +
                       traceback_.substr(begin == std::string::npos ? 0 : begin + 1, end - begin));
}

nb::object CallableMatcher::take_kept() {
  if (!kept_) return {};
  // Ctrl-C sets only the exception's type; before Python 3.12 its value is made on demand.
  nb::object error =
      kept_->value().is_valid() ? nb::borrow(kept_->value()) : nb::borrow(kept_->type())();
  kept_.reset();
  return error;
}

std::string CallableMatcher::take_traceback() { return std::exchange(traceback_, {}); }

}  // namespace overmatch::python
