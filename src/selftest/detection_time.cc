// SPDX-License-Identifier: Apache-2.0
#include "selftest/detection_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace overmatch {

namespace {

constexpr std::size_t kSlowestShown = 25;

double slowest(const DetectionTime& pace) {
  return *std::max_element(pace.seconds.begin(), pace.seconds.end());
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::ptrdiff_t missed(const DetectionTime& pace) {
  return std::count(pace.found_after.begin(), pace.found_after.end(), 0U);
}

}  // namespace

bool must_be_found(const DetectionTime& pace) noexcept {
  return pace.planted->expect != Expect::correct && pace.planted->differs == Differs::inside;
}

std::vector<DetectionTime> measure_detection_time(std::span<const Planted* const> matchers,
                                                  const MatrixOptions& options, std::uint64_t seeds,
                                                  const MatrixProgress& progress) {
  std::vector<DetectionTime> paces(matchers.size());
  for (std::size_t at = 0; at < matchers.size(); ++at) paces[at].planted = matchers[at];
  MatrixOptions one = options;
  one.properties = false;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    one.plan.seed = options.plan.seed + seed;
    bool ended = false;
    const auto rows = run_matrix(matchers, one, [&](std::uint64_t done) {
      ended = progress && !progress(seed * matchers.size() + done);
      return !ended;
    });
    if (ended || rows.size() != matchers.size()) break;
    for (std::size_t at = 0; at < rows.size(); ++at) {
      paces[at].seconds.push_back(rows[at].seconds);
      paces[at].found_after.push_back(rows[at].found_after);
    }
  }
  std::erase_if(paces, [](const DetectionTime& pace) { return pace.seconds.empty(); });
  return paces;
}

double share_within(std::span<const DetectionTime> paces, double seconds) {
  std::size_t all = 0;
  std::size_t within = 0;
  for (const DetectionTime& pace : paces) {
    if (!must_be_found(pace)) continue;
    all += pace.seconds.size();
    for (std::size_t seed = 0; seed < pace.seconds.size(); ++seed) {
      if (pace.found_after[seed] != 0 && pace.seconds[seed] <= seconds) ++within;
    }
  }
  return all == 0 ? 1.0 : static_cast<double>(within) / static_cast<double>(all);
}

std::string detection_time_text(std::span<const DetectionTime> paces) {
  std::vector<const DetectionTime*> order;
  std::size_t bugs = 0;
  std::size_t always = 0;
  std::ptrdiff_t accused = 0;
  for (const DetectionTime& pace : paces) {
    if (pace.planted->expect == Expect::correct) {
      accused += static_cast<std::ptrdiff_t>(pace.found_after.size()) - missed(pace);
      continue;
    }
    if (!must_be_found(pace)) continue;
    order.push_back(&pace);
    ++bugs;
    if (missed(pace) == 0) ++always;
  }
  if (order.empty()) return fmt::format("correct variants accused: {}\n", accused);
  std::stable_sort(order.begin(), order.end(),
                   [](const DetectionTime* left, const DetectionTime* right) {
                     return slowest(*left) > slowest(*right);
                   });
  std::string text =
      fmt::format("{} of {} bugs found with every one of {} seeds; correct variants accused: {}\n",
                  always, bugs, order.front()->seconds.size(), accused);
  text += "searches that found their bug, by CPU time:";
  for (const double limit : {0.01, 0.1, 1.0, 2.0, 10.0}) {
    text += fmt::format("  within {} s {:.2f} %", limit, 100 * share_within(paces, limit));
  }
  text += fmt::format("\n\n{:<42}{:>10}{:>10}{:>10}{:>9}\n", "slowest", "median s", "worst s",
                      "cases", "missed");
  for (std::size_t at = 0; at < std::min(order.size(), kSlowestShown); ++at) {
    const DetectionTime& pace = *order[at];
    text += fmt::format("{:<42}{:>10.3f}{:>10.3f}{:>10}{:>9}\n", pace.planted->name,
                        median(pace.seconds), slowest(pace),
                        *std::max_element(pace.found_after.begin(), pace.found_after.end()),
                        missed(pace));
  }
  return text;
}

std::string detection_time_json(std::span<const DetectionTime> paces) {
  nlohmann::ordered_json json;
  json["within_0.1"] = share_within(paces, 0.1);
  json["within_2"] = share_within(paces, 2);
  auto rows = nlohmann::ordered_json::array();
  for (const DetectionTime& pace : paces) {
    rows.push_back({{"name", pace.planted->name},
                    {"must_be_found", must_be_found(pace)},
                    {"seconds", pace.seconds},
                    {"found_after", pace.found_after}});
  }
  json["matchers"] = std::move(rows);
  return json.dump(2) + "\n";
}

}  // namespace overmatch
