// SPDX-License-Identifier: Apache-2.0
#include "search/hunt_records.h"

#include "properties/registry.h"
#include "search/wire.h"

namespace overmatch {

namespace {

constexpr char kDiscoveryRecord = 'd';
constexpr char kStatisticsRecord = 's';
constexpr char kTreeRecord = 't';

Discovery read_discovery(WireReader& in) {
  Discovery discovery;
  discovery.sort.property = find_property(in.text());
  discovery.sort.direction = static_cast<Direction>(in.number());
  discovery.sort.shape = static_cast<Shape>(in.number());
  in.content(discovery.content);
  discovery.what = in.text();
  discovery.found_after = in.number();
  discovery.phase = static_cast<Phase>(in.number());
  discovery.strategy = in.text();
  return discovery;
}

Sighting read_sighting(WireReader& in) {
  Sighting sighting;
  sighting.tree = in.text();
  sighting.pattern = in.text();
  sighting.target = in.text();
  sighting.wrong_count = in.number();
  sighting.direction = static_cast<Direction>(in.number());
  for (std::uint64_t count = in.number(); in.ok() && count > 0; --count)
    sighting.wrong.emplace_back(in.text());
  return sighting;
}

}  // namespace

std::string record(const Discovery& discovery) {
  WireWriter out;
  out.number(kDiscoveryRecord).text(discovery.sort.property->name);
  out.number(static_cast<std::uint64_t>(discovery.sort.direction))
      .number(static_cast<std::uint64_t>(discovery.sort.shape));
  out.content(discovery.content).text(discovery.what).number(discovery.found_after);
  out.number(static_cast<std::uint64_t>(discovery.phase)).text(discovery.strategy);
  return out.bytes();
}

std::string record(const TreeHit& hit) {
  WireWriter out;
  out.number(kTreeRecord).number(hit.tree).number(hit.question);
  return out.bytes();
}

std::string record(const Statistics& statistics) {
  WireWriter out;
  out.number(kStatisticsRecord);
  statistics.write(out);
  return out.bytes();
}

std::string record(const Sighting& sighting) {
  WireWriter out;
  out.text(sighting.tree).text(sighting.pattern).text(sighting.target).number(sighting.wrong_count);
  out.number(static_cast<std::uint64_t>(sighting.direction)).number(sighting.wrong.size());
  for (const std::string& path : sighting.wrong) out.text(path);
  return out.bytes();
}

HuntRecords read_hunt(std::string_view bytes) {
  HuntRecords records;
  for (WireReader in(bytes); !in.at_end();) {
    const std::uint64_t kind = in.number();
    if (kind == kDiscoveryRecord) {
      Discovery discovery = read_discovery(in);
      if (!in.ok() || discovery.sort.property == nullptr)
        break;  // cut off by the death of the child
      records.discoveries.push_back(std::move(discovery));
    } else if (kind == kStatisticsRecord) {
      Statistics counts;
      counts.read(in);
      if (in.ok()) records.statistics.add(counts);
    } else if (kind == kTreeRecord) {
      const TreeHit hit{in.number(), in.number()};
      if (in.ok()) records.hits.push_back(hit);
    } else {
      break;
    }
  }
  return records;
}

std::vector<Sighting> read_sightings(std::string_view bytes) {
  std::vector<Sighting> sightings;
  for (WireReader in(bytes); !in.at_end();) {
    Sighting sighting = read_sighting(in);
    if (in.ok()) sightings.push_back(std::move(sighting));
  }
  return sightings;
}

}  // namespace overmatch
