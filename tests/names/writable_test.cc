// SPDX-License-Identifier: Apache-2.0
#include "names/writable.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "names/input_error.h"
#include "names/readers/files.h"
#include "tests/support/temporary_folder.h"

namespace overmatch::writable_test {
namespace {

namespace fs = std::filesystem;

TEST(Writable, WhatCanBeWritten) {
  const TemporaryFolder folder;
  write_file(folder.file("old"), "text");
  fs::create_symlink("old", folder.file("link"));
  fs::create_symlink("none", folder.file("dangling"));
  for (const std::string& name :
       {std::string(), std::string("-"), folder.file("new"), folder.file("old"),
        folder.file("link"), folder.file("dangling"), std::string("/dev/null")}) {
    EXPECT_NO_THROW(need_writable(name)) << name;
  }
  for (const std::string& name :
       {std::string(), folder.file(""), folder.file("new"), folder.file("new/deep/er")}) {
    EXPECT_NO_THROW(need_writable_folder(name)) << name;
  }
  EXPECT_EQ(read_file(folder.file("old")), "text");
  EXPECT_EQ(folder.size(), 3);  // nothing was left there
}

TEST(Writable, WhatCannot) {
  const TemporaryFolder folder;
  write_file(folder.file("file"), "text");
  for (const std::string& name : {folder.file(""), folder.file("none/file"), folder.file("file/x"),
                                  folder.file("new/"), std::string("/proc/overmatch")}) {
    EXPECT_THROW(need_writable(name), InputError) << name;
  }
  for (const std::string& name :
       {folder.file("file"), folder.file("file/x"), std::string("/proc/overmatch/cases")}) {
    EXPECT_THROW(need_writable_folder(name), InputError) << name;
  }
  EXPECT_EQ(folder.size(), 1);
}

}  // namespace
}  // namespace overmatch::writable_test
