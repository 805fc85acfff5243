// SPDX-License-Identifier: Apache-2.0
#include "search/campaign/search_records.h"

#include "properties/registry.h"
#include "search/byte_stream.h"

namespace overmatch {

namespace {

constexpr char kDiscoveryRecord = 'd';
constexpr char kStatisticsRecord = 's';
constexpr char kTreeRecord = 't';
constexpr char kObservationRecord = 'o';
constexpr double kNanoseconds = 1e9;

Discovery read_discovery(ByteReader& in) {
  Discovery discovery;
  discovery.key.property = find_property(in.text());
  discovery.key.direction = static_cast<Direction>(in.number());
  discovery.key.group = static_cast<KindGroup>(in.number());
  in.content(discovery.content);
  discovery.what = in.text();
  discovery.found_after = in.number();
  discovery.phase = static_cast<Phase>(in.number());
  discovery.strategy = in.text();
  return discovery;
}

Observation read_observation(ByteReader& in) {
  Observation seen;
  in.content(seen.content);
  seen.phase = static_cast<Phase>(in.number());
  seen.strategy = in.text();
  seen.kinds = static_cast<std::uint32_t>(in.number());
  seen.violated = in.text();
  seen.rejected = in.number() != 0;
  seen.selected = in.number();
  seen.seconds = static_cast<double>(in.number()) / kNanoseconds;
  return seen;
}

RealExample read_real_example(ByteReader& in) {
  RealExample real_example;
  real_example.tree = in.text();
  real_example.pattern = in.text();
  real_example.target = in.text();
  real_example.wrong_count = in.number();
  real_example.direction = static_cast<Direction>(in.number());
  for (std::uint64_t count = in.number(); in.ok() && count > 0; --count)
    real_example.wrong.emplace_back(in.text());
  return real_example;
}

}  // namespace

std::string record(const Discovery& discovery) {
  ByteWriter out;
  out.number(kDiscoveryRecord).text(discovery.key.property->name);
  out.number(static_cast<std::uint64_t>(discovery.key.direction))
      .number(static_cast<std::uint64_t>(discovery.key.group));
  out.content(discovery.content).text(discovery.what).number(discovery.found_after);
  out.number(static_cast<std::uint64_t>(discovery.phase)).text(discovery.strategy);
  return out.bytes();
}

std::string record(const TreeHit& hit) {
  ByteWriter out;
  out.number(kTreeRecord).number(hit.tree).number(hit.question);
  return out.bytes();
}

std::string record(const Statistics& statistics) {
  ByteWriter out;
  out.number(kStatisticsRecord);
  statistics.write(out);
  return out.bytes();
}

std::string record(const Observation& observation) {
  ByteWriter out;
  out.number(kObservationRecord).content(observation.content);
  out.number(static_cast<std::uint64_t>(observation.phase)).text(observation.strategy);
  out.number(observation.kinds).text(observation.violated).number(observation.rejected ? 1 : 0);
  out.number(observation.selected)
      .number(static_cast<std::uint64_t>(observation.seconds * kNanoseconds));
  return out.bytes();
}

std::string record(const RealExample& real_example) {
  ByteWriter out;
  out.text(real_example.tree)
      .text(real_example.pattern)
      .text(real_example.target)
      .number(real_example.wrong_count);
  out.number(static_cast<std::uint64_t>(real_example.direction)).number(real_example.wrong.size());
  for (const std::string& path : real_example.wrong) out.text(path);
  return out.bytes();
}

SearchRecords read_search_records(std::string_view bytes) {
  SearchRecords records;
  for (ByteReader in(bytes); !in.at_end();) {
    const std::uint64_t kind = in.number();
    if (kind == kDiscoveryRecord) {
      Discovery discovery = read_discovery(in);
      if (!in.ok() || discovery.key.property == nullptr) break;  // truncated by a crash
      records.discoveries.push_back(std::move(discovery));
    } else if (kind == kStatisticsRecord) {
      Statistics counts;
      counts.read(in);
      if (in.ok()) records.statistics.add(counts);
    } else if (kind == kTreeRecord) {
      const TreeHit hit{in.number(), in.number()};
      if (in.ok()) records.hits.push_back(hit);
    } else if (kind == kObservationRecord) {
      Observation seen = read_observation(in);
      if (in.ok()) records.observations.push_back(std::move(seen));
    } else {
      break;
    }
  }
  return records;
}

std::vector<RealExample> read_real_examples(std::string_view bytes) {
  std::vector<RealExample> real_examples;
  for (ByteReader in(bytes); !in.at_end();) {
    RealExample real_example = read_real_example(in);
    if (in.ok()) real_examples.push_back(std::move(real_example));
  }
  return real_examples;
}

}  // namespace overmatch
