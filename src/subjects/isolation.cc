// SPDX-License-Identifier: Apache-2.0
#include "subjects/isolation.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "names/platform/platform.h"
#include "subjects/processes/guard.h"
#include "subjects/processes/processes.h"
#include "subjects/processes/result_channel.h"
#include "subjects/processes/shared_memory.h"

namespace overmatch {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPoll{10};
constexpr milliseconds kShortPoll{1};       // while much arrives, and without a pidfd
constexpr std::size_t kMuch = 1U << 18U;    // bytes of results in one poll
constexpr milliseconds kGrace{1000};        // for a child that was asked to stop or has closed
constexpr std::size_t kDiagnostics = 2000;  // bytes of stderr that are kept
constexpr int kLoadFactor = 20;             // loading the subject may take so many times as long
constexpr int kLoadWaitFactor = 3;

struct Pipe {
  Pipe() {
    if (!platform::open_pipe(ends)) throw std::system_error(errno, std::generic_category(), "pipe");
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
  std::array<int, 2> ends{-1, -1};
};

// Keeps the tail of what comes through a pipe.
class Tail {
 public:
  explicit Tail(Pipe& pipe) : pipe_(pipe) {
    pipe_.close_end(1);
    fcntl(pipe_.ends[0], F_SETFL, O_NONBLOCK);
  }
  [[nodiscard]] int descriptor() const noexcept { return pipe_.ends[0]; }
  // Reads the available bytes, at most a pipe's capacity: a child may write endlessly.
  void drain() {
    constexpr int kMostReads = 16;
    std::array<char, 65536> buffer;
    for (int reads = 0; reads < kMostReads && pipe_.ends[0] >= 0; ++reads) {
      const ssize_t size = read(pipe_.ends[0], buffer.data(), buffer.size());
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) break;
      if (size == 0) pipe_.close_end(0);
      text_.append(buffer.data(), static_cast<std::size_t>(size));
    }
    if (text_.size() > kDiagnostics) text_.erase(0, text_.size() - kDiagnostics);
  }
  [[nodiscard]] std::string& text() noexcept { return text_; }

 private:
  Pipe& pipe_;
  std::string text_;
};

// Whether the call in progress has taken too long.
class CallWatch {
 public:
  explicit CallWatch(const Limits& limits) : limits_(limits) {}
  bool too_long(const Heartbeat& heartbeat, pid_t child) {
    const std::uint64_t calls = heartbeat.calls.load(std::memory_order_acquire);
    const bool loading = heartbeat.loading.load(std::memory_order_acquire);
    const auto cpu = cpu_time(child);
    if (calls != calls_ || loading != loading_ || ((calls & 1U) == 0 && !loading)) {
      calls_ = calls;
      loading_ = loading;
      clock_.start(cpu);
      return false;
    }
    const auto scale =
        static_cast<std::int64_t>(1 + (heartbeat.bytes.load(std::memory_order_relaxed) >> 18U));
    const milliseconds limit = loading ? limits_.call * kLoadFactor : limits_.call * scale;
    return clock_.too_long(cpu, limit, limit * (loading ? kLoadWaitFactor : kWaitFactor),
                           [&] { return is_busy(child); });
  }

 private:
  Limits limits_;
  std::uint64_t calls_ = 0;
  bool loading_ = false;
  CallClock clock_;
};

// In a child: the channel of its work.
ResultChannel* own_channel = nullptr;

[[noreturn]] void run_child(const std::function<void(const Sink&, Heartbeat&)>& work,
                            ResultChannel& channel, const Pipe& errors,
                            const Shared<Heartbeat>& heartbeat) {
  channel.keep_from_children();
  heartbeat.keep_from_children();
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  signal(SIGINT, SIG_IGN);                    // the supervisor decides when to stop
  for (const int ours : {SIGTERM, SIGHUP}) {  // the subject must not run our handlers
    if (signal(ours, SIG_DFL) == SIG_IGN) signal(ours, SIG_IGN);
  }
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0) {
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
  }
  dup2(errors.ends[1], STDERR_FILENO);
  own_channel = &channel;
  try {
    work(Sink(channel), heartbeat.get());
  } catch (const CannotBegin& error) {
    channel.refuse(error.what());
    _exit(1);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    _exit(1);
  }
  end_work();
}

