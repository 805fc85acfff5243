// SPDX-License-Identifier: Apache-2.0
#include "search/violations.h"

#include <algorithm>

#include "properties/registry.h"
#include "search/byte_stream.h"

namespace overmatch {

namespace {

// Wants violations that are not in `seen`.
class Rest final : public Wanted {
 public:
  [[nodiscard]] bool operator()(Direction direction, KindGroup group) const override {
    return std::none_of(seen.begin(), seen.end(), [&](const ViolationKey& key) {
      return key.direction == direction && key.group == group;
    });
  }
  std::vector<ViolationKey> seen;
};

void write_key(ByteWriter& out, const ViolationKey& key) {
  out.text(key.property->name)
      .number(static_cast<std::uint64_t>(key.direction))
      .number(static_cast<std::uint64_t>(key.group));
}

ViolationKey read_key(ByteReader& in) {
  ViolationKey key;
  key.property = find_property(in.text());
  key.direction = static_cast<Direction>(in.number());
  key.group = static_cast<KindGroup>(in.number());
  return key;
}

}  // namespace

bool violates(Trial& trial, const ViolationKey& key, const Case& content, Violation& violation) {
  trial.begin(content);
  try {
    return trial.check(*key.property, Only(key), violation) == Verdict::violated;
  } catch (const SubjectFailure& failure) {
    violation.what = failure.what();
    return key.property == &kTotality && key.group == KindGroup::whole_list;
  }
}

void ask_all(Probe& probe, std::span<const Property* const> properties, const Case& content) {
  Trial trial(probe);
  trial.begin(content);
  for (const Property* const property : properties) {
    if (!property->applies(probe.mode(), probe.order())) continue;
    Violation violation;
    try {
      static_cast<void>(trial.check(*property, Rest{}, violation));
    } catch (const SubjectFailure&) {  // only a crash matters here
    }
  }
}

void report_violations(Trial& trial, const Property& property, const Sink& sink) {
  Rest rest;
  for (;;) {
    Violation violation;
    ViolationKey key{&property, Direction::other, KindGroup::whole_list};
    bool last = false;
    try {
      if (trial.check(property, rest, violation) != Verdict::violated) return;
      key = {&property, violation.direction, violation.group};
      rest.seen.push_back(key);
      last = key.group == KindGroup::whole_list;
    } catch (const SubjectFailure& failure) {
      violation.what = failure.what();
      key.property = &kTotality;
      violation.question = trial.failed();
      last = true;
    }
    ByteWriter out;
    write_key(out, key);
    out.text(violation.what)
        .content(key.property == &kTotality ? violation.question : trial.content());
    sink.write(out.bytes());
    if (last) return;
  }
}

std::vector<Discovery> violations_of(const Runner& runner,
                                     std::span<const Property* const> properties,
                                     const Case& content, std::string& crash) {
  std::vector<Discovery> all;
  crash.clear();
  // A process per property: the questions of one must not affect another.
  for (const Property* const property : properties) {
    if (!property->applies(content.mode, content.labels.order)) continue;
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
    for (ByteReader in(run.output); !in.at_end();) {
      Discovery discovery;
      discovery.key = read_key(in);
      discovery.what = in.text();
      in.content(discovery.content);
      const auto same = [&](const Discovery& other) { return other.key == discovery.key; };
      if (in.ok() && discovery.key.property != nullptr &&
          std::none_of(all.begin(), all.end(), same)) {
        all.push_back(std::move(discovery));
      }
    }
    if (run.ending != Ending::finished && crash.empty()) {
      crash = run.describe();
      if (!run.diagnostics.empty()) crash += "\n" + run.diagnostics;
      return all;  // the next property would most likely crash too
    }
  }
  return all;
}

IsolatedRun crash_on(const Runner& runner, std::span<const Property* const> properties,
                     const Case& content) {
  return runner.run(
      [&](Probe& probe, const Sink&, Heartbeat&) { ask_all(probe, properties, content); });
}

}  // namespace overmatch
