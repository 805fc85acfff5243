// SPDX-License-Identifier: Apache-2.0
// Real children that crash, hang and eat memory. Time limits are wide where a busy machine could
// lie.
#include "subjects/isolation.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <vector>

namespace overmatch::isolation_test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Limits quick() {
  Limits limits;
  limits.call = milliseconds(50);
  return limits;
}

IsolatedRun run(const std::function<void(const Sink&, Heartbeat&)>& work) {
  return run_isolated(work, quick());
}

// Burns CPU, or waits, with the subject being asked or not.
void burn(milliseconds time) {
  const std::clock_t end = std::clock() + time.count() * CLOCKS_PER_SEC / 1000;
  while (std::clock() < end) {
  }
}
void begin_call(Heartbeat& heartbeat, std::uint64_t bytes = 0) {
  heartbeat.bytes = bytes;
  heartbeat.calls.fetch_add(1);
}

TEST(Isolation, GivesBackWhatTheChildWrote) {
  const std::string big(1 << 20, 'x');
  const IsolatedRun result = run([&](const Sink& sink, Heartbeat& heartbeat) {
    sink.write("first ");
    sink.write(big);
    heartbeat.progress = 42;
    heartbeat.phase = 3;
  });
  EXPECT_EQ(result.ending, Ending::finished);
  EXPECT_EQ(result.output, "first " + big);
  EXPECT_EQ(result.progress, 42U);
  EXPECT_EQ(result.phase, 3U);
  EXPECT_EQ(result.describe(), "finished");
}

TEST(Isolation, LeavesTheParentAlone) {
  int touched = 0;
  const pid_t parent = getpid();
  pid_t child = 0;
  testing::internal::CaptureStdout();
  const IsolatedRun result = run([&](const Sink& sink, Heartbeat&) {
    touched = 1;
    std::puts("a subject that prints");
    std::fflush(stdout);
    child = getpid();
    sink.write(child == parent ? "same" : "other");
  });
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(touched, 0);
  EXPECT_EQ(result.output, "other");
}

TEST(Isolation, SaysHowAChildCrashed) {
  struct Row {
    const char* says;
    int signal;
    void (*act)();
  };
  const std::vector<Row> rows = {
      {"crashed: Segmentation fault", SIGSEGV,
       [] {
         std::signal(SIGSEGV, SIG_DFL);
         std::raise(SIGSEGV);
       }},
      {"crashed: Aborted", SIGABRT,
       [] {
         std::signal(SIGABRT, SIG_DFL);
         std::abort();
       }},
      {"left the process by exit()", 0, [] { std::_Exit(0); }},
      {"left the process by exit()", 0, [] { std::_Exit(3); }},
      {"left the process by exit()", 0, [] { std::_Exit(86); }},
      {"crashed: Killed", SIGKILL, [] { kill(0, SIGKILL); }},
      {"sent a signal to its parent process: Killed", SIGKILL,
       [] {
         kill(getppid(), SIGKILL);
         sleep(20);
       }},
      {"sent a signal to its parent process: Terminated", SIGTERM,
       [] {
         kill(getppid(), SIGTERM);
         sleep(20);
       }},
  };
  for (const Row& row : rows) {
    const IsolatedRun result = run([&](const Sink& sink, Heartbeat& heartbeat) {
      sink.write("before");
      heartbeat.progress = 7;
      std::fputs("last words", stderr);
      row.act();
      sink.write("after");
    });
    EXPECT_EQ(result.ending, Ending::crashed) << row.says;
    EXPECT_EQ(result.signal, row.signal);
    EXPECT_EQ(result.describe(), row.says);
    EXPECT_EQ(result.output, "before");
    EXPECT_EQ(result.diagnostics, "last words");
    EXPECT_EQ(result.progress, 7U);
  }
}

