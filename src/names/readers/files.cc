// SPDX-License-Identifier: Apache-2.0
#include "names/readers/files.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "names/input_error.h"
#include "names/printable.h"
#include "names/writable.h"

namespace overmatch {

namespace {

constexpr std::size_t kChunk = 1U << 16U;
constexpr std::string_view kTemporary =
    ".overmatch-";  // then the number of the process, a hyphen and a counter

[[noreturn]] void fail(std::string_view action, const std::string& file, int error = errno) {
  const std::string shown = file == "-" ? (action == "read" ? "standard input" : "standard output")
                            : file.empty() ? "\"\""
                                           : printable_path(file);
  throw InputError("cannot " + std::string(action) + " " + shown + ": " +
                   std::generic_category().message(error));
}

// Owns an open file. The destructor ignores errors; call close() to detect them.
class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  [[nodiscard]] int number() const noexcept { return number_; }
  bool close() noexcept {
    const int number = std::exchange(number_, -1);
    // On Linux the file is closed even after EINTR; a retry could close another thread's file.
    return number <= STDERR_FILENO || ::close(number) == 0 || errno == EINTR;
  }

 private:
  int number_;
};

int open_file(const char* file, int flags, mode_t mode = 0) noexcept {
  int number = -1;
  do {
    number = ::open(file, flags | O_CLOEXEC, mode);
  } while (number < 0 && errno == EINTR);
  return number;
}

bool write_all(int number, std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(number, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync(int number) noexcept {
  int result = 0;
  do {
    result = ::fsync(number);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

// Writes to a device or pipe, which must not be replaced by a regular file (as root could replace
// /dev/null).
void write_in_place(const std::string& file, std::string_view text) {
  Descriptor out(file == "-" ? STDOUT_FILENO : open_file(file.c_str(), O_WRONLY));
  if (out.number() < 0 || !write_all(out.number(), text) || !out.close()) fail("write", file);
}

// Resolves a symbolic link, so that writing replaces the file and not the link.
std::string resolved(const std::string& file) {
  const std::unique_ptr<char, decltype(&std::free)> path(::realpath(file.c_str(), nullptr),
                                                         &std::free);
  return path ? std::string(path.get()) : behind_links(file);
}

// A name in the folder of `file` that no other process or thread uses. Does not extend `file`,
// whose name may already have the maximum length.
std::string temporary_beside(const std::string& file) {
  static std::atomic<unsigned> counter{0};
  const std::size_t slash = file.rfind('/');
  return (slash == std::string::npos ? std::string() : file.substr(0, slash + 1))
             .append(kTemporary) +
         std::to_string(::getpid()) + "-" + std::to_string(counter++);
}

}  // namespace

void remove_abandoned(const std::string& folder) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kTemporary)) continue;
    pid_t process = 0;
    const char* const number = name.data() + kTemporary.size();
    const auto [behind, wrong] = std::from_chars(number, name.data() + name.size(), process);
    if (wrong != std::errc() || process <= 0 || *behind != '-') continue;
    if (::kill(process, 0) != 0 && errno == ESRCH) ::unlink(entry->path().c_str());
  }
}

void write_file(const std::string& file, std::string_view text) {
  struct stat old{};
  const bool exists = file != "-" && ::stat(file.c_str(), &old) == 0;
  if (file == "-") std::fflush(stdout);  // keeps the order with earlier output
  if (file == "-" || (exists && !S_ISREG(old.st_mode) && !S_ISDIR(old.st_mode)))
    return write_in_place(file, text);

  const std::string target = resolved(file);
  std::string temporary;
  int number = -1;
  do {  // skips a file that a crashed process with the same number left
    temporary = temporary_beside(target);
    number = open_file(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0666);
  } while (number < 0 && errno == EEXIST);
  if (number < 0) fail("write", file);

  Descriptor out(number);
  const bool written = (!exists || ::fchmod(number, old.st_mode & 07777U) == 0) &&
                       write_all(number, text) && sync(number) && out.close() &&
                       ::rename(temporary.c_str(), target.c_str()) == 0;
  if (!written) {
    const int error = errno;
    ::unlink(temporary.c_str());
    fail("write", file, error);
  }
}

std::string read_file(const std::string& file) {
  std::string text = read_file_start(file, kLargestFile + 1);
  if (text.size() > kLargestFile) {
    throw InputError((file == "-" ? std::string("standard input") : printable_path(file)) +
                     ": more than " + std::to_string(kLargestFile >> 20U) +
                     " MiB, which no text for overmatch is");
  }
  return text;
}

std::string read_file_start(const std::string& file, std::size_t most) {
  const Descriptor in(file == "-" ? STDIN_FILENO : open_file(file.c_str(), O_RDONLY));
  if (in.number() < 0) fail("read", file);
  std::string text(std::min(kChunk, most), '\0');
  for (std::size_t size = 0;;) {
    if (size == text.size()) {
      if (size == most) return text;
      text.resize(std::min(2 * size, most));
    }
    const ssize_t got = ::read(in.number(), text.data() + size, text.size() - size);
    if (got < 0 && errno != EINTR) fail("read", file);
    if (got > 0) size += static_cast<std::size_t>(got);
    if (got != 0) continue;
    text.resize(size);
    return text;
  }
}

}  // namespace overmatch
