// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes/result_channel.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

namespace overmatch::result_channel_test {
namespace {

// Lets a child write, and reads until it has ended.
void from_child(ResultChannel& channel, const std::function<void(ResultChannel&)>& write) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    write(channel);
    _exit(0);
  }
  while (waitpid(child, nullptr, WNOHANG) == 0) channel.drain();
  channel.drain();
}

TEST(ResultChannel, GivesRecordsInOrderAndTellsTheEnd) {
  const std::string big(5U << 20U, 'x');  // more than the ring holds
  ResultChannel channel;
  from_child(channel, [&](ResultChannel& end) {
    end.write("first ");
    end.write("");
    end.write(big);
    end.write(" last");
    end.close();
  });
  EXPECT_TRUE(channel.closed());
  EXPECT_FALSE(channel.broken());
  EXPECT_EQ(channel.output(), "first " + big + " last");
}

TEST(ResultChannel, IsNotClosedWithoutTheClosingRecord) {
  ResultChannel channel;
  from_child(channel, [](ResultChannel& end) { end.write("all there is"); });
  EXPECT_FALSE(channel.closed());
  EXPECT_FALSE(channel.broken());
  EXPECT_EQ(channel.output(), "all there is");
}

TEST(ResultChannel, NoticesWhatTheWorkDidNotWrite) {
  struct Row {
    const char* what;
    std::function<void(ResultChannel&)> write;
  };
  const std::vector<Row> rows = {
      {"something behind the closing record",
       [](ResultChannel& end) {
         end.close();
         end.write("more");
       }},
      {"two closing records",
       [](ResultChannel& end) {
         end.close();
         end.close();
       }},
      {"a record that another process wrote",
       [](ResultChannel& end) {
         if (fork() == 0) {
           end.write("of a copy");
           _exit(0);
         }
         wait(nullptr);
         end.close();
       }},
  };
  for (const Row& row : rows) {
    ResultChannel channel;
    from_child(channel, row.write);
    EXPECT_TRUE(channel.broken()) << row.what;
  }
}

TEST(ResultChannel, TellsARefusal) {
  ResultChannel channel;
  from_child(channel, [](ResultChannel& end) { end.refuse("not today"); });
  EXPECT_EQ(channel.refusal(), "not today");
  EXPECT_FALSE(channel.closed());
}

TEST(ResultChannel, KeepsChildrenOfTheWriterOut) {
  ResultChannel channel;
  from_child(channel, [](ResultChannel& end) {
    end.keep_from_children();
    end.write("mine");
    int status = 0;
    if (fork() == 0) {
      signal(SIGSEGV, SIG_DFL);  // AddressSanitizer would exit instead
      end.write("not mine");
      _exit(0);
    }
    wait(&status);
    if (WIFSIGNALED(status)) end.close();
  });
  EXPECT_TRUE(channel.closed());
  EXPECT_EQ(channel.output(), "mine");
}

}  // namespace
}  // namespace overmatch::result_channel_test