// Says how a child ended that neither finished nor was killed.
void tell_end(const Guard& guard, IsolatedRun& run) {
  run.ending = Ending::crashed;
  if (guard.attack() != 0) {
    run.signal = guard.attack();
    run.what = std::string("sent a signal to its parent process: ") + strsignal(run.signal);
  } else if (const std::optional<int> status = guard.status()) {
    run.signal = WIFSIGNALED(*status) ? WTERMSIG(*status) : 0;
  } else {
    run.ending = Ending::incomplete;
    run.what = "ended without a trace";
  }
}

bool came_from_outside(const IsolatedRun& run) {
  return run.ending == Ending::crashed &&
         (run.signal == SIGTERM || run.signal == SIGHUP || run.signal == SIGINT);
}

}  // namespace

void Sink::write(const std::string& record) const {
  if (text_ != nullptr) {
    text_->append(record);
  } else {
    channel_->write(record);
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
    case Ending::out_of_memory: return "exceeded its memory limit";
    case Ending::malformed_reply: return "wrote a malformed reply";
    case Ending::incomplete: return "damaged its results";
    case Ending::stopped: return "was stopped";
  }
  return {};
}

void end_work() noexcept {
  if (own_channel != nullptr) own_channel->close();
  _exit(0);  // no destructors, no flushing of the parent's buffers
}

IsolatedRun run_isolated(const std::function<void(const Sink&, Heartbeat&)>& work,
                         const Limits& limits, const std::function<bool(const Heartbeat&)>& watch) {
  const Shared<Heartbeat> shared;
  Heartbeat& heartbeat = shared.get();
  ResultChannel channel;
  Pipe errors;
  std::fflush(nullptr);
  const std::uint64_t held = resident_bytes(getpid());
  Guard guard([&] { run_child(work, channel, errors, shared); }, Guard::Until::process_ended);
  Tail diagnostics(errors);

  IsolatedRun run;
  CallWatch calls(limits);
  bool killed = false;
  Clock::time_point stop_asked{};
  Clock::time_point closed{};
  std::size_t came = 0;
  const auto kill_for = [&](Ending ending) {
    run.ending = ending;
    killed = true;
    guard.finish();
  };
  while (!killed && !guard.is_gone()) {
    std::array<pollfd, 2> waiting = {pollfd{guard.descriptor(), POLLIN, 0},
                                     pollfd{diagnostics.descriptor(), POLLIN, 0}};
    const milliseconds nap = came > kMuch || guard.descriptor() < 0 ? kShortPoll : kPoll;
    poll(waiting.data(), waiting.size(), static_cast<int>(nap.count()));
    came = channel.drain();
    diagnostics.drain();
    const pid_t child = guard.process();
    if (child == 0) continue;
    if (channel.broken()) {
      kill_for(Ending::incomplete);
    } else if (channel.closed()) {
      if (closed == Clock::time_point{}) closed = Clock::now();
      if (Clock::now() - closed > kGrace) guard.finish();
    } else if (calls.too_long(heartbeat, child)) {
      kill_for(Ending::hung);
    } else if (const std::uint64_t now = resident_bytes(child);
               now > held && now - held > limits.memory) {
      kill_for(Ending::out_of_memory);
    } else if (heartbeat.stop.load() && Clock::now() - stop_asked > kGrace) {
      kill_for(Ending::stopped);
    } else if (!heartbeat.stop.load() && watch && !watch(heartbeat)) {
      heartbeat.stop.store(true);
      stop_asked = Clock::now();
    }
  }
  guard.check_start();
  channel.drain();
  diagnostics.drain();
  if (!channel.refusal().empty()) {
    run.ending = Ending::incomplete;
    run.what = channel.refusal();
  } else if (channel.broken()) {
    run.ending = Ending::incomplete;
  } else if (channel.closed() && guard.attack() == 0) {
    run.ending = Ending::finished;
  } else if (!killed) {
    tell_end(guard, run);
    if (came_from_outside(run) && watch && !watch(heartbeat)) run.ending = Ending::stopped;
  }
  run.output = std::move(channel.output());
  run.diagnostics = std::move(diagnostics.text());
  run.progress = heartbeat.progress.load();
  run.phase = heartbeat.phase.load();
  return run;
}

}  // namespace overmatch
