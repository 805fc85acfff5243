// SPDX-License-Identifier: Apache-2.0
// What the platform's file promises of descriptors, signals and processes; tests/subjects has the
// tests of what is built on it.
#include "names/platform/platform.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>

namespace overmatch::platform_test {
namespace {

using std::chrono::milliseconds;

bool is_inherited(int descriptor) { return (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0; }

TEST(Platform, PipesAndSocketsAreNotInheritedByPrograms) {
  std::array<int, 2> ends{};
  int plain[2];
  ASSERT_EQ(pipe(plain), 0);
  EXPECT_TRUE(is_inherited(plain[0]));  // what it is compared with
  ASSERT_TRUE(platform::open_pipe(ends));
  for (const int end : ends) EXPECT_FALSE(is_inherited(end));
  for (const int end : {plain[0], plain[1], ends[0], ends[1]}) close(end);
  ASSERT_TRUE(platform::open_socket_pair(ends));
  for (const int end : ends) EXPECT_FALSE(is_inherited(end));
  close(ends[1]);
  EXPECT_EQ(platform::send_to_socket(ends[0], "x"), -1);  // and no SIGPIPE, which would end us
  EXPECT_EQ(errno, EPIPE);
  close(ends[0]);
}

TEST(Platform, RandomBytesDiffer) {
  std::set<std::uint64_t> seen;
  for (int round = 0; round < 4; ++round) {
    std::uint64_t number = 0;
    ASSERT_TRUE(platform::random_bytes(&number, sizeof number));
    seen.insert(number);
  }
  EXPECT_EQ(seen.size(), 4U);
}

TEST(Platform, WaitsForASignalAndForNone) {
  sigset_t usual;
  sigset_t before;
  sigemptyset(&usual);
  sigaddset(&usual, SIGUSR1);
  ASSERT_EQ(pthread_sigmask(SIG_BLOCK, &usual, &before), 0);
  EXPECT_EQ(platform::wait_for_signal(usual, milliseconds(1)).signal, 0);
  kill(getpid(), SIGUSR1);
  const platform::Received received = platform::wait_for_signal(usual, milliseconds(5000));
  EXPECT_EQ(received.signal, SIGUSR1);
  EXPECT_TRUE(received.sender == getpid() || received.sender == 0);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(Platform, SeesAChildWhileItLives) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    pause();
    _exit(0);
  }
  const int descriptor = platform::open_process(child);
  const auto listed = [&] {
    bool found = false;
    platform::each_process([&](const platform::ProcessFacts& facts) {
      if (facts.process == child) found = facts.parent == getpid();
    });
    return found;
  };
  EXPECT_TRUE(listed());
  const std::vector<pid_t> children = platform::children_of(getpid());
  EXPECT_EQ(std::set<pid_t>(children.begin(), children.end()).count(child), 1U);
  EXPECT_GT(platform::resident_bytes(child), 0U);
  pollfd ended{descriptor, POLLIN, 0};
  EXPECT_EQ(poll(&ended, 1, 0), 0);
  kill(child, SIGKILL);
  EXPECT_EQ(poll(&ended, 1, descriptor < 0 ? 0 : 5000), descriptor < 0 ? 0 : 1);
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(listed());
  EXPECT_EQ(platform::resident_bytes(child), 0U);
  EXPECT_EQ(platform::cpu_time(child).count(), 0);
  if (descriptor >= 0) close(descriptor);
}

}  // namespace
}  // namespace overmatch::platform_test
