// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes/guard.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <vector>

#include "names/platform/platform.h"
#include "subjects/processes/processes.h"

namespace overmatch {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kKillTime{3000};  // for the guard to end all that is below it
constexpr milliseconds kPatience{5000};  // for the guard to end
constexpr useconds_t kNap = 1000;

// Blocks all signals during its lifetime, so that none arrives right after a fork.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { restore(); }
  void restore() const { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

bool ends_process(int signal) {
  switch (signal) {
    case SIGCHLD:
    case SIGCONT:
    case SIGURG:
    case SIGWINCH:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU: return false;
    default: return true;
  }
}

// Kills all processes below this one until none is left. Their orphans become its children.
void end_children() {
  for (const auto until = Clock::now() + kKillTime; Clock::now() < until;) {
    const pid_t ended = waitpid(-1, nullptr, WNOHANG);
    if (ended < 0 && errno == ECHILD) return;
    if (ended != 0) continue;
    for (const pid_t each : all_below(getpid())) kill(each, SIGKILL);
    usleep(kNap);
  }
}

}  // namespace

void Guard::stand_guard(State& state, pid_t supervisor, const std::function<void()>& body,
                        Until until) {
  setsid();
  platform::adopt_orphans();
  platform::end_with_parent(SIGTERM);
  signal(SIGCHLD, SIG_DFL);
  const pid_t guard = getpid();
  const pid_t process = fork();
  if (process < 0) {
    state.error = errno;
    _exit(1);
  }
  if (process == 0) {
    platform::end_with_parent(SIGKILL);
    if (getppid() != guard) _exit(1);
    setsid();
    body();
    _exit(1);
  }
  state.process = process;
  platform::close_all();
  sigset_t all;
  sigfillset(&all);
  constexpr milliseconds kLookAgain{1000};  // looks again after a second, in case a signal was lost
  for (bool over = false; !over;) {
    const auto [signal, sender] = platform::wait_for_signal(all, kLookAgain);
    int status = 0;
    pid_t ended = 0;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended != process || WIFSTOPPED(status)) continue;  // only stopped: it is being traced
      state.status = status;
      state.ended = true;
      over = until == Until::process_ended;
    }
    if (signal > 0 && ends_process(signal) && sender == process) {
      state.attack = signal;
      over = true;
    }
    over = over || ended < 0 || state.end || getppid() != supervisor;
  }
  end_children();
  _exit(0);
}

Guard::Guard(const std::function<void()>& body, Until until) {
  const pid_t supervisor = getpid();
  const SignalsBlocked blocked;
  guard_ = fork();
  if (guard_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (guard_ == 0) {
    const auto unblocked = [&] {
      blocked.restore();
      body();
    };
    stand_guard(state_.get(), supervisor, unblocked, until);
  }
  descriptor_ = platform::open_process(guard_);
}

Guard::~Guard() {
  if (guard_ > 0) finish();
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<int> Guard::status() const {
  const State& state = state_.get();
  return state.ended ? std::optional(state.status.load()) : std::nullopt;
}

bool Guard::is_gone() {
  if (guard_ <= 0) return true;
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(guard_), &info, WSTOPPED | WNOHANG) == 0 &&
      info.si_pid == guard_ && info.si_code == CLD_STOPPED)
    kill(guard_, SIGCONT);
  int status = 0;
  const pid_t ended = waitpid(guard_, &status, WNOHANG);
  if (ended == 0 || (ended < 0 && errno == EINTR)) return false;
  attack_ = state_.get().attack;
  if (ended > 0 && WIFSIGNALED(status)) {
    if (attack_ == 0) attack_ = WTERMSIG(status);
    test_pairs();
  }
  guard_ = -1;
  return true;
}

void Guard::check_start() const {
  const int error = state_.get().error;
  if (error != 0) throw std::system_error(error, std::generic_category(), "fork");
}

bool Guard::wait_gone(milliseconds patience) {
  for (const auto until = Clock::now() + patience; !is_gone();) {
    if (Clock::now() >= until) return false;
    pollfd waiting{descriptor_, POLLIN, 0};
    if (descriptor_ < 0 || poll(&waiting, 1, 10) < 0) usleep(kNap);
  }
  return true;
}

void Guard::finish() {
  if (guard_ <= 0) return;
  state_.get().end = true;
  kill(guard_, SIGTERM);
  if (wait_gone(kPatience)) return;
  kill(guard_, SIGKILL);
  if (wait_gone(kPatience)) attack_ = 0;
}

// If the guard is gone: kills what is left in the session of the guarded process.
void Guard::test_pairs() const {
  const pid_t session = process();
  if (session <= 0) return;
  for (const auto until = Clock::now() + kKillTime; Clock::now() < until; usleep(kNap)) {
    const std::vector<pid_t> left = processes_of_session(session);
    if (left.empty()) return;
    for (const pid_t each : left) kill(each, SIGKILL);
  }
}

void Guard::leave() noexcept { guard_ = -1; }

}  // namespace overmatch
