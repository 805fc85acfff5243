// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bug_set.h"

#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <utility>

#include "matchers/portable_regex.h"
#include "names/input_error.h"

namespace overmatch::bench {

namespace {

bool speaks_of_empty(const Planted& planted) {
  return std::any_of(planted.witness.begin(), planted.witness.end(), [](const Ask& ask) {
    return std::find(ask.patterns.begin(), ask.patterns.end(), "") != ask.patterns.end();
  });
}

std::vector<Bug> gather() {
  std::vector<Bug> bugs;
  for (const Planted& one : planted()) {
    if (one.expect == Expect::correct || one.differs != Differs::inside) continue;
    bugs.push_back({&one, one.theme, speaks_of_empty(one)});
  }
  return bugs;
}

class Scored final : public Matcher {
 public:
  explicit Scored(const Bug& bug)
      : bug_(bug), subject_(bug.planted->make()), reference_(make_reference(bug.mode())) {}
  [[nodiscard]] std::string_view name() const override { return bug_.planted->name; }
  [[nodiscard]] Mode mode() const override { return bug_.mode(); }
  [[nodiscard]] bool takes_labels() const override { return bug_.order() != Order::any; }
  void match(const Question& question, Answer& answer) override {
    (counts(bug_, question) ? *subject_ : *reference_).match(question, answer);
  }

 private:
  Bug bug_;
  std::unique_ptr<Matcher> subject_;
  std::unique_ptr<Matcher> reference_;
};

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

const std::vector<Bug>& all_bugs() {
  static const std::vector<Bug> bugs = gather();
  return bugs;
}

std::vector<Bug> choose_bugs(const std::vector<std::string>& names, std::size_t per_class,
                             bool labelled) {
  std::vector<Bug> chosen;
  for (const std::string& name : names) {
    const auto found = std::find_if(all_bugs().begin(), all_bugs().end(),
                                    [&](const Bug& bug) { return bug.planted->name == name; });
    if (found == all_bugs().end())
      throw InputError("no planted bug has the name \"" + name + "\": --list shows them");
    chosen.push_back(*found);
  }
  if (!names.empty()) return chosen;
  std::map<std::pair<Mode, std::string_view>, std::vector<const Bug*>> classes;
  for (const Bug& bug : all_bugs()) {
    if ((bug.order() != Order::any) != labelled) continue;
    if (per_class == 0) chosen.push_back(bug);
    classes[{bug.mode(), bug.theme}].push_back(&bug);
  }
  if (per_class == 0) return chosen;
  for (const auto& [key, bugs] : classes) {
    const std::size_t count = std::min(per_class, bugs.size());
    for (std::size_t at = 0; at < count; ++at)
      chosen.push_back(*bugs[(2 * at + 1) * bugs.size() / (2 * count)]);
  }
  return chosen;
}

bool counts(const Bug& bug, const Question& question) {
  if (!bug.about_empty && std::find(question.patterns.begin(), question.patterns.end(), "") !=
                              question.patterns.end()) {
    return false;
  }
  return is_portable(bug.mode(), question);
}

std::unique_ptr<Matcher> make_subject(const Bug& bug) { return std::make_unique<Scored>(bug); }

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double children_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

}  // namespace overmatch::bench
