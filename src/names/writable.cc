// SPDX-License-Identifier: Apache-2.0
#include "names/writable.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& name, int error) {
  throw InputError("cannot write " + printable_path(name) + ": " +
                   std::generic_category().message(error));
}

// Creates and removes a file in the folder, because permissions say too little for root and for
// read-only file systems.
void try_folder(const fs::path& folder, const std::string& name) {
  std::string probe = (folder / ".overmatch-XXXXXX").string();
  const int file = mkstemp(probe.data());
  if (file < 0) fail(name, errno);
  ::close(file);
  ::unlink(probe.c_str());
}

fs::path parent_of(const fs::path& path) {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

}  // namespace

void need_writable(const std::string& file) {
  if (file.empty() || file == "-") return;
  struct stat old{};
  if (::stat(file.c_str(), &old) != 0) {
    if (errno != ENOENT) fail(file, errno);
    if (file.ends_with('/')) fail(file, EISDIR);
    return try_folder(parent_of(behind_links(file)), file);
  }
  if (S_ISDIR(old.st_mode)) fail(file, EISDIR);
  if (!S_ISREG(old.st_mode)) {  // devices and pipes are written in place
    if (::access(file.c_str(), W_OK) != 0) fail(file, errno);
    return;
  }
  std::error_code error;
  const fs::path target = fs::canonical(file, error);
  if (error) fail(file, error.value());
  try_folder(parent_of(target), file);
}

bool is_same_file(const std::string& left, const std::string& right) {
  if (left == right) return true;
  if (left == "-" || right == "-") return false;
  std::error_code error;
  const fs::path first = fs::weakly_canonical(fs::absolute(left, error), error);
  const fs::path second = fs::weakly_canonical(fs::absolute(right, error), error);
  return !error && first == second;
}

bool is_same_regular_file(const std::string& left, const std::string& right) {
  std::error_code error;
  return left != "-" && right != "-" && fs::is_regular_file(left, error) &&
         fs::is_regular_file(right, error) && fs::equivalent(left, right, error) && !error;
}

std::string behind_links(const std::string& file) {
  constexpr int most = 40;  // as Linux follows
  fs::path path = file;
  std::error_code error;
  for (int links = 0; links < most && fs::is_symlink(fs::symlink_status(path, error)); ++links) {
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = target.is_absolute() ? target : parent_of(path) / target;
  }
  return path.string();
}

void need_writable_folder(const std::string& folder) {
  if (folder.empty()) return;
  fs::path nearest = fs::path(folder);
  struct stat found{};
  while (::stat(nearest.c_str(), &found) != 0) {
    if (errno != ENOENT) fail(folder, errno);
    const fs::path parent = parent_of(nearest);
    if (parent == nearest) fail(folder, ENOENT);
    nearest = parent;
  }
  if (!S_ISDIR(found.st_mode)) fail(folder, ENOTDIR);
  try_folder(nearest, folder);
}

}  // namespace overmatch
