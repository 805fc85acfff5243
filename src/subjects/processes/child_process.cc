// SPDX-License-Identifier: Apache-2.0
#include "subjects/processes/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

#include "names/platform/platform.h"
#include "subjects/processes/processes.h"

namespace overmatch {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kStderrTail = 2000;  // bytes of stderr that are kept

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void close_end(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

// Both ends of a stream, closed unless they were taken out.
struct Ends {
  ~Ends() {
    close_end(ours);
    close_end(theirs);
  }
  int take() { return std::exchange(ours, -1); }
  int ours = -1;
  int theirs = -1;
};

// Connects the child's standard input. A socket, because writing to an ended process is then an
// error instead of a SIGPIPE in the program that this library is linked into.
void open_input(Ends& ends) {
  std::array<int, 2> pair{};
  if (!platform::open_socket_pair(pair)) fail("socketpair");
  ends.ours = pair[0];
  ends.theirs = pair[1];
}

void open_output(Ends& ends) {
  std::array<int, 2> pair{};
  if (!platform::open_pipe(pair)) fail("pipe");
  ends.ours = pair[0];
  ends.theirs = pair[1];
}

// The child's side of the fork, down to exec: calls only what is safe after fork in a program with
// threads.
[[noreturn]] void become(const char* line, const Ends& input, const Ends& output,
                         const Ends& errors) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  dup2(input.theirs, STDIN_FILENO);
  dup2(output.theirs, STDOUT_FILENO);
  dup2(errors.theirs, STDERR_FILENO);
  execl("/bin/sh", "sh", "-c", line, static_cast<char*>(nullptr));
  _exit(127);
}

// Appends the available bytes. False at the end of the stream.
bool drain(int descriptor, std::string& into) {
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t size = read(descriptor, buffer.data(), buffer.size());
    if (size > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(size));
      return true;  // a full buffer: a child that writes endlessly must not keep us here
    }
    if (size == 0) return false;
    if (errno != EINTR) return errno == EAGAIN || errno == EWOULDBLOCK;
  }
}

}  // namespace

ChildProcess::ChildProcess(const std::string& line) {
  Ends input;
  Ends output;
  Ends errors;
  open_input(input);
  open_output(output);
  open_output(errors);
  // Until::told, because a program may end and leave another one to answer.
  guard_.emplace([&] { become(line.c_str(), input, output, errors); }, Guard::Until::told);
  for (const int descriptor : {input.ours, output.ours, errors.ours})
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
  input_ = input.take();
  output_ = output.take();
  errors_ = errors.take();
}

ChildProcess::~ChildProcess() {
  if (guard_) end(milliseconds(0));
}

void ChildProcess::read_errors() {
  if (errors_ >= 0 && !drain(errors_, stderr_tail_)) close_end(errors_);
  if (stderr_tail_.size() > 2 * kStderrTail)
    stderr_tail_.erase(0, stderr_tail_.size() - kStderrTail);
}

bool ChildProcess::exchange(std::string_view& unsent, std::string& received, milliseconds timeout) {
  const auto write_some = [&] {
    while (!unsent.empty() && input_ >= 0) {
      const ssize_t size = platform::send_to_socket(input_, unsent);
      if (size > 0) {
        unsent.remove_prefix(static_cast<std::size_t>(size));
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return;
      } else if (errno != EINTR) {
        close_end(input_);  // it reads no more, but may still write
      }
    }
  };
  write_some();
  std::array<pollfd, 3> waiting = {pollfd{output_, POLLIN, 0}, pollfd{errors_, POLLIN, 0},
                                   pollfd{unsent.empty() ? -1 : input_, POLLOUT, 0}};
  if (poll(waiting.data(), waiting.size(), static_cast<int>(timeout.count())) <= 0) return true;
  if (waiting[1].revents != 0) read_errors();
  if (waiting[2].revents != 0) write_some();
  return waiting[0].revents == 0 || drain(output_, received);
}

std::optional<int> ChildProcess::end(milliseconds patience) {
  close_end(input_);
  const auto has_ended = [&] { return guard_->is_gone() || guard_->status(); };
  for (const auto until = Clock::now() + patience; !has_ended() && Clock::now() < until;) {
    std::string rest;
    std::string_view nothing;
    if (!exchange(nothing, rest, milliseconds(1))) usleep(1000);
  }
  const std::optional<int> by_itself = guard_->status();
  guard_->finish();
  guard_.reset();
  read_errors();
  if (stderr_tail_.size() > kStderrTail) stderr_tail_.erase(0, stderr_tail_.size() - kStderrTail);
  close_end(output_);
  close_end(errors_);
  return by_itself;
}

void ChildProcess::leave() {
  for (int* const descriptor : {&input_, &output_, &errors_}) close_end(*descriptor);
  guard_->leave();
  guard_.reset();
}

std::chrono::microseconds ChildProcess::cpu_time() const {
  std::chrono::microseconds sum{0};
  for (const pid_t process : descendants_of(guard_->guard())) sum += overmatch::cpu_time(process);
  return sum;
}

bool ChildProcess::is_busy() const {
  const std::vector<pid_t> all = descendants_of(guard_->guard());
  return std::any_of(all.begin(), all.end(), overmatch::is_busy);
}

std::uint64_t ChildProcess::resident_bytes() const {
  std::uint64_t sum = 0;
  for (const pid_t process : descendants_of(guard_->guard()))
    sum += overmatch::resident_bytes(process);
  return sum;
}

}  // namespace overmatch
