// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes/processes.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <thread>

namespace overmatch::processes_test {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

class Child {
 public:
  explicit Child(const std::function<void()>& act) : pid_(fork()) {
    if (pid_ != 0) return;
    act();
    _exit(0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
};

void wait_forever() { pause(); }
void work_forever() {
  for (;;) static_cast<void>(getppid());
}

TEST(Processes, KnowsDescendants) {
  const Child child([] {
    if (fork() == 0) wait_forever();
    wait_forever();
  });
  const auto holds = [](const std::vector<pid_t>& all, pid_t one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (int look = 0; look < 500 && all_below(child.pid()).empty(); ++look) usleep(10'000);
  const auto below = all_below(child.pid());
  ASSERT_EQ(below.size(), 1U);
  EXPECT_TRUE(holds(descendants_of(getpid()), child.pid()));
  EXPECT_TRUE(holds(descendants_of(getpid()), below[0]));
  EXPECT_TRUE(holds(processes_of_session(getsid(0)), below[0]));
  const auto all = all_below(getpid());
  EXPECT_TRUE(holds(all, child.pid()));
  EXPECT_TRUE(holds(all, below[0]));
  EXPECT_FALSE(holds(all, getpid()));
  kill(below[0], SIGKILL);
}

TEST(Processes, KnowsOneWhoseFirstThreadHasEnded) {
  const Child child([] {
    std::thread(wait_forever).detach();
    syscall(SYS_exit, 0);  // this thread only
  });
  const Child ended([] {});
  usleep(200'000);  // until both have done so
  const std::vector<pid_t> below = all_below(getpid());
  EXPECT_EQ(std::count(below.begin(), below.end(), child.pid()), 1);
  EXPECT_EQ(std::count(below.begin(), below.end(), ended.pid()), 0);
}

TEST(Processes, TellsWorkFromWaiting) {
  const Child works(work_forever);
  const Child waits(wait_forever);
  int busy = 0;
  int idle = 0;
  for (int look = 0; look < 50; ++look) {
    usleep(10'000);
    busy += is_busy(works.pid()) ? 1 : 0;
    idle += is_busy(waits.pid()) ? 0 : 1;
  }
  EXPECT_GT(busy, 40);
  EXPECT_GT(idle, 40);
}

// Looks at the clock every few milliseconds, while the call burns CPU and waits as the row says.
TEST(CallClock, CountsWorkAndWaitingButNotAWishToRun) {
  struct Row {
    const char* what;
    microseconds cpu_per_look;
    bool busy;
    bool too_long;
  };
  const Row rows[] = {
      {"it works without end", microseconds(4000), true, true},
      {"it waits without end", microseconds(0), false, true},
      {"it would run if it could", microseconds(0), true, false},
      {"it works a little and waits much", microseconds(10), false, true},
  };
  for (const Row& row : rows) {
    CallClock clock;
    microseconds cpu(1'000'000);
    clock.start(cpu);
    bool too_long = false;
    for (int look = 0; look < 60 && !too_long; ++look) {
      usleep(5000);
      cpu += row.cpu_per_look;
      too_long =
          clock.too_long(cpu, milliseconds(100), milliseconds(200), [&] { return row.busy; });
    }
    EXPECT_EQ(too_long, row.too_long) << row.what;
  }
}

TEST(CallClock, HasAnEndForWhatNeverGetsToRun) {
  CallClock clock;
  clock.start(microseconds(0));
  bool too_long = false;
  for (int look = 0; look < 3000 && !too_long; ++look) {
    usleep(1000);
    too_long =
        clock.too_long(microseconds(0), milliseconds(5), milliseconds(10), [] { return true; });
  }
  EXPECT_TRUE(too_long);
}

}  // namespace
}  // namespace overmatch::processes_test