TEST(Isolation, CallsAnExceptionACrashAndKeepsItsMessage) {
  const IsolatedRun result =
      run([](const Sink&, Heartbeat&) { throw std::runtime_error("nobody caught me"); });
  EXPECT_EQ(result.ending, Ending::crashed);
  EXPECT_THAT(result.diagnostics, HasSubstr("nobody caught me"));
}

TEST(Isolation, IsCompleteWhateverHappensToDescriptors) {
  const std::vector<void (*)()> rows = {
      [] {
        for (int descriptor = 0; descriptor < 1024; ++descriptor) close(descriptor);
      },
      [] {
        signal(SIGPIPE, SIG_IGN);  // of a pipe that is ours and nobody reads any more
        const std::string junk(4096, 'x');
        for (int descriptor = 0; descriptor < 1024; ++descriptor) {
          fcntl(descriptor, F_SETFL, O_NONBLOCK);
          static_cast<void>(!write(descriptor, junk.data(), junk.size()));
        }
      },
      [] { kill(getppid(), SIGSTOP); },
  };
  for (void (*const act)() : rows) {
    const IsolatedRun result = run([&](const Sink& sink, Heartbeat&) {
      sink.write("before ");
      act();
      sink.write("after");
    });
    EXPECT_EQ(result.ending, Ending::finished) << result.describe();
    EXPECT_EQ(result.output, "before after");
  }
}

// Every process that came from the child holds the end of a pipe.
TEST(Isolation, EndsWhatTheChildStarted) {
  std::array<int, 2> life{};
  ASSERT_EQ(pipe2(life.data(), O_CLOEXEC | O_NONBLOCK), 0);
  for (const bool daemon : {false, true}) {
    const IsolatedRun result = run([&](const Sink& sink, Heartbeat&) {
      if (fork() == 0) {
        if (daemon) {
          setsid();
          if (fork() != 0) _exit(0);
        }
        sleep(1000);
        _exit(0);
      }
      sink.write("done");
    });
    EXPECT_EQ(result.ending, Ending::finished) << result.describe();
    EXPECT_EQ(result.output, "done");
  }
  close(life[1]);
  char byte = 0;
  EXPECT_EQ(read(life[0], &byte, 1), 0) << "somebody holds the other end still";
  close(life[0]);
}

