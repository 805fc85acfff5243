// SPDX-License-Identifier: Apache-2.0
#include "selftest/workers.h"

#include <sys/resource.h>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <tuple>

#include "search/byte_stream.h"
#include "subjects/isolation.h"

namespace overmatch {

std::vector<std::string> run_workers(std::span<const Planted* const> matchers,
                                     std::span<const ModuleTree> trees, unsigned jobs,
                                     const MatcherWork& work,
                                     const std::function<bool(std::uint64_t)>& progress) {
  std::vector<std::size_t> order(matchers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Within a mode those that are searched to the end stand together, so that each worker gets as
  // many of them.
  const auto place = [&](std::size_t at) {
    const Planted& matcher = *matchers[at];
    const bool survives = matcher.expect == Expect::correct || matcher.differs != Differs::inside;
    return std::tuple(matcher.mode, matcher.expect, !survives);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return place(one) < place(other); });
  std::vector<std::uint64_t> done(jobs, 0);
  std::vector<IsolatedRun> runs(jobs);
  std::mutex mutex;
  // A worker starts one process after another, one for each piece of work; it has no memory limit.
  const Limits endless{std::chrono::hours(24), ~std::uint64_t{0}};
  const auto run_worker = [&](unsigned worker) {
    const auto all_work = [&](const Sink& sink, Heartbeat& heartbeat) {
      std::optional<Mode> mode;
      std::vector<TreeSearch> plan;
      for (std::size_t turn = worker; turn < order.size() && !heartbeat.stop.load(); turn += jobs) {
        const Planted& matcher = *matchers[order[turn]];
        if (mode != matcher.mode) plan = plan_trees(trees, matcher.mode);
        mode = matcher.mode;
        ByteWriter out;
        out.number(order[turn]).text(work(matcher, plan));
        sink.write(out.bytes());
        heartbeat.progress.fetch_add(1);
      }
    };
    runs[worker] = run_isolated(all_work, endless, [&](const Heartbeat& heartbeat) {
      const std::scoped_lock lock(mutex);
      done[worker] = heartbeat.progress.load();
      std::uint64_t all = 0;
      for (const std::uint64_t some : done) all += some;
      return !progress || progress(all);
    });
  };
  std::vector<std::thread> workers;
  for (unsigned worker = 0; worker < jobs; ++worker) workers.emplace_back(run_worker, worker);
  for (std::thread& worker : workers) worker.join();
  std::vector<std::string> results(matchers.size());
  for (const IsolatedRun& run : runs) {
    if (run.failed()) throw std::runtime_error("a worker of the selftest " + run.describe());
    for (ByteReader in(run.output); !in.at_end();) {
      const std::uint64_t at = in.number();
      const std::string_view result = in.text();
      if (in.ok() && at < results.size()) results[at] = result;
    }
  }
  return results;
}

double cpu_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace overmatch
