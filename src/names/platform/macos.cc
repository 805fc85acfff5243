// SPDX-License-Identifier: Apache-2.0
// macOS: facts about processes are from libproc. Written beside the Linux file; never compiled or
// run by this project, which has no Mac.
//
// No call of macOS makes a process adopt orphans or end with its parent: a daemon that a plugin
// leaves behind outlives the check, and a worker outlives a killed campaign until its next answer.
#if defined(__APPLE__)
#include <fcntl.h>
#include <libproc.h>
#include <mach-o/dyld.h>
#include <mach/mach_time.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "names/platform/platform.h"
#include "names/readers/files.h"

namespace overmatch {

std::string program_path() {
  std::uint32_t size = 0;
  _NSGetExecutablePath(nullptr, &size);  // tells the size
  std::string path(size, '\0');
  if (_NSGetExecutablePath(path.data(), &size) != 0) return {};
  path.resize(path.find('\0'));
  std::error_code error;
  const std::filesystem::path resolved = std::filesystem::canonical(path, error);
  return error ? std::string() : resolved.string();
}

namespace platform {

namespace {

bool keep_from_programs(const std::array<int, 2>& ends) {
  return std::all_of(ends.begin(), ends.end(),
                     [](int end) { return fcntl(end, F_SETFD, FD_CLOEXEC) == 0; });
}

bool read_facts(pid_t process, proc_bsdinfo& facts) {
  return proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &facts, sizeof facts) ==
         static_cast<int>(sizeof facts);
}

bool read_task(pid_t process, proc_taskinfo& task) {
  return proc_pidinfo(process, PROC_PIDTASKINFO, 0, &task, sizeof task) ==
         static_cast<int>(sizeof task);
}

}  // namespace

bool open_pipe(std::array<int, 2>& ends) {
  return pipe(ends.data()) == 0 && keep_from_programs(ends);
}

bool open_socket_pair(std::array<int, 2>& ends) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return false;
  const int on = 1;  // macOS has no MSG_NOSIGNAL
  for (const int end : ends) setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
  return keep_from_programs(ends);
}

ssize_t send_to_socket(int socket, std::string_view bytes) {
  return send(socket, bytes.data(), bytes.size(), 0);
}

void close_all() {
  const int most = static_cast<int>(std::min<long>(sysconf(_SC_OPEN_MAX), 65'536));
  for (int descriptor = 0; descriptor < most; ++descriptor) close(descriptor);
}

void hide_from_children(void* memory, std::size_t size) { minherit(memory, size, VM_INHERIT_NONE); }

bool random_bytes(void* memory, std::size_t size) {
  arc4random_buf(memory, size);
  return true;
}

bool adopt_orphans() { return false; }

bool end_with_parent(int) { return false; }

int open_process(pid_t) { return -1; }

Received wait_for_signal(const sigset_t& signals, std::chrono::milliseconds patience) {
  // macOS has no sigtimedwait, and does not tell who sent a signal.
  constexpr useconds_t kNap = 1000;
  const auto until = std::chrono::steady_clock::now() + patience;
  do {
    sigset_t pending;
    sigpending(&pending);
    for (int signal = 1; signal < NSIG; ++signal) {
      if (sigismember(&signals, signal) != 1 || sigismember(&pending, signal) != 1) continue;
      sigset_t only;
      sigemptyset(&only);
      sigaddset(&only, signal);
      int received = 0;
      if (sigwait(&only, &received) == 0) return {received, 0};
    }
    usleep(kNap);
  } while (std::chrono::steady_clock::now() < until);
  return {};
}

void each_process(const std::function<void(const ProcessFacts&)>& visit) {
  constexpr std::size_t kSpare = 64;  // for processes that start meanwhile
  std::vector<pid_t> all(static_cast<std::size_t>(proc_listallpids(nullptr, 0)) + kSpare);
  const int count = proc_listallpids(all.data(), static_cast<int>(all.size() * sizeof(pid_t)));
  all.resize(static_cast<std::size_t>(std::max(count, 0)));
  for (const pid_t process : all) {
    proc_bsdinfo facts{};
    if (!read_facts(process, facts) || facts.pbi_status == SZOMB) continue;
    visit({process, static_cast<pid_t>(facts.pbi_ppid), getsid(process)});
  }
}

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> all;
  each_process([&](const ProcessFacts& facts) {
    if (facts.parent == process) all.push_back(facts.process);
  });
  return all;
}

std::chrono::microseconds cpu_time(pid_t process) {
  proc_taskinfo task{};
  mach_timebase_info_data_t base{};
  if (!read_task(process, task) || mach_timebase_info(&base) != KERN_SUCCESS)
    return std::chrono::microseconds(0);
  const std::uint64_t ticks = task.pti_total_user + task.pti_total_system;
  return std::chrono::microseconds(ticks * base.numer / base.denom / 1000);
}

std::uint64_t resident_bytes(pid_t process) {
  proc_taskinfo task{};
  return read_task(process, task) ? task.pti_resident_size : 0;
}

bool is_busy(pid_t process) {
  proc_taskinfo task{};
  return read_task(process, task) && task.pti_numrunning > 0;
}

}  // namespace platform

}  // namespace overmatch
#endif
