// SPDX-License-Identifier: Apache-2.0
#include "names/readers/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/message_of.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::files_test {
namespace {

namespace fs = std::filesystem;

TEST(Files, RemovesWhatAKilledProcessLeft) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, nullptr, 0);
  const std::string dead = ".overmatch-" + std::to_string(child);
  const std::string own = ".overmatch-" + std::to_string(getpid()) + "-3";
  const std::vector<std::string> kept = {
      own, dead, dead + "x", ".overmatch-", ".overmatch-x-0", ".overmatch-0-0", "a", "overmatch"};
  for (const std::string& name : kept) write_file(folder.file(name), "text");
  for (const char* const counter : {"-0", "-17"}) write_file(folder.file(dead + counter), "text");
  remove_abandoned(folder.file(""));
  remove_abandoned(folder.file("no such folder"));
  for (const std::string& name : kept) EXPECT_TRUE(fs::exists(folder.file(name))) << name;
  for (const char* const counter : {"-0", "-17"})
    EXPECT_FALSE(fs::exists(folder.file(dead + counter))) << counter;
}

TEST(Files, WritesAndReadsAnyBytes) {
  const TemporaryFolder folder;
  for (const std::string& text :
       {std::string(), std::string("a\0b\r\n\xFF", 6), std::string(1'000'000, 'x')}) {
    write_file(folder.file("f"), text);
    EXPECT_EQ(folder.get("f"), text);
    EXPECT_EQ(read_file(folder.file("f")), text);
  }
  EXPECT_EQ(folder.size(), 1) << "no temporary file is left";
}

TEST(Files, ReplacesAFileAndKeepsItsPermissions) {
  const TemporaryFolder folder;
  const std::string file = folder.put("f", "old and longer");
  ::chmod(file.c_str(), 0640);
  write_file(file, "new");
  EXPECT_EQ(folder.get("f"), "new");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0640));
}

TEST(Files, ReplacesWhatASymbolicLinkLeadsTo) {
  const TemporaryFolder folder;
  folder.put("real", "old");
  fs::create_symlink("real", folder.file("link"));
  write_file(folder.file("link"), "new");
  EXPECT_EQ(folder.get("real"), "new");
  EXPECT_TRUE(fs::is_symlink(folder.file("link")));
}

TEST(Files, WritesToADeviceWithoutReplacingIt) {
  write_file("/dev/null", "text");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(Files, WritesAFileWhoseNameIsAsLongAsNamesMayBe) {
  const TemporaryFolder folder;
  write_file(folder.file(std::string(255, 'n')), "text");
  EXPECT_EQ(folder.get(std::string(255, 'n')), "text");
}

TEST(Files, ReadsAPipe) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  const std::string text(300'000, 'p');
  std::thread writer([&] { write_file(folder.file("pipe"), text); });
  EXPECT_EQ(read_file(folder.file("pipe")), text);
  writer.join();
}

TEST(Files, WritesStandardOutput) {
  testing::internal::CaptureStdout();
  write_file("-", "to people\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "to people\n");
}

TEST(Files, SayWhatTheSystemSays) {
  const TemporaryFolder folder;
  const std::string missing = folder.file("no/such");
  const std::string plain = folder.put("plain", "");
  EXPECT_EQ(message_of([&] { (void)read_file(missing); }),
            "cannot read " + missing + ": No such file or directory");
  EXPECT_EQ(message_of([&] { write_file(missing, "x"); }),
            "cannot write " + missing + ": No such file or directory");
  EXPECT_EQ(message_of([&] { (void)read_file(folder.path()); }),
            "cannot read " + folder.path() + ": Is a directory");
  EXPECT_EQ(message_of([&] { write_file(folder.path(), "x"); }),
            "cannot write " + folder.path() + ": Is a directory");
  EXPECT_EQ(message_of([&] { write_file(plain + "/x", "x"); }),
            "cannot write " + plain + "/x: Not a directory");
  EXPECT_EQ(message_of([&] { write_file("/dev/full", "x"); }),
            "cannot write /dev/full: No space left on device");
  EXPECT_EQ(message_of([&] { (void)read_file(""); }),
            "cannot read \"\": No such file or directory");
  EXPECT_EQ(message_of([&] { (void)read_file("/no\nsuch"); }),
            "cannot read /no\\nsuch: No such file or directory");
  EXPECT_EQ(folder.size(), 1) << "no temporary file is left";
}

TEST(Files, ReadersNeverSeeHalfAFile) {
  const TemporaryFolder folder;
  const std::string file = folder.file("f");
  const std::string old(200'000, 'a');
  const std::string changed(200'000, 'b');
  write_file(file, old);
  std::vector<std::thread> writers;
  for (int i = 0; i < 2; ++i) {
    writers.emplace_back([&] {
      for (int n = 0; n < 20; ++n) write_file(file, n % 2 == 0 ? changed : old);
    });
  }
  for (int n = 0; n < 50; ++n) {
    const std::string text = read_file(file);
    EXPECT_TRUE(text == old || text == changed);
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(folder.size(), 1);
}

TEST(Files, KnowTheRunningProgram) {
  const fs::path program = program_path();
  EXPECT_TRUE(program.is_absolute());
  EXPECT_TRUE(fs::equivalent(program, "/proc/self/exe"));
}

}  // namespace
}  // namespace overmatch::files_test
