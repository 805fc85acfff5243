// SPDX-License-Identifier: Apache-2.0
// Linux: facts about processes are from /proc (https://man7.org/linux/man-pages/man5/proc.5.html).
#if defined(__linux__)
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "names/platform/platform.h"
#include "names/readers/files.h"

namespace overmatch {

std::string program_path() {
  std::error_code error;
  std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) return path.string();
  // Without /proc, as in a bare chroot: the path that the program was started by.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): getauxval returns pointers as numbers.
  const auto* const started = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  if (started != nullptr) path = std::filesystem::canonical(started, error);
  return error ? std::string() : path.string();
}

namespace platform {

namespace {

namespace fs = std::filesystem;

// The first fields of /proc/PID/stat of a process or thread.
struct Stat {
  char state = '\0';
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  long threads = 0;

  // A process whose first thread has ended looks like a zombie, though other threads go on.
  [[nodiscard]] bool lives() const noexcept { return state != 'Z' || threads > 1; }
};

std::optional<Stat> read_stat(const fs::path& folder) {
  std::ifstream file(folder / "stat");
  std::string line;
  std::getline(file, line, '\0');
  const std::size_t name = line.rfind(") ");  // the name before it may hold any character
  if (name == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name + 2));
  Stat stat;
  if (!(fields >> stat.state >> stat.parent >> stat.group >> stat.session)) return std::nullopt;
  constexpr int kFieldsBetween = 13;
  std::string passed;
  for (int field = 0; field < kFieldsBetween; ++field) fields >> passed;
  if (!(fields >> stat.threads)) return std::nullopt;
  return stat;
}

// Calls a function for each entry of a folder, which may vanish meanwhile.
template <typename Visit>
void each_entry(const fs::path& folder, const Visit& visit) {
  std::error_code gone;
  for (fs::directory_iterator at(folder, gone); !gone && at != fs::directory_iterator();
       at.increment(gone))
    visit(at->path());
}

std::string folder_of(pid_t process) { return "/proc/" + std::to_string(process); }

}  // namespace

bool open_pipe(std::array<int, 2>& ends) { return pipe2(ends.data(), O_CLOEXEC) == 0; }

bool open_socket_pair(std::array<int, 2>& ends) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0;
}

ssize_t send_to_socket(int socket, std::string_view bytes) {
  return send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void close_all() {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, 0U, ~0U, 0U) == 0) return;
#endif
  const int most = static_cast<int>(std::min<long>(sysconf(_SC_OPEN_MAX), 65'536));
  for (int descriptor = 0; descriptor < most; ++descriptor) close(descriptor);
}

void hide_from_children(void* memory, std::size_t size) { madvise(memory, size, MADV_DONTFORK); }

bool random_bytes(void* memory, std::size_t size) {
  return getrandom(memory, size, GRND_NONBLOCK) == static_cast<ssize_t>(size);
}

bool adopt_orphans() { return prctl(PR_SET_CHILD_SUBREAPER, 1) == 0; }

bool end_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal) == 0; }

int open_process(pid_t process) {
#ifdef SYS_pidfd_open
  return static_cast<int>(syscall(SYS_pidfd_open, process, 0));
#else
  static_cast<void>(process);
  return -1;
#endif
}

Received wait_for_signal(const sigset_t& signals, std::chrono::milliseconds patience) {
  constexpr int kMilli = 1000;
  const timespec time{patience.count() / kMilli, patience.count() % kMilli * kMilli * kMilli};
  siginfo_t info{};
  const int signal = sigtimedwait(&signals, &info, &time);
  return signal > 0 ? Received{signal, info.si_pid} : Received{};
}

void each_process(const std::function<void(const ProcessFacts&)>& visit) {
  each_entry("/proc", [&](const fs::path& path) {
    const std::string name = path.filename();
    pid_t process = 0;
    const auto end = std::from_chars(name.data(), name.data() + name.size(), process);
    if (end.ec != std::errc() || end.ptr != name.data() + name.size()) return;
    const std::optional<Stat> stat = read_stat(path);
    if (stat && stat->lives()) visit({process, stat->parent, stat->session});
  });
}

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> all;
  each_entry(folder_of(process) + "/task", [&](const fs::path& task) {
    std::ifstream children(task / "children");
    for (pid_t child = 0; children >> child;) all.push_back(child);
  });
  return all;
}

std::chrono::microseconds cpu_time(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
    return std::chrono::microseconds(0);
  return std::chrono::microseconds(time.tv_sec * 1'000'000 + time.tv_nsec / 1000);
}

std::uint64_t resident_bytes(pid_t process) {
  std::ifstream file(folder_of(process) + "/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

bool is_busy(pid_t process) {
  bool busy = false;
  each_entry(folder_of(process) + "/task", [&](const fs::path& task) {
    if (busy) return;
    const std::optional<Stat> stat = read_stat(task);
    busy = stat && (stat->state == 'R' || stat->state == 'D');
  });
  return busy;
}

}  // namespace platform

}  // namespace overmatch
#endif
