// SPDX-License-Identifier: Apache-2.0
#include "subjects/isolation.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <new>
#include <system_error>

#include "subjects/resident_bytes.h"

namespace overmatch {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPoll{10};
constexpr milliseconds kGrace{1000};        // for a child that was asked to stop
constexpr std::size_t kDiagnostics = 2000;  // bytes of stderr that are kept
constexpr int kWaitFactor = 10;             // a call that burns no CPU may take this much longer

// How a child leaves that did all its work: not 0, which a subject that calls exit(0) would give.
constexpr int kDone = 86;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  void close_end(std::size_t end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
  // Reads what is there. False at the end of the stream.
  bool drain(std::string& into) {
    std::array<char, 65536> buffer;
    for (;;) {
      const ssize_t size = read(ends[0], buffer.data(), buffer.size());
      if (size > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(size));
      } else if (size == 0) {
        return false;
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return true;
      } else if (errno != EINTR) {
        return false;
      }
    }
  }
  std::array<int, 2> ends{-1, -1};
};

// A heartbeat that child and parent share.
class SharedHeartbeat {
 public:
  SharedHeartbeat() {
    void* const memory =
        mmap(nullptr, sizeof(Heartbeat), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("mmap");
    heartbeat_ = new (memory) Heartbeat;
  }
  SharedHeartbeat(const SharedHeartbeat&) = delete;
  SharedHeartbeat& operator=(const SharedHeartbeat&) = delete;
  ~SharedHeartbeat() { munmap(heartbeat_, sizeof(Heartbeat)); }
  [[nodiscard]] Heartbeat& get() const noexcept { return *heartbeat_; }

 private:
  Heartbeat* heartbeat_;
};

milliseconds cpu_time(pid_t child) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(child, &clock) != 0 || clock_gettime(clock, &time) != 0)
    return milliseconds(0);
  return milliseconds(time.tv_sec * 1000 + time.tv_nsec / 1'000'000);
}

// Whether the child would go on if it got a processor: on a busy machine that may take long, and is
// no fault of the subject.
bool is_runnable(pid_t child) {
  std::ifstream file("/proc/" + std::to_string(child) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t name = line.rfind(") ");  // the name before it may hold anything
  return name != std::string::npos && line.substr(name + 2, 1) == "R";
}

// Whether the call in progress has gone on for too long.
class CallWatch {
 public:
  explicit CallWatch(const Limits& limits) : limits_(limits) {}
  bool too_long(const Heartbeat& heartbeat, pid_t child) {
    const std::uint64_t calls = heartbeat.calls.load(std::memory_order_acquire);
    const milliseconds cpu = cpu_time(child);
    const auto now = Clock::now();
    if (calls != calls_ || (calls & 1U) == 0) {
      calls_ = calls;
      cpu_ = cpu;
      since_ = now;
      return false;
    }
    const auto scale =
        static_cast<std::int64_t>(1 + (heartbeat.bytes.load(std::memory_order_relaxed) >> 18U));
    const milliseconds limit = limits_.call * scale;
    return cpu - cpu_ > limit || (now - since_ > limit * kWaitFactor && !is_runnable(child));
  }

 private:
  Limits limits_;
  std::uint64_t calls_ = 0;
  milliseconds cpu_{0};
  Clock::time_point since_ = Clock::now();
};

[[noreturn]] void run_child(const std::function<void(const Sink&, Heartbeat&)>& work,
                            const Pipe& results, const Pipe& errors, Heartbeat& heartbeat) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  signal(SIGINT, SIG_IGN);  // the supervisor decides when to stop
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0) {
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
  }
  dup2(errors.ends[1], STDERR_FILENO);
  int status = kDone;
  try {
    work(Sink(results.ends[1]), heartbeat);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    status = 1;
  }
  _exit(status);  // no destructors, no flushing of the parent's buffers
}

pid_t wait_for(pid_t child, int& status, int options) {
  pid_t ended = -1;
  do {
    ended = waitpid(child, &status, options);
  } while (ended < 0 && errno == EINTR);
  return ended;
}

}  // namespace

void Sink::write(const std::string& bytes) const {
  if (text_ != nullptr) {
    text_->append(bytes);
    return;
  }
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t size = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
    if (size >= 0) {
      done += static_cast<std::size_t>(size);
    } else if (errno != EINTR) {
      return;  // the parent is gone, and so are we
    }
  }
}

std::string IsolatedRun::describe() const {
  if (!what.empty()) return what;
  switch (ending) {
    case Ending::finished: return "finished";
    case Ending::crashed:
      return signal == 0 ? "left the process by exit()"
                         : std::string("crashed: ") + strsignal(signal);
    case Ending::hung: return "hung: no answer within the time limit of a call";
    case Ending::out_of_memory: return "ran away with memory";
    case Ending::nonsense: return "answered nonsense";
  }
  return {};
}

void end_work() noexcept { _exit(kDone); }

IsolatedRun run_isolated(const std::function<void(const Sink&, Heartbeat&)>& work,
                         const Limits& limits, const std::function<bool(const Heartbeat&)>& watch) {
  SharedHeartbeat shared;
  Heartbeat& heartbeat = shared.get();
  Pipe results;
  Pipe errors;
  std::fflush(nullptr);
  const std::uint64_t held = resident_bytes(getpid());
  const pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) run_child(work, results, errors, heartbeat);
  results.close_end(1);
  errors.close_end(1);
  for (Pipe* pipe : {&results, &errors}) fcntl(pipe->ends[0], F_SETFL, O_NONBLOCK);

  IsolatedRun run;
  CallWatch calls(limits);
  bool killed = false;
  Clock::time_point asked_to_stop{};
  const auto kill_for = [&](Ending ending) {
    run.ending = ending;
    killed = true;
    kill(child, SIGKILL);
  };
  int status = 0;
  for (bool open = true; open && !killed;) {
    std::array<pollfd, 2> waiting = {pollfd{results.ends[0], POLLIN, 0},
                                     pollfd{errors.ends[0], POLLIN, 0}};
    poll(waiting.data(), waiting.size(), static_cast<int>(kPoll.count()));
    open = results.drain(run.output);
    if (!errors.drain(run.diagnostics)) errors.close_end(0);
    if (run.diagnostics.size() > kDiagnostics)
      run.diagnostics.erase(0, run.diagnostics.size() - kDiagnostics);
    if (!open) break;
    if (calls.too_long(heartbeat, child)) {
      kill_for(Ending::hung);
    } else if (const std::uint64_t now = resident_bytes(child);
               now > held && now - held > limits.memory) {
      kill_for(Ending::out_of_memory);
    } else if (heartbeat.stop.load() && Clock::now() - asked_to_stop > kGrace) {
      kill_for(Ending::finished);
    } else if (!heartbeat.stop.load() && watch && !watch(heartbeat)) {
      heartbeat.stop.store(true);
      asked_to_stop = Clock::now();
    }
  }
  wait_for(child, status, 0);
  results.drain(run.output);
  if (errors.ends[0] >= 0) errors.drain(run.diagnostics);
  if (run.diagnostics.size() > kDiagnostics)
    run.diagnostics.erase(0, run.diagnostics.size() - kDiagnostics);
  if (!killed && (WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) != kDone))) {
    run.ending = Ending::crashed;
    run.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }
  run.progress = heartbeat.progress.load();
  run.phase = heartbeat.phase.load();
  return run;
}

}  // namespace overmatch
