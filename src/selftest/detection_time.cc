// SPDX-License-Identifier: Apache-2.0
#include "selftest/detection_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace overmatch {

namespace {

constexpr std::size_t kSlowestShown = 25;

double slowest(const DetectionTime& time) {
  return *std::max_element(time.seconds.begin(), time.seconds.end());
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::ptrdiff_t missed(const DetectionTime& time) {
  return std::count(time.found_after.begin(), time.found_after.end(), 0U);
}

}  // namespace

bool must_be_found(const DetectionTime& time) noexcept {
  return time.planted->expect != Expect::correct && time.planted->differs == Differs::inside;
}

std::vector<DetectionTime> measure_detection_time(std::span<const Planted* const> matchers,
                                                  const MatrixOptions& options, std::uint64_t seeds,
                                                  const MatrixProgress& progress) {
  std::vector<DetectionTime> times(matchers.size());
  for (std::size_t at = 0; at < matchers.size(); ++at) times[at].planted = matchers[at];
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
      times[at].seconds.push_back(rows[at].seconds);
      times[at].found_after.push_back(rows[at].found_after);
    }
  }
  std::erase_if(times, [](const DetectionTime& time) { return time.seconds.empty(); });
  return times;
}

double share_within(std::span<const DetectionTime> times, double seconds) {
  std::size_t all = 0;
  std::size_t within = 0;
  for (const DetectionTime& time : times) {
    if (!must_be_found(time)) continue;
    all += time.seconds.size();
    for (std::size_t seed = 0; seed < time.seconds.size(); ++seed) {
      if (time.found_after[seed] != 0 && time.seconds[seed] <= seconds) ++within;
    }
  }
  return all == 0 ? 1.0 : static_cast<double>(within) / static_cast<double>(all);
}

std::string detection_time_text(std::span<const DetectionTime> times) {
  std::vector<const DetectionTime*> order;
  std::size_t bugs = 0;
  std::size_t always = 0;
  std::ptrdiff_t accused = 0;
  for (const DetectionTime& time : times) {
    if (time.planted->expect == Expect::correct) {
      accused += static_cast<std::ptrdiff_t>(time.found_after.size()) - missed(time);
      continue;
    }
    if (!must_be_found(time)) continue;
    order.push_back(&time);
    ++bugs;
    if (missed(time) == 0) ++always;
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
    text += fmt::format("  within {} s {:.2f} %", limit, 100 * share_within(times, limit));
  }
  text += fmt::format("\n\n{:<42}{:>10}{:>10}{:>10}{:>9}\n", "slowest", "median s", "worst s",
                      "cases", "missed");
  for (std::size_t at = 0; at < std::min(order.size(), kSlowestShown); ++at) {
    const DetectionTime& time = *order[at];
    text += fmt::format("{:<42}{:>10.3f}{:>10.3f}{:>10}{:>9}\n", time.planted->name,
                        median(time.seconds), slowest(time),
                        *std::max_element(time.found_after.begin(), time.found_after.end()),
                        missed(time));
  }
  return text;
}

std::string detection_time_json(std::span<const DetectionTime> times) {
  nlohmann::ordered_json json;
  json["within_0.1"] = share_within(times, 0.1);
  json["within_2"] = share_within(times, 2);
  auto rows = nlohmann::ordered_json::array();
  for (const DetectionTime& time : times) {
    rows.push_back({{"name", time.planted->name},
                    {"must_be_found", must_be_found(time)},
                    {"seconds", time.seconds},
                    {"found_after", time.found_after}});
  }
  json["matchers"] = std::move(rows);
  return json.dump(2) + "\n";
}

}  // namespace overmatch