TEST(Isolation, LetsNoCopyOfTheChildGoOnWithItsWork) {
  const IsolatedRun result = run([&](const Sink& sink, Heartbeat& heartbeat) {
    const pid_t copy = fork();
    heartbeat.progress.fetch_add(1);  // ends the copy
    sink.write(copy == 0 ? "copy" : "child");
    usleep(50'000);
  });
  EXPECT_EQ(result.ending, Ending::finished) << result.describe();
  EXPECT_EQ(result.output, "child");
  EXPECT_EQ(result.progress, 1U);
}

TEST(Isolation, SaysWhyWorkCouldNotBegin) {
  const IsolatedRun result =
      run([](const Sink&, Heartbeat&) { throw CannotBegin("no such subject"); });
  EXPECT_EQ(result.ending, Ending::incomplete);
  EXPECT_TRUE(result.failed());
  EXPECT_EQ(result.describe(), "no such subject");
}

TEST(Isolation, EndsALoadThatTakesTooLong) {
  const IsolatedRun result = run([](const Sink&, Heartbeat& heartbeat) {
    heartbeat.loading = true;
    burn(milliseconds(200));  // no call, and so not held against its limit
    for (;;) burn(milliseconds(1000));
  });
  EXPECT_EQ(result.ending, Ending::hung);
}

TEST(Isolation, KeepsTheEndOfALongMessage) {
  const IsolatedRun result = run([](const Sink&, Heartbeat&) {
    for (int line = 0; line < 20'000; ++line) std::fprintf(stderr, "line %d\n", line);
  });
  EXPECT_EQ(result.ending, Ending::finished);
  EXPECT_LE(result.diagnostics.size(), 2000U);
  EXPECT_TRUE(result.diagnostics.ends_with("line 19999\n"));
}

TEST(Isolation, EndsACallThatTakesTooLong) {
  struct Row {
    const char* what;
    Ending ending;
    std::function<void(Heartbeat&)> act;
  };
  const std::vector<Row> rows = {
      {"a call that burns", Ending::hung,
       [](Heartbeat& heartbeat) {
         begin_call(heartbeat);
         burn(milliseconds(20'000));
       }},
      {"a call that sleeps", Ending::hung,
       [](Heartbeat& heartbeat) {
         begin_call(heartbeat);
         sleep(20);
       }},
      {"the harness at work", Ending::finished, [](Heartbeat&) { burn(milliseconds(300)); }},
      {"a call of a megabyte", Ending::finished,
       [](Heartbeat& heartbeat) {
         begin_call(heartbeat, 4 << 20U);
         burn(milliseconds(200));
       }},
      {"many short calls", Ending::finished,
       [](Heartbeat& heartbeat) {
         for (int call = 0; call < 30; ++call) {
           begin_call(heartbeat);
           burn(milliseconds(10));
           heartbeat.calls.fetch_add(1);
         }
       }},
  };
  for (const Row& row : rows) {
    const auto start = std::chrono::steady_clock::now();
    const IsolatedRun result = run([&](const Sink&, Heartbeat& heartbeat) { row.act(heartbeat); });
    EXPECT_EQ(result.ending, row.ending) << row.what << ": " << result.describe();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(15)) << row.what;
  }
}

TEST(Isolation, EndsAChildThatEatsMemory) {
  Limits limits;
  limits.memory = 512U << 20U;
  const IsolatedRun result = run_isolated(
      [](const Sink&, Heartbeat&) {
        constexpr std::size_t kPiece = 8U << 20U;
        for (std::vector<std::unique_ptr<char[]>> taken;;) {
          taken.push_back(std::make_unique<char[]>(kPiece));
          std::memset(taken.back().get(), 1, kPiece);
          usleep(1000);
        }
      },
      limits);
  EXPECT_EQ(result.ending, Ending::out_of_memory);
  EXPECT_EQ(result.describe(), "exceeded its memory limit");
}

TEST(Isolation, DoesNotBlameAChildForWhatItsParentHolds) {
  constexpr std::size_t kHeld = 300U << 20U;
  const auto held = std::make_unique<char[]>(kHeld);
  std::memset(held.get(), 1, kHeld);
  Limits limits;
  limits.memory = 128U << 20U;
  const IsolatedRun result = run_isolated(
      [](const Sink& sink, Heartbeat&) {
        usleep(100'000);  // long enough to be looked at
        sink.write("done");
      },
      limits);
  EXPECT_EQ(result.ending, Ending::finished) << result.describe();
  EXPECT_EQ(result.output, "done");
}

TEST(Isolation, AsksTheChildToStopWhenTheWatchSaysSo) {
  int looks = 0;
  const IsolatedRun result = run_isolated(
      [](const Sink& sink, Heartbeat& heartbeat) {
        while (!heartbeat.stop) usleep(1000);
        sink.write("stopped in time");
      },
      Limits{}, [&](const Heartbeat&) { return ++looks < 3; });
  EXPECT_EQ(result.ending, Ending::finished);
  EXPECT_EQ(result.output, "stopped in time");
  EXPECT_EQ(looks, 3);
}

TEST(Isolation, KillsAChildThatDoesNotStop) {
  const auto start = std::chrono::steady_clock::now();
  const IsolatedRun result = run_isolated([](const Sink&, Heartbeat&) { sleep(30); }, Limits{},
                                          [](const Heartbeat&) { return false; });
  EXPECT_EQ(result.ending, Ending::stopped);
  EXPECT_FALSE(result.failed());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(15));
}

TEST(Isolation, WritesIntoAStringWithoutAProcess) {
  std::string text = "a";
  Sink(text).write("b");
  EXPECT_EQ(text, "ab");
}

}  // namespace
}  // namespace overmatch::isolation_test
