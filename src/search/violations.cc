// SPDX-License-Identifier: Apache-2.0
#include "search/violations.h"

#include <algorithm>

#include "properties/registry.h"
#include "search/wire.h"

namespace overmatch {

namespace {

// Wants what it has not been told of.
class Rest final : public Wanted {
 public:
  [[nodiscard]] bool operator()(Direction direction, Shape shape) const override {
    return std::none_of(seen.begin(), seen.end(), [&](const Sort& sort) {
      return sort.direction == direction && sort.shape == shape;
    });
  }
  std::vector<Sort> seen;
};

void write_sort(WireWriter& out, const Sort& sort) {
  out.text(sort.property->name)
      .number(static_cast<std::uint64_t>(sort.direction))
      .number(static_cast<std::uint64_t>(sort.shape));
}

Sort read_sort(WireReader& in) {
  Sort sort;
  sort.property = find_property(in.text());
  sort.direction = static_cast<Direction>(in.number());
  sort.shape = static_cast<Shape>(in.number());
  return sort;
}

}  // namespace

bool violates(Trial& trial, const Sort& sort, const Case& content, Violation& violation) {
  trial.begin(content);
  try {
    return sort.property->check(trial, Only(sort), violation) == Verdict::violated;
  } catch (const SubjectFailure& failure) {
    violation.what = failure.what();
    return sort.property == &kTotality && sort.shape == Shape::whole_list;
  }
}

void ask_all(Probe& probe, std::span<const Property* const> properties, const Case& content) {
  Trial trial(probe);
  trial.begin(content);
  for (const Property* const property : properties) {
    if (!property->modes.contains(probe.mode())) continue;
    Violation violation;
    try {
      static_cast<void>(property->check(trial, Rest{}, violation));
    } catch (const SubjectFailure&) {  // an answer, though a bad one
    }
  }
}

void report_violations(Trial& trial, const Property& property, const Sink& sink) {
  Rest rest;
  for (;;) {
    Violation violation;
    Sort sort{&property, Direction::other, Shape::whole_list};
    bool last = false;
    try {
      if (property.check(trial, rest, violation) != Verdict::violated) return;
      sort = {&property, violation.direction, violation.shape};
      rest.seen.push_back(sort);
      last = sort.shape == Shape::whole_list;
    } catch (const SubjectFailure& failure) {
      violation.what = failure.what();
      sort.property = &kTotality;
      violation.question = trial.failed();
      last = true;
    }
    WireWriter out;
    write_sort(out, sort);
    out.text(violation.what)
        .content(sort.property == &kTotality ? violation.question : trial.content());
    sink.write(out.bytes());
    if (last) return;
  }
}

std::vector<Discovery> violations_of(const Runner& runner,
                                     std::span<const Property* const> properties,
                                     const Case& content, std::string& crash) {
  std::vector<Discovery> all;
  crash.clear();
  // A process for each property: what one asks must not change what another sees.
  for (const Property* const property : properties) {
    if (!property->modes.contains(content.mode)) continue;
    const Runner::Work ask = [&](Probe& probe, const Sink& sink, Heartbeat&) {
      Trial trial(probe);
      trial.thorough = true;
      trial.begin(content);
      report_violations(trial, *property, sink);
    };
    IsolatedRun run;
    try {
      run = property == properties.front() ? runner.run(ask) : runner.run_on(ask);
    } catch (const WorkEnded&) {
      return all;
    }
    for (WireReader in(run.output); !in.at_end();) {
      Discovery discovery;
      discovery.sort = read_sort(in);
      discovery.what = in.text();
      in.content(discovery.content);
      const auto same = [&](const Discovery& other) { return other.sort == discovery.sort; };
      if (in.ok() && discovery.sort.property != nullptr &&
          std::none_of(all.begin(), all.end(), same)) {
        all.push_back(std::move(discovery));
      }
    }
    if (run.ending != Ending::finished && crash.empty()) {
      crash = run.describe();
      if (!run.diagnostics.empty()) crash += "\n" + run.diagnostics;
      return all;  // the next property would most likely die too, and a hang takes its time
    }
  }
  return all;
}

IsolatedRun death_on(const Runner& runner, std::span<const Property* const> properties,
                     const Case& content) {
  return runner.run(
      [&](Probe& probe, const Sink&, Heartbeat&) { ask_all(probe, properties, content); });
}

}  // namespace overmatch
